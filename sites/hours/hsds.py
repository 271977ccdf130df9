"""Schedules in the Human Services Data Specification, whose rules repeat every week.

It has no exceptions: a time is cut into runs in each of which every weekday has the same hours. A
span that is not known has an entry without times.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sites.hours.calendar import ChineseCalendar
from sites.hours.evaluation import hours_on
from sites.hours.grid import WEEKDAYS, clock_text
from sites.hours.schedule import DAY_MINUTES, Hours, Schedule, Span, State

__all__ = ["from_hsds", "to_hsds"]

_ZONE: Final = 8
"""Hours from UTC."""
_DAYS: Final = tuple(name.upper() for name in WEEKDAYS)
Rule = dict[str, object]


def to_hsds(schedule: Schedule, calendar: ChineseCalendar, first: date, last: date) -> list[Rule]:
    """Return the weekly rules from one date to another; days without one are closed."""
    rules: list[Rule] = []
    for begin, end, week in _runs(schedule, calendar, first, last):
        by_span: dict[Span, list[int]] = {}
        for weekday, of_day in week.items():
            for span in of_day:
                by_span.setdefault(span, []).append(weekday)
        for span, weekdays in sorted(by_span.items()):
            rules.append(
                {
                    "valid_from": begin.isoformat(),
                    "valid_to": end.isoformat(),
                    "timezone": _ZONE,
                    "freq": "WEEKLY",
                    "interval": 1,
                    "wkst": _DAYS[0],
                    "byday": ",".join(_DAYS[weekday] for weekday in sorted(weekdays)),
                    **_times(span),
                }
            )
    return rules


def from_hsds(rules: Sequence[Mapping[str, object]], day: date) -> tuple[Hours, bool]:
    """Return the hours that begin on a date, and whether something of it is not known."""
    valid = [
        rule
        for rule in rules
        if str(rule["valid_from"]) <= day.isoformat() <= str(rule["valid_to"])
        and _DAYS[day.weekday()] in str(rule["byday"]).split(",")
    ]
    spans = sorted(_read(rule) for rule in valid if "opens_at" in rule)
    return tuple(spans), any("opens_at" not in rule for rule in valid)


def _runs(
    schedule: Schedule, calendar: ChineseCalendar, first: date, last: date
) -> Iterator[tuple[date, date, dict[int, Hours]]]:
    """Yield first and last day of runs as long as can be, with the hours by weekday."""
    week: dict[int, Hours] = {}
    begin = day = first
    while day <= last:
        own = hours_on(schedule, day, calendar)
        if week.setdefault(day.weekday(), own) != own:
            yield begin, day - timedelta(days=1), week
            week, begin = {day.weekday(): own}, day
        day += timedelta(days=1)
    if week:
        yield begin, last, week


def _times(span: Span) -> Rule:
    if span.state is State.UNKNOWN:
        return {"description": ": ".join(filter(None, ("unknown", span.note)))}
    ends = clock_text(span.end if span.end <= DAY_MINUTES else span.end - DAY_MINUTES)
    return {"opens_at": clock_text(span.start), "closes_at": ends}


def _read(rule: Mapping[str, object]) -> Span:
    opens, closes = (
        int(text[:2]) * 60 + int(text[3:])
        for text in (str(rule["opens_at"]), str(rule["closes_at"]))
    )
    return Span(opens, closes if closes > opens else closes + DAY_MINUTES)
