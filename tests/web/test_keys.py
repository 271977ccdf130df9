"""Keys in addresses and forms, the same way at every door."""

import pytest
from django.test import Client
from django.urls import resolve

from sites.web.keys import LARGEST_KEY, row_key
from tests.web.fixtures import MakePoint
from tests.web.reading import PageReader


def test_an_outlet_is_found_by_its_id_in_any_letters(client: Client, make_point: MakePoint) -> None:
    key = str(make_point().public_id)
    for form in (key, key.upper()):
        assert client.get(f"/api/v1/service-points/{form}/").json()["id"] == key
        assert client.get(f"/points/{form}/report/").status_code == 200
        page = PageReader(client.get(f"/points/{form}/").content.decode())
        links = [link for link in page.values("link", "href") if "/points/" in link]
        assert f"http://testserver/points/{key}/" in links
        assert not [link for link in links if key not in link], "search engines see one address"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/points/1/",
        "/points/0123456789abcdef0123456789abcdef/",
        "/points/01234567-89ab-cdef-0123-456789abcdeg/report/",
        "/towns/50011/baisha/",
        "/towns/５００１１６/baisha/",
        "/towns/500116/bai.sha/",
        "/towns/bai%00sha/",
        "/print/5001160/",
        "/print/abcdef/",
    ],
)
def test_a_key_in_another_form_is_at_no_address(client: Client, path: str) -> None:
    response = client.get(f"/en{path}")
    assert response.status_code == 404
    assert "There is nothing at this address" in PageReader(response.content.decode()).text


def test_no_key_in_an_address_is_larger_than_a_database_takes() -> None:
    path = "/desk/service_sites/servicepoint/{}/position/"
    assert resolve(path.format(LARGEST_KEY)).kwargs == {"key": LARGEST_KEY}
    assert resolve(path.format(10**30)).kwargs == {"key": LARGEST_KEY}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1", 1),
        (str(LARGEST_KEY), LARGEST_KEY),
        (str(LARGEST_KEY + 1), None),
        ("9" * 5_000, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_the_key_that_a_form_names(text: str, key: int | None) -> None:
    assert row_key(text) == key
