"""Schedules in OpenStreetMap's notation, which leaves two things out.

`opening_hours` has no make-up days, and no word for "nothing is said of holidays": a string never
goes anywhere without the two beside it (`OsmHours`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from sites.hours.calendar import ChineseCalendar
from sites.hours.grid import (
    MONTHS,
    WEEKDAYS,
    grid_rules,
    hours_rules,
    month_day_text,
    period_text,
)
from sites.hours.schedule import (
    ALWAYS,
    CLOSED,
    DAY_MINUTES,
    LAST_DAYS,
    Dates,
    Festival,
    LunarDays,
    MonthDay,
    NthWeekday,
    Said,
    Schedule,
    Season,
    Span,
    SpecialHours,
    State,
    Stated,
    Week,
    When,
    Yearly,
    hours_of,
)

__all__ = ["OsmHours", "from_osm", "holidays_text", "makeup_text", "to_osm"]

_ALWAYS: Final = "24/7"
_HOLIDAYS: Final = "PH"
_IMPLIED: Final = "implied"
_SAME: Final = "same"
_ON: Final = "on"
_CLOSED: Final = "closed"


class OsmHours(NamedTuple):
    """A string of OSM and what it cannot say."""

    opening_hours: str
    holidays: str
    """``off``, ``open`` or ``unstated``; hours of their own are rules with ``PH``."""
    makeup: str
    """``on``, ``off``, ``unstated``, ``implied`` by holidays that are off, ``same`` as all days,
    or the times."""


def to_osm(schedule: Schedule, calendar: ChineseCalendar, years: Iterable[int]) -> OsmHours:
    """Return a schedule in OSM's notation; festivals become their dates in some years."""
    beside = holidays_text(schedule), makeup_text(schedule)
    if schedule is ALWAYS:
        return OsmHours(_ALWAYS, *beside)
    rules = [*grid_rules(schedule), *_holiday_rules("", schedule.holidays)]
    for season in schedule.seasons:
        if season.holidays != schedule.holidays:
            rules += _holiday_rules(f"{period_text(season.days)} ", season.holidays)
    expanded = sorted(years)
    for special in reversed(schedule.special):
        for days in _dates_of(special, schedule, calendar, expanded):
            rule = hours_rules(days, special.hours)
            has_reason = special.reason and not special.hours
            rules.append(f'{rule} "{special.reason}"' if has_reason else rule)
    return OsmHours("; ".join(rules) or "off", *beside)


def holidays_text(schedule: Schedule) -> str:
    """Return whether it is ``open`` or ``off`` on holidays, or whether that is ``unstated``."""
    match schedule.holidays:
        case Said() as said:
            return said.value
        case hours:
            is_open = any(span.state is State.OPEN for span in hours)
            return Said.OPEN.value if is_open else Said.UNSTATED.value


def makeup_text(schedule: Schedule) -> str:
    """Return what holds on make-up days, as in `OsmHours.makeup`."""
    match schedule.makeup:
        case Said.OPEN:
            return _ON
        case Said.OFF:
            return Said.OFF.value
        case Said.UNSTATED if schedule is ALWAYS:
            return _SAME
        case Said.UNSTATED:
            return _IMPLIED if schedule.holidays is Said.OFF else Said.UNSTATED.value
        case hours:
            return hours_rules("", hours).strip() if hours else _CLOSED


def _holiday_rules(prefix: str, stated: Stated) -> Iterator[str]:
    if stated is Said.OFF:
        yield f"{prefix}{_HOLIDAYS} off"
    elif not isinstance(stated, Said):
        yield hours_rules(prefix + _HOLIDAYS, stated)


def _dates_of(
    special: SpecialHours, schedule: Schedule, calendar: ChineseCalendar, years: list[int]
) -> Iterator[str]:
    """Yield the days of special hours: as they are, or in each of the years."""
    match special.when:
        case Yearly():
            yield period_text(special.when)
        case Dates(first, last):
            yield _dates_text(first, last)
        case LunarDays() | Festival():
            for first, last in _runs_of_days(special, schedule, calendar, years):
                yield _dates_text(first, last)


def _runs_of_days(
    special: SpecialHours, schedule: Schedule, calendar: ChineseCalendar, years: list[int]
) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each run of days on which special hours hold, in some years."""
    run: list[date] = []
    for year in years:
        if isinstance(special.when, Festival) and year not in calendar.announced:
            continue
        for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=number)
            reading = calendar.readings(day)[0]
            holds = (one for one in schedule.special if one.applies(day, reading, calendar))
            if next(holds, None) is not special:
                continue
            if run and day - run[-1] > timedelta(days=1):
                yield run[0], run[-1]
                run.clear()
            run.append(day)
    if run:
        yield run[0], run[-1]


def _dates_text(first: date, last: date) -> str:
    text = f"{first.year} {month_day_text(first)}"
    return text if first == last else f"{text}-{last.year} {month_day_text(last)}"


# And back

_MONTH: Final = "|".join(MONTHS)
_WEEKDAY: Final = "|".join(WEEKDAYS)
_RULE: Final = re.compile(
    rf"(?P<period>(?:\d{{4}} )?(?:{_MONTH})[^;]*? (?=(?:{_WEEKDAY}|PH|off|unknown|\d\d:))"
    rf"|(?:\d{{4}} )?(?:{_MONTH})(?: \d\d)?(?= off| unknown) )?"
    rf"(?P<days>(?:{_WEEKDAY}|PH)\S*)? ?"
    rf"(?P<times>\d\d:\d\d-\S+)? ?(?P<modifier>off|unknown)? ?(?:\"(?P<note>[^\"]*)\")?"
)
_DATE: Final = re.compile(rf"(?:(\d{{4}}) )?({_MONTH})(?: (\d\d))?")
_NTH: Final = re.compile(rf"({_WEEKDAY})\[(-?\d(?:,-?\d)*)\]")
_BETWEEN_DAYS: Final = re.compile(r",(?=[A-Z])")


def from_osm(text: OsmHours) -> Schedule:
    """Return the schedule of a string that `to_osm` has written, or that is written like it.

    Raises ``ValueError`` for what is not; it reads no more of the notation than a schedule can say.
    """
    if text.opening_hours == _ALWAYS:
        return ALWAYS
    table = _Table()
    for number, parts in enumerate(_split_rules(text.opening_hours)):
        for place, part in enumerate(parts):
            table.add(part, is_first=place == 0, number=number)
    return table.schedule(text)


def _split_rules(text: str) -> Iterator[list[str]]:
    """Yield the rules, each with what it adds behind ", "; quotes are left alone."""
    parts: list[str] = [""]
    is_quoted = False
    for sign in re.split(r'("|; |, )', text):
        if sign == '"':
            is_quoted = not is_quoted
        if sign == "; " and not is_quoted:
            yield parts
            parts = [""]
        elif sign == ", " and not is_quoted:
            parts.append("")
        else:
            parts[-1] += sign
    yield parts


@dataclass(slots=True)
class _Table:
    """The rules of a string, gathered by what they are about."""

    weeks: dict[Yearly | None, list[list[Span]]] = field(default_factory=dict)
    nth: dict[Yearly | None, dict[tuple[int, int], list[Span]]] = field(default_factory=dict)
    holidays: dict[Yearly | None, list[Span]] = field(default_factory=dict)
    special: dict[When, tuple[list[Span], str]] = field(default_factory=dict)

    def add(self, rule: str, *, is_first: bool, number: int) -> None:
        """Add a rule, which replaces those before it unless it is an addition."""
        if rule == "off" and number == 0:
            self.week(None)
            return
        match = _RULE.fullmatch(rule)
        if match is None or not (match["times"] or match["modifier"]):
            raise ValueError(f"“{rule}” is no rule.")
        spans = _spans(match["times"], match["modifier"], match["note"] or "")
        periods = _periods((match["period"] or "").strip())
        if not match["days"]:
            for when in periods:
                known = self.special.setdefault(
                    when, ([], match["note"] or "" if not spans else "")
                )
                known[0].extend(spans)
            return
        if any(isinstance(period, Dates) for period in periods):
            raise ValueError(f"“{rule}”: dates have no weekdays.")
        yearly = [period for period in periods if isinstance(period, Yearly)]
        for period in yearly or (None, *filter(None, self.weeks)):
            for day in _BETWEEN_DAYS.split(match["days"]):
                self._add_day(day, period, spans, is_first=is_first)

    def _add_day(
        self, day: str, period: Yearly | None, spans: list[Span], *, is_first: bool
    ) -> None:
        if day == _HOLIDAYS:
            self.holidays[period] = spans if is_first else self.holidays.get(period, []) + spans
        elif match := _NTH.fullmatch(day):
            nth = self.nth.setdefault(period, {})
            self.week(period)
            for number in match[2].split(","):
                key = WEEKDAYS.index(match[1]), int(number)
                nth[key] = spans if is_first else nth.get(key, []) + spans
        else:
            week = self.week(period)
            first, _, last = day.partition("-")
            end = WEEKDAYS.index(last or first)
            weekday = WEEKDAYS.index(first)
            while True:
                week[weekday] = list(spans) if is_first else week[weekday] + spans
                if weekday == end:
                    break
                weekday = (weekday + 1) % 7

    def week(self, period: Yearly | None) -> list[list[Span]]:
        """Return the week of a part of the year: at first that of the whole year so far."""
        if period not in self.weeks:
            year = self.weeks.get(None, [[] for _ in range(7)])
            self.weeks[period] = [list(spans) for spans in year]
        return self.weeks[period]

    def schedule(self, text: OsmHours) -> Schedule:
        """Return the schedule of all rules."""
        plain = Said(text.holidays)
        if None in self.holidays:
            general: Stated = tuple(self.holidays[None])
        elif plain is Said.OFF or not self.holidays:
            general = plain
        else:
            general = Said.UNSTATED
        seasons = [
            Season(
                period,
                self._made(period),
                tuple(self.holidays[period]) if period in self.holidays else general,
            )
            for period in dict.fromkeys((*self.weeks, *self.holidays))
            if period is not None
        ]
        special = [
            SpecialHours(when, hours_of(spans), reason)
            for when, (spans, reason) in self.special.items()
        ]
        return Schedule(self._made(None), general, _makeup(text.makeup), seasons, special)

    def _made(self, period: Yearly | None) -> Week:
        nth = self.nth.get(period, {})
        return Week(
            tuple(hours_of(spans) for spans in self.week(period)),
            tuple(NthWeekday(*key, hours_of(spans)) for key, spans in nth.items()),
        )


def _spans(times: str | None, modifier: str | None, note: str) -> list[Span]:
    if modifier == "off":
        return []
    state, said = (State.UNKNOWN, "" if note == "?" else note) if modifier else (State.OPEN, "")
    if times is None:
        return [Span(0, DAY_MINUTES, state, said)]
    return [Span(*_range(one), state, said) for one in times.split(",")]


def _range(text: str) -> tuple[int, int]:
    start, end = (int(one[:2]) * 60 + int(one[3:]) for one in text.split("-"))
    return start, end if end > start else end + DAY_MINUTES


def _periods(text: str) -> list[Yearly | Dates]:
    if not text:
        return []
    first, _, last = text.partition("-")
    begin, end = _DATE.fullmatch(first), _DATE.fullmatch(last or first)
    if begin is None or end is None:
        raise ValueError(f"“{text}” is no period.")
    begin_month, end_month = MONTHS.index(begin[2]) + 1, MONTHS.index(end[2]) + 1
    begin_day = int(begin[3] or 1)
    end_day = int(end[3] or LAST_DAYS[end_month - 1])
    if begin[1]:
        return [
            Dates(
                date(int(begin[1]), begin_month, begin_day),
                date(int(end[1] or begin[1]), end_month, end_day),
            )
        ]
    return [Yearly(MonthDay(begin_month, begin_day), MonthDay(end_month, end_day))]


def _makeup(text: str) -> Stated:
    match text:
        case "on":
            return Said.OPEN
        case "unstated" | "implied" | "same":
            return Said.UNSTATED
        case "off":
            return Said.OFF
        case "closed":
            return CLOSED
        case _:
            (parts,) = _split_rules(text)
            spans: list[Span] = []
            for part in parts:
                match = _RULE.fullmatch(f"PH {part.strip()}")
                if match is None:
                    raise ValueError(f"“{text}” is no rule of make-up days.")
                spans += _spans(match["times"], match["modifier"], match["note"] or "")
            return hours_of(spans)
