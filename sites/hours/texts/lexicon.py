"""The words of opening-hours texts, from a reviewed list: what each of them says."""

import csv
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Kind", "Part", "Word", "label_ends", "longest_word", "words"]

FILE: Final = Path(__file__).resolve().parents[3] / "data" / "reference" / "hours_words.csv"
_LABEL_END: Final = "label_end"
_SLOTS: Final = " / "
_NOTHING: Final = "-"


class Kind(Enum):
    """What a token is: the kinds of `words.csv`, and those of numbers and signs."""

    NUMBER = auto()
    WORD = auto()
    """A run of characters that no list knows: the name of a service, or something to refuse."""
    BLANK = auto()
    COLON = auto()
    COMMA = auto()
    """A light separator: ``，、/``."""
    STOP = auto()
    """A heavy one: ``；。`` or the end of a line."""
    OPENING = auto()
    CLOSING = auto()
    TO = auto()
    """``至``, or any dash."""
    SLASH = auto()
    DOT = auto()
    AND = auto()
    FILLER = auto()
    ALL = auto()
    """What is said holds for everything before it: 均, 统一."""
    TITLE = auto()
    """办公时间 and its like."""
    WEEK = auto()
    """周, 星期: a weekday follows."""
    EVERY_DAY = auto()
    ALL_YEAR = auto()
    WEEKEND = auto()
    WORKDAY = auto()
    WEEKDAYS = auto()
    DAYS_OF_REST = auto()
    """Weekends and holidays: 非工作日."""
    OTHER = auto()
    HOLIDAY = auto()
    ARRANGEMENT = auto()
    """The national arrangement of holidays, which includes make-up days."""
    MAKE_UP = auto()
    MAKE_UP_DENIED = auto()
    """不补班: it is closed on make-up days."""
    FESTIVAL = auto()
    FIXED_DAY = auto()
    """元旦当天: the day of a festival, and not its days off."""
    LUNAR = auto()
    SEASON = auto()
    MONTHLY = auto()
    NTH = auto()
    LAST_OF_MONTH = auto()
    """The last one, or the first: its value is the number."""
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    EVERY_YEAR = auto()
    NEXT_YEAR = auto()
    PART = auto()
    HOUR = auto()
    MINUTE = auto()
    HALF = auto()
    QUARTER = auto()
    ROUND_THE_CLOCK = auto()
    EXCEPT = auto()
    """Behind what it excepts: 除外."""
    EXCEPTING = auto()
    """Before what it excepts: 除, 不含."""
    OUTSIDE = auto()
    """Closes what 除 begins: 外."""
    CLOSED = auto()
    OPEN = auto()
    """As usual: 照常营业."""
    OPENS = auto()
    """Nothing but a verb where hours follow: 营业."""
    CLOSES = auto()
    """下班: behind the end of the hours."""
    INCLUDING = auto()
    DOUBT = auto()
    APPOINTMENT = auto()
    LAST_TICKET = auto()
    BREAK = auto()
    NO_BREAK = auto()
    EXTRA = auto()
    UNTIL = auto()
    MARKET = auto()
    REASON = auto()
    """盘点: why something is closed, or begins late."""
    ONLY = auto()
    INSTEAD = auto()
    """改为: the hours behind it replace others."""
    FROM = auto()
    """起: behind the time at which something begins."""
    FEWER_WINDOWS = auto()
    """只开一个窗口: it is open all the same."""
    MEAL = auto()
    """午餐: the name of hours that are meals, no break."""
    REMARK = auto()
    """Says nothing about the hours."""
    PHONE = auto()
    LIMIT = auto()
    """限号50个: how many are served."""
    AHEAD = auto()
    """提前30分钟: so long before the end."""
    REFUSED = auto()
    """Nothing that is read has this word."""


class Part(Enum):
    """A part of the day."""

    MORNING = auto()
    NOON = auto()
    AFTERNOON = auto()
    EVENING = auto()
    SMALL_HOURS = auto()
    NEXT_DAY = auto()


class Word(NamedTuple):
    """What a word says: its kind, and which of the kind."""

    kind: Kind
    part: Part | None = None
    number: int | None = None
    name: str = ""


@cache
def words() -> dict[str, Word]:
    """Return all words; of one that is listed twice the last row counts."""
    return {
        word: _word(kind, value)
        for kind, value, listed in _rows()
        if kind != _LABEL_END
        for word in _expanded(listed)
    }


@cache
def longest_word() -> int:
    """Return the length of the longest word."""
    return max(map(len, words()))


@cache
def label_ends() -> tuple[str, ...]:
    """Return how the name of a service ends where no colon follows it."""
    return tuple(
        word for kind, _, listed in _rows() if kind == _LABEL_END for word in _expanded(listed)
    )


def _rows() -> Iterator[tuple[str, str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["kind"], row["value"], row["words"]


def _word(kind: str, value: str) -> Word:
    part = Part[value.upper()] if value.upper() in Part.__members__ else None
    is_number = value.removeprefix("-").isdecimal()
    return Word(Kind[kind.upper()], part, int(value) if is_number else None, value)


def _expanded(listed: str) -> Iterator[str]:
    """Yield the words of a row: one of each slot, behind each other."""
    slots = [slot.split() for slot in listed.split(_SLOTS)]
    for parts in product(*slots):
        word = "".join(part for part in parts if part != _NOTHING)
        if word:
            yield word
