"""One change is taken back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.corrections import RevertRefusedError, revert, revertible
from sites.models import DataVersion, PointChange, ServicePoint
from tests.factories import MakePoint


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user("li")


def last(point: ServicePoint) -> PointChange:
    return point.changes.earliest("-pk")


def test_what_a_change_gave_and_what_would_come_back(make_point: MakePoint, li: User) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915", "note": "误"})], Author.staff(li))
    change = last(point)
    record([Edit(point=point, values={"phone": "47579202"})], Author.staff(li))
    phone, note = revertible(change, point)
    assert (phone.given, phone.now, phone.back) == ("47838915", "47579202", "47564298")
    assert (phone.later, phone.is_back) == (last(point), False)
    assert (note.name, note.now, note.later) == ("note", "误", None)


def test_what_comes_back_is_the_persons_own_word(make_point: MakePoint, li: User) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915", "note": "误"})], Author.staff(li))
    wrong = last(point)
    pin_stays = revert(wrong, ["phone", "name"], li, seen=DataVersion.current(), reason="打错了")
    assert not pin_stays
    point.refresh_from_db()
    assert (point.phone, point.note) == ("47564298", "误")
    assert point.provenance["phone"]["locked"]
    assert str(wrong.pk) in last(point).reason
    assert last(point).reason.endswith("打错了")


def test_days_that_would_contradict_each_other_do_not_come_back(
    make_point: MakePoint, li: User
) -> None:
    point = make_point()
    for values in (
        {"status_since": "2026-07-01", "status_until": "2026-07-31"},
        {"status_until": "2026-08-31"},
        {"status_since": "2026-08-15"},
    ):
        record([Edit(point=point, values=dict(values))], Author.staff(li))
    second = point.changes.order_by("-pk")[1]
    with pytest.raises(RevertRefusedError):
        revert(second, ["status_until"], li, seen=DataVersion.current())
    point.refresh_from_db()
    assert str(point.status_until) == "2026-08-31"


def test_what_is_refused_changes_nothing(
    make_point: MakePoint, li: User, stored: Callable[[], str]
) -> None:
    point = make_point(serial=7)
    record([Edit(point=point, values={"is_active": False})], Author.staff(li))
    closed, seen = last(point), DataVersion.current()
    make_point(serial=7, name="后来的网点")
    before = stored()
    for fields, version, text in (
        ((), seen, "请勾选"),
        (("is_active",), seen, "“后来的网点”"),
        (("is_active",), closed.data_version - 1, "您查看期间"),
    ):
        with pytest.raises(RevertRefusedError, match=text):
            revert(closed, fields, li, seen=version)
    assert stored() == before
