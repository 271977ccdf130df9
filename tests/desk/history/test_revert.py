"""A single change is taken back from the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sites.changes.author import Author
from sites.changes.fields import stored_position
from sites.changes.record import Edit, record
from sites.corrections import verify
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import open_proposals
from sites.models import DataVersion, PointChange, ServicePoint, SourceKind
from tests.desk.conftest import agree, page_data, staff_client
from tests.factories import MakePoint

LOG = "/desk/service_sites/pointchange/"


def url(change: PointChange) -> str:
    return f"{LOG}{change.pk}/revert/"


def last(point: ServicePoint) -> PointChange:
    return point.changes.earliest("-pk")


def take_back(client: Client, change: PointChange, *fields: str, **data: Any) -> Any:
    """Send the page as it is shown, with these fields ticked."""
    seen = client.get(url(change)).context["seen"]
    return client.post(url(change), {"fields": fields, "seen": seen, "reason": "", **data})


@pytest.fixture
def li(django_user_model: type[User]) -> Author:
    return Author.staff(django_user_model.objects.create_user("zhao"))


def test_what_taking_back_means_is_said_before(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915"})], li)
    shown = data_manager.get(url(last(point))).content.decode()
    assert "恢复的值记为您本人今天填写的" in shown
    assert "原来的来源和核实时间不会一起恢复" in shown
    assert "以后的导入不会覆盖它" in shown


def test_a_verification_is_nothing_to_take_back(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    verify(point, "phone", li)
    assert last(point).is_verification
    assert data_manager.get(url(last(point))).status_code == 403
    shown = data_manager.get(LOG).content.decode()
    assert url(last(point)) not in shown
    assert "电话：47564298" in shown, "without an arrow to the same value"


def test_a_correction_is_taken_back_by_a_new_change(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915", "note": "误"})], li)
    wrong = last(point)
    (phone, note) = data_manager.get(url(wrong)).context["fields"]
    assert (phone.given, phone.now, phone.back) == ("47838915", "47838915", "47564298")
    assert (note.given, note.back, note.by) == ("误", "—", "")
    answer = take_back(data_manager, wrong, "phone", "note", reason="打错了")
    assert answer.status_code == 302
    point.refresh_from_db()
    assert (point.phone, point.phone_e164, point.note) == ("47564298", "+862347564298", "")
    change = last(point)
    assert change.user is not None
    assert (change.user.get_username(), change.source) == ("li", SourceKind.STAFF)
    assert str(wrong.pk) in change.reason
    assert change.reason.endswith("打错了")
    # It is the person's decision: the next import does not overwrite it.
    origin = point.provenance_of("phone")
    assert origin is not None
    assert (origin.reference, origin.locked) == ("li", True)
    # Taken back, there is nothing left to take back.
    assert all(field.is_back for field in data_manager.get(url(wrong)).context["fields"])


def test_only_what_is_ticked_is_taken_back(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915", "note": "n"})], li)
    change = last(point)
    assert take_back(data_manager, change, "phone", "name", "serial").status_code == 302
    point.refresh_from_db()
    assert (point.phone, point.note, point.name) == ("47564298", "n", "农商行油溪支行")


def test_what_has_moved_on_is_told_and_not_ticked(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915"})], li)
    wrong = last(point)
    record([Edit(point=point, values={"phone": "47579202"})], li)
    response = data_manager.get(url(wrong))
    (field,) = response.context["fields"]
    assert (field.now, field.by) == ("47579202", "zhao")
    content = response.content.decode()
    assert "47579202" in content
    assert "checked" not in content
    assert take_back(data_manager, wrong).status_code == 200
    point.refresh_from_db()
    assert point.phone == "47579202"
    assert take_back(data_manager, wrong, "phone").status_code == 302
    point.refresh_from_db()
    assert point.phone == "47564298"


def test_what_moves_on_while_somebody_decides_is_not_overwritten(
    data_manager: Client, make_point: MakePoint, li: Author, stored: Callable[[], str]
) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915"})], li)
    wrong, seen = last(point), DataVersion.current()
    record([Edit(point=point, values={"phone": "47579202"})], li)
    before = stored()
    response = data_manager.post(url(wrong), {"fields": ["phone"], "seen": seen})
    assert response.status_code == 200
    assert "47579202" in response.content.decode()
    assert response.context["form"].non_field_errors()
    for data in ({"fields": ["phone"]}, {"fields": ["phone"], "seen": "x"}, {"seen": seen}):
        assert data_manager.post(url(wrong), data).status_code == 200
    assert stored() == before


def test_a_new_outlet_is_withdrawn_and_a_closed_one_comes_back_unless_its_serial_is_taken(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point(serial=7)
    assert take_back(data_manager, last(point), "is_active").status_code == 302
    point.refresh_from_db()
    assert not point.is_active
    closed = last(point)
    assert closed.kind == "removed"
    other = make_point(serial=7, name="后来的网点")
    response = take_back(data_manager, closed, "is_active")
    assert "后来的网点" in response.content.decode()
    record([Edit(point=other, values={"serial": 8})], li)
    assert take_back(data_manager, closed, "is_active").status_code == 302
    point.refresh_from_db()
    assert point.is_active


def test_a_former_address_brings_its_position_back(
    data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point(town="youxi")
    record([Edit(point=point, values={"town": "baisha", "address": "白沙镇新沙路1号"})], li)
    assert take_back(data_manager, last(point), "town", "address").status_code == 302
    point.refresh_from_db()
    town = point.region.towns.get(key="youxi")
    assert (point.address, point.town, point.longitude) == (
        "油溪镇建新路46号",
        town,
        town.longitude,
    )


def test_a_value_that_is_not_possible_any_more_is_refused(
    data_manager: Client, make_point: MakePoint, li: Author, stored: Callable[[], str]
) -> None:
    point = make_point(town="youxi")
    record([Edit(point=point, values={"town": None})], li)
    point.region.towns.filter(key="youxi").update(key="renamed")
    before = stored()
    assert take_back(data_manager, last(point), "town").status_code == 200
    assert stored() == before


def test_who_may_take_back_what(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint, li: Author
) -> None:
    point = make_point()
    added = last(point)
    record([Edit(point=point, values={"name": "新名"})], li)
    renamed = last(point)
    record([Edit(point=point, values={"phone": "47838915"})], li)
    called = last(point)
    observer = staff_client("kan", "观察员")
    elsewhere = staff_client("wai", "数据管理员", regions=())
    for client, change, status in (
        (phone_keeper, renamed, 403),
        (phone_keeper, added, 403),
        (observer, called, 403),
        (elsewhere, called, 404),
        (phone_keeper, called, 200),
        (data_manager, renamed, 200),
    ):
        assert client.get(url(change)).status_code == status
        data = {"fields": ["name", "phone", "is_active"], "seen": DataVersion.current()}
        if status != 200:
            assert client.post(url(change), data).status_code == status
        content = client.get(LOG).content.decode()
        assert (url(change) in content) == (status == 200)
    assert data_manager.get(f"{LOG}{'9' * 30}/revert/").status_code == 404
    point.refresh_from_db()
    assert (point.name, point.phone) == ("新名", "47838915")


def test_an_address_comes_back_with_the_town_and_the_position_that_followed_it(
    data_manager: Client, make_point: MakePoint
) -> None:
    found = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="amap")
    point = make_point(town="youxi", position=found)
    page = f"/desk/service_sites/servicepoint/{point.pk}/change/"
    moved = page_data(data_manager, page) | {"address": "白沙镇新沙路1号"}
    assert agree(data_manager, page, moved).status_code == 302
    assert open_proposals().exists()
    fields = ("address", "town", "position")
    assert take_back(data_manager, last(point), *fields).status_code == 302
    point.refresh_from_db()
    assert (point.town and point.town.key, stored_position(point)) == ("youxi", found)
    locked = {name for name, said in point.provenance.items() if said["locked"]}
    assert locked == {"address"}, "the machine's word is the machine's again"
    assert not open_proposals().exists()
