from urllib.parse import urlencode

import pytest
from django.test import Client

from sites.api.guide_records import GUIDE, GUIDE_ANSWER
from sites.guides import get_guide, list_guides
from tests.api.conftest import Get

pytestmark = pytest.mark.usefixtures("reference_data")


def test_the_list_has_three_formats(client: Client, get: Get) -> None:
    listing = get("v1/guides/")
    assert [row["slug"] for row in listing["results"]] == [
        guide.slug for guide in list_guides("zh-hans")
    ]
    assert {tuple(row) for row in listing["results"]} == {tuple(GUIDE.columns)}
    assert listing["count"] == len(listing["results"])
    features = get("v1/guides/?format=geojson")["features"]
    assert [feature["geometry"] for feature in features] == [None] * listing["count"]
    text = client.get("/api/v1/guides/?format=csv").content.decode("utf-8-sig")
    assert text.count("\r\n") == listing["count"] + 1


def test_everyday_words_find_the_best_first(get: Get) -> None:
    asked = urlencode({"q": "密码忘了", "language": "en"})
    (row,) = get(f"v1/guides/?{asked}")["results"]
    assert row["slug"] == "locked-card"
    assert row["title"] == "PIN forgotten, or card locked after wrong PINs"
    assert get(f"v1/guides/?{urlencode({'q': '白沙'})}")["results"] == []


@pytest.mark.parametrize("slug", [guide.slug for guide in list_guides("en")])
def test_every_guide_has_the_documented_columns(get: Get, slug: str) -> None:
    assert get(f"v1/guides/{slug}/").keys() == GUIDE_ANSWER.columns.keys()


def test_a_guide_says_what_the_page_says(get: Get) -> None:
    answer = get_guide("locked-card", "430600", "en")
    assert answer is not None
    shown = get("v1/guides/locked-card/?region=430600&language=en")
    assert [one["text"] for one in shown["advice"]] == [one.text for one in answer.advice]
    limits = {rule["topic"]: rule["number"] for rule in shown["rules"]}
    assert limits["social-security-pin-limit"] == 5
    assert limits["bank-pin-limit"] == 3
    cited = {key for rule in shown["rules"] for key in rule["sources"]}
    assert cited <= {source["key"] for source in shown["sources"]}
    assert shown["search"] == {}


def test_its_search_finds_outlets(get: Get, points_of_towns: object) -> None:
    search = get("v1/guides/damaged-card/")["search"]
    assert search == {"service": "reissue"}
    assert len(get(f"v1/service-points/?{urlencode(search)}&limit=100")["results"]) == 32


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("v1/guides/atlantis/", 404, None),
        ("v1/guides/lost-card/?region=5", 400, "region"),
        ("v1/guides/lost-card/?q=x", 400, "q"),
        ("v1/guides/lost-card/?format=csv", 400, "format"),
        ("v1/guides/?region=500116", 400, "region"),
        ("v1/guides/?limit=1", 400, "limit"),
        ("v1/guides/?q=" + "x" * 201, 400, "q"),
        ("v1/guides/?language=fr", 400, "language"),
    ],
)
def test_problems(get: Get, address: str, status: int, name: str | None) -> None:
    problem = get(address, status)
    assert problem["status"] == status
    assert [error["name"] for error in problem.get("errors", [])] == ([name] if name else [])


def test_it_is_not_sent_twice(client: Client) -> None:
    first = client.get("/api/v1/guides/lost-card/")
    headers = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/guides/lost-card/", headers=headers).status_code == 304
