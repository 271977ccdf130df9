"""Opening hours as they are printed, and the schedule by which an outlet is found."""

import pytest

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.changes.schedules import schedule_of, unread_because
from sites.hours.json_form import from_json
from sites.models import PointChange, ServicePoint, StoredSchedule
from tests.factories import MakePoint

WEEKDAYS = "周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）"


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("周一到周五上午9点至12点，下午2点至5点，节假日休息", WEEKDAYS),
        (f"社保窗口：{WEEKDAYS}；自助区：24小时", WEEKDAYS),
        (f"对公：周一至周五 9:00-16:00；个人：{WEEKDAYS}", WEEKDAYS),
        (f"对公：{WEEKDAYS}；对私：{WEEKDAYS}", WEEKDAYS),
        (f"政务服务大厅：{WEEKDAYS}", WEEKDAYS),
        (f"人工窗口：{WEEKDAYS}；自助：24小时", WEEKDAYS),
        (f"非社保业务：周一至周五9:00-16:00；社保卡窗口：{WEEKDAYS}", WEEKDAYS),
    ],
)
def test_the_window_for_cards_counts(text: str, same_as: str) -> None:
    assert schedule_of(text) is schedule_of(same_as)
    assert unread_because(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "详见公告",
        "一楼大厅：周一至周五 9:00-17:00；二楼：周六 9:00-12:00",
        *("对公业务：周一至周五9:00-16:30", "公积金窗口：周一至周五9:00-12:00"),
        *("社保自助区：每天24小时", "非社保业务：周一至周五9:00-17:00；公积金：周六9:00-12:00"),
    ],
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert schedule_of(text) is None
    assert bool(unread_because(text)) is bool(text)


def say(point: ServicePoint, hours: str) -> ServicePoint:
    point.refresh_from_db()
    record([Edit(point=point, values={"hours": hours})], Author.geocoder("table"))
    return ServicePoint.objects.get(pk=point.pk)


def test_a_schedule_is_stored_once_for_all_that_have_it(make_point: MakePoint) -> None:
    first = say(make_point(), WEEKDAYS)
    second = say(make_point(), "周一到周五上午9点至12点，下午2点至5点，节假日休息")
    assert first.schedule_id == second.schedule_id
    assert first.hours != second.hours
    stored = StoredSchedule.objects.get()
    assert from_json(stored.content) is schedule_of(WEEKDAYS)


def test_hours_are_logged_as_text_and_come_back_with_their_schedule(make_point: MakePoint) -> None:
    point = say(make_point(), WEEKDAYS)
    before = point.schedule_id
    point = say(point, "详见公告")
    assert (point.hours, point.schedule_id) == ("详见公告", None)
    change = PointChange.objects.filter(point=point).latest("pk")
    assert {name: fact["value"] for name, fact in change.before.items()} == {"hours": WEEKDAYS}
    assert say(point, WEEKDAYS).schedule_id == before
