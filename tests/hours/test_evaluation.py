"""Whether an outlet is open: every day of two years, and what nobody knows."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.hours.calendar import ChineseCalendar, Day, DayKind, stored_calendar
from sites.hours.evaluation import (
    LOOK_AHEAD,
    SHANGHAI,
    Doubt,
    answer_at,
    certain_until,
    day_of,
    next_change,
    state_at,
)
from sites.hours.schedule import (
    ALWAYS,
    CLOSED,
    Dates,
    Festival,
    Hours,
    LunarDays,
    MonthDay,
    NthWeekday,
    Said,
    Schedule,
    Season,
    Span,
    SpecialHours,
    State,
    Week,
    Yearly,
    hours_of,
)
from tests.hours.strategies import DAYS, hours, schedules

CALENDAR = stored_calendar()
OFFICE_HOURS = hours_of([Span(540, 720), Span(780, 1020)])
SHORT = hours_of([Span(600, 660)])
WEEK = Week((OFFICE_HOURS,) * 5 + (CLOSED,) * 2)
SIX_DAYS = Week((OFFICE_HOURS,) * 5 + (SHORT, CLOSED))
OFFICE = Schedule(WEEK, Said.OFF)


def at(text: str) -> datetime:
    """Return a moment of Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def state(schedule: Schedule, text: str) -> str:
    """Return the state at a moment of Beijing time."""
    return state_at(schedule, at(text), CALENDAR).value


@pytest.mark.parametrize("day", DAYS)
def test_an_office_is_right_on_every_day_of_two_years(day: date) -> None:
    (reading,) = CALENDAR.readings(day)
    works = reading.kind in {DayKind.WORKDAY, DayKind.MAKE_UP}
    pieces = [
        (one.start, one.end)
        for one in day_of(OFFICE, day, CALENDAR)
        if one.answer.state is State.OPEN
    ]
    assert pieces == ([(540, 720), (780, 1020)] if works else [])


@pytest.mark.parametrize(
    ("holidays", "makeup", "day_off", "weekend_off", "makeup_day"),
    [
        (Said.OFF, Said.UNSTATED, "closed", "closed", "open"),
        (Said.OFF, Said.OFF, "closed", "closed", "open"),
        (Said.OPEN, Said.UNSTATED, "open", "open", "unknown"),
        (Said.UNSTATED, Said.UNSTATED, "unknown", "unknown", "unknown"),
        (Said.UNSTATED, Said.OPEN, "unknown", "unknown", "open"),
        (SHORT, SHORT, "open", "open", "open"),
        (CLOSED, CLOSED, "closed", "closed", "closed"),
    ],
)
def test_holidays_and_make_up_days(
    holidays: Said | Hours, makeup: Said | Hours, day_off: str, weekend_off: str, makeup_day: str
) -> None:
    schedule = Schedule(SIX_DAYS, holidays, makeup)
    assert state(schedule, "2026-10-05T10:30") == day_off
    assert state(schedule, "2026-10-03T10:30") == weekend_off
    # A Saturday: on it and on working days the outlet is open at 10:30, on working days at 9:30.
    assert state(schedule, "2026-10-10T09:30") == (
        makeup_day if makeup is not SHORT and makeup is not Said.OFF else "closed"
    )


def test_what_weekday_and_weekend_agree_on_holds_on_make_up_days() -> None:
    schedule = Schedule(SIX_DAYS)
    assert state(schedule, "2026-10-10T10:30") == "open"
    assert state(schedule, "2026-10-10T09:30") == "unknown"
    assert state(schedule, "2026-10-10T12:30") == "closed"


def test_a_holiday_is_closed_outside_of_the_hours_where_nothing_is_said() -> None:
    schedule = Schedule(WEEK)
    assert state(schedule, "2026-10-05T08:00") == "closed"
    assert state(schedule, "2026-10-04T10:00") == "closed"


def test_working_days_that_differ_leave_a_make_up_day_open() -> None:
    days = (OFFICE_HOURS,) * 4 + (SHORT,) + (CLOSED,) * 2
    schedule = Schedule(Week(days), Said.OFF)
    assert state(schedule, "2026-10-10T10:30") == "open"
    assert state(schedule, "2026-10-10T14:00") == "unknown"


def test_why_it_is_not_known() -> None:
    schedule = Schedule(Week((hours_of([Span(540, 720, State.UNKNOWN, "预约")]),) * 7))
    assert answer_at(schedule, at("2026-11-30T10:00"), CALENDAR)[1:] == (
        Doubt.PART_NOT_STATED,
        "预约",
    )
    schedule = Schedule(WEEK)
    for text, doubt in {
        "2026-10-05T10:00": Doubt.HOLIDAY_NOT_STATED,
        "2026-10-10T10:00": Doubt.MAKE_UP_NOT_STATED,
        "2027-02-10T10:00": Doubt.YEAR_NOT_ANNOUNCED,
        "2026-11-30T10:00": None,
    }.items():
        assert answer_at(schedule, at(text), CALENDAR).doubt is doubt


def test_a_year_that_is_not_announced_matters_only_where_its_readings_differ() -> None:
    assert state(OFFICE, "2027-02-06T10:00") == "closed"
    assert state(OFFICE, "2027-02-10T10:00") == "unknown"
    assert state(OFFICE, "2027-02-10T20:00") == "closed"
    assert state(OFFICE, "2027-03-16T10:00") == "open"
    assert state(ALWAYS, "2027-02-10T10:00") == "open"
    announced = CALENDAR.with_days({date(2027, 2, 10): Day(DayKind.DAY_OFF, "春节")}, [2027])
    assert state_at(OFFICE, at("2027-02-10T10:00"), announced) is State.CLOSED


def test_the_small_hours_belong_to_the_day_before() -> None:
    night = Schedule(Week((hours_of([Span(18 * 60, 26 * 60)]),) * 7), Said.OFF)
    assert state(night, "2026-10-01T01:59") == "open"
    assert state(night, "2026-10-01T02:00") == "closed"
    assert state(night, "2026-10-01T19:00") == "closed"
    assert state(night, "2026-10-08T01:00") == "closed"
    assert state(night, "2026-10-09T01:00") == "open"


def test_small_hours_of_the_year_do_not_reach_into_a_season() -> None:
    night = Week((hours_of([Span(18 * 60, 26 * 60)]),) * 7)
    summer = Yearly(MonthDay(6, 1), MonthDay(8, 31))
    schedule = Schedule(night, seasons=[Season(summer, Week((OFFICE_HOURS,) * 7))])
    assert state(schedule, "2026-06-01T01:00") == "open"
    assert state(schedule, "2026-06-02T01:00") == "closed"


def test_special_hours_win_over_everything() -> None:
    closure = SpecialHours(Dates(date(2026, 10, 8), date(2026, 10, 12)), reason="装修")
    opening = SpecialHours(Dates(date(2026, 10, 9), date(2026, 10, 9)), SHORT)
    schedule = Schedule(WEEK, Said.OFF, special=[closure, opening])
    assert state(schedule, "2026-10-08T10:30") == "closed"
    assert state(schedule, "2026-10-09T10:30") == "open"
    assert state(schedule, "2026-10-09T09:30") == "closed"
    assert state(schedule, "2026-10-10T10:30") == "closed"
    assert state(schedule, "2026-10-13T10:30") == "open"


def test_festivals_and_lunar_days_move_with_the_year() -> None:
    daily = Week((OFFICE_HOURS,) * 7)
    festival = Schedule(daily, Said.OPEN, special=[SpecialHours(Festival("春节"))])
    lunar = Schedule(daily, Said.OPEN, special=[SpecialHours(LunarDays(0, 3))])
    assert state(festival, "2025-02-04T10:00") == "closed"
    assert state(festival, "2025-02-05T10:00") == "open"
    assert state(festival, "2026-02-23T10:00") == "closed"
    assert state(festival, "2027-02-10T10:00") == "unknown"
    assert state(lunar, "2026-02-16T10:00") == "closed"
    assert state(lunar, "2026-02-20T10:00") == "open"
    assert state(lunar, "2027-02-08T10:00") == "closed"
    assert state(lunar, "2150-02-08T10:00") == "unknown"


def test_a_weekday_of_the_month() -> None:
    schedule = Schedule(Week(WEEK.days, (NthWeekday(4, -1, SHORT),)))
    assert state(schedule, "2026-11-27T14:00") == "closed"
    assert state(schedule, "2026-11-20T14:00") == "open"


def test_the_engine_never_asks_its_own_holidays() -> None:
    """Its calendar of China has 1 May and the first three days of October, whatever is said."""
    schedule = Schedule(WEEK, Said.OPEN)
    for day in ("2026-05-01", "2026-10-01", "2026-10-02", "2026-02-17"):
        assert state(schedule, f"{day}T10:00") == "open"


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2026-11-30T10:00", "2026-11-30T12:00"),
        ("2026-11-30T12:00", "2026-11-30T13:00"),
        ("2026-12-04T17:00", "2026-12-07T09:00"),
        ("2026-09-30T18:00", "2026-10-08T09:00"),
        ("2026-02-13T18:00", "2026-02-14T09:00"),
        ("2027-02-08T18:00", "2027-02-09T09:00"),
    ],
)
def test_next_change(moment: str, change: str) -> None:
    assert next_change(OFFICE, at(moment), CALENDAR) == at(change)
    assert certain_until(OFFICE, at(moment), CALENDAR) == at(change)


def test_looking_ahead_ends() -> None:
    never = Schedule(Week((CLOSED,) * 7), Said.OFF)
    moment = at("2026-11-30T10:00")
    for schedule in (ALWAYS, never):
        assert next_change(schedule, moment, CALENDAR) is None
        assert certain_until(schedule, moment, CALENDAR) == moment + LOOK_AHEAD


def test_another_time_zone_is_the_same_moment() -> None:
    moment = datetime.fromisoformat("2026-11-30T02:00+00:00")
    assert state_at(OFFICE, moment, CALENDAR) is State.OPEN


@settings(max_examples=60, deadline=None)
@given(schedules(), st.sampled_from(DAYS), st.integers(0, 24 * 60 - 1))
def test_nothing_changes_before_it_is_said_to(schedule: Schedule, day: date, minute: int) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(minutes=minute)
    until = certain_until(schedule, moment, CALENDAR)
    assert moment < until <= moment + LOOK_AHEAD
    now = state_at(schedule, moment, CALENDAR)
    for share in (0.1, 0.5, 0.999):
        between = moment + (until - moment) * share
        if between < until:
            assert state_at(schedule, between, CALENDAR) is now
    if until < moment + LOOK_AHEAD:
        assert state_at(schedule, until, CALENDAR) is not now


@settings(max_examples=60, deadline=None)
@given(st.lists(hours(), min_size=7, max_size=7), st.sampled_from(DAYS))
def test_the_engine_agrees_with_the_week_as_written(days: list[Hours], day: date) -> None:
    schedule = Schedule(Week(tuple(days)), Said.OPEN, Said.OFF)
    before, own = days[day.weekday() - 1], days[day.weekday()]
    calendar = ChineseCalendar({}, frozenset({2024, 2025, 2026, 2027}), {})
    for minute in range(0, 24 * 60, 15):
        found = {one.state for one in own if one.start <= minute < one.end} | {
            one.state for one in before if one.start <= minute + 24 * 60 < one.end
        }
        expected = next((one for one in (State.OPEN, State.UNKNOWN) if one in found), State.CLOSED)
        moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        assert state_at(schedule, moment + timedelta(minutes=minute), calendar) is expected
