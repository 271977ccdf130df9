"""What changes with an edit is shown before it is saved: of outlets that move, and of new ones."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import open_proposals
from sites.models import PointChange, Region, ServicePoint, SourceKind, Town
from tests.desk.conftest import agree, agreeing, page_data
from tests.factories import MakePoint

ADD = "/desk/service_sites/servicepoint/add/"
YOUXI, BAISHA = "油溪镇建新路46号", "白沙镇新沙路1号"
PIN = Position.located(106.1130, 29.0632, precision=Precision.ROOFTOP, source="staff")


def page(point: ServicePoint) -> str:
    return f"/desk/service_sites/servicepoint/{point.pk}/change/"


def post(client: Client, point: ServicePoint, **changes: Any) -> Any:
    return client.post(page(point), page_data(client, page(point)) | changes)


def town_of(point: ServicePoint) -> str | None:
    point.refresh_from_db()
    return point.town.key if point.town is not None else None


@pytest.fixture
def house(make_point: MakePoint) -> ServicePoint:
    """Return an outlet whose house somebody's geocoder has found."""
    found = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="amap")
    return make_point(town="youxi", address=YOUXI, position=found)


@pytest.fixture
def pinned(data_manager: Client, make_point: MakePoint) -> ServicePoint:
    """Return an outlet with a pin that a person set."""
    point = make_point(town="baisha", address=BAISHA)
    edit = Edit(point=point, values={"position": position_to_plain(PIN)})
    record([edit], Author.staff(User.objects.get(username="li")))
    return point


def test_town_and_position_are_shown_before_they_are_saved(
    data_manager: Client, house: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    shown = post(data_manager, house, address=BAISHA, reason="来信")
    assert stored() == before
    content = shown.content.decode()
    (town, position) = shown.context["preview"].fields
    assert (town.old, town.new) == ("油溪镇", "白沙镇")
    assert position.old.endswith("（楼栋级）") or "楼栋" in position.old
    assert "镇街" in position.new
    for text in ("油溪镇 → <strong>白沙镇</strong>", YOUXI, "待核对的位置"):
        assert text in content
    assert 'class="errornote"' not in content, "nothing is wrong"
    baisha = house.region.towns.get(key="baisha")
    assert f'<option value="{baisha.pk}" selected>' in content

    sent = page_data(data_manager, page(house)) | {"address": BAISHA, "reason": "来信"}
    assert data_manager.post(page(house), agreeing(shown, sent)).status_code == 302
    assert town_of(house) == "baisha"
    assert (house.precision, house.position_source) == ("town", "gazetteer")
    change = PointChange.objects.filter(point=house).latest("pk")
    assert set(change.after) == {"address", "town", "position"}
    assert (change.source, change.reason) == (SourceKind.STAFF, "来信")
    assert house.provenance["address"]["locked"]
    assert not house.provenance["town"]["locked"], "a later reading may know better"
    (proposal,) = open_proposals()
    assert (proposal.point, proposal.provider, proposal.precision) == (house, "amap", "rooftop")


def test_a_correction_that_moves_nothing_is_saved_at_once(
    data_manager: Client, house: ServicePoint
) -> None:
    before = stored_position(house)
    for address in ("江津区油溪镇建新路46号", "油溪镇建新路46号附2号"):
        assert post(data_manager, house, address=address).status_code == 302
        assert town_of(house) == "youxi"
        assert stored_position(house) == before
    assert not open_proposals().exists()


def test_the_person_chooses_another_town_than_the_one_that_is_read(
    data_manager: Client, house: ServicePoint
) -> None:
    """Also the one that it had: untouched and chosen again are not the same."""
    sent = page_data(data_manager, page(house)) | {"address": BAISHA}
    shown = data_manager.post(page(house), sent)
    youxi = Town.objects.get(region="500116", key="youxi")
    again = agreeing(shown, sent) | {"town": youxi.pk}
    shown = data_manager.post(page(house), again)
    assert shown.status_code == 200, "the position is another one then"
    assert any("白沙镇" in remark for remark in shown.context["preview"].remarks)
    assert data_manager.post(page(house), agreeing(shown, again)).status_code == 302
    assert town_of(house) == "youxi"
    assert (house.longitude, house.latitude) == (youxi.longitude, youxi.latitude)


def test_what_was_agreed_to_is_what_was_shown(
    data_manager: Client, house: ServicePoint, stored: Callable[[], str]
) -> None:
    sent = page_data(data_manager, page(house)) | {"address": BAISHA}
    agreed = agreeing(data_manager.post(page(house), sent), sent)
    before = stored()
    for other in (
        {"address": "珞璜镇园区大道1号"},
        *({"agreed": text} for text in ("", "x", "{}", "[1, 2]", "[[], [], 1]", "[" * 30_000)),
    ):
        shown = data_manager.post(page(house), agreed | other)
        assert shown.context["preview"], other
        assert stored() == before


@pytest.mark.parametrize(("choice", "stays"), [("keep", True), ("take_off", False)])
def test_a_pin_asks(
    data_manager: Client, pinned: ServicePoint, choice: str, *, stays: bool
) -> None:
    shown = post(data_manager, pinned, address=YOUXI)
    assert shown.context["preview"].asks
    assert shown.content.decode().count('name="pin"') == 2
    sent = page_data(data_manager, page(pinned)) | {"address": YOUXI}
    undecided = data_manager.post(page(pinned), agreeing(shown, sent))
    assert undecided.context["preview"].asks, "nobody has chosen"
    answer = agree(data_manager, page(pinned), sent, pin=choice)
    assert answer.status_code == 302
    assert town_of(pinned) == "youxi"
    assert (stored_position(pinned) == PIN) is stays
    if not stays:
        assert (pinned.precision, pinned.position_source) == ("town", "gazetteer")
        assert not pinned.provenance["position"]["locked"]
    assert not open_proposals().exists(), "a person has decided"


def test_a_pin_that_is_right_for_the_new_address_too_asks_nothing(
    data_manager: Client, pinned: ServicePoint
) -> None:
    assert post(data_manager, pinned, address="重庆市江津区白沙镇新沙路1号").status_code == 302
    pinned.refresh_from_db()
    assert stored_position(pinned) == PIN


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("渝中区民权路27号", "重庆市渝中区"),
        ("重庆酉阳桃花源街道9号", "重庆市酉阳土家族苗族自治县"),
        ("延边朝鲜族自治州安图县石门镇1号", "安图县"),
        ("永川区朱沱镇老街5号", "重庆市永川区"),
        ("油希镇建新路46号", "油溪镇"),
    ],
)
def test_an_address_of_another_district_is_refused(
    data_manager: Client,
    house: ServicePoint,
    stored: Callable[[], str],
    address: str,
    told: str,
) -> None:
    before = stored()
    shown = post(data_manager, house, address=address)
    (error,) = shown.context["adminform"].form.errors["address"]
    assert told in error
    new = {"region": "500116", "name": "农商行某某支行", "address": address}
    shown = data_manager.post(ADD, page_data(data_manager, ADD) | new)
    assert told in str(shown.context["adminform"].form.errors["address"])
    assert stored() == before


def test_a_doubtful_address_is_a_remark(data_manager: Client, house: ServicePoint) -> None:
    ServicePoint.objects.filter(pk=house.pk).update(name="农商行永川支行")
    shown = post(data_manager, house, address="永川胜利路12号")
    assert any("永川区" in remark for remark in shown.context["preview"].remarks)


def new_outlet(**values: Any) -> dict[str, Any]:
    return {
        "region": "500116",
        "name": "农商行珞璜支行",
        "address": "珞璜镇园区大道1号",
        "phone": "47838915",
    } | values


def test_a_new_outlet_gets_what_one_of_a_table_gets(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    make_point(serial=41)
    before = stored()
    data = page_data(data_manager, ADD) | new_outlet()
    shown = data_manager.post(ADD, data)
    assert stored() == before
    read = {field.label: field.new for field in shown.context["preview"].fields}
    assert read["公告中的序号"] == "42"
    assert read["镇街"] == "珞璜镇"
    assert "农村商业银行" in read["经办单位"] or "农商" in read["经办单位"]
    assert data_manager.post(ADD, agreeing(shown, data)).status_code == 302
    point = ServicePoint.objects.get(name="农商行珞璜支行")
    assert (point.serial, point.operator_id, point.kind) == (42, "cqrcb", "bank")
    assert (point.town and point.town.key, point.precision) == ("luohuang", "town")
    assert sorted(point.services.values_list("code", flat=True)) == [
        *("activation", "reissue", "unlock")
    ]
    assert point.is_active
    assert PointChange.objects.get(point=point).source == SourceKind.STAFF
    assert not point.provenance["position"]["locked"]


def test_what_the_person_says_of_a_new_outlet_outranks_what_is_read(
    data_manager: Client, make_point: MakePoint
) -> None:
    make_point(serial=41)
    baisha = Region.objects.get(pk="500116").towns.get(key="baisha")
    said = {"serial": 7, "operator": "psbc", "kind": "post", "services": ["unlock"]}
    data = page_data(data_manager, ADD) | new_outlet(**said, town=baisha.pk)
    assert agree(data_manager, ADD, data).status_code == 302
    point = ServicePoint.objects.get(name="农商行珞璜支行")
    assert (point.serial, point.operator_id, point.kind) == (7, "psbc", "post")
    assert list(point.services.values_list("code", flat=True)) == ["unlock"]
    assert point.town == baisha
    assert (point.longitude, point.latitude) == (baisha.longitude, baisha.latitude)
    assert point.provenance["town"]["locked"]


def test_a_name_that_does_not_tell_the_operator_asks_for_it(
    data_manager: Client, reference_data: None
) -> None:
    shown = data_manager.post(ADD, page_data(data_manager, ADD) | new_outlet(name="某某网点"))
    assert list(shown.context["adminform"].form.errors) == ["operator"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("农商行油溪支行", "油溪镇建新路46号"),
        ("农商行油溪支行", "油溪镇建新路 46 号"),
        ("农商行 油溪支行", "油溪镇建新路４６号"),
    ],
)
@pytest.mark.parametrize("is_active", [True, False])
def test_an_exact_double_is_refused_with_the_way_to_it(
    data_manager: Client, make_point: MakePoint, name: str, address: str, *, is_active: bool
) -> None:
    there = make_point(is_active=is_active)
    data = page_data(data_manager, ADD) | new_outlet(name=name, address=address)
    shown = data_manager.post(ADD, data)
    assert shown.status_code == 200
    assert f'<a href="{page(there)}">{there.name}</a>' in shown.content.decode()
    assert ServicePoint.objects.count() == 1


def test_an_outlet_does_not_become_the_double_of_another(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    there, other = make_point(), make_point(name="农商行油溪分理处")
    before = stored()
    shown = post(data_manager, other, name=there.name)
    assert there.name in str(shown.context["adminform"].form.non_field_errors())
    assert stored() == before


def test_an_outlet_that_may_be_there_already_is_told(
    data_manager: Client, make_point: MakePoint
) -> None:
    make_point(name="老名字", phone="47838915", address="珞璜镇园区大道1号")
    make_point(name="农商行珞璜支行", phone="47212963", address="珞璜镇别处2号")
    make_point(name="无关的", phone="47838915", address="珞璜镇别处3号")
    data = page_data(data_manager, ADD) | new_outlet()
    shown = data_manager.post(ADD, data)
    told = "\n".join(shown.context["preview"].remarks)
    assert "老名字" in told
    assert "珞璜镇别处2号" in told
    assert "无关的" not in told
    assert data_manager.post(ADD, agreeing(shown, data)).status_code == 302


def test_a_serial_that_was_taken_meanwhile_is_no_question(
    data_manager: Client, make_point: MakePoint
) -> None:
    make_point(serial=41)
    data = page_data(data_manager, ADD) | new_outlet()
    shown = data_manager.post(ADD, data)
    make_point(serial=42, name="先来的", address="白沙镇新沙路9号")
    assert data_manager.post(ADD, agreeing(shown, data)).status_code == 302
    assert ServicePoint.objects.get(name="农商行珞璜支行").serial == 43
