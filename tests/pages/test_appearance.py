"""The switch between the standard view and the easy one."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def test_the_view_is_kept_in_a_cookie_and_the_page_comes_back(client: Client) -> None:
    response = client.post("/view/", {"easy": "1", "next": "/en/map/?town=shimen"})
    assert (response.status_code, response["Location"]) == (303, "/en/map/?town=shimen")
    cookie = response.cookies["easy"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("1", "Lax", True)
    assert not cookie["secure"]
    assert 'class="easy"' in client.get("/").content.decode()
    assert 'class="easy"' in client.get("/nothing-here/").content.decode()
    response = client.post("/view/", {"easy": "0", "next": "/"})
    assert response.cookies["easy"]["max-age"] == 0
    assert 'class="easy"' not in client.get("/").content.decode()


def test_over_https_the_cookie_stays_there(client: Client) -> None:
    response = client.post("/view/", {"easy": "1", "next": "/"}, secure=True)
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
    response = client.post("/view/", {"easy": "1", "next": back})
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
