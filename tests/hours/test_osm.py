"""OSM's notation, which never travels without what it cannot say."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from opening_hours import OpeningHours

from sites.hours.calendar import stored_calendar
from sites.hours.evaluation import day_of
from sites.hours.osm import OsmHours, from_osm, to_osm
from sites.hours.schedule import (
    ALWAYS,
    CLOSED,
    Dates,
    LunarDays,
    Said,
    Schedule,
    Span,
    SpecialHours,
    State,
    Week,
    hours_of,
)
from tests.hours.strategies import DAYS, schedules

CALENDAR = stored_calendar()
YEARS = (2025, 2026)
OFFICE = Week((hours_of([Span(540, 720), Span(780, 1020)]),) * 5 + (CLOSED,) * 2)
TEXT = "Mo-Fr 09:00-12:00,13:00-17:00"
TEXTS = Path(__file__).parent / "data" / "texts.csv"


def states(schedule: Schedule, day: date) -> list[tuple[int, State]]:
    """Return the minutes at which the state changes, with the state."""
    changes: list[tuple[int, State]] = []
    for piece in day_of(schedule, day, CALENDAR):
        if not changes or changes[-1][1] is not piece.answer.state:
            changes.append((piece.start, piece.answer.state))
    return changes


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (ALWAYS, ("24/7", "open", "same")),
        (Schedule(OFFICE), (TEXT, "unstated", "unstated")),
        (Schedule(OFFICE, Said.OFF), (f"{TEXT}; PH off", "off", "implied")),
        (
            Schedule(OFFICE, hours_of([Span(600, 660)]), hours_of([Span(600, 720)])),
            (f"{TEXT}; PH 10:00-11:00", "open", "10:00-12:00"),
        ),
        (
            Schedule(OFFICE, special=[SpecialHours(LunarDays(0, 3))]),
            (
                f"{TEXT}; 2025 Jan 28-2025 Jan 31 off; 2026 Feb 16-2026 Feb 19 off",
                "unstated",
                "unstated",
            ),
        ),
        (
            Schedule(
                OFFICE,
                special=[SpecialHours(Dates(date(2026, 8, 1), date(2026, 8, 3)), reason="装修")],
            ),
            (
                f'{TEXT}; 2026 Aug 01-2026 Aug 03 off "装修"',
                "unstated",
                "unstated",
            ),
        ),
    ],
)
def test_what_is_written(schedule: Schedule, expected: tuple[str, str, str]) -> None:
    assert to_osm(schedule, CALENDAR, YEARS) == expected


@settings(max_examples=40, deadline=None)
@given(schedules())
def test_read_back_it_holds_on_every_announced_day(schedule: Schedule) -> None:
    written = to_osm(schedule, CALENDAR, YEARS)
    assert all(written)
    back = from_osm(written)
    for day in DAYS[::11]:
        assert states(back, day) == states(schedule, day), day


@settings(max_examples=40, deadline=None)
@given(schedules(has_special=False))
def test_the_engine_reads_what_is_written(schedule: Schedule) -> None:
    text = to_osm(schedule, CALENDAR, YEARS).opening_hours
    assert OpeningHours(text).warnings == []


def test_the_notation_of_the_truth_is_read() -> None:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["expected"] != "REFUSE"]
    for row in rows:
        columns = (row[name].split(" || ") for name in ("expected", "holidays", "makeup"))
        for text, holidays, makeup in zip(*columns, strict=True):
            from_osm(OsmHours(text.rpartition(" := ")[2], holidays, makeup))


def test_several_weekdays_of_the_month_in_one_rule() -> None:
    week = from_osm(
        OsmHours("Mo-Fr 08:30-17:00; Sa[1,3],We[-1] 09:00-12:00", "off", "implied")
    ).week
    assert [(one.weekday, one.number) for one in week.nth] == [(2, -1), (5, 1), (5, 3)]


@pytest.mark.parametrize("text", ["", "always", "Mo-Fr", "Mo-Fr 9-5", "2026 May 01 Mo 09:00-10:00"])
def test_what_is_none_of_it_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "no rule"):
        from_osm(OsmHours(text, "off", "implied"))
