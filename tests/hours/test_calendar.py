"""What a date of the Chinese calendar is, as far as anybody can know."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sites.hours.calendar import FESTIVALS, FOLDER, Day, DayKind, stored_calendar

CALENDAR = stored_calendar()


def kind(text: str) -> DayKind:
    """Return what a date certainly is."""
    (reading,) = CALENDAR.readings(date.fromisoformat(text))
    return reading.kind


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-14", DayKind.MAKE_UP),
        ("2026-02-15", DayKind.DAY_OFF),
        ("2026-02-17", DayKind.DAY_OFF),
        ("2026-02-23", DayKind.DAY_OFF),
        ("2026-02-24", DayKind.WORKDAY),
        ("2026-02-28", DayKind.MAKE_UP),
        ("2026-03-01", DayKind.WEEKEND),
        ("2026-10-10", DayKind.MAKE_UP),
        ("2027-10-03", DayKind.DAY_OFF),
        ("2027-03-16", DayKind.WORKDAY),
    ],
)
def test_what_a_date_is(day: str, expected: DayKind) -> None:
    assert kind(day) is expected


def test_a_weekend_that_no_notice_names_is_a_weekend() -> None:
    assert kind("2014-04-06") is DayKind.WEEKEND


def test_the_days_of_two_years_are_those_of_the_notices() -> None:
    counts = Counter(
        kind((date(2025, 1, 1) + timedelta(days=number)).isoformat()) for number in range(730)
    )
    assert counts[DayKind.DAY_OFF] == 28 + 33
    assert counts[DayKind.MAKE_UP] == 5 + 6
    assert counts[DayKind.WORKDAY] + counts[DayKind.MAKE_UP] == 248 + 248


def test_a_holiday_may_be_of_two_festivals() -> None:
    (reading,) = CALENDAR.readings(date(2025, 10, 1))
    assert reading.is_of("国庆节")
    assert reading.is_of("中秋节")
    assert not reading.is_of("春节")


def test_only_days_near_statutory_ones_of_a_year_to_come_are_uncertain() -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    uncertain = [day for day in days if len(CALENDAR.readings(day)) > 1]
    assert len(uncertain) == 82
    assert sum(day.weekday() < 5 for day in uncertain) == 49


def test_what_an_uncertain_day_may_be() -> None:
    assert CALENDAR.readings(date(2027, 2, 10)) == (
        Day(DayKind.WORKDAY),
        Day(DayKind.DAY_OFF, "春节"),
    )
    assert {one.kind for one in CALENDAR.readings(date(2027, 2, 13))} == {
        DayKind.WEEKEND,
        DayKind.DAY_OFF,
        DayKind.MAKE_UP,
    }


def test_december_may_wait_for_the_next_notice() -> None:
    """The notice of 2029, whose 1 January is a Monday, names the weekend before it."""
    known = CALENDAR.with_days({}, announced=[2027, 2028])
    assert len(known.readings(date(2028, 12, 30))) > 1
    # 1 January 2027 is a Friday.
    assert len(CALENDAR.readings(date(2026, 12, 31))) == 1


def test_when_a_notice_named_days_of_december() -> None:
    """Never where 1 January was a Wednesday, Thursday, Friday or Saturday."""
    named = [date.fromisoformat(text) for text in _days() if text[5:7] == "12"]
    assert named
    for day in named:
        assert date(day.year + 1, 1, 1).weekday() in {6, 0, 1}, day


def test_no_year_without_lunar_dates_is_certain() -> None:
    assert len(CALENDAR.readings(date(2150, 7, 1))) > 1


def test_no_day_off_was_ever_moved_further_than_the_windows() -> None:
    """The rule by which days are uncertain would have held for each year that is announced."""
    for text, row in _days().items():
        day = date.fromisoformat(text)
        near = [
            abs((date.fromisoformat(other) - day).days)
            for other, one in _days().items()
            if one["basis"] == "statutory"
        ]
        # Once: the days for the parade of 2015 and those of the epidemic of 2020.
        if row["basis"] not in {"joined_weekend", "extended"} and day.year != 2015:
            assert min(near) <= (10 if day.weekday() >= 5 else 5), day


def test_statutory_days_follow_from_the_law() -> None:
    for year in (2025, 2026):
        stored = {
            date.fromisoformat(text)
            for text, row in _days().items()
            if row["basis"] == "statutory" and text.startswith(str(year))
        }
        assert set(CALENDAR.statutory_days(year)) == stored


def test_the_first_statutory_days_of_a_lunar_year() -> None:
    assert sorted(CALENDAR.statutory_days(2027)) == [
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (5, 6, 7, 8)),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 6, 9),
        date(2027, 9, 15),
        *(date(2027, 10, day) for day in (1, 2, 3)),
    ]


def test_a_caller_brings_days_of_its_own() -> None:
    day = date(2027, 2, 13)
    known = CALENDAR.with_days({day: Day(DayKind.MAKE_UP, "春节")}, announced=[2027])
    assert known.readings(day) == (Day(DayKind.MAKE_UP, "春节"),)
    assert known.readings(date(2027, 2, 10)) == (Day(DayKind.WORKDAY),)
    assert len(CALENDAR.readings(day)) > 1


def test_every_holiday_of_the_law_has_a_known_name() -> None:
    names = {
        name
        for row in _days().values()
        if row["basis"] == "statutory"
        for name in row["holiday"].split("、")
    }
    assert names - set(FESTIVALS) <= {"中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"}


def _days(path: Path = FOLDER / "days.csv") -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["date"]: row for row in csv.DictReader(file)}
