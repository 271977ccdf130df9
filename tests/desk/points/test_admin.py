"""Staff correct outlets in the list and on the outlet's page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.finding import get_point
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import DataVersion, PointChange, ServicePoint, SourceKind
from tests.desk.conftest import agree, list_data, page_data
from tests.factories import MakePoint

LIST = "/desk/service_sites/servicepoint/"
TABLE = Author.geocoder("table")


def page(point: ServicePoint) -> str:
    return reverse("desk:service_sites_servicepoint_change", args=[point.pk])


def test_a_phone_is_corrected_in_the_list(phone_keeper: Client, make_point: MakePoint) -> None:
    point, other = make_point(), make_point()
    version = DataVersion.current()
    data = list_data(phone_keeper, LIST)
    response = phone_keeper.post(LIST, data | {"form-0-phone": "023-4783 8915"})
    assert response.status_code == 302
    point.refresh_from_db()
    assert (point.phone, point.phone_e164) == ("47838915", "+862347838915")
    assert "47838915" in point.search_text
    origin = point.provenance_of("phone")
    assert origin is not None
    assert (origin.source, origin.reference, origin.locked) == (SourceKind.STAFF, "wang", True)
    assert origin.verified_at is not None
    assert DataVersion.current() == version + 1
    assert PointChange.objects.filter(point=other).count() == 1
    change = PointChange.objects.get(point=point, source=SourceKind.STAFF)
    assert change.user is not None
    assert change.user.get_username() == "wang"
    assert change.before["phone"]["value"] == "47564298"
    assert change.after["phone"]["value"] == "47838915"
    assert set(change.after) == {"phone"}


def test_a_postcode_is_corrected_on_the_outlets_page(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    edit = page_data(data_manager, page(point)) | {"postcode": "40226O"}
    assert "邮政编码是六位数字。" in data_manager.post(page(point), edit).content.decode()
    data_manager.post(page(point), edit | {"postcode": "402260"})
    point.refresh_from_db()
    assert point.postcode == "402260"
    assert PointChange.objects.latest("pk").after.keys() == {"postcode"}
    assert "邮政编码" in data_manager.get(page(point)).content.decode()


def test_what_the_number_was_and_is_stands_in_the_answer(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    data = list_data(phone_keeper, LIST) | {"form-0-phone": "47838915"}
    said = [str(one) for one in phone_keeper.post(LIST, data, follow=True).context["messages"]]
    assert said == [f"{point.name}：电话 47564298 → 47838915", "已保存 1 个服务网点的修改。"]
    edit = page_data(phone_keeper, page(point)) | {"phone": "", "no-phone": "1"}
    said = [
        str(one) for one in phone_keeper.post(page(point), edit, follow=True).context["messages"]
    ]
    assert said[0] == f"{point.name}：电话 47838915 → —"


def test_people_are_called_by_name_with_the_login(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    User.objects.filter(username="wang").update(last_name="王", first_name="丽")
    point = make_point()
    edit = page_data(phone_keeper, page(point)) | {"phone": "47838915"}
    assert phone_keeper.post(page(point), edit).status_code == 302
    assert "王丽（wang）" in phone_keeper.get(LIST).content.decode()
    shown = phone_keeper.get(page(point)).content.decode()
    day = r"\d{4}-\d\d-\d\d"
    assert re.search(rf'fact-ok">{day} 王丽（wang）<', shown)
    assert re.search(rf"电话: 工作人员 王丽（wang），{day} .* 由王丽（wang）核实", shown)
    assert re.search(r"<td>王丽（wang）</td>", shown), "in the history"


def test_a_new_outlet_begins_with_what_it_is(data_manager: Client) -> None:
    form = data_manager.get(f"{LIST}add/").context["adminform"]
    assert [fieldset.fields[0] for fieldset in form] == ["region", "phone", "is_active"]


def test_where_values_come_from_is_told_in_words(data_manager: Client, real_points: None) -> None:
    point = ServicePoint.objects.get(serial=14)
    shown = data_manager.get(page(point)).content.decode()
    assert f"{point.original_longitude}, {point.original_latitude} · WGS-84（天地图、GPS）" in shown
    assert "<div>联系电话: 47695118</div>" in shown
    assert "gazetteer" not in shown


def test_a_wrong_phone_is_refused_with_the_reason(
    phone_keeper: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point = make_point()
    before = stored()
    response = phone_keeper.post(LIST, list_data(phone_keeper, LIST) | {"form-0-phone": "4783891"})
    assert response.status_code == 200
    (message,) = response.context["cl"].formset.forms[0].errors["phone"]
    assert "7" in message
    assert "023" in message
    assert message in response.content.decode()
    response = phone_keeper.post(
        page(point), page_data(phone_keeper, page(point)) | {"phone": "<script>alert(1)</script>"}
    )
    assert response.status_code == 200
    assert "phone" in response.context["adminform"].form.errors
    assert "<script>alert(1)" not in response.content.decode()
    assert stored() == before


def test_the_role_for_phones_writes_a_note_with_a_reason(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    data = page_data(phone_keeper, page(point))
    assert {name for name in data if not name.startswith("initial-")} == {
        "phone",
        "note",
        "reason",
        "seen",
    }
    answer = phone_keeper.post(page(point), data | {"note": "午休不办理", "reason": "来电核实"})
    assert answer.status_code == 302
    point.refresh_from_db()
    assert point.note == "午休不办理"
    content = phone_keeper.get(page(point)).content.decode()
    for shown in ("wang", "— → 午休不办理", "来电核实"):
        assert shown in content


def test_saving_without_a_change_moves_nothing(
    phone_keeper: Client,
    data_manager: Client,
    make_point: MakePoint,
    stored: Callable[[], str],
) -> None:
    point = make_point(note="x", town="youxi")
    make_point(services=[], is_active=False)
    before = stored()
    for client in (phone_keeper, data_manager):
        assert client.post(LIST, list_data(client, LIST)).status_code == 302
        assert client.post(page(point), page_data(client, page(point))).status_code == 302
        spelled = list_data(client, LIST) | {"form-0-phone": "(023) 4756-4298"}
        assert client.post(LIST, spelled).status_code == 302
    assert stored() == before


def test_the_role_for_data_changes_everything_but_the_position(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    wanted: dict[str, Any] = {
        "serial": 7,
        "name": "邮储银行七贤街支行",
        "kind": "post",
        "operator": "psbc",
        "address": "几江街道七贤街16号",
        "services": ["activation"],
        "note": "n",
        "longitude": 1,
    }
    town = point.region.towns.get(key="jijiang")
    data = page_data(data_manager, page(point)) | wanted | {"town": town.pk}
    assert agree(data_manager, page(point), data).status_code == 302
    point.refresh_from_db()
    assert point.name == wanted["name"]
    assert (point.serial, point.kind, point.operator_id) == (7, "post", "psbc")
    assert point.town == town
    assert list(point.services.values_list("code", flat=True)) == ["activation"]
    # The centre of the town, not what was sent.
    assert point.longitude == pytest.approx(106.26, abs=0.05)
    assert "qxj" in point.search_text
    change = PointChange.objects.filter(point=point, source=SourceKind.STAFF).first()
    assert change is not None
    assert set(change.after) == set(wanted) - {"longitude"} | {"town", "position"}
    history = data_manager.get(page(point)).content.decode()
    assert "→ 几江街道" in history


def test_an_outlet_is_added_and_deactivated(data_manager: Client, make_point: MakePoint) -> None:
    model = make_point()
    url = "/desk/service_sites/servicepoint/add/"
    data = page_data(data_manager, url) | {
        "region": "500116",
        "serial": 1,
        "name": "新网点",
        "kind": "office",
        "operator": model.operator_id,
        "address": "某路1号",
        "town": model.region.towns.get(key="youxi").pk,
        "phone": "12333",
        "services": ["reissue"],
        "is_active": "on",
    }
    refused = data_manager.post(url, data)
    assert "serial" in refused.context["adminform"].form.errors
    assert agree(data_manager, url, data | {"serial": 2}).status_code == 302
    point = ServicePoint.objects.get(name="新网点")
    assert point.phone == "12333"
    assert point.service_mask
    assert PointChange.objects.get(point=point, source=SourceKind.STAFF).kind == "added"
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    closed = page_data(data_manager, page(point))
    del closed["is_active"]
    assert data_manager.post(page(point), closed).status_code == 302
    point.refresh_from_db()
    assert not point.is_active


def test_opening_hours_are_written_in_words_and_read_back(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    for hours, said in (
        ("周一至周五9:00-17:00，节假日休息", "周一至周五 09:00–17:00"),
        ("逢赶场天", "可以有不止一种理解"),
    ):
        data = page_data(data_manager, page(point)) | {"hours": hours}
        assert data_manager.post(page(point), data).status_code == 302
        shown = data_manager.get(page(point)).content.decode()
        assert said in shown
        point.refresh_from_db()
        assert point.hours == hours
        assert (point.schedule_id is None) is (hours == "逢赶场天")


def test_an_outlet_is_closed_with_day_reason_and_successor(
    data_manager: Client, make_point: MakePoint
) -> None:
    point, successor = make_point(), make_point()
    data = page_data(data_manager, page(point))
    del data["is_active"]
    data |= {
        "status_since": "2026-07-01",
        "status_reason": "合并",
        "successor": str(successor.serial),
    }
    assert data_manager.post(page(point), data).status_code == 302
    row = get_point(point.public_id, "zh-hans")
    assert row is not None
    assert (row["status"], row["status_since"]) == ("merged", "2026-07-01")
    assert (row["status_reason"], row["successor"]) == ("合并", str(successor.public_id))
    shown = data_manager.get(page(point)).content.decode()
    assert f"→ {successor.name}" in shown, "the history names it"
    assert page_data(data_manager, page(point))["successor"] == successor.serial


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"successor": "4711"}, "successor"),
        ({"successor": "1"}, "successor"),
        ({"successor": "2", "is_active": "on"}, "successor"),
        ({"status_since": "2026-07-02", "status_until": "2026-07-01"}, "status_until"),
        ({"status_since": "1. Juli"}, "status_since"),
    ],
    ids=["unknown", "itself", "of one that is there", "days", "no day"],
)
def test_what_cannot_become_of_an_outlet_is_refused(
    data_manager: Client, make_point: MakePoint, said: dict[str, str], wrong: str
) -> None:
    point, _other = make_point(), make_point()
    data = page_data(data_manager, page(point))
    del data["is_active"]
    response = data_manager.post(page(point), data | said)
    assert response.status_code == 200
    assert wrong in response.context["adminform"].form.errors
    point.refresh_from_db()
    assert point.is_active


def untick(client: Client, point: ServicePoint, **said: str) -> None:
    data = page_data(client, page(point)) | said
    del data["is_active"]
    assert client.post(page(point), data).status_code == 302


def test_what_the_form_shows_of_an_outlet_holds_when_it_is_closed(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    data = page_data(data_manager, page(point))
    data |= {"status": "suspended", "status_since": "2026-07-01", "status_reason": "拆迁"}
    assert data_manager.post(page(point), data).status_code == 302
    untick(data_manager, point)
    row = get_point(point.public_id, "zh-hans")
    assert row is not None
    assert (row["status"], row["status_since"], row["status_reason"]) == (
        *("closed", "2026-07-01", "拆迁"),
    )


def test_an_outlet_that_a_table_lists_again_has_no_past_in_the_form(
    data_manager: Client, make_point: MakePoint
) -> None:
    point, successor = make_point(), make_point()
    untick(data_manager, point, successor=str(successor.serial), status_reason="合并")
    record([Edit(point=ServicePoint.objects.get(pk=point.pk), values={"is_active": True})], TABLE)
    data = page_data(data_manager, page(point))
    assert (data["successor"], data["status_reason"]) == ("", "")
    assert data_manager.post(page(point), data | {"note": "周末不休"}).status_code == 302
    point.refresh_from_db()
    assert (point.note, point.is_active) == ("周末不休", True)


def test_a_successor_that_closes_too_stands_in_nobodys_way(
    data_manager: Client, make_point: MakePoint
) -> None:
    point, successor = make_point(), make_point()
    untick(data_manager, point, successor=str(successor.serial))
    untick(data_manager, successor)
    data = page_data(data_manager, page(point)) | {"note": "见新址"}
    assert data_manager.post(page(point), data).status_code == 302
    point.refresh_from_db()
    assert (point.note, point.successor_id) == ("见新址", successor.public_id)


def test_two_people_say_what_became_of_an_outlet(
    data_manager: Client, make_point: MakePoint
) -> None:
    point, successor = make_point(), make_point()
    untick(data_manager, point, successor=str(successor.serial))
    before = page_data(data_manager, page(point))
    record([Edit(point=ServicePoint.objects.get(pk=point.pk), values={"successor": None})], TABLE)
    for typed in (str(successor.serial), "4711"):
        response = data_manager.post(page(point), before | {"note": "x", "successor": typed})
        assert response.status_code in {200, 302}


def test_the_role_for_phones_does_not_close_an_outlet(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point, other = make_point(), make_point()
    data = page_data(phone_keeper, page(point)) | {
        "note": "n",
        "status": "suspended",
        "status_reason": "forged",
        "successor": str(other.serial),
    }
    assert phone_keeper.post(page(point), data).status_code == 302
    point.refresh_from_db()
    assert (point.note, point.status, point.status_reason, point.successor_id) == (
        *("n", "open", "", None),
    )
    assert point.is_active


def test_a_new_outlet_is_planned_for_a_day(data_manager: Client, make_point: MakePoint) -> None:
    make_point()
    url = "/desk/service_sites/servicepoint/add/"
    data = page_data(data_manager, url) | {
        "region": "500116",
        "name": "农商行滨江新城支行",
        "address": "几江街道滨江路1号",
        "phone": "12333",
        "is_active": "on",
        "status": "planned",
        "status_since": "2027-03-01",
    }
    assert agree(data_manager, url, data).status_code == 302
    point = ServicePoint.objects.get(name="农商行滨江新城支行")
    added = PointChange.objects.get(point=point)
    assert {"status", "status_since"} <= set(added.after)
    assert not {"status_until", "successor"} & set(added.after), "nobody said that"
    row = get_point(point.public_id, "zh-hans")
    assert row is not None
    assert (row["status"], row["status_since"]) == ("planned", "2027-03-01")


def test_a_new_address_or_town_brings_the_position_of_its_town(
    data_manager: Client, make_point: MakePoint
) -> None:
    finer = Position.located(106.115, 29.065, precision=Precision.STREET, source="nominatim")
    point = make_point(town="youxi", position=finer)
    baisha = point.region.towns.get(key="baisha")
    moved = page_data(data_manager, page(point)) | {"address": "白沙镇新沙路1号"}
    assert agree(data_manager, page(point), moved).status_code == 302
    point.refresh_from_db()
    assert point.town == baisha
    assert (point.longitude, point.latitude) == (baisha.longitude, baisha.latitude)
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    for field in ("town", "position"):
        origin = point.provenance_of(field)
        assert origin is not None
        assert (origin.source, origin.locked) == (SourceKind.GEOCODER, False)
    # What was found in the street serves for its other houses.
    near = Edit(point=point, values={"position": position_to_plain(finer)})
    record([near], Author.geocoder("nominatim"))
    for change in ({"address": "白沙镇新沙路2号"}, {"phone": "47838915"}):
        data = page_data(data_manager, page(point)) | change
        assert data_manager.post(page(point), data).status_code == 302
        point.refresh_from_db()
        assert point.precision == "street"
    data = page_data(data_manager, page(point)) | {"town": ""}
    assert agree(data_manager, page(point), data).status_code == 302
    point.refresh_from_db()
    assert point.town_id is None
    assert (point.longitude, point.precision) == (None, "")


@pytest.mark.parametrize("field", ["name", "address", "note"])
@pytest.mark.parametrize("text", ["=1+1", "<b>x</b>", "a\x07b", "路1\u202e号", "路\u2066号"])
def test_what_a_table_may_not_hold_is_refused_here_too(
    data_manager: Client,
    make_point: MakePoint,
    stored: Callable[[], str],
    field: str,
    text: str,
) -> None:
    point = make_point()
    before = stored()
    data = page_data(data_manager, page(point)) | {field: text}
    response = data_manager.post(page(point), data)
    assert list(response.context["adminform"].form.errors) == [field]
    assert stored() == before


def test_texts_are_stored_in_their_normal_form(data_manager: Client, make_point: MakePoint) -> None:
    point = make_point(town="youxi")
    data = page_data(data_manager, page(point)) | {"address": "油溪镇 建新路４８号"}
    assert agree(data_manager, page(point), data).status_code == 302
    point.refresh_from_db()
    assert point.address == "油溪镇建新路48号"
    response = data_manager.post(page(point), data | {"name": "\u200b"})
    assert "name" in response.context["adminform"].form.errors


def test_a_serial_is_given_once_and_a_town_must_be_in_the_region(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    make_point(name="第一网点")
    second = make_point()
    before = stored()
    data = page_data(data_manager, page(second)) | {"serial": 1}
    response = data_manager.post(page(second), data)
    (message,) = response.context["adminform"].form.errors["serial"]
    assert "第一网点" in message
    assert stored() == before


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("47212963", {"b"}),
        ("023-4721 2963", {"b"}),
        ("油溪", {"a", "b"}),
        ("yx 47838915", {"a"}),
        ("ＹＯＵＸＩ", {"a", "b"}),
        ("不存在", set()),
        ("%", set()),
        ("{{7*7}}", set()),
        ("", {"a", "b"}),
    ],
)
def test_search(data_manager: Client, make_point: MakePoint, words: str, found: set[str]) -> None:
    make_point(phone="47838915", note="a", town="youxi")
    make_point(phone="47212963", note="b", town="youxi")
    response = data_manager.get(LIST, {"q": words})
    assert {point.note for point in response.context["cl"].result_list} == found


@pytest.mark.parametrize(
    "query",
    [
        "is_active__exact=1",
        "kind__exact=bank",
        "services__code__exact=unlock",
        "operator__code__exact=cqrcb",
        "precision__exact=",
    ],
)
def test_filters(data_manager: Client, make_point: MakePoint, query: str) -> None:
    make_point()
    make_point(is_active=False, kind="post", services=[], operator="psbc")
    response = data_manager.get(f"{LIST}?{query}")
    expected = 2 if query.startswith("precision") else 1
    assert response.context["cl"].result_count == expected


@pytest.mark.parametrize("role", ["phone_keeper", "data_manager"])
def test_the_pages_need_as_many_queries_for_one_row_as_for_many(
    role: str, request: pytest.FixtureRequest, make_point: MakePoint
) -> None:
    client: Client = request.getfixturevalue(role)
    point = make_point(town="youxi")
    log = "/desk/service_sites/pointchange/"
    pages = [LIST, page(point), log]
    # Who verified a number is looked up in one query, for one or for all.
    client.post(page(point), page_data(client, page(point)) | {"phone": "47210099"})
    few = [queries(client, url) for url in pages]
    for number in range(20):
        make_point(town="jijiang")
        data = page_data(client, page(point)) | {"phone": f"4721{number:04}"}
        assert client.post(page(point), data).status_code == 302
    assert [queries(client, url) for url in pages] == few
    assert max(few) <= 19


def queries(client: Client, url: str) -> int:
    # What is read once per process is not counted, nor that the session goes on.
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
