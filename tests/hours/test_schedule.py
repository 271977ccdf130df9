"""A schedule is one immutable value, and cannot be what no outlet is."""

import copy
import gc
import pickle
from datetime import date

import pytest
from hypothesis import given

from sites.hours.schedule import (
    ALWAYS,
    CLOSED,
    Dates,
    Festival,
    LunarDays,
    MonthDay,
    NthWeekday,
    Said,
    Schedule,
    ScheduleError,
    Season,
    Span,
    SpecialHours,
    State,
    Week,
    Yearly,
    hours_of,
)
from tests.hours.strategies import schedules

MORNING = hours_of([Span(540, 720)])
WEEK = Week((MORNING,) * 5 + (CLOSED,) * 2)


def test_equal_schedules_are_one_object() -> None:
    holiday = SpecialHours(Festival("春节"))
    closure = SpecialHours(Dates(date(2026, 8, 10), date(2026, 8, 20)), reason="装修")
    one = Schedule(WEEK, Said.OFF, special=[holiday, closure])
    assert one is Schedule(Week(list(WEEK.days)), (), special=[closure, holiday])  # type: ignore[arg-type]
    assert one.special == (closure, holiday)
    assert {one: 1}[one] == 1


@given(schedules())
def test_a_copy_is_the_same_object(schedule: Schedule) -> None:
    assert pickle.loads(pickle.dumps(schedule)) is schedule  # noqa: S301
    assert copy.deepcopy(schedule) is schedule


def test_what_nobody_holds_is_forgotten() -> None:
    from sites.hours.schedule import _INTERNED  # noqa: PLC0415

    gc.collect()
    before = len(_INTERNED)
    made = Schedule(Week((hours_of([Span(1, 2)]),) * 7))
    assert len(_INTERNED) == before + 1
    del made
    gc.collect()
    assert len(_INTERNED) == before


def test_touching_spans_are_one() -> None:
    spans = [Span(780, 1020), Span(540, 720), Span(720, 780)]
    assert hours_of(spans) == (Span(540, 1020),)
    doubtful = Span(720, 780, State.UNKNOWN, "值班")
    assert hours_of([doubtful, Span(540, 720)]) == (Span(540, 720), doubtful)


@pytest.mark.parametrize(
    "spans",
    [
        [Span(540, 540)],
        [Span(-1, 540)],
        [Span(540, 2 * 24 * 60 + 1)],
        [Span(540, 720), Span(700, 800)],
        [Span(540, 720), Span(1380, 24 * 60 + 541)],
        [Span(30, 24 * 60 + 30)],
        [Span(540, 720, State.CLOSED)],
        [Span(540, 720, State.UNKNOWN, 'a "b"')],
        [Span(540, 720, State.UNKNOWN, "x" * 101)],
    ],
)
def test_hours_that_cannot_be(spans: list[Span]) -> None:
    with pytest.raises(ScheduleError):
        hours_of(spans)


def test_schedules_that_cannot_be() -> None:
    may, june = (Yearly(MonthDay(month, 1), MonthDay(month + 1, 15)) for month in (5, 6))
    with pytest.raises(ScheduleError, match="seven days"):
        Week((MORNING,))
    with pytest.raises(ScheduleError, match="named twice"):
        Week(WEEK.days, (NthWeekday(0, 1, MORNING), NthWeekday(0, 1, CLOSED)))
    with pytest.raises(ScheduleError, match="no such weekday"):
        Week(WEEK.days, (NthWeekday(0, 6, MORNING),))
    with pytest.raises(ScheduleError, match="day in common"):
        Schedule(WEEK, seasons=[Season(may, WEEK), Season(june, WEEK)])
    with pytest.raises(ScheduleError, match="twice"):
        Schedule(WEEK, special=[SpecialHours(may), SpecialHours(may, MORNING)])
    with pytest.raises(ScheduleError, match="no day 2-30"):
        Yearly(MonthDay(2, 30), MonthDay(3, 1))
    with pytest.raises(ScheduleError, match="no period"):
        Dates(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(ScheduleError, match="圣诞节"):
        Festival("圣诞节")
    with pytest.raises(ScheduleError, match="lunar year"):
        LunarDays(3, 1)


def test_a_part_of_the_year_may_go_over_new_year() -> None:
    winter = Yearly(MonthDay(11, 1), MonthDay(3, 15))
    assert winter.covers(date(2026, 12, 31))
    assert winter.covers(date(2026, 3, 15))
    assert not winter.covers(date(2026, 3, 16))
    assert winter.length == 136


def test_who_is_off_on_holidays_works_in_exchange() -> None:
    day = date(2026, 10, 10)
    assert Schedule(WEEK, Said.OFF).makeup_of(day) is Said.OPEN
    assert Schedule(WEEK, Said.OFF, Said.OFF).makeup_of(day) is Said.OFF
    assert Schedule(WEEK).makeup_of(day) is Said.UNSTATED


def test_always_is_open_on_holidays() -> None:
    assert ALWAYS.holidays is Said.OPEN
