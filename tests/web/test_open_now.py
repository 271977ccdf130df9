"""What residents are told of an outlet at a moment, and until when that holds."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from sites.changes.schedules import schedule_of
from sites.hours.evaluation import SHANGHAI
from sites.web.open_now import OpenNow, open_now

if TYPE_CHECKING:
    from sites.hours.schedule import Schedule

OFFICE = "周一至周五9:00-12:00，14:00-17:30（法定节假日除外）"
DAILY = "每天9:00-17:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def said(hours: str, moment: str, language: str = "zh-hans") -> OpenNow:
    schedule: Schedule | None = schedule_of(hours)
    assert schedule is not None
    with translation.override(language):
        return open_now(schedule, at(moment))


@pytest.mark.parametrize(
    ("hours", "moment", "text", "until"),
    [
        (OFFICE, "2026-11-30T16:00", "现在开门 · 17:30 下班", "2026-11-30T17:30"),
        (OFFICE, "2026-11-30T12:30", "现在不上班 · 今天 14:00 上班", "2026-11-30T14:00"),
        (
            OFFICE,
            "2026-11-30T18:00",
            "现在不上班 · 明天（星期二） 9:00 上班",
            "2026-12-01T00:00",
        ),
        (
            OFFICE,
            "2026-11-28T10:00",
            "现在不上班 · 11月30日（星期一） 9:00 上班",
            "2026-11-29T00:00",
        ),
        (
            OFFICE,
            "2026-10-01T10:00",
            "现在不上班 · 10月8日（星期四） 9:00 上班 · 今天是节假日",
            "2026-10-02T00:00",
        ),
        (
            OFFICE,
            "2026-10-10T10:00",
            "现在开门 · 12:00 下班 · 今天是调休上班日",
            "2026-10-10T12:00",
        ),
        (
            DAILY,
            "2026-10-01T10:00",
            "现在是否上班不清楚，请先打电话问 · 今天是节假日",
            "2026-10-01T17:00",
        ),
        # What is not known comes first: it is not passed over as if it were closed then.
        (
            DAILY,
            "2026-09-30T18:00",
            "现在不上班 · 明天（星期四） 9:00 上不上班不清楚，请先打电话问",
            "2026-10-01T00:00",
        ),
        (
            OFFICE,
            "2026-12-31T18:00",
            "现在不上班 · 1月2日（星期六） 9:00 上不上班不清楚，请先打电话问",
            "2027-01-01T00:00",
        ),
        # 20:00 is that of tomorrow, 2:00 that of this night.
        ("周一0:00-24:00，周二0:00-20:00", "2026-11-30T22:00", "现在开门", "2026-12-01T00:00"),
        ("每天18:00-次日2:00", "2026-11-30T22:00", "现在开门 · 2:00 下班", "2026-12-01T00:00"),
        ("每天24小时，节假日照常", "2026-11-30T03:00", "现在开门", "2026-12-01T00:00"),
    ],
)
def test_what_is_said_and_until_when(hours: str, moment: str, text: str, until: str) -> None:
    now = said(hours, moment)
    assert (now.text, now.until) == (text, at(until))


def test_a_year_that_is_not_announced_is_said() -> None:
    # Certain: New Year's Day itself. Not certain: the Monday behind it.
    assert "2027" not in said(OFFICE, "2027-01-01T10:00").text
    assert "2027 年放假安排尚未公布" in said(OFFICE, "2027-01-04T10:00").text
    assert "尚未公布" not in said(OFFICE, "2027-03-15T10:00").text


def test_english() -> None:
    assert said(OFFICE, "2026-11-30T16:00", "en").text == "Open now, until 17:30"
    assert said(OFFICE, "2026-11-30T18:00", "en").text == (
        "Closed now, opens tomorrow (Tuesday) at 9:00"
    )
