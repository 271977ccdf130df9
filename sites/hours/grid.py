"""The ordinary days of a schedule: its week and its seasons in OSM's notation, evaluated by it.

opening-hours-py evaluates what stands here and nothing else. Of holidays it is never asked: its
calendar of China has six single days, and nothing of it is used.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

from opening_hours import OpeningHours
from opening_hours import State as EngineState

from sites.hours.schedule import (
    DAY_MINUTES,
    LAST_DAYS,
    Hours,
    MonthDay,
    Schedule,
    Span,
    State,
    Week,
    Yearly,
    hours_of,
)

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "clock_text",
    "grid_rules",
    "hours_rules",
    "month_day_text",
    "ordinary_hours",
    "period_text",
    "times_text",
]

WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_STATES: Final = {EngineState.OPEN: State.OPEN, EngineState.UNKNOWN: State.UNKNOWN}
_SCHEDULES_KEPT: Final = 20_000

Clip = Callable[[Hours], Hours]


def ordinary_hours(schedule: Schedule, day: date) -> Hours:
    """Return the hours that a date has if it is neither a day off nor a make-up day nor special.

    They may reach into the next day; those of the day before are not among them.
    """
    today, tomorrow = _engines(schedule)
    spans = list(_spans(today, day))
    if tomorrow is not None:
        spans += [
            span._replace(start=DAY_MINUTES + span.start, end=DAY_MINUTES + span.end)
            for span in _spans(tomorrow, day)
        ]
    return _joined(spans)


def grid_rules(schedule: Schedule, clip: Clip = lambda hours: hours) -> Iterator[str]:
    """Yield the rules of OSM for the week and the seasons; each wins over those before it."""
    yield from _week_rules("", schedule.week, clip)
    for season in schedule.seasons:
        days = f"{period_text(season.days)} "
        closed = [
            weekday
            for weekday in range(7)
            if clip(schedule.week.days[weekday]) and not clip(season.week.days[weekday])
        ]
        if schedule.week.nth:
            closed = list(range(7))
        if closed:
            yield f"{days}{weekdays_text(closed)} off"
        yield from _week_rules(days, season.week, clip)


def hours_rules(days: str, of_day: Hours) -> str:
    """Return one rule of OSM, with what it adds behind commas: some days and their hours."""
    if not of_day:
        return f"{days} off"
    rules = []
    for (state, note), spans in groupby(sorted(of_day, key=_sort_key), key=lambda span: span[2:]):
        ranges = times_text(tuple(spans))
        doubt = "" if state is State.OPEN else f' unknown "{note or "?"}"'
        rules.append(f"{days} {ranges}{doubt}")
    return ", ".join(rules)


def times_text(of_day: Hours) -> str:
    """Return the times of a day in OSM's notation: ``09:00-12:00,14:00-17:00``."""
    return ",".join(f"{clock_text(span.start)}-{clock_text(span.end)}" for span in of_day)


def clock_text(minutes: int) -> str:
    """Return a time of day, ``26:00`` being two o'clock of the next day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def month_day_text(day: MonthDay | date) -> str:
    """Return a day of the year in OSM's notation: ``May 01``."""
    return f"{MONTHS[day.month - 1]} {day.day:02}"


def period_text(days: Yearly) -> str:
    """Return a part of every year in OSM's notation: ``May 01-Sep 15``, ``May-Sep``."""
    if days.first == days.last:
        return month_day_text(days.first)
    if days.first.day == 1 and days.last.day == LAST_DAYS[days.last.month - 1]:
        first, last = (MONTHS[one.month - 1] for one in (days.first, days.last))
        return first if first == last else f"{first}-{last}"
    return f"{month_day_text(days.first)}-{month_day_text(days.last)}"


def weekdays_text(days: Sequence[int]) -> str:
    """Return weekdays (0 is Monday) in OSM's notation: ``Mo-Fr,Su``."""
    runs = []
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        names = [WEEKDAYS[day] for _, day in run]
        runs.append(f"{names[0]}-{names[-1]}" if len(names) > 1 else names[0])
    return ",".join(runs)


def _sort_key(span: Span) -> tuple[bool, str, int]:
    return span.state is not State.OPEN, span.note, span.start


def _week_rules(prefix: str, week: Week, clip: Clip) -> Iterator[str]:
    by_hours: dict[Hours, list[int]] = {}
    for weekday, of_day in enumerate(week.days):
        by_hours.setdefault(clip(of_day), []).append(weekday)
    for of_day, weekdays in by_hours.items():
        if of_day:
            yield hours_rules(prefix + weekdays_text(weekdays), of_day)
    for one in week.nth:
        yield hours_rules(f"{prefix}{WEEKDAYS[one.weekday]}[{one.number}]", clip(one.hours))


@lru_cache(maxsize=_SCHEDULES_KEPT)
def _engines(schedule: Schedule) -> tuple[OpeningHours, OpeningHours | None]:
    """Return what evaluates the hours of a day, and their part behind midnight.

    They are apart because it is the day on which they begin that may be a holiday.
    """
    today = _engine(schedule, lambda of_day: _between(of_day, 0))
    is_past_midnight = any(
        span.end > DAY_MINUTES
        for week in (schedule.week, *(season.week for season in schedule.seasons))
        for of_day in (*week.days, *(one.hours for one in week.nth))
        for span in of_day
    )
    if not is_past_midnight:
        return today, None
    return today, _engine(schedule, lambda of_day: _between(of_day, DAY_MINUTES))


def _engine(schedule: Schedule, clip: Clip) -> OpeningHours:
    return OpeningHours("; ".join(grid_rules(schedule, clip)) or "off")


def _between(of_day: Hours, start: int) -> Hours:
    """Return what of some hours lies in the day that begins at a minute, counted from there."""
    end = start + DAY_MINUTES
    return tuple(
        span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start)
        for span in of_day
        if span.start < end and span.end > start
    )


def _spans(engine: OpeningHours, day: date) -> Iterator[Span]:
    midnight = datetime.combine(day, time())
    for start, end, state, note in engine.intervals(midnight, midnight + timedelta(days=1)):
        if state in _STATES:
            first, last = ((one - midnight) // timedelta(minutes=1) for one in (start, end))
            doubt = "" if state == EngineState.OPEN or note == "?" else note
            yield Span(first, last, _STATES[state], doubt)


def _joined(spans: Sequence[Span]) -> Hours:
    return hours_of(spans) if len(spans) > 1 else tuple(spans)
