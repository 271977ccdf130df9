"""The hours of HSDS, read back on every announced day."""

from datetime import date

from hypothesis import given, settings

from sites.hours.calendar import stored_calendar
from sites.hours.evaluation import hours_on
from sites.hours.hsds import from_hsds, to_hsds
from sites.hours.schedule import CLOSED, Said, Schedule, Span, State, Week, hours_of
from tests.hours.strategies import DAYS, schedules

CALENDAR = stored_calendar()
OFFICE = Schedule(Week((hours_of([Span(540, 1020)]),) * 5 + (CLOSED,) * 2), Said.OFF)


def test_rules_are_cut_where_a_weekday_differs() -> None:
    rules = to_hsds(OFFICE, CALENDAR, date(2026, 9, 28), date(2026, 10, 16))
    assert [(one["valid_from"], one["valid_to"], one["byday"]) for one in rules] == [
        ("2026-09-28", "2026-10-04", "MO,TU,WE"),
        ("2026-10-05", "2026-10-11", "TH,FR,SA"),
        ("2026-10-12", "2026-10-16", "MO,TU,WE,TH,FR"),
    ]
    assert rules[0] == {
        "valid_from": "2026-09-28",
        "valid_to": "2026-10-04",
        "timezone": 8,
        "freq": "WEEKLY",
        "interval": 1,
        "wkst": "MO",
        "byday": "MO,TU,WE",
        "opens_at": "09:00",
        "closes_at": "17:00",
    }


@settings(max_examples=25, deadline=None)
@given(schedules())
def test_read_back_it_holds_on_every_announced_day(schedule: Schedule) -> None:
    rules = to_hsds(schedule, CALENDAR, DAYS[0], DAYS[-1])
    for day in DAYS[::11]:
        own = hours_on(schedule, day, CALENDAR)
        found, is_partly_unknown = from_hsds(rules, day)
        known = hours_of(span for span in own if span.state is State.OPEN)
        assert hours_of(found) == known, day
        assert is_partly_unknown == any(span.state is State.UNKNOWN for span in own), day
