"""When an outlet is open: an immutable value, equal schedules being one object.

Times are minutes from midnight in Asia/Shanghai. What is not known is part of the value: hours that
depend on something (`Span.state`), holidays and make-up days of which nothing is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from threading import Lock
from typing import Final, NamedTuple, Self, TypeAlias, final
from weakref import WeakValueDictionary

from typing_extensions import override

from sites.hours.calendar import FESTIVALS, ChineseCalendar, Day

__all__ = [
    "ALL_DAY",
    "ALWAYS",
    "CLOSED",
    "DAY_MINUTES",
    "LAST_DAYS",
    "Dates",
    "Festival",
    "Hours",
    "LunarDays",
    "MonthDay",
    "NthWeekday",
    "Said",
    "Schedule",
    "ScheduleError",
    "Season",
    "Span",
    "SpecialHours",
    "State",
    "Stated",
    "Week",
    "When",
    "Yearly",
    "hours_of",
]

DAY_MINUTES: Final = 24 * 60
_LONGEST_NOTE: Final = 100
_LONGEST_PERIOD: Final = timedelta(days=3660)
# The lunar year has thirteen months at most.
_LUNAR_DAYS: Final = range(-60, 400)
LAST_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The last day of each month, of February in a leap year."""


class State(StrEnum):
    """Whether an outlet is open; what is not known is said."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Said(StrEnum):
    """What is said of holidays, or of make-up days, where they have no hours of their own.

    On make-up days `OFF` means: as the weekend day that it is, `OPEN`: as a working weekday.
    """

    UNSTATED = "unstated"
    OFF = "off"
    OPEN = "open"


class ScheduleError(ValueError):
    """A schedule that cannot be; the message says, in English, what is wrong."""


class Span(NamedTuple):
    """A stretch of a day: open, or open only perhaps, with the reason in `note` (预约, 轮休)."""

    start: int
    """Minutes from midnight of the day that it belongs to."""
    end: int
    """Likewise, more than a day's minutes for the small hours of the next day; not included."""
    state: State = State.OPEN
    note: str = ""


Hours: TypeAlias = tuple[Span, ...]
"""The spans of one day in order, without overlap; none if it is closed."""
Stated: TypeAlias = Said | Hours
"""What holds on holidays or make-up days: in general, or their own hours."""

CLOSED: Final[Hours] = ()
ALL_DAY: Final[Hours] = (Span(0, DAY_MINUTES),)


def hours_of(spans: Iterable[Span]) -> Hours:
    """Return spans as the hours of a day: in order, joined where they touch.

    Raises `ScheduleError` if they overlap, end before they start or reach beyond the next day.
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= 2 * DAY_MINUTES:
            raise ScheduleError(f"{_clock(span.start)}-{_clock(span.end)} is no part of a day.")
        if span.state is State.CLOSED or not _is_note(span.note):
            raise ScheduleError("A span is open or unknown, and its note is short and plain.")
        if joined and span.start < joined[-1].end:
            raise ScheduleError(
                f"{_clock(span.start)} lies before the end of the hours before it, "
                f"{_clock(joined[-1].end)}."
            )
        if joined and span.start == joined[-1].end and span[2:] == joined[-1][2:]:
            joined[-1] = joined[-1]._replace(end=span.end)
        else:
            joined.append(span)
    if joined and DAY_MINUTES < joined[-1].end >= DAY_MINUTES + joined[0].start:
        raise ScheduleError("The hours of a day reach into the same hours of the next one.")
    return tuple(joined)


_NUMBERS: Final = (1, 2, 3, 4, 5, -1)


class NthWeekday(NamedTuple):
    """One weekday of every month that has hours of its own."""

    weekday: int
    """0 is Monday."""
    number: int
    """1 to 5 from the first one of the month, -1 for the last one."""
    hours: Hours


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of seven days, Monday first, and of single weekdays of the month."""

    days: tuple[Hours, ...]
    nth: tuple[NthWeekday, ...] = ()

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ScheduleError("A week has seven days.")
        object.__setattr__(self, "days", tuple(map(hours_of, self.days)))
        nth = sorted(one._replace(hours=hours_of(one.hours)) for one in self.nth)
        if len({one[:2] for one in nth}) < len(nth):
            raise ScheduleError("A weekday of the month is named twice.")
        if any(one.weekday not in range(7) or one.number not in _NUMBERS for one in nth):
            raise ScheduleError("There is no such weekday of the month.")
        object.__setattr__(self, "nth", tuple(nth))


class MonthDay(NamedTuple):
    """A day of every year; the last of February is the 29th."""

    month: int
    day: int

    def check(self) -> None:
        """Raise `ScheduleError` if no year has it."""
        if not (1 <= self.month <= 12 and 1 <= self.day <= LAST_DAYS[self.month - 1]):
            raise ScheduleError(f"There is no day {self.month}-{self.day}.")


@dataclass(frozen=True, slots=True, order=True)
class Yearly:
    """The days between two of every year, both included; over New Year if the last is earlier."""

    first: MonthDay
    last: MonthDay

    def __post_init__(self) -> None:
        self.first.check()
        self.last.check()

    def covers(self, day: date) -> bool:
        """Return whether a date is one of these days."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    @property
    def length(self) -> int:
        """Return how many days it has in a leap year."""
        first, last = (date(2000, *one) for one in (self.first, self.last))
        return (last - first).days % 366 + 1


@dataclass(frozen=True, slots=True, order=True)
class Dates:
    """The days between two dates, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first <= self.last <= self.first + _LONGEST_PERIOD:
            raise ScheduleError(f"{self.first} to {self.last} is no period of at most ten years.")


@dataclass(frozen=True, slots=True, order=True)
class Festival:
    """The days off of a festival, as the year's notice names them."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in FESTIVALS:
            raise ScheduleError(f"{self.name} is none of {', '.join(FESTIVALS)}.")


@dataclass(frozen=True, slots=True, order=True)
class LunarDays:
    """Days counted from the lunar New Year: 1 is 正月初一, 0 is 除夕; both ends included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last or not {self.first, self.last} <= set(_LUNAR_DAYS):
            raise ScheduleError(f"{self.first} to {self.last} are no days of a lunar year.")


When: TypeAlias = Dates | Yearly | LunarDays | Festival
_PRECEDENCE: Final = (Dates, Yearly, LunarDays, Festival)


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """What holds on certain days whatever weekday they are: hours (none: closed) and a reason."""

    when: When
    hours: Hours = CLOSED
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", hours_of(self.hours))
        if not _is_note(self.reason):
            raise ScheduleError(f"A reason has at most {_LONGEST_NOTE} plain characters.")

    def applies(self, day: date, reading: Day, calendar: ChineseCalendar) -> bool | None:
        """Return whether it holds on a date that is what `reading` says; None if unknown."""
        match self.when:
            case Dates(first, last):
                return first <= day <= last
            case Yearly():
                return self.when.covers(day)
            case Festival(name):
                return reading.is_of(name)
            case LunarDays(first, last):
                if day.year not in calendar.lunar:
                    return None
                years = range(day.year - 1, day.year + 2)
                new_years = [
                    calendar.lunar[y].spring_festival for y in years if y in calendar.lunar
                ]
                return any(first <= (day - one).days + 1 <= last for one in new_years)

    @property
    def rank(self) -> tuple[int, int, str]:
        """Return what orders special hours: of several that apply, the first one holds."""
        match self.when:
            case Dates(first, last):
                length = (last - first).days
            case Yearly():
                length = self.when.length
            case LunarDays(first, last):
                length = last - first
            case Festival():
                length = 0
        return _PRECEDENCE.index(type(self.when)), length, repr(self.when)


@dataclass(frozen=True, slots=True)
class Season:
    """Part of every year with a week, and a rule for holidays, of its own."""

    days: Yearly
    week: Week
    holidays: Stated = Said.UNSTATED

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", _closed_is_off(_checked(self.holidays)))


@final
@dataclass(frozen=True, slots=True, weakref_slot=True, init=False, eq=False)
class Schedule:
    """When an outlet, or one service of it, is open. Equal schedules are one object."""

    week: Week
    """What holds outside of the seasons."""
    holidays: Stated
    makeup: Stated
    seasons: tuple[Season, ...]
    """In the order of the year, without overlap."""
    special: tuple[SpecialHours, ...]
    """In the order of precedence: of several that apply, the first one holds."""

    def __new__(
        cls,
        week: Week,
        holidays: Stated = Said.UNSTATED,
        makeup: Stated = Said.UNSTATED,
        seasons: Iterable[Season] = (),
        special: Iterable[SpecialHours] = (),
    ) -> Self:
        """Return the one schedule of these parts; raises `ScheduleError` for what cannot be."""
        parts = (
            week,
            _closed_is_off(_checked(holidays)),
            _checked(makeup),
            tuple(sorted(seasons, key=lambda season: season.days)),
            tuple(sorted(special, key=lambda one: one.rank)),
        )
        _check_apart(parts[3])
        if len({one.when for one in parts[4]}) < len(parts[4]):
            raise ScheduleError("The same days have special hours twice.")
        with _INTERNING:
            made = _INTERNED.get(parts)
            if made is None:
                made = object.__new__(cls)
                for name, part in zip(cls.__match_args__, parts, strict=True):
                    object.__setattr__(made, name, part)
                _INTERNED[parts] = made
        return made

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    def season_of(self, day: date) -> Season | None:
        """Return the season that a date lies in, if it has one of its own."""
        return next((season for season in self.seasons if season.days.covers(day)), None)

    def holidays_of(self, day: date) -> Stated:
        """Return what is said of holidays where a date lies."""
        season = self.season_of(day)
        return season.holidays if season else self.holidays

    def makeup_of(self, day: date) -> Stated:
        """Return what is said of make-up days: who is off on holidays works in exchange."""
        if self.makeup is Said.UNSTATED and self.holidays_of(day) is Said.OFF:
            return Said.OPEN
        return self.makeup


_INTERNED: Final[WeakValueDictionary[tuple[object, ...], Schedule]] = WeakValueDictionary()
_INTERNING: Final = Lock()


def _checked(stated: Stated) -> Stated:
    return stated if isinstance(stated, Said) else hours_of(stated)


def _closed_is_off(stated: Stated) -> Stated:
    return stated or Said.OFF


def _check_apart(seasons: Iterable[Season]) -> None:
    year = [date(2000, 1, 1) + timedelta(days=number) for number in range(366)]
    for one, other in combinations(seasons, 2):
        if any(one.days.covers(day) and other.days.covers(day) for day in year):
            raise ScheduleError("Two seasons have a day in common.")


def _is_note(text: str) -> bool:
    """Return whether it is a line that any notation can quote."""
    return len(text) <= _LONGEST_NOTE and text.isprintable() and '"' not in text


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


ALWAYS: Final = Schedule(Week((ALL_DAY,) * 7), Said.OPEN)
"""Round the clock, on every day of the year."""
