"""A compiled day says what each schedule says by itself."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.hours.calendar import stored_calendar
from sites.hours.compiled_day import compile_day
from sites.hours.evaluation import SHANGHAI, state_at
from sites.hours.schedule import ALWAYS, CLOSED, Said, Schedule, Span, State, Week, hours_of
from tests.hours.strategies import DAYS, schedules

CALENDAR = stored_calendar()
OFFICE = Schedule(Week((hours_of([Span(540, 1050)]),) * 5 + (CLOSED,) * 2), Said.OFF)
UNSTATED = Schedule(OFFICE.week)


def test_the_moments_of_a_day() -> None:
    day = compile_day({1: OFFICE, 2: ALWAYS, 3: UNSTATED}, date(2026, 10, 5), CALENDAR)
    assert day.starts == (0, 540, 1050)
    assert day.at_minute(539) == (frozenset({2}), frozenset())
    assert day.at_minute(540) == (frozenset({2}), frozenset({3}))
    assert [day.ends(minute) for minute in (0, 539, 540, 1050, 1439)] == [
        540,
        540,
        1050,
        1440,
        1440,
    ]


def test_one_minute_makes_the_difference() -> None:
    day = compile_day({1: OFFICE}, date(2026, 11, 30), CALENDAR)
    moment = datetime(2026, 11, 30, 17, 29, tzinfo=SHANGHAI)
    assert day.at(moment).open == {1}
    assert day.at(moment + timedelta(minutes=1)).open == frozenset()
    with pytest.raises(ValueError, match="2026-11-30"):
        day.at(moment + timedelta(days=1))


def test_a_day_of_nothing() -> None:
    assert compile_day({}, date(2026, 11, 30), CALENDAR).at_minute(600) == (frozenset(),) * 2


@settings(max_examples=40, deadline=None)
@given(st.lists(schedules(), max_size=5), st.sampled_from(DAYS), st.integers(0, 1439))
def test_it_agrees_with_each_schedule(found: list[Schedule], day: date, minute: int) -> None:
    numbered = dict(enumerate(found))
    moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(minutes=minute)
    states = {number: state_at(one, moment, CALENDAR) for number, one in numbered.items()}
    answer = compile_day(numbered, day, CALENDAR).at(moment)
    assert answer.open == {number for number, one in states.items() if one is State.OPEN}
    assert answer.unknown == {number for number, one in states.items() if one is State.UNKNOWN}
