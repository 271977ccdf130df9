"""schema.org's hours, read back on every announced day."""

from datetime import date

from hypothesis import given, settings

from sites.hours.calendar import stored_calendar
from sites.hours.evaluation import hours_on
from sites.hours.schedule import CLOSED, Said, Schedule, Span, State, Week, hours_of
from sites.hours.schema_org import from_schema_org, to_schema_org
from tests.hours.strategies import DAYS, schedules

CALENDAR = stored_calendar()
OFFICE = Schedule(Week((hours_of([Span(540, 1020)]),) * 5 + (CLOSED,) * 2), Said.OFF)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def test_a_week_and_the_days_that_differ() -> None:
    first, last = date(2026, 9, 30), date(2026, 10, 10)
    (week, *special) = to_schema_org(OFFICE, CALENDAR, first, last)
    assert week == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": WEEKDAYS,
        "opens": "09:00",
        "closes": "17:00",
        "validFrom": "2026-09-30",
        "validThrough": "2026-10-10",
    }
    assert [(one["validFrom"], one["opens"], one["closes"]) for one in special] == [
        *((f"2026-10-0{day}", "00:00", "00:00") for day in (1, 2, 5, 6, 7)),
        ("2026-10-10", "09:00", "17:00"),
    ]


def test_what_is_not_known_has_no_times() -> None:
    day = date(2026, 10, 5)
    (_week, special) = to_schema_org(Schedule(OFFICE.week), CALENDAR, day, day)
    assert "opens" not in special
    assert special["description"] == "unknown"


def test_days_of_years_to_come_are_not_dated() -> None:
    first, last = date(2027, 1, 1), date(2027, 1, 31)
    assert all("dayOfWeek" in one for one in to_schema_org(OFFICE, CALENDAR, first, last))


@settings(max_examples=25, deadline=None)
@given(schedules())
def test_read_back_it_holds_on_every_announced_day(schedule: Schedule) -> None:
    written = to_schema_org(schedule, CALENDAR, DAYS[0], DAYS[-1])
    assert not any("PublicHolidays" in str(one) for one in written)
    for day in DAYS[::11]:
        own = hours_on(schedule, day, CALENDAR)
        known = hours_of(span for span in own if span.state is State.OPEN)
        found, is_partly_unknown = from_schema_org(written, day)
        assert hours_of(found) == known, day
        assert is_partly_unknown == any(span.state is State.UNKNOWN for span in own), day
