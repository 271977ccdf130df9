"""A schedule in words, by day, for paper and for readers who want words."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from sites.hours.describing import About, chinese_words, lines_of
from sites.hours.schedule import (
    ALWAYS,
    CLOSED,
    Dates,
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
from sites.hours.texts import read_hours
from tests.hours.strategies import schedules

HOURS = hours_of([Span(540, 720), Span(780, 1020)])
OFFICE = Week((HOURS,) * 5 + (CLOSED,) * 2)
SUMMER = Yearly(MonthDay(6, 1), MonthDay(9, 15))
TEXTS = Path(__file__).parent / "data" / "texts.csv"


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (ALWAYS, ("每天24小时（含法定节假日）",)),
        (
            Schedule(OFFICE, Said.OFF),
            (
                "周一至周五 09:00–12:00，13:00–17:00",
                "周六、周日 休息",
                "法定节假日 休息",
                "调休上班的周末 与工作日相同",
            ),
        ),
        (
            Schedule(
                Week((hours_of([Span(1020, 1560)]),) * 7, (NthWeekday(6, -1, CLOSED),)),
                seasons=[Season(SUMMER, Week((HOURS,) * 7))],
                special=[
                    SpecialHours(LunarDays(0, 3)),
                    SpecialHours(Dates(date(2026, 12, 30), date(2027, 1, 2)), reason="装修"),
                ],
            ),
            (
                "每天 17:00–次日02:00",
                "每月最后一个周日 休息",
                "6月1日至9月15日 每天 09:00–12:00，13:00–17:00",
                "法定节假日 未说明，请电话询问",
                "调休上班的周末 未说明，请电话询问",
                "2026年12月30日至2027年1月2日 休息（装修）",
                "除夕至正月初三 休息",
            ),
        ),
        (
            Schedule(
                Week((hours_of([Span(540, 720, State.UNKNOWN, "预约")]), *(CLOSED,) * 6)),
                hours_of([Span(0, 1440, State.UNKNOWN)]),
                Said.OFF,
            ),
            (
                "周一 09:00–12:00（预约）",
                "周二至周日 休息",
                "法定节假日 不确定",
                "调休上班的周末 与平常周末相同",
            ),
        ),
    ],
)
def test_chinese_words(schedule: Schedule, words: tuple[str, ...]) -> None:
    assert chinese_words(schedule) == words


@given(schedules())
def test_every_day_of_the_week_has_a_line(schedule: Schedule) -> None:
    lines = [line for line in lines_of(schedule) if line.about is About.WEEK]
    for season in {line.season for line in lines}:
        days = [day for line in lines if line.season == season for day in line.weekdays]
        assert sorted(days) == list(range(7))
    assert all(chinese_words(schedule))


def test_a_week_that_no_day_has_is_not_told() -> None:
    summer, winter = (
        Season(SUMMER, OFFICE),
        Season(Yearly(MonthDay(9, 16), MonthDay(5, 31)), Week((HOURS,) * 7)),
    )
    seasons = {line.season for line in lines_of(Schedule(OFFICE, seasons=[summer, winter]))}
    assert seasons == {None, summer.days, winter.days}
    week = [
        line
        for line in lines_of(Schedule(OFFICE, seasons=[summer, winter]))
        if line.about is About.WEEK
    ]
    assert {line.season for line in week} == {summer.days, winter.days}


def test_plain_weeks_are_read_again_from_their_words() -> None:
    """What the product prints, an import of the same text reads as the same week."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["expected"] != "REFUSE"]
    read = 0
    for text in texts:
        for reading in read_hours(text):
            schedule = reading.schedule
            if schedule.seasons or schedule.special or schedule.makeup is not Said.UNSTATED:
                continue
            spans = [span for of_day in schedule.week.days for span in of_day]
            if schedule.holidays is not Said.OFF or any(span.note for span in spans):
                continue
            words = "；".join(chinese_words(schedule)[:-1])
            assert read_hours(words)[0].schedule is schedule, words
            read += 1
    assert read > 20
