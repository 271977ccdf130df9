"""Schedules as schema.org's ``openingHoursSpecification``, for search engines.

Its day ``PublicHolidays`` means the holidays of no country in particular, so that it is not used:
every day that differs from the week is written with its date. What is not known is never written
as open: such a day has an entry without times, with a description.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sites.hours.calendar import ChineseCalendar
from sites.hours.evaluation import hours_on
from sites.hours.grid import clock_text
from sites.hours.schedule import DAY_MINUTES, Hours, Schedule, Span, State, Week

__all__ = ["from_schema_org", "to_schema_org"]

WEEKDAYS: Final = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
_UNKNOWN: Final = "unknown"

Specification = dict[str, object]


def to_schema_org(
    schedule: Schedule, calendar: ChineseCalendar, first: date, last: date
) -> list[Specification]:
    """Return the hours from one date to another: the weeks, then every day that differs.

    The days are those of announced years; of others nothing is said but the week.
    """
    specifications: list[Specification] = []
    special: list[Specification] = []
    for begin, end, week in _stretches(schedule, first, last):
        specifications += _weekly(week, begin, end)
        for day in _days(begin, end):
            own = hours_on(schedule, day, calendar)
            if calendar.is_announced(day) and own != week.days[day.weekday()]:
                special += _dated(own, day)
    return specifications + special


def from_schema_org(
    specifications: Sequence[Mapping[str, object]], day: date
) -> tuple[Hours, bool]:
    """Return the hours that begin on a date, and whether something of it is not known."""
    dated = [one for one in specifications if _dates(one) == (day.isoformat(), day.isoformat())]
    valid = [one for one in dated if "dayOfWeek" not in one] or [
        one
        for one in specifications
        if "dayOfWeek" in one
        and WEEKDAYS[day.weekday()] in _names(one)
        and _dates(one)[0] <= day.isoformat() <= _dates(one)[1]
    ]
    spans = sorted(span for one in valid if "opens" in one for span in _read(one))
    return tuple(spans), any("opens" not in one for one in valid)


def _stretches(schedule: Schedule, first: date, last: date) -> Iterator[tuple[date, date, Week]]:
    """Yield the parts of a time that lie in one season each."""
    begin = first
    for day in _days(first, last):
        following = day + timedelta(days=1)
        season = schedule.season_of(day)
        if day == last or schedule.season_of(following) is not season:
            yield begin, day, season.week if season else schedule.week
            begin = following


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _weekly(week: Week, first: date, last: date) -> Iterator[Specification]:
    by_span: dict[Span, list[str]] = {}
    for name, of_day in zip(WEEKDAYS, week.days, strict=True):
        for span in of_day:
            by_span.setdefault(span, []).append(name)
    for span, names in by_span.items():
        yield {**_times(span), "dayOfWeek": names, **_valid(first, last)}


def _dated(of_day: Hours, day: date) -> Iterator[Specification]:
    if not of_day:
        yield {"@type": _TYPE, "opens": "00:00", "closes": "00:00", **_valid(day, day)}
    for span in of_day:
        yield {**_times(span), **_valid(day, day)}


_TYPE: Final = "OpeningHoursSpecification"


def _valid(first: date, last: date) -> Specification:
    return {"validFrom": first.isoformat(), "validThrough": last.isoformat()}


def _times(span: Span) -> Specification:
    if span.state is State.UNKNOWN:
        return {"@type": _TYPE, "description": ": ".join(filter(None, (_UNKNOWN, span.note)))}
    return {"@type": _TYPE, "opens": clock_text(span.start), "closes": _closes(span)}


def _closes(span: Span) -> str:
    """Return the end; 23:59 is how the end of a day is written, 00:00 would be its beginning."""
    if span.end == DAY_MINUTES:
        return "23:59"
    return clock_text(span.end % DAY_MINUTES)


def _read(one: Mapping[str, object]) -> Iterator[Span]:
    opens, closes = (_minutes(str(one[name])) for name in ("opens", "closes"))
    if opens == closes:
        return
    if closes == DAY_MINUTES - 1:
        closes = DAY_MINUTES
    yield Span(opens, closes if closes > opens else closes + DAY_MINUTES)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _dates(one: Mapping[str, object]) -> tuple[str, str]:
    return str(one["validFrom"]), str(one["validThrough"])


def _names(one: Mapping[str, object]) -> Sequence[str]:
    names = one["dayOfWeek"]
    return names if isinstance(names, list) else [str(names)]
