"""Many outlets changed at once in the desk: chosen, previewed, made, undone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from sites.desk.points import bulk
from sites.models import BulkEdit, Region, ServicePoint
from tests.desk.conftest import MakePoint, staff_client
from tests.desk.test_hostile_text import PAYLOADS

LIST = "/desk/service_sites/servicepoint/"
BULK = f"{LIST}bulk/"
EDITS = "/desk/service_sites/bulkedit/"


def choose(client: Client, *points: ServicePoint) -> dict[str, Any]:
    """Return what the form says after outlets were chosen in the list."""
    keys = [str(point.pk) for point in points]
    data = {"action": "change_many", "_selected_action": keys, "index": "0"}
    response = client.post(LIST, data)
    assert response.status_code == 200
    form = response.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def preview(client: Client, data: dict[str, Any], **asked: str) -> Any:
    return client.post(BULK, data | asked)


def confirm(client: Client, shown: Any) -> Any:
    token = shown.context["plan"].token
    return client.post(BULK, dict(shown.context["confirming"]) | {"confirmed": token})


def test_from_the_list_to_the_result_and_back(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    one, other, third = make_point(), make_point(name="乙", services=["activation"]), make_point()
    data = choose(data_manager, one, other)
    before = stored()
    asked = {"service_activation": "add", "service_unlock": "remove", "reason": "按通知调整"}
    shown = preview(data_manager, data, **asked)
    content = shown.content.decode()
    for text in ("补办换卡、解锁、重置密码 → 补办换卡、激活", "按通知调整"):
        assert text in content
    assert "乙</th>" not in content, "nothing changes there"
    assert stored() == before
    answer = confirm(data_manager, shown)
    edit = BulkEdit.objects.get()
    assert answer["Location"] == f"{EDITS}{edit.pk}/change/"
    codes = {
        point.pk: set(point.services.values_list("code", flat=True))
        for point in ServicePoint.objects.all()
    }
    assert codes == {
        one.pk: {"reissue", "activation"},
        other.pk: {"activation"},
        third.pk: {"reissue", "unlock"},
    }
    result = data_manager.get(answer["Location"]).content.decode()
    for text in ("撤销本次批量修改", "补办换卡、激活", "按通知调整"):
        assert text in result
    undone = data_manager.post(f"{EDITS}{edit.pk}/undo/", follow=True)
    assert "撤销本次批量修改" not in undone.content.decode()
    one.refresh_from_db()
    assert set(one.services.values_list("code", flat=True)) == {"reissue", "unlock"}
    again = data_manager.post(f"{EDITS}{edit.pk}/undo/", follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["warning"]


def test_outlets_move_with_their_addresses(data_manager: Client, make_point: MakePoint) -> None:
    one = make_point(town="youxi")
    other = make_point(town="youxi", name="乙", address="油溪镇滨江路2号")
    abroad = make_point(town="youxi", name="丙", address="建新路永川区1号")
    data = choose(data_manager, one, other, abroad)
    shown = preview(data_manager, data, replaced="油溪镇建新路", by="白沙镇新沙路")
    content = shown.content.decode()
    for text in ("油溪镇建新路46号 → 白沙镇新沙路46号", "镇街：油溪镇 → 白沙镇", "位置："):
        assert text in content
    assert confirm(data_manager, shown).status_code == 302
    one.refresh_from_db()
    assert (one.town and one.town.key, one.precision) == ("baisha", "town")
    shown = preview(data_manager, data, replaced="建新路永川区", by="永川区")
    assert "重庆市永川区" in shown.content.decode()
    assert not shown.context["plan"].corrections
    for nothing in ({"by": "白沙镇"}, {"pins": "off"}):
        shown = preview(data_manager, data, **nothing)
        assert shown.context["plan"] is None, "nothing is asked"


def test_nothing_asked_and_nothing_possible(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point = make_point()
    data = choose(data_manager, point)
    before = stored()
    assert preview(data_manager, data).context["form"].non_field_errors()
    same = preview(data_manager, data, operator="cqrcb")
    assert "confirmed" not in same.content.decode()
    for asked in ({"operator": "no-such"}, {"is_active": "2"}, {"service_unlock": "drop"}):
        assert preview(data_manager, data, **asked).context["form"].errors
    for points in ("", "x", "1,,2", "1;2"):
        assert data_manager.post(BULK, {"points": points, "is_active": "0"}).status_code == 400
    assert data_manager.get(BULK).status_code == 405
    assert stored() == before


def test_a_preview_that_is_no_longer_true_is_shown_again(
    data_manager: Client, superuser: Client, make_point: MakePoint
) -> None:
    point = make_point()
    shown = preview(data_manager, choose(data_manager, point), operator="psbc")
    other = preview(superuser, choose(superuser, point), operator="icbc")
    assert confirm(superuser, other).status_code == 302
    again = confirm(data_manager, shown)
    assert again.status_code == 200
    assert "工商银行 → 邮储银行" in again.content.decode()
    point.refresh_from_db()
    assert point.operator_id == "icbc"
    assert confirm(data_manager, again).status_code == 302


def test_only_those_who_may_change_everything(
    client: Client,
    phone_keeper: Client,
    data_manager: Client,
    make_point: MakePoint,
    stored: Callable[[], str],
) -> None:
    point = make_point()
    shown = preview(data_manager, choose(data_manager, point), operator="psbc")
    forged = dict(shown.context["confirming"]) | {"confirmed": shown.context["plan"].token}
    assert confirm(data_manager, shown).status_code == 302
    edit = BulkEdit.objects.get()
    before = stored()
    observer = staff_client("guan", "观察员")
    region = Region.objects.get(pk="500116")
    region.pk = "330100"
    region.save(force_insert=True)
    far = staff_client("zhao", "数据管理员", regions=("330100",))
    for someone in (phone_keeper, observer):
        assert someone.post(BULK, forged).status_code == 403
        for path in ("", f"{edit.pk}/change/"):
            assert someone.get(EDITS + path).status_code == 403
        assert someone.post(f"{EDITS}{edit.pk}/undo/").status_code == 403
        assert "change_many" not in someone.get(LIST).content.decode()
    assert client.post(BULK, forged).status_code == 302
    elsewhere = far.post(BULK, forged | {"confirmed": ""})
    assert elsewhere.context["chosen"] == 0
    assert far.post(f"{EDITS}{edit.pk}/undo/").status_code == 404
    assert far.get(f"{EDITS}{edit.pk}/change/").status_code == 302
    assert list(far.get(EDITS).context["cl"].result_list) == []
    assert data_manager.get(f"{EDITS}{edit.pk}/undo/").status_code == 405
    for key in ("999999", "9" * 40):
        assert data_manager.post(f"{EDITS}{key}/undo/").status_code == 404
    assert stored() == before


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if escape(text) != text])
def test_typed_text_is_shown_as_text(
    data_manager: Client, make_point: MakePoint, payload: str
) -> None:
    point = make_point(name=payload)
    shown = preview(data_manager, choose(data_manager, point), operator="psbc", reason=payload)
    answer = confirm(data_manager, shown)
    pages = [shown, data_manager.get(answer["Location"]), data_manager.get(EDITS)]
    for page in pages:
        assert payload not in page.content.decode()
        assert escape(payload) in page.content.decode()


def test_more_outlets_than_a_statement_names_are_refused(
    data_manager: Client, make_point: MakePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [make_point(), make_point()]
    data = choose(data_manager, *points)
    flood = ",".join(map(str, range(1, 260_001)))
    assert preview(data_manager, {**data, "points": flood}, is_active="0").status_code == 400
    monkeypatch.setattr(bulk, "MOST_CHOSEN", 1)
    chosen = {"action": "change_many", "_selected_action": [str(one.pk) for one in points]}
    answer = data_manager.post(LIST, chosen | {"index": "0"}, follow=True)
    assert "每次最多选择 1 个网点" in answer.content.decode()


def test_undoing_says_who_has_the_serial_of_an_outlet_that_stays_closed(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    confirm(data_manager, preview(data_manager, choose(data_manager, point), is_active="0"))
    make_point(serial=point.serial, name="后来的网点")
    edit = BulkEdit.objects.get()
    shown = data_manager.post(f"{EDITS}{edit.pk}/undo/", follow=True).content.decode()
    assert "“后来的网点”已使用该序号" in shown
    assert "因为之后又有修改" not in shown
