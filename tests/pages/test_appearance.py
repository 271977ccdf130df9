"""The switch between the standard view and the easy one."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from sites.models import ServicePoint
from tests.web.reading import PageReader, hidden_fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

HERE = "106.256,29.292"


def switch(client: Client, easy: str, back: str, **options: Any) -> Any:
    return client.post(f"/view/?{urlencode({'easy': easy, 'next': back})}", **options)


def switched(client: Client, page: PageReader) -> PageReader:
    """Return the page that a browser gets for pressing the switch of another one."""
    (address,) = [
        str(attributes["action"])
        for tag, attributes in page.attributes
        if tag == "form" and attributes.get("class") == "view-switch"
    ]
    assert "near" not in address
    answer = client.post(address, hidden_fields(page, "view-switch"))
    assert "near" not in answer["Location"]
    assert not answer.content
    assert "near" not in str(answer.cookies)
    again = client.post(address, hidden_fields(page, "view-switch"), follow=True)
    return PageReader(again.content.decode())


def test_the_view_is_kept_in_a_cookie_and_the_page_comes_back(client: Client) -> None:
    response = switch(client, "1", "/en/map/?town=shimen")
    assert (response.status_code, response["Location"]) == (303, "/en/map/?town=shimen")
    cookie = response.cookies["easy"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("1", "Lax", True)
    assert not cookie["secure"]
    assert 'class="easy"' in client.get("/").content.decode()
    assert 'class="easy"' in client.get("/nothing-here/").content.decode()
    response = switch(client, "0", "/")
    assert response.cookies["easy"]["max-age"] == 0
    assert 'class="easy"' not in client.get("/").content.decode()


def test_over_https_the_cookie_stays_there(client: Client) -> None:
    response = switch(client, "1", "/", secure=True)
    assert response.cookies["easy"]["secure"]


@pytest.mark.parametrize(
    "back",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\n/evil.example",
        " //evil.example",
    ],
)
def test_it_leads_nowhere_but_back_to_this_site(client: Client, back: str) -> None:
    response = switch(client, "1", back)
    assert response["Location"] == "/"


def test_only_a_post_switches(client: Client) -> None:
    assert client.get("/view/?easy=1").status_code == 405


@pytest.mark.parametrize("path", ["/", "/map/", "/about/", "/offline/"])
def test_each_view_is_kept_apart(client: Client, path: str) -> None:
    standard = client.get(path)
    assert "Cookie" in standard["Vary"]
    client.cookies["easy"] = "1"
    easy = client.get(path)
    assert easy["ETag"] != standard["ETag"]
    assert easy.content != standard.content
    # A browser that has the page of one view is not told that it is also that of the other.
    assert client.get(path, headers={"If-None-Match": standard["ETag"]}).status_code == 200
    same = client.get(path, headers={"If-None-Match": easy["ETag"]})
    assert same.status_code == 304
    assert "Cookie" in same["Vary"]
    # Any other value is no further copy of every page.
    client.cookies["easy"] = "<script>"
    assert client.get(path)["ETag"] == standard["ETag"]


@pytest.mark.parametrize("path", ["/en/", "/en/map/"])
def test_an_answer_to_a_position_stays(
    client: Client, three_places: list[ServicePoint], path: str
) -> None:
    asked = {"near": HERE, "service": ["unlock", "activation"], "limit": "2"}
    page = PageReader(client.post(path, asked).content.decode())
    assert len(page.ids) == 2
    easy = switched(client, page)
    assert easy.ids == page.ids
    assert "nearest first" in easy.text
    assert "Standard view" in easy.text
    standard = switched(client, easy)
    assert standard.ids == page.ids
    assert "Easy view" in standard.text


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize("path", ["/en/", "/en/map/"])
@pytest.mark.parametrize("place", ["时代广场", "中山路"])
def test_what_was_said_of_a_typed_place_stays(client: Client, path: str, place: str) -> None:
    page = PageReader(client.post(path, {"place": place}).content.decode())
    easy = switched(client, page)
    assert easy.text.replace("Standard view", "Easy view") == page.text
    assert place in easy.values("input", "value")


def test_a_code_that_is_not_known_stays(client: Client) -> None:
    page = PageReader(client.post("/en/reports/", {"code": "abc-def-ghj"}).content.decode())
    assert "abc-def-ghj" in switched(client, page).values("input", "value")
