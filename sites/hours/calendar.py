"""The calendar of mainland China: which days are days off, which weekend days are worked.

The State Council's yearly notice is the only source of both. Until a year's notice is out, its
statutory days are certain, and so is every day that no notice ever moved; the few days in between
have several readings.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = [
    "FESTIVALS",
    "ChineseCalendar",
    "Day",
    "DayKind",
    "LunarDates",
    "stored_calendar",
]

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "calendar"
FESTIVALS: Final = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""Names of the statutory festivals, in the order of the year."""
_NEW_YEAR, _SPRING, _QINGMING, _LABOUR, _DRAGON_BOAT, _MID_AUTUMN, _NATIONAL = FESTIVALS
# From 2010 to 2026 no weekday was moved that lay further from a statutory day, and no weekend day.
_WEEKDAY_WINDOW: Final = 5
_WEEKEND_WINDOW: Final = 10
_SATURDAY: Final = 5
# Only where 1 January was a Sunday, a Monday or a Tuesday did its notice name days before it.
_MOVES_DECEMBER: Final = (6, 0, 1)
# A weekend that merely lies beside a festival: no notice names it.
_UNNAMED: Final = "joined_weekend"


class DayKind(StrEnum):
    """What a date is for offices."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    """Named by a notice, or statutory: weekend days within a holiday are days off, too."""
    MAKE_UP = "make_up"
    """A weekend day that is worked in exchange."""


class Day(NamedTuple):
    """What a date is: its kind, and of which holiday; ``国庆节、中秋节`` is of two."""

    kind: DayKind
    holiday: str = ""

    def is_of(self, festival: str) -> bool:
        """Return whether it is a day off of that festival."""
        return self.kind is DayKind.DAY_OFF and festival in self.holiday.split("、")


class LunarDates(NamedTuple):
    """Where the festivals of a year fall that have no fixed date."""

    spring_festival: date
    """The first day of the first lunar month."""
    qingming: date
    dragon_boat: date
    mid_autumn: date


@dataclass(frozen=True, slots=True, eq=False)
class ChineseCalendar:
    """Days off and make-up days of the years that are announced, lunar dates of many more.

    Immutable; two of them are equal only if they are the same one, so that it is cheap as a key.
    """

    special: Mapping[date, Day] = field(repr=False)
    """Days off and make-up days, as announced."""
    announced: frozenset[int]
    """Years whose notice is out."""
    lunar: Mapping[int, LunarDates] = field(repr=False)
    """By year."""

    def readings(self, day: date) -> tuple[Day, ...]:
        """Return all that a date may turn out to be, the likeliest first; one if it is certain.

        The last days of December may depend on the next year's notice. Of a year whose lunar
        dates are not known either, nothing is certain.
        """
        if (known := self.special.get(day)) is not None:
            return (known,)
        ordinary = Day(DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY)
        if day.year in self.announced:
            names: tuple[str, ...] = ()
            if day.year + 1 not in self.announced:
                names = self._moved_for(day, _new_year_after(day.year))
        elif day.year not in self.lunar:
            names = FESTIVALS
        else:
            statutory = self.statutory_days(day.year)
            if day in statutory:
                return (Day(DayKind.DAY_OFF, statutory[day]),)
            names = self._moved_for(day, [*statutory.items(), *_new_year_after(day.year)])
        if not names:
            return (ordinary,)
        moved = [Day(DayKind.DAY_OFF, name) for name in names]
        if ordinary.kind is DayKind.WEEKEND:
            moved.append(Day(DayKind.MAKE_UP, names[0]))
        return (ordinary, *moved)

    def is_announced(self, day: date) -> bool:
        """Return whether the notice of the date's year is out."""
        return day.year in self.announced

    def statutory_days(self, year: int) -> Mapping[date, str]:
        """Return the days of rest by law of a year, with their festivals (rule as of 2025).

        ``KeyError`` if the year's lunar dates are not known.
        """
        lunar = self.lunar[year]
        days: dict[date, str] = {}
        for name, first, length in (
            (_NEW_YEAR, date(year, 1, 1), 1),
            (_SPRING, lunar.spring_festival - timedelta(days=1), 4),
            (_QINGMING, lunar.qingming, 1),
            (_LABOUR, date(year, 5, 1), 2),
            (_DRAGON_BOAT, lunar.dragon_boat, 1),
            (_MID_AUTUMN, lunar.mid_autumn, 1),
            (_NATIONAL, date(year, 10, 1), 3),
        ):
            for number in range(length):
                day = first + timedelta(days=number)
                days[day] = f"{days[day]}、{name}" if day in days else name
        return MappingProxyType(days)

    def with_days(
        self, days: Mapping[date, Day], announced: Iterable[int] = ()
    ) -> "ChineseCalendar":
        """Return this calendar with more or other special days, and more years announced."""
        return replace(
            self,
            special=MappingProxyType({**self.special, **days}),
            announced=self.announced | frozenset(announced),
        )

    @staticmethod
    def _moved_for(day: date, statutory: Iterable[tuple[date, str]]) -> tuple[str, ...]:
        """Return the festivals whose notice may move the day."""
        window = _WEEKEND_WINDOW if day.weekday() >= _SATURDAY else _WEEKDAY_WINDOW
        near = (name for other, name in statutory if abs((other - day).days) <= window)
        return tuple(dict.fromkeys(near))


def _new_year_after(year: int) -> list[tuple[date, str]]:
    """Return the next 1 January, if its notice may move days of this December."""
    if year == date.max.year:
        return []
    day = date(year + 1, 1, 1)
    return [(day, _NEW_YEAR)] if day.weekday() in _MOVES_DECEMBER else []


@cache
def stored_calendar() -> ChineseCalendar:
    """Return the calendar of the files in ``data/calendar/``."""
    kinds = {"off": DayKind.DAY_OFF, "work": DayKind.MAKE_UP}
    return ChineseCalendar(
        special=MappingProxyType(
            {
                date.fromisoformat(row["date"]): Day(kinds[row["kind"]], row["holiday"])
                for row in _rows("days.csv")
                if row["basis"] != _UNNAMED
            }
        ),
        announced=frozenset(int(row["year"]) for row in _rows("notices.csv")),
        lunar=MappingProxyType(
            {
                int(row["year"]): LunarDates(
                    *(date.fromisoformat(row[name]) for name in LunarDates._fields)
                )
                for row in _rows("festivals.csv")
            }
        ),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
