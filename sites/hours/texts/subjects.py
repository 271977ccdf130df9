"""What hours are said of: weekdays, holidays, festivals, dates, parts of the year."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from sites.hours.schedule import (
    LAST_DAYS,
    Dates,
    Festival,
    LunarDays,
    MonthDay,
    ScheduleError,
    When,
    Yearly,
)
from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.lexicon import Kind
from sites.hours.texts.tokens import Token, Tokens

__all__ = ["EVERY", "WEEKEND", "WORKDAYS", "Subject", "read_period", "read_subject"]

EVERY: Final = frozenset(range(7))
WORKDAYS: Final = frozenset(range(5))
WEEKEND: Final = EVERY - WORKDAYS
_SUNDAY: Final = ("日", "天")
_LONGEST_YEAR: Final = 4
_EITHER: Final = "或"
_DAYS: Final = "天"
_PAIR: Final = "两"
_ENDS_PERIOD: Final = "止"
_NEW_YEAR: Final = "春节"
_MONTHS: Final = {
    "元旦": (12, 1),
    "春节": (1, 2, 3),
    "清明节": (4,),
    "劳动节": (4, 5),
    "端午节": (5, 6),
    "中秋节": (9, 10),
    "国庆节": (9, 10),
}
_FIXED_DAYS: Final[dict[str, When]] = {
    "元旦": Yearly(MonthDay(1, 1), MonthDay(1, 1)),
    "春节": LunarDays(1, 1),
    "劳动节": Yearly(MonthDay(5, 1), MonthDay(5, 1)),
    "国庆节": Yearly(MonthDay(10, 1), MonthDay(10, 1)),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """The days that something is said of."""

    days: frozenset[int] = frozenset()
    """Weekdays, 0 being Monday."""
    nth: tuple[tuple[int, int], ...] = ()
    """Weekdays of the month, with their number."""
    special: tuple[When, ...] = ()
    is_every_day: bool = False
    """Whether 每天 or 全年 says so, and no weekday is named."""
    is_workday: bool = False
    """Whether 工作日 says so: no holiday, and make-up days."""
    is_holiday: bool = False
    is_makeup: bool = False
    is_exchanged: bool = False
    """Whether it is 调休日: the day off or the make-up day, what is said of it tells which."""
    is_all_year: bool = False
    """Whether holidays are included: 全年无休."""
    is_other: bool = False
    """Whether it is all that is not named elsewhere: 其余时间."""

    def __or__(self, other: "Subject") -> "Subject":
        return Subject(
            days=self.days | other.days,
            nth=self.nth + other.nth,
            special=self.special + other.special,
            is_every_day=self.is_every_day or other.is_every_day,
            is_workday=self.is_workday or other.is_workday,
            is_holiday=self.is_holiday or other.is_holiday,
            is_makeup=self.is_makeup or other.is_makeup,
            is_exchanged=self.is_exchanged or other.is_exchanged,
            is_all_year=self.is_all_year or other.is_all_year,
            is_other=self.is_other or other.is_other,
        )

    @property
    def is_of_week(self) -> bool:
        """Return whether it names weekdays and nothing else."""
        return bool(self.days) and not (self.special or self.is_holiday or self.is_makeup)


def read_subject(tokens: Tokens) -> Subject | None:
    """Read days, joined by ``、`` and 及 as far as they go; None if none are next."""
    subject = _atom(tokens)
    if subject is None:
        return None
    while True:
        at = tokens.at
        separator = tokens.take(Kind.COMMA, Kind.AND, Kind.SLASH)
        if separator:
            tokens.take(Kind.AND)
        following = _atom(tokens)
        if following is None or not _may_join(subject, separator and separator.text, following):
            tokens.at = at
            _check_count(subject, tokens)
            return subject
        if separator and separator.text == _EITHER:
            raise HoursTextError("ambiguous", separator.text)
        if separator is None and following.is_makeup:
            subject = following  # 周末补班
        elif not subject.is_makeup:  # 调休的周六: it is no other day
            subject |= following


def _check_count(subject: Subject, tokens: Tokens) -> None:
    """Read the 两天 of 周六周日两天, which says what the days say."""
    if not tokens.kinds_ahead(Kind.NUMBER, Kind.DAY) or tokens.peek(1).text != _DAYS:
        return
    if not subject.is_of_week or tokens.peek().number != len(subject.days):
        raise HoursTextError("contradiction", tokens.rest)
    tokens.at += 2


def _may_join(subject: Subject, separator: str | None, following: Subject) -> bool:
    if subject.is_makeup or (following.is_makeup and separator is None):
        days = following if subject.is_makeup else subject
        return days.is_of_week and days.days <= WEEKEND
    if separator is None:  # 周六周日, 每周一至周五每天
        if subject.is_all_year or following.is_all_year:
            return False
        if subject.is_of_week and subject.days <= WEEKEND and following.is_holiday:
            return True  # 周末节假日
        return subject.is_of_week and following.is_of_week
    if separator == ",":
        return (
            subject.is_of_week
            and following.is_of_week
            and not subject.is_every_day
            and not following.is_every_day
            and subject.days | following.days != EVERY
        ) or bool(subject.special and following.special and not following.days)
    return subject.is_every_day == following.is_every_day


def read_period(tokens: Tokens) -> tuple[Yearly | Dates, ...]:
    """Read parts of the year, or dates, one behind the other; none if none are next."""
    periods: list[Yearly | Dates] = []
    while True:
        at = tokens.at
        if periods and not tokens.take(Kind.COMMA, Kind.AND):
            return tuple(periods)
        period = _period(tokens)
        if period is None:
            tokens.at = at
            return tuple(periods)
        periods.append(period)


def _atom(tokens: Tokens) -> Subject | None:
    at = tokens.at
    tokens.skip((Kind.FILLER,))
    subject = _named(tokens) or _weekdays(tokens) or _of_month(tokens) or _days_of_festival(tokens)
    if subject is None:
        tokens.at = at
        return None
    if subject.days and tokens.take(Kind.EVERY_DAY):
        pass  # 周一至周五每天
    return subject


_NAMED: Final[dict[Kind, Subject]] = {
    Kind.EVERY_DAY: Subject(EVERY, is_every_day=True),
    Kind.ALL_YEAR: Subject(EVERY, is_every_day=True, is_all_year=True),
    Kind.WEEKEND: Subject(WEEKEND),
    Kind.WORKDAY: Subject(WORKDAYS, is_workday=True),
    Kind.WEEKDAYS: Subject(WORKDAYS),
    Kind.DAYS_OF_REST: Subject(WEEKEND, is_holiday=True),
    Kind.HOLIDAY: Subject(is_holiday=True),
    Kind.MAKE_UP: Subject(is_makeup=True),
    Kind.OTHER: Subject(is_other=True),
}


def _named(tokens: Tokens) -> Subject | None:
    token = tokens.take(*_NAMED)
    if token is None:
        return None
    subject = _NAMED[token.kind]
    if token.kind is Kind.MAKE_UP:
        subject = replace(subject, is_exchanged=bool(token.name))
        tokens.skip((Kind.FILLER, Kind.WORKDAY, Kind.DAY))
    if token.kind is Kind.EVERY_DAY:
        while (again := tokens.take(Kind.EVERY_DAY)) is not None:
            pass
        del again
    return subject


def _weekdays(tokens: Tokens) -> Subject | None:
    """Read 周一至周五, 星期二、四, 周六日, 周1至5."""
    if not tokens.take(Kind.WEEK):
        return None
    first = _weekday(tokens)
    if first is None:
        raise HoursTextError("not_understood", tokens.rest)
    days = {first}
    previous = first
    while True:
        at = tokens.at
        if tokens.take(Kind.TO):
            tokens.take(Kind.WEEK)
            last = _weekday(tokens)
            if last is None:
                tokens.at = at
                break
            days |= {day % 7 for day in range(previous, last + (7 if last < previous else 0) + 1)}
            previous = last
            continue
        separator = tokens.take(Kind.COMMA, Kind.AND, Kind.SLASH)
        if separator and separator.text == _EITHER:
            raise HoursTextError("ambiguous", separator.text)
        if separator is None and tokens.peek().kind is Kind.WEEK:
            break
        if tokens.peek().kind is Kind.WEEK:
            tokens.at = at
            break
        number = tokens.peek()
        following = _weekday(tokens)
        if following is None or (number.kind is Kind.NUMBER and _counts_more(number, tokens)):
            tokens.at = at
            break
        days.add(following)
        previous = following
    return Subject(frozenset(days))


def _counts_more(number: Token, tokens: Tokens) -> bool:
    """Return whether a number belongs to a time or a date, and is no weekday: 周一,8:00."""
    behind = tokens.peek().kind
    if behind in {Kind.HOUR, Kind.MONTH, Kind.YEAR}:
        return True
    is_digit = number.text.isdecimal()
    return is_digit and (
        behind in {Kind.DOT, Kind.SLASH}
        or (behind is Kind.COLON and tokens.peek(1).kind is Kind.NUMBER)
    )


def _weekday(tokens: Tokens) -> int | None:
    token = tokens.peek()
    if token.kind is Kind.DAY and token.text in _SUNDAY:
        tokens.at += 1
        return 6
    if token.kind is not Kind.NUMBER or token.number not in range(1, 8) or len(token.text) != 1:
        return None
    if token.text == _PAIR or tokens.peek(1).text == _DAYS:  # 周六周日两天
        return None
    tokens.at += 1
    return token.number - 1


def _of_month(tokens: Tokens) -> Subject | None:
    """Read 每月第一个周六, 每月第二、四个周六, 每月最后一个周五."""
    if not tokens.take(Kind.MONTHLY):
        return None
    tokens.take(Kind.FILLER)
    numbers: list[int] = []
    while True:
        if last := tokens.take(Kind.LAST_OF_MONTH):
            numbers.append(last.number)
        else:
            tokens.take(Kind.NTH)
            number = tokens.take(Kind.NUMBER)
            if number is None or number.number not in range(1, 6):
                break
            numbers.append(number.number)
        if tokens.peek().text == "个":
            tokens.at += 1
        if not tokens.take(Kind.COMMA, Kind.AND):
            break
    week = _weekdays(tokens) if numbers and _counts_days(tokens) else None
    if week is None:
        raise HoursTextError("not_understood", tokens.rest)
    return Subject(nth=tuple((day, number) for day in sorted(week.days) for number in numbers))


def _counts_days(tokens: Tokens) -> bool:
    """Return whether weekdays are counted: the Thursday of the third week is another day."""
    before = tokens.tokens[tokens.at - 1]
    return before.text == "个" or before.kind is Kind.LAST_OF_MONTH


def _days_of_festival(tokens: Tokens) -> Subject | None:
    at = tokens.at
    if day := tokens.take(Kind.FIXED_DAY):
        return Subject(special=(_FIXED_DAYS[day.name],))
    festival = tokens.take(Kind.FESTIVAL)
    if festival and tokens.kinds_ahead(Kind.COLON, Kind.LUNAR):
        tokens.at += 1
    first = tokens.take(Kind.LUNAR)
    if first is None:
        if festival is None:
            return None
        days = read_period(tokens)  # 国庆节10月1日至7日
        subject = Subject(special=days) if days else _days_in_bracket(tokens)
        if subject is not None and not all(_is_near(festival.name, one) for one in subject.special):
            raise HoursTextError("contradiction", festival.text)
        return subject or Subject(special=(Festival(festival.name),))
    if festival is not None and festival.name != _NEW_YEAR:
        raise HoursTextError("contradiction", festival.text)
    last = first
    if tokens.take(Kind.TO):
        end = tokens.take(Kind.LUNAR)
        if end is None:
            tokens.at = at
            raise HoursTextError("not_understood", tokens.rest)
        last = end
    try:
        return Subject(special=(LunarDays(first.number, last.number),))
    except ScheduleError as error:
        raise HoursTextError("contradiction", first.text) from error


def _is_near(festival: str, days: When) -> bool:
    """Return whether days may be those of a festival."""
    match days:
        case LunarDays():
            return festival == _NEW_YEAR
        case Dates(first, _) | Yearly(first, _):
            return first.month in _MONTHS[festival]
        case _:
            return False


def _days_in_bracket(tokens: Tokens) -> Subject | None:
    """Read the （除夕至初六） of 春节（除夕至初六） or the （10月1日至7日） of 国庆节."""
    at = tokens.at
    if tokens.take(Kind.OPENING):
        periods = read_period(tokens)
        subject = Subject(special=periods) if periods else None
        if subject is None and tokens.peek().kind is Kind.LUNAR:
            subject = _days_of_festival(tokens)
        if subject is not None and tokens.take(Kind.CLOSING):
            return subject
    tokens.at = at
    return None


@dataclass(frozen=True, slots=True)
class _Point:
    """A date as written: what is missing is None."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None
    """The weekday in brackets behind it, which has to be right."""


def _period(tokens: Tokens) -> Yearly | Dates | None:
    """Read a month, a day or a range of them; None where figures are something else."""
    at = tokens.at
    tokens.skip((Kind.EVERY_YEAR, Kind.FILLER))
    for read in (_point, _slashed_point, _dashed_point, _dotted_point):
        start = tokens.at
        first = read(tokens)
        if first is None:
            tokens.at = start
            continue
        last = _end_point(tokens, first, read)
        if last is None and read is not _point:
            tokens.at = start
            continue
        period = _made_period(first, last or first)
        if read is _dotted_point and not _dots_are_dates(tokens):
            tokens.at = start
            continue
        if period is None:
            raise HoursTextError("impossible_time", tokens.rest)
        _check_weekdays((first, last or first), tokens)
        return period
    tokens.at = at
    return None


def _dots_are_dates(tokens: Tokens) -> bool:
    """Return whether 5.1-9.30 is of days, and not of times, in this text.

    Raises `HoursTextError` if nothing tells: 8.30-11.30 may be either.
    """
    has_clock = False
    for at, token in enumerate(tokens.tokens[:-2]):
        month, sign, day = tokens.tokens[at : at + 3]
        if month.kind is not Kind.NUMBER or day.kind is not Kind.NUMBER:
            has_clock |= token.kind is Kind.HOUR
        elif sign.kind is Kind.COLON:
            has_clock = True
        elif sign.kind is Kind.DOT:
            if len(day.text) == 1:
                return True
            if not (month.number in range(1, 13) and day.number in range(1, 32)):
                return False
    if not has_clock:
        raise HoursTextError("ambiguous", tokens.rest)
    return True


def _end_point(
    tokens: Tokens, first: _Point, read: Callable[[Tokens], _Point | None]
) -> _Point | None:
    at = tokens.at
    tokens.take(Kind.FROM)  # 6月1日起至9月30日止
    if not tokens.take(Kind.TO):
        tokens.at = at
        return None
    tokens.skip((Kind.TO, Kind.NEXT_YEAR, Kind.FILLER))
    last = read(tokens)
    if last is not None and tokens.peek().text == _ENDS_PERIOD:
        tokens.at += 1
    if last is None and read is _point and first.day is not None:
        number = tokens.take(Kind.NUMBER)  # 10月1日至3日, 10月1-7日
        if number and tokens.take(Kind.DAY):
            last = _Point(None, None, number.number)
    if last is None:
        tokens.at = at
        return None
    return replace(last, month=first.month) if last.month is None else last


def _point(tokens: Tokens) -> _Point | None:
    """Read 2026年8月10日, 8月10日, 8月; and 6-9月 with its second month."""
    at = tokens.at
    year = None
    number = tokens.take(Kind.NUMBER)
    if number and len(number.text) == _LONGEST_YEAR and tokens.take(Kind.YEAR):
        year, number = number.number, tokens.take(Kind.NUMBER)
    if number and tokens.take(Kind.MONTH):
        return _Point(year, number.number, _day_of_month(tokens), _skip_name(tokens))
    if number and _is_month_range(tokens):
        return _Point(year, number.number, None)
    tokens.at = at
    return None


def _day_of_month(tokens: Tokens) -> int | None:
    day = tokens.take(Kind.NUMBER)
    if day is None:
        return None
    if tokens.take(Kind.DAY) or tokens.peek().kind is Kind.TO:
        return day.number
    tokens.at -= 1
    return None


def _skip_name(tokens: Tokens) -> int | None:
    """Go on behind the （周六） or （除夕） of a date and return the weekday."""
    at = tokens.at
    weekday = None
    if tokens.take(Kind.OPENING):
        if tokens.take(Kind.WEEK):
            weekday = _weekday(tokens)
        else:
            tokens.take(Kind.LUNAR, Kind.FESTIVAL)
        if tokens.take(Kind.CLOSING) and tokens.at > at + 2:
            return weekday
    tokens.at = at
    return None


def _check_weekdays(points: Iterable[_Point], tokens: Tokens) -> None:
    """Refuse 10月10日（周日） where that is another weekday, or one of an unknown year."""
    written = [
        number.number
        for number, unit in pairwise(tokens.tokens[: tokens.at])
        if unit.kind is Kind.YEAR and number.kind is Kind.NUMBER
    ]
    for point in points:
        if point.weekday is None:
            continue
        if not written:
            raise HoursTextError("ambiguous", tokens.rest)
        try:
            day = date(point.year or written[-1], point.month or 0, point.day or 0)
        except ValueError as error:
            raise HoursTextError("impossible_time", tokens.rest) from error
        if day.weekday() != point.weekday:
            raise HoursTextError("contradiction", tokens.rest)


def _is_month_range(tokens: Tokens) -> bool:
    """Return whether 6 is the beginning of 6-9月, or 6 of 6、7月."""
    ahead = 0
    if tokens.peek().kind is Kind.TO or tokens.peek().text == "、":
        ahead = 1
    return (
        ahead > 0
        and tokens.peek(ahead).kind is Kind.NUMBER
        and tokens.peek(ahead + 1).kind is Kind.MONTH
    )


def _slashed_point(tokens: Tokens) -> _Point | None:
    return _figures(tokens, Kind.SLASH)


def _dashed_point(tokens: Tokens) -> _Point | None:
    return _figures(tokens, Kind.TO)


def _dotted_point(tokens: Tokens) -> _Point | None:
    return _figures(tokens, Kind.DOT)


def _figures(tokens: Tokens, sign: Kind) -> _Point | None:
    """Read 11/1, 11-01, 5.1, with or without a year in front."""
    values: list[int] = []
    first_text = tokens.peek().text
    while len(values) < 3:
        number = tokens.peek()
        if number.kind is not Kind.NUMBER or not number.text.isdecimal():
            break
        if tokens.peek(1).kind in {Kind.COLON, Kind.HOUR}:
            break
        tokens.at += 1
        values.append(number.number)
        if len(values) == 2 and len(first_text) != _LONGEST_YEAR:
            break
        token = tokens.peek()
        if len(values) == 3 or token.kind is not sign or (sign is Kind.TO and token.text != "-"):
            break
        tokens.at += 1
    year = None
    if len(values) == 3 and len(first_text) == _LONGEST_YEAR:
        year, *values = values
    if len(values) != 2:
        return None
    month, day = values
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _Point(year, month, day)


def _made_period(first: _Point, last: _Point) -> Yearly | Dates | None:
    """Return a part of every year, or of one; None if there is none such."""
    has_months = first.month in range(1, 13) and last.month in range(1, 13)
    if not has_months or (first.day is None) != (last.day is None):
        return None
    try:
        if first.year is not None:
            begin = date(first.year, first.month or 0, first.day or 1)
            return Dates(begin, _last_day(last, begin))
        if last.year is None:
            end = last.day or LAST_DAYS[(last.month or 0) - 1]
            return Yearly(
                MonthDay(first.month or 0, first.day or 1), MonthDay(last.month or 0, end)
            )
    except (ScheduleError, ValueError):
        pass
    return None


def _last_day(point: _Point, begin: date) -> date:
    """Return the date of a point on or after another, the last of its month if it is a month."""
    month = point.month or 0
    day = point.day or LAST_DAYS[month - 1]
    year = point.year
    if year is None:
        year = begin.year + ((month, day) < (begin.month, begin.day))
    if point.day is None and month == 2 and year % 4:
        day -= 1
    return date(year, month, day)
