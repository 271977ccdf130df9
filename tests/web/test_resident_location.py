"""A resident types where they are, without a script, and is told what was understood."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sites.models import ServicePoint
from tests.web.reading import PageReader

pytestmark = pytest.mark.usefixtures("real_points")
PAGES = ["/en/", "/en/map/"]


def post(client: Client, page: str, **fields: Any) -> PageReader:
    response = client.post(page, fields)
    assert response.status_code == 200, response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    return PageReader(response.content.decode())


def offered(page: PageReader) -> list[str]:
    """Return the places that a page asks to choose from."""
    return [
        str(a["value"])
        for tag, a in page.attributes
        if tag == "button" and a.get("name") == "choice"
    ]


@pytest.mark.parametrize("address", PAGES)
def test_the_form_posts_and_needs_no_script(client: Client, address: str) -> None:
    page = PageReader(client.get(address).content.decode())
    (form,) = [a for tag, a in page.attributes if tag == "form" and a.get("id") == "place-form"]
    assert form["method"] == "post"
    assert form["action"] == f"{address}#answer"


@pytest.mark.parametrize("address", PAGES)
def test_an_understood_place_orders_the_list(client: Client, address: str) -> None:
    page = post(client, address, place="时代广场")
    assert "Nearest to 重庆市江津区双福街道时代广场." in page.text
    assert "Position known to the town only, for reference." in page.text
    assert "nearest first" in page.text
    first = client.get("/api/v1/service-points/nearest/?near=106.27014,29.41359&limit=3").json()
    assert set(page.ids[:3]) == {row["id"] for row in first["results"]}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("typed", "choice", "first"),
    [
        ("鼎山大道711号", "", "邮政公司鼎山邮政所"),
        ("江津区大同路526", "", "工商银行江津支行"),
        ("时代广场", "", "工商银行双福支行"),
        ("社保局", "重庆市江津区社会保险事务中心", "重庆市江津区社会保险事务中心"),
        ("Bank of China", "中国银行四牌坊支行", "中国银行四牌坊支行"),
    ],
)
def test_of_outlets_equally_near_the_one_that_was_typed_comes_first(
    client: Client, address: str, typed: str, choice: str, first: str
) -> None:
    page = post(client, address, place=typed, choice=choice)
    assert page.ids[0] == str(ServicePoint.objects.get(name=first).public_id)
    assert "Several places can be meant" not in page.text
    # The next need is asked with what the page keeps of the place, and not with what was typed.
    kept = {
        str(given["name"]): given["value"]
        for tag, given in page.attributes
        if tag == "input" and given.get("type") == "hidden" and given.get("name")
    }
    again = post(client, address, **{**kept, "service": "unlock"})
    assert again.ids[0] == page.ids[0]


def test_the_outlets_at_a_place_do_not_belong_in_an_address(client: Client) -> None:
    response = client.get("/en/", {"at_outlets": "x"})
    assert response.status_code == 400


@pytest.mark.parametrize("address", PAGES)
def test_a_hospital_that_is_not_known_is_not_the_middle_of_the_district(
    client: Client, address: str
) -> None:
    page = post(client, address, place="江津区人民医院")
    assert "This place is not known here, only that it lies in 重庆市江津区." in page.text
    assert "nearest first" not in page.text
    assert offered(page) == []
    assert "#where" in page.values("a", "href")
    chosen = post(client, address, place="江津区人民医院", choice="重庆市江津区")
    assert "nearest first" not in chosen.text


def test_a_shared_link_is_read_and_one_without_a_place_is_said(client: Client) -> None:
    link = "https://uri.amap.com/marker?position=106.262950,29.287246&name=" + "%E6%B1%9F" * 40
    page = post(client, "/en/", place=link)
    assert "nearest first" in page.text
    short = post(client, "/en/", place="【高德地图】时代广场 https://surl.amap.com/1Abc2dEf3G")
    assert "Nearest to 重庆市江津区双福街道时代广场." in short.text
    assert "The link does not say where the place is." in short.text
    alone = post(client, "/en/", place="https://surl.amap.com/1Abc2dEf3G")
    assert "The link does not say where the place is." in alone.text
    assert "nearest first" not in alone.text


def test_the_filters_stay(client: Client) -> None:
    page = post(client, "/en/", place="时代广场", operator="cqrcb")
    everything = post(client, "/en/", place="时代广场")
    assert 0 < len(page.ids) < len(everything.ids)
    kept = [
        a.get("value")
        for tag, a in page.attributes
        if tag == "input" and a.get("name") == "operator"
    ]
    assert kept == ["cqrcb"] * 5, "by language, view, the choice of services, search and place"


@pytest.mark.parametrize("address", PAGES)
def test_several_places_are_a_choice(client: Client, address: str) -> None:
    page = post(client, address, place="滨江路")
    choices = offered(page)
    assert choices == ["重庆市江津区几江街道滨江路", "重庆市江津区白沙镇滨江路"]
    assert "nearest first" not in page.text
    chosen = post(client, address, place="滨江路", choice=choices[1])
    assert f"Nearest to {choices[1]}." in chosen.text
    assert "nearest first" in chosen.text


def test_a_guess_is_asked_about(client: Client) -> None:
    page = post(client, "/en/", place="时代广扬")
    assert "Is this the place you mean?" in page.text
    (guess,) = offered(page)
    assert "时代广场" in guess
    assert "nearest first" in post(client, "/en/", place="时代广扬", choice=guess).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nowhere at all", "No such place is known."),
        ("江津区", "is too large to say what is near"),
        ("江津中学", "Where this is on the map is not known."),
    ],
)
def test_without_a_place_the_list_stays_and_says_why(client: Client, text: str, told: str) -> None:
    page = post(client, "/en/", place=text)
    assert told in page.text
    assert "nearest first" not in page.text
    assert len(page.ids) == 57


def test_an_outlet_without_a_position_is_linked(client: Client) -> None:
    page = post(client, "/en/", place="江津中学")
    assert page.text.count("三峡银行江津支行") == 2


def test_what_was_typed_comes_back_as_text(client: Client) -> None:
    typed = '"><script>alert(1)</script>{{7*7}}'
    response = client.post("/en/", {"place": typed})
    assert b"<script>alert" not in response.content
    assert typed in PageReader(response.content.decode()).values("input", "value")


def test_a_choice_that_is_none_is_asked_again(client: Client) -> None:
    page = post(client, "/en/", place="滨江路", choice="no such label")
    assert "nearest first" not in page.text


@pytest.mark.parametrize("address", PAGES)
def test_a_place_does_not_belong_in_an_address(client: Client, address: str) -> None:
    response = client.get(address, {"place": "时代广场"})
    assert response.status_code == 400
    assert "时代广场" not in response.content.decode()


def test_a_text_that_is_too_long_is_refused(client: Client) -> None:
    response = client.post("/en/", {"place": "江" * 34_000})
    assert response.status_code == 400
    assert "at most 200 characters" in response.content.decode()


def test_a_map_service_that_may_be_asked_is_named(client: Client, settings: Settings) -> None:
    told = "A map service may be asked for it."
    assert told not in PageReader(client.get("/en/map/").content.decode()).text
    settings.GEOCODER_CHAIN = ["amap", "gazetteer"]
    assert told in post(client, "/en/map/", place="白沙镇").text


@pytest.mark.parametrize(
    ("typed", "is_outside"),
    [("渝中区", True), ("成都", True), ("重庆", False), ("江津区", False)],
)
def test_a_district_elsewhere_is_not_asked_for_a_road(
    client: Client, typed: str, is_outside: bool
) -> None:
    page = post(client, "/en/", place=typed)
    assert ("lies outside of the area of these outlets" in page.text) is is_outside
    assert ("too large to say what is near" in page.text) is not is_outside


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "place", ["不存在的地方", "成都", "江津", "三峡银行", "？？？", "106.26,29.29"]
)
def test_what_is_not_understood_leads_on(client: Client, address: str, place: str) -> None:
    page = post(client, address, place=place)
    assert "nearest first" not in page.text
    assert "#where" in page.values("a", "href")
    assert "where" in page.values("section", "id")
    assert place in page.values("input", "value"), "to be put right"


def test_what_is_understood_asks_for_nothing_more(client: Client) -> None:
    assert "#where" not in post(client, "/en/", place="时代广场").values("a", "href")


@pytest.mark.parametrize("address", PAGES)
def test_typed_degrees_of_another_place_are_said_to_be_outside(
    client: Client, address: str
) -> None:
    page = post(client, address, place="39.90923,116.39747 WGS84")
    assert "outside of the area of these outlets" in page.text
    assert "/en/towns/" in page.values("a", "href")
    here = post(client, address, place="29.29012,106.26012 WGS84")
    assert "outside of the area" not in here.text
