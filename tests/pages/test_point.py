"""The page of one outlet."""

import uuid

from django.contrib.auth.models import User
from django.test import Client

from sites.models import ServicePoint
from sites.recording.author import Author
from sites.recording.points import Edit, record
from tests.showing.fixtures import MakePoint
from tests.showing.reading import PageReader


def page_of(client: Client, point: ServicePoint, prefix: str = "/en") -> PageReader:
    response = client.get(f"{prefix}/points/{point.public_id}/")
    assert response.status_code == 200
    return PageReader(response.content.decode())


def test_everything_public_is_there(client: Client, make_point: MakePoint) -> None:
    point = make_point(note="请带身份证原件")
    page = page_of(client, point)
    for text in (
        point.name,
        point.address,
        "47564298",
        "请带身份证原件",
        "Jijiang Subdistrict",
        "106.255882, 29.292433 (WGS-84)",
        "list of places",
        "not verified since",
        "Position known to the town only",
        "12333",
    ):
        assert text in page.text, text
    hrefs = page.values("a", "href")
    assert "tel:+862347564298" in hrefs
    assert sum(href.startswith("https://") for href in hrefs) == 4
    assert f"/points/{point.public_id}/" in hrefs, "the other language keeps the place"


def test_an_outlet_without_position_and_town_is_shown_all_the_same(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = page_of(client, three_places[3])
    assert "not known for certain" in page.text
    assert "Position not known" in page.text
    assert "tel:+862347564298" in page.values("a", "href")
    maps = [href for href in page.values("a", "href") if href.startswith("https://")]
    assert len(maps) == 4, "the map services are asked for the address"
    assert not any("106." in href for href in maps)


def test_the_day_of_verification_is_shown(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    staff = User.objects.create_user("wang")
    record([Edit(point=point, values={"phone": "47557312"})], Author.staff(staff))
    page = page_of(client, point)
    assert "Verified on" in page.text
    assert "not verified since" not in page.text


def test_unknown_and_removed_outlets_are_not_found(client: Client, make_point: MakePoint) -> None:
    assert client.get(f"/points/{uuid.uuid4()}/").status_code == 404
    assert client.get("/points/1/").status_code == 404
    point = make_point()
    record([Edit(point=point, values={"is_active": False})], Author.geocoder("test"))
    response = client.get(f"/en/points/{point.public_id}/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_etag(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    path = f"/points/{point.public_id}/"
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    record([Edit(point=point, values={"phone": "47557312"})], Author.geocoder("test"))
    changed = client.get(path, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert "47557312" in changed.content.decode()
