"""Many outlets are changed at once, and put back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.corrections import (
    AlreadyUndoneError,
    BulkChange,
    PlanOutdatedError,
    SeveralRegionsError,
    changes_of,
    make_bulk_edit,
    plan_bulk_edit,
    undo_bulk_edit,
)
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import open_proposals
from sites.models import BulkEdit, DataVersion, Region, ServicePoint
from tests.desk.conftest import MakePoint


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user("li")


def make(asked: BulkChange, user: User) -> BulkEdit:
    points = ServicePoint.objects.all()
    token = plan_bulk_edit(points.order_by("serial"), asked).token
    return make_bulk_edit(points, asked, user, token=token, reason="通知")


def data_of(point: ServicePoint) -> tuple[object, ...]:
    point = ServicePoint.objects.get(pk=point.pk)
    codes = sorted(point.services.values_list("code", flat=True))
    return point.operator_id, point.kind, point.is_active, codes, point.provenance


def test_a_plan_says_what_would_change_and_writes_nothing(
    make_point: MakePoint, stored: Callable[[], str]
) -> None:
    one, other = make_point(), make_point(services=["reissue", "unlock", "activation"])
    before = stored()
    plan = plan_bulk_edit(
        ServicePoint.objects.order_by("serial"), BulkChange(add_services=("activation",))
    )
    assert [planned.point for planned in plan.points] == [one]
    old, new = plan.points[0].changes["services"]
    assert (old, new) == (["reissue", "unlock"], ["reissue", "unlock", "activation"])
    assert plan.unchanged == 1
    assert other.pk
    assert stored() == before


def test_services_operator_and_activity(make_point: MakePoint, li: User) -> None:
    points = [make_point(), make_point(services=["activation"]), make_point(is_active=False)]
    before = [data_of(point) for point in points]
    asked = BulkChange(
        add_services=("activation",),
        remove_services=("unlock",),
        operator="psbc",
        is_active=False,
    )
    edit = make(asked, li)
    assert (edit.count, edit.made_by, edit.region_id) == (3, li, "500116")
    for point, services in zip(
        points, (["activation", "reissue"], ["activation"], ["activation", "reissue"]), strict=True
    ):
        operator, _kind, is_active, codes, provenance = data_of(point)
        assert (operator, is_active, codes) == ("psbc", False, services)
        assert isinstance(provenance, dict)
        assert provenance["operator"]["locked"]
    changes = list(changes_of(edit))
    assert [change.point for change in changes] == points
    assert {change.reason for change in changes} == {"通知"}

    undone = undo_bulk_edit(edit.pk, li)
    assert (undone.restored, undone.left) == (3, ())
    assert [data_of(point) for point in points] == before
    with pytest.raises(AlreadyUndoneError):
        undo_bulk_edit(edit.pk, li)


def test_undoing_leaves_what_was_changed_since(make_point: MakePoint, li: User) -> None:
    point, other = make_point(), make_point()
    edit = make(BulkChange(operator="psbc", remove_services=("unlock",)), li)
    point.refresh_from_db()
    record([Edit(point=point, values={"operator": "icbc"})], Author.staff(li))
    undone = undo_bulk_edit(edit.pk, li)
    assert [(left.name, left.fields) for left in undone.left] == [(point.name, ("operator",))]
    assert data_of(point)[0] == "icbc"
    assert data_of(point)[3] == ["reissue", "unlock"]
    assert data_of(other)[0] == "cqrcb"


def test_what_changed_since_the_preview_is_not_overwritten_unseen(
    make_point: MakePoint, li: User, stored: Callable[[], str]
) -> None:
    point = make_point()
    asked = BulkChange(operator="psbc")
    points = ServicePoint.objects.all()
    token = plan_bulk_edit(points, asked).token
    record([Edit(point=point, values={"operator": "icbc"})], Author.staff(li))
    before = stored()
    with pytest.raises(PlanOutdatedError) as caught:
        make_bulk_edit(points, asked, li, token=token)
    assert caught.value.plan.points[0].changes["operator"] == ("icbc", "psbc")
    for user in (li, AnonymousUser()):
        with pytest.raises((PlanOutdatedError, TypeError)):
            make_bulk_edit(points, asked, user, token="")
    assert stored() == before
    assert not BulkEdit.objects.exists()


def test_an_outlet_whose_serial_is_taken_is_left_out(make_point: MakePoint, li: User) -> None:
    closed = make_point(is_active=False, name="旧")
    holder = make_point(serial=closed.serial, name="新")
    free = make_point(is_active=False, serial=9)
    twins = [make_point(is_active=False, serial=10, name=name) for name in ("甲", "乙")]
    asked = BulkChange(is_active=True)
    plan = plan_bulk_edit(ServicePoint.objects.order_by("serial", "pk"), asked)
    problems = {planned.point.pk: planned.problem for planned in plan.points}
    assert holder.name in problems[closed.pk]
    assert (problems[free.pk], problems[twins[0].pk]) == ("", "")
    assert twins[0].name in problems[twins[1].pk]
    assert make(asked, li).count == 2
    assert not data_of(closed)[2]


def test_undoing_does_not_bring_two_outlets_under_one_serial(
    make_point: MakePoint, li: User
) -> None:
    point = make_point()
    edit = make(BulkChange(is_active=False), li)
    make_point(serial=point.serial, name="新")
    undone = undo_bulk_edit(edit.pk, li)
    assert undone.restored == 0
    (left,) = undone.left
    assert left.fields == ("serial",)
    assert "“新”" in left.problem
    assert not data_of(point)[2]


def test_one_district_at_a_time(make_point: MakePoint, li: User) -> None:
    make_point()
    far = Region.objects.get(pk="500116")
    far.pk = "330100"
    far.save(force_insert=True)
    ServicePoint.objects.filter(pk=make_point().pk).update(region=far)
    with pytest.raises(SeveralRegionsError):
        plan_bulk_edit(ServicePoint.objects.all(), BulkChange(operator="psbc"))
    with pytest.raises(KeyError):
        plan_bulk_edit(ServicePoint.objects.all()[:1], BulkChange(operator="no-such"))


def test_a_street_with_a_new_name_moves_nobody(make_point: MakePoint, li: User) -> None:
    point, other = make_point(town="youxi"), make_point(address="油溪镇滨江路1号", town="youxi")
    edit = make(BulkChange(replace="建新路", by="建新大道"), li)
    assert edit.count == 1
    point.refresh_from_db()
    assert (point.address, point.town and point.town.key) == ("油溪镇建新大道46号", "youxi")
    assert other.address == ServicePoint.objects.get(pk=other.pk).address


def test_outlets_move_with_their_addresses_and_back(make_point: MakePoint, li: User) -> None:
    found = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="amap")
    pin = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="staff")
    point = make_point(town="youxi", position=position_to_plain(found))
    pinned = make_point(town="youxi", name="农商行油溪分理处")
    record([Edit(point=pinned, values={"position": position_to_plain(pin)})], Author.staff(li))
    asked = BulkChange(replace="油溪镇建新路", by="白沙镇新沙路")
    plan = plan_bulk_edit(ServicePoint.objects.order_by("serial"), asked)
    assert set(plan.points[0].changes) == {"address", "town", "position"}
    assert plan.points[0].changes["town"] == ("youxi", "baisha")
    assert set(plan.points[1].changes) == {"address", "town"}
    assert plan.points[1].remarks
    edit = make(asked, li)
    assert edit.data_version == DataVersion.current()
    point.refresh_from_db()
    pinned.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    assert stored_position(pinned) == pin
    assert {row.point_id for row in open_proposals()} == {point.pk, pinned.pk}
    undone = undo_bulk_edit(edit.pk, li)
    assert (undone.restored, undone.left) == (2, ())
    point.refresh_from_db()
    assert (point.town and point.town.key, stored_position(point)) == ("youxi", found)
    assert not open_proposals().exists()


def test_pins_are_taken_off_where_that_is_asked_for(make_point: MakePoint, li: User) -> None:
    pin = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="staff")
    point = make_point(town="youxi")
    record([Edit(point=point, values={"position": position_to_plain(pin)})], Author.staff(li))
    make(BulkChange(replace="油溪镇建新路", by="白沙镇新沙路", take_pins_off=True), li)
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    assert not open_proposals().exists()


def test_an_outlet_that_would_leave_the_district_is_left_out(
    make_point: MakePoint, li: User
) -> None:
    make_point(town="youxi")
    there = make_point(town="youxi", address="油溪镇滨江路1号")
    double = make_point(town="youxi", name=there.name, address="油溪镇临江路1号")
    for asked, told in (
        (BulkChange(replace="油溪镇", by="永川区"), "重庆市永川区"),
        (BulkChange(replace="临江", by="滨江"), there.name),
        (BulkChange(replace="油溪镇", by="=油溪镇"), "公式"),
    ):
        plan = plan_bulk_edit(ServicePoint.objects.order_by("serial"), asked)
        assert plan.points
        assert all(told in one.problem for one in plan.points), asked
        assert not plan.corrections
    assert double.pk
