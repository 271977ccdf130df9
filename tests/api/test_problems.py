import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from rest_framework.exceptions import ParseError, Throttled, UnsupportedMediaType
from rest_framework.request import Request

from sites.api import points
from sites.api.problems import KINDS, problem_handler
from tests.api.conftest import Get

pytestmark = pytest.mark.usefixtures("reference_data")


def check(response: Any, status: int) -> dict[str, Any]:
    """Return a problem document after checking what all of them have in common."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["type"].startswith("urn:problem-type:service-points:")
    assert document["title"]
    assert document["detail"]
    return document


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "v1/nothing/",
        "v1/service-points/not-a-uuid/",
        "v2/service-points/",
        "%00/",
        "%ff%fe/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_addresses(client: Client, address: str, method: str) -> None:
    document = check(getattr(client, method)(f"/api/{address}"), 404)
    assert document["type"].endswith(":not-found")
    assert document["instance"].startswith("/api/")
    assert "errors" not in document


def test_an_outlet_that_does_not_exist(client: Client) -> None:
    check(client.get(f"/api/v1/service-points/{uuid.uuid4()}/"), 404)


def test_a_missing_slash_leads_to_the_address_with_its_question(client: Client) -> None:
    response = client.get("/api/v1/towns?region=500116")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/towns/?region=500116"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_is_written(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/service-points/")
    document = check(response, 405)
    assert document["type"].endswith(":method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["text/html", "application/xml, image/*", "text/csv;q=0"])
def test_formats_that_nobody_has(client: Client, accept: str) -> None:
    document = check(client.get("/api/v1/towns/", headers={"Accept": accept}), 406)
    assert document["detail"].endswith("application/json, application/geo+json, text/csv")


def test_every_wrong_parameter_is_named_with_what_is_valid(get: Get, client: Client) -> None:
    asked = "limit=x&datum=moon&total=maybe&unheard=1&near=1&kind=bank"
    document = check(client.get(f"/api/v1/service-points/?{asked}"), 400)
    assert document["type"].endswith(":invalid-parameters")
    assert document["instance"] == "/api/v1/service-points/"
    errors = {error["name"]: error for error in document["errors"]}
    assert errors.keys() == {"limit", "datum", "total", "unheard", "near"}
    assert errors["datum"]["valid"] == ["wgs84", "gcj02", "bd09"]
    assert errors["datum"]["value"] == "moon"
    assert set(errors["unheard"]["valid"]) > {"town", "near", "datum", "format", "total"}
    towns = get("v1/service-points/?town=北京&format=json", 400)["errors"]
    assert len(towns[0]["valid"]) == 30


def test_every_address_says_the_same_of_a_region_that_is_not_there(get: Get) -> None:
    addresses = ("v1/service-points/?", "v1/towns/?", "v1/locate/?q=白沙&")
    (first, *others) = (get(f"{address}region=000000", 400)["errors"] for address in addresses)
    assert [error["valid"] for error in first] == [["500116"]]
    assert others == [first, first]


def test_every_address_says_the_same_of_a_language_that_nobody_speaks_here(get: Get) -> None:
    first, *others = (
        get(f"v1/{address}?language=tlh", 400)["errors"]
        for address in ("", "service-points/", "towns/", "guides/lost-card/")
    )
    assert [error["valid"] for error in first] == [["zh-hans", "en"]]
    assert others == [first, first, first]


@pytest.mark.parametrize("asked", ["format=xml", "format=json&format=csv", "format=html"])
def test_a_wrong_format_is_a_wrong_parameter(get: Get, asked: str) -> None:
    (error,) = get(f"v1/towns/?{asked}", 400)["errors"]
    assert error["name"] == "format"
    assert error["valid"] == ["json", "geojson", "csv"]


def test_problems_speak_the_language_asked_for(client: Client) -> None:
    english = client.get("/api/v1/towns/?x=1&language=en")
    assert english.json()["title"] == "At least one parameter is wrong"
    assert english.headers["Content-Language"] == "en"
    assert client.get("/api/v1/towns/?language=xx").headers["Content-Language"] == "zh-hans"


def test_a_fault_of_ours_tells_nothing_and_is_reported(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(query: object) -> None:
        raise ZeroDivisionError("the secret inside")

    monkeypatch.setattr(points, "find_points", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/service-points/?near=106.23456,29.2")
    document = check(response, 500)
    assert "secret" not in response.content.decode()
    assert document["type"].endswith(":internal-error")
    (reported,) = [entry for entry in caplog.records if entry.levelname == "ERROR"]
    assert reported.exc_info is not None
    assert reported.exc_info[0] is ZeroDivisionError
    assert "106.23" not in caplog.text
    with pytest.raises(ZeroDivisionError):
        Client().get("/api/v1/service-points/")


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (UnsupportedMediaType("text/plain"), 415, "unsupported-media-type"),
        (ParseError(), 400, "bad-request"),
        (PermissionDenied(), 403, "forbidden"),
        (Throttled(wait=3), 429, "too-many-requests"),
    ],
)
def test_what_the_framework_raises_becomes_a_problem(
    error: Exception, status: int, slug: str
) -> None:
    request = Request(RequestFactory().get("/api/v1/towns/"))
    response = problem_handler(error, {"request": request, "view": None})
    assert response.status_code == status
    assert slug in response.content.decode()


def test_too_many_parameters(client: Client) -> None:
    check(client.get("/api/v1/towns/?" + "&".join(f"p{i}=1" for i in range(1001))), 400)


def test_every_kind_has_its_own_name() -> None:
    assert len({slug for slug, _title in KINDS.values()}) == len(KINDS)
