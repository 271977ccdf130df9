from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import ServicePoint

ADDRESSES = [
    "service-points/",
    "service-points/nearest/?near=106.2,29.2",
    "towns/",
    "services/",
    "operators/",
    "regions/",
]
MIDDLEWARE = "sites.api.freshness.NotModifiedMiddleware"


@pytest.fixture(params=["view", "middleware"])
def where(request: pytest.FixtureRequest, settings: LazySettings) -> str:
    """Let the view tell what holds, then the middleware in front of all others."""
    others = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    settings.MIDDLEWARE = [MIDDLEWARE, *others] if request.param == "middleware" else others
    place: str = request.param
    return place


@pytest.mark.usefixtures("points_of_towns")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["json", "geojson", "csv"])
def test_an_answer_that_the_client_has_is_not_sent_again(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    where: str,
    address: str,
    name: str,
) -> None:
    asked = f"/api/v1/{address}{'&' if '?' in address else '?'}format={name}"
    first = client.get(asked)
    etag = first.headers["ETag"]
    for sent in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        with django_assert_num_queries(1):
            again = client.get(asked, headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        for header in ("ETag", "Cache-Control", "Access-Control-Allow-Origin", "Vary"):
            assert again.headers[header] == first.headers[header]
        assert again.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
        assert ("Content-Security-Policy" in again.headers) == (where == "view")
    assert client.head(asked, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(asked, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get(asked, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.post(asked, headers={"If-None-Match": etag}).status_code == 405


@pytest.mark.usefixtures("where")
def test_the_etag_moves_when_a_phone_changes(
    client: Client, points_of_towns: list[ServicePoint]
) -> None:
    point = points_of_towns[0]
    addresses = ["/api/v1/service-points/", f"/api/v1/service-points/{point.public_id}/"]
    before = [client.get(address).headers["ETag"] for address in addresses]
    staff = Author.staff(User.objects.create_user("li"))

    record([Edit(point=point, values={"phone": "47212963"})], staff)

    for address, etag in zip(addresses, before, strict=True):
        response = client.get(address, headers={"If-None-Match": etag})
        assert response.status_code == 200
        assert response.headers["ETag"] != etag
    row = client.get(addresses[1]).json()
    assert (row["phone"], row["phone_e164"]) == ("47212963", "+862347212963")
    assert row["verified_at"] is not None


@pytest.mark.usefixtures("points_of_towns", "where")
def test_each_question_and_format_has_an_etag_of_its_own(client: Client) -> None:
    asked: list[dict[str, Any]] = [
        {"data": {"format": name, "language": language}}
        for name in ("json", "geojson", "csv")
        for language in ("zh-hans", "en")
    ]
    asked += [
        {"headers": {"Accept": accept}}
        for accept in ("application/json", "application/geo+json", "text/csv")
    ]
    etags = [client.get("/api/v1/towns/", **one).headers["ETag"] for one in asked]
    assert len(set(etags)) == len(asked)
    for one, etag in zip(asked, etags, strict=True):
        others = ", ".join(other for other in etags if other != etag)
        headers = {**one.get("headers", {}), "If-None-Match": others}
        response = client.get("/api/v1/towns/", one.get("data"), headers=headers)
        assert response.status_code == 200


@pytest.mark.usefixtures("points_of_towns", "where")
@pytest.mark.parametrize("asked", ["limit=0", "datum=moon", "unheard=1", "town=nowhere"])
def test_a_wrong_question_is_told_even_with_an_etag(client: Client, asked: str) -> None:
    etag = client.get("/api/v1/service-points/").headers["ETag"]
    for known in (etag, "*"):
        headers = {"If-None-Match": known}
        assert client.get(f"/api/v1/service-points/?{asked}", headers=headers).status_code == 400


@pytest.mark.usefixtures("points_of_towns")
def test_only_answers_without_a_persons_place_are_for_shared_caches(client: Client) -> None:
    assert client.get("/api/v1/service-points/").headers["Cache-Control"] == "public, no-cache"
    for address in ("service-points/nearest/", "service-points/"):
        response = client.get(f"/api/v1/{address}?near=106.2,29.2")
        assert response.headers["Cache-Control"] == "private, no-cache"
