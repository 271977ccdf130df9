"""A printed cell cut into what it says: numbers, labels, hours, names and other texts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sites.phones.labels import PHONE_AND_FAX, Label, Meaning, announces_name, read_word
from sites.phones.numbers import Phone
from sites.phones.runs import RUN, read_run
from sites.text.normalise import HAN

OPENING: Final = "([{【〔<《「“"
CLOSING: Final = ")]}】〕>》」”"
_SIGNS: Final = " \t\r\n、,;:/|\\.。-~&\"'" + OPENING + CLOSING
_ONE_SIGN: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−─ー", "-") | dict.fromkeys("〜∼", "~"))
# ① in front of a number would become a digit of it.
_LIST_MARKS: Final = re.compile("[\u2460-\u249b]")
# 窗　口 fills a line; 王　明 does too.
_SPREAD: Final = re.compile(rf"(?<![{HAN}])([{HAN}])[ ]+(?=[{HAN}](?![{HAN}]))")
_WORD: Final = re.compile(rf"{PHONE_AND_FAX}|[^{re.escape(_SIGNS)}]+", re.IGNORECASE)
_HOUR: Final = "(?:[01]?[0-9]|2[0-4])"
_MINUTES: Final = "(?::[0-5][0-9]|[点时](?:[0-5]?[0-9]分?|半|整)?)"
_TIME: Final = f"(?:凌晨|早上?|上午|中午|下午|晚上?)?[ ]*{_HOUR}{_MINUTES}"
_TO: Final = r"[ ]*[\-~至到][ ]*"
_CLOCK: Final = re.compile(
    rf"(?<!\d)(?:{_TIME}{_TO}{_TIME}|{_HOUR}\.[0-5][0-9]{_TO}{_HOUR}\.[0-5][0-9]"
    rf"|{_HOUR}{_TO}{_HOUR}[点时]|{_TIME}(?:以?[前后])?|(?:7[ ]*[*×x][ ]*)?24[ ]*(?:小时|h))(?!\d)",
    re.IGNORECASE,
)
_BETWEEN_HOURS: Final = re.compile(r"[ :、,/\-~]*[至到和及]?[ ]*")
# 办公室/窗口: two labels for one number.
_BETWEEN_LABELS: Final = re.compile("[ 、/,&和及或与]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        meaning: what it is; None for a number.
        label: which label, if it is one.
        stands_between: whether no label in front of it reaches a number behind it.
        is_bracketed: whether it stands in brackets.
        phone: the number, None if it is none for certain.
        is_bare: whether it is a local number that stands there without an area code.
    """

    start: int
    end: int
    meaning: Meaning | None = None
    label: Label = Label.NONE
    stands_between: bool = False
    is_bracketed: bool = False
    phone: Phone | None = None
    is_bare: bool = False


def clean_cell(printed: str) -> str:
    """Return half-width characters, one kind of dash and blank, nothing invisible."""
    text = unicodedata.normalize("NFKC", _LIST_MARKS.sub(";", printed)).translate(_ONE_SIGN)
    text = "".join(
        " " if character.isspace() and character not in "\n\r" else character
        for character in text
        if unicodedata.category(character) != "Cf"
    )
    return _SPREAD.sub(r"\1", text)


def find_tokens(text: str, area_code: str) -> list[Token]:
    """Return the pieces of a clean text, in their order; signs and words that say nothing are none.

    Hours that follow one another are one piece, and so are labels; two labels are a text.
    """
    found: list[Token] = []
    start = 0
    for clock in (*_CLOCK.finditer(text), None):
        end = clock.start() if clock else len(text)
        for run in (*RUN.finditer(text, start, end), None):
            found += _words(text, start, run.start() if run else end)
            if run:
                found += _numbers(run.group(), run.start(), area_code)
                start = run.end()
        if clock:
            is_bracketed = _is_bracketed(text, clock.start())
            found.append(Token(*clock.span(), Meaning.HOURS, is_bracketed=is_bracketed))
            start = clock.end()
    return _merged(text, sorted(found, key=lambda token: token.start))


def _numbers(run: str, offset: int, area_code: str) -> Iterator[Token]:
    for part in read_run(run, offset, area_code):
        meaning = Meaning.END if part.is_end else None
        yield Token(part.start, part.end, meaning, phone=part.phone, is_bare=part.is_bare)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    is_announced = False
    for word in _WORD.finditer(text, start, end):
        is_bracketed = _is_bracketed(text, word.start())
        for said in read_word(word.group(), is_announced=is_announced):
            yield Token(
                word.start() + said.start,
                word.start() + said.end,
                said.meaning,
                said.label,
                said.stands_between and not is_bracketed,
                is_bracketed,
            )
        is_announced = announces_name(word.group())


def _is_bracketed(text: str, place: int) -> bool:
    opened = max(text.rfind(sign, 0, place) for sign in OPENING)
    return opened > max(text.rfind(sign, 0, place) for sign in CLOSING)


def _merged(text: str, tokens: Iterable[Token]) -> list[Token]:
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last is None or not _are_one(text, last, token):
            merged.append(token)
        elif token.meaning is Meaning.HOURS or last.label == token.label:
            merged[-1] = replace(last, end=token.end)
        else:
            merged[-1] = replace(last, end=token.end, meaning=Meaning.TEXT, stands_between=True)
    return merged


def _are_one(text: str, one: Token, other: Token) -> bool:
    """Return whether two tokens that follow one another are hours, or labels, of one number."""
    if (one.meaning, one.is_bracketed) != (other.meaning, other.is_bracketed):
        return False
    between = text[one.end : other.start]
    if one.meaning is Meaning.HOURS:
        return _BETWEEN_HOURS.fullmatch(between) is not None
    return one.meaning is Meaning.LABEL and _BETWEEN_LABELS.fullmatch(between) is not None
