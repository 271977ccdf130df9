"""The call sheet, and the page on which the results of calls are recorded."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sites.models import CallResult, PhoneCall, ServicePoint
from tests.desk.conftest import staff_client
from tests.factories import MakePoint, make_region

LIST = "/desk/service_sites/servicepoint/"
SHEET = f"{LIST}calls/"


def page(point: ServicePoint) -> str:
    return f"{LIST}{point.pk}/call/"


def listed(client: Client, **asked: str) -> list[ServicePoint]:
    return [row.point for row in client.get(SHEET, asked).context["rows"]]


def record(client: Client, point: ServicePoint, result: str, **more: str) -> Any:
    return client.post(page(point), {"result": result, "called": point.phone} | more)


@pytest.fixture
def three(make_point: MakePoint) -> list[ServicePoint]:
    """Return three outlets in the order of the sheet."""
    last = make_point(name="丙", phone="47212963")
    second = make_point(name="乙", town="youxi", phone="47838915")
    first = make_point(name="甲", town="jijiang")
    make_point(name="停用", is_active=False)
    make_point(name="无号", phone="")
    return [first, second, last]


def test_the_sheet_lists_what_is_due_town_by_town(
    phone_keeper: Client, three: list[ServicePoint]
) -> None:
    assert listed(phone_keeper) == three
    assert listed(phone_keeper, town="youxi") == [three[1]]
    assert listed(phone_keeper, region="500116") == three
    record(phone_keeper, three[0], "right")
    assert listed(phone_keeper) == three[1:]
    for asked in ({"town": "nowhere"}, {"region": "999999"}, {"region": "x"}):
        assert phone_keeper.get(SHEET, asked).status_code == 404
    assert three[1].name in phone_keeper.get(SHEET).content.decode()


def test_the_sheet_as_a_table(phone_keeper: Client, three: list[ServicePoint]) -> None:
    ServicePoint.objects.filter(pk=three[0].pk).update(name="=1+1")
    record(phone_keeper, three[1], "no_answer")
    answer = phone_keeper.get(f"{LIST}calls.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="calls-500116.csv"' in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    header, *rows = csv.reader(text.splitlines())
    assert header[:6] == ["序号", "公告序号", "网点", "镇街", "地址", "电话"]
    assert [row[5] for row in rows] == ["47564298", "47838915", "47212963"]
    assert rows[0][2] == "'=1+1"
    assert "无人接听" in rows[1][7]


def test_calls_are_recorded_one_after_the_other(
    phone_keeper: Client, three: list[ServicePoint]
) -> None:
    first, second, last = three
    shown = phone_keeper.get(page(first)).content.decode()
    assert "tel:+862347564298" in shown
    answer = record(phone_keeper, first, "right")
    assert answer["Location"] == f"{page(second)}?region=500116"
    answer = record(phone_keeper, second, "corrected", phone="023-4757 9202")
    assert answer["Location"] == f"{page(last)}?region=500116"
    second.refresh_from_db()
    assert second.phone == "47579202"
    answer = record(phone_keeper, last, "no_answer")
    assert answer["Location"] == f"{SHEET}?region=500116"
    assert listed(phone_keeper) == [last]
    assert "无人接听" in phone_keeper.get(SHEET).content.decode()
    assert list(PhoneCall.objects.order_by("pk").values_list("result", "called_by__username")) == [
        ("right", "wang"),
        ("corrected", "wang"),
        ("no_answer", "wang"),
    ]
    # In one town the next one is of that town.
    town = phone_keeper.post(f"{page(last)}?town=youxi", {"result": "wrong", "called": last.phone})
    assert town["Location"] == f"{SHEET}?region=500116&town=youxi"


@pytest.mark.parametrize("typed", ["", "4783891", "47838915", "<script>alert(1)</script>"])
def test_a_right_number_that_is_none_is_refused_with_the_reason(
    phone_keeper: Client, three: list[ServicePoint], typed: str, stored: Callable[[], str]
) -> None:
    before = stored()
    answer = record(phone_keeper, three[1], "corrected", phone=typed)
    assert answer.status_code == 400
    assert answer.context["problem"]
    assert "<script>alert(1)" not in answer.content.decode()
    assert stored() == before
    assert not PhoneCall.objects.exists()


def test_a_number_that_changed_during_the_call(
    phone_keeper: Client, three: list[ServicePoint], stored: Callable[[], str]
) -> None:
    before = stored()
    for result in CallResult.values:
        answer = phone_keeper.post(
            page(three[0]), {"result": result, "called": "47000000", "phone": "47111111"}
        )
        assert answer.status_code == 400
        assert "47564298" in answer.context["problem"]
        assert "47000000" in answer.context["problem"]
    assert stored() == before
    assert not PhoneCall.objects.exists()


def test_a_number_of_another_outlet_is_flagged(
    phone_keeper: Client, three: list[ServicePoint]
) -> None:
    record(phone_keeper, three[0], "corrected", phone="47838915")
    said = [str(one) for one in phone_keeper.get(SHEET).context["messages"]]
    assert [text for text in said if three[1].name in text and "相同" in text]


def test_others_reach_nothing(
    client: Client, three: list[ServicePoint], stored: Callable[[], str]
) -> None:
    before = stored()
    observer = staff_client("guan", "观察员")
    far = staff_client("zhao", "数据管理员", regions=[make_region().pk])
    for path in (SHEET, f"{LIST}calls.csv", page(three[0])):
        assert client.get(path)["Location"].startswith("/desk/login/")
        assert observer.get(path).status_code == 403
    assert far.get(SHEET).context["rows"] == []
    assert far.get(SHEET, {"region": "500116"}).status_code == 404
    assert far.get(page(three[0])).status_code == 404
    for someone, status in ((observer, 403), (far, 404)):
        assert record(someone, three[0], "right").status_code == status
    assert stored() == before


def test_forged_results_are_refused(phone_keeper: Client, three: list[ServicePoint]) -> None:
    for result in ("", "perhaps", "right\x00"):
        assert record(phone_keeper, three[0], result).status_code == 400
    for key in ("999999", "9" * 40):
        assert phone_keeper.post(f"{LIST}{key}/call/", {"result": "right"}).status_code == 404
    silent = ServicePoint.objects.get(name="无号")
    assert phone_keeper.get(page(silent)).status_code == 404
    assert not PhoneCall.objects.exists()


def test_whoever_has_no_region_gets_no_sheet(reference_data: None) -> None:
    assert staff_client("zhao", "电话维护员", regions=()).get(SHEET).status_code == 404
