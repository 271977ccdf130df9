"""The pages of towns and the sheets to print."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sites.finding import MAX_LIMIT, PointQuery, catalog, find_points
from sites.models import DataVersion, ServicePoint, Town
from sites.pages import districts
from tests.factories import MakePoint, make_region
from tests.web.reading import read


def expected(town: str | None = None) -> list[str]:
    query = PointQuery(region="500116", town=town, limit=MAX_LIMIT)
    return [point["id"] for point in find_points(query).points]


@pytest.mark.usefixtures("real_points")
def test_every_town_has_a_page_and_a_sheet_that_agree(client: Client) -> None:
    for town in catalog("zh-hans").towns():
        ids = expected(town.key)
        assert ids, town.key
        assert read(client, f"/towns/{town.key}/").ids == ids
        sheet = read(client, f"/towns/{town.key}/print/")
        assert sheet.ids == ids
        for point in ServicePoint.objects.filter(public_id__in=ids):
            assert point.name in sheet.text
            assert f"023-{point.phone}" in sheet.text
            assert " ".join(point.address.split()) in sheet.text


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize("path", ["/print/", "/en/print/", "/print/500116/"])
def test_the_district_sheet_has_every_outlet_in_order(client: Client, path: str) -> None:
    assert len(expected()) == 57
    assert read(client, path).ids == expected()


@pytest.mark.usefixtures("real_points")
def test_a_sheet_of_many_pages_misses_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(districts, "MAX_LIMIT", 10)
    assert read(client, "/print/").ids == expected()


@pytest.mark.usefixtures("real_points")
def test_a_sheet_says_what_to_bring_and_where_to_look_again(client: Client) -> None:
    page = read(client, "/en/towns/baisha/print/")
    for text in ("What to bring", "The ID card of the person who goes", "12333", "Each of them"):
        assert text in page.text, text
    assert "http://testserver/en/towns/baisha/" in page.text


def test_services_stand_with_each_outlet_if_they_differ(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/print/")
    assert "Each of them does" not in page.text
    assert "Unlock the card or reset its PIN · Activate the card" in page.text


@pytest.mark.usefixtures("real_points")
def test_a_town_leads_on(client: Client) -> None:
    page = read(client, "/en/towns/shimen/")
    hrefs = page.values("a", "href")
    assert "/en/?region=500116&town=shimen" in hrefs
    assert "/en/map/?region=500116&town=shimen" in hrefs
    assert "/en/towns/shimen/print/" in hrefs
    assert "Nearest outlets in other towns" in page.text
    neighbours = {href for href in hrefs if "/points/" in href and "#" not in href}
    own = {f"/en/points/{one}/" for one in page.ids}
    assert len(neighbours - own) == 4
    for filtered in ("/en/?region=500116&town=shimen", "/en/map/?region=500116&town=shimen"):
        assert read(client, filtered).ids == page.ids


@pytest.mark.usefixtures("real_points")
def test_a_town_says_what_it_left_out(client: Client) -> None:
    page = read(client, "/en/towns/shimen/")
    assert "1 outlet is not shown because it is not known in which town it lies." in page.text
    assert "Show the outlets of all towns" in page.text


@pytest.mark.usefixtures("reference_data")
def test_a_town_without_outlets_is_no_dead_end(client: Client, make_point: MakePoint) -> None:
    make_point(town="baisha")
    page = read(client, "/en/towns/shimen/")
    assert page.ids == []
    assert "Show these outlets" in page.text
    assert "12333" in read(client, "/en/towns/shimen/print/").text


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize(
    "path",
    [
        "/towns/atlantis/",
        "/towns/几江/",
        "/towns/500116/几江/",
        "/towns/110101/baisha/",
        "/towns/atlantis/print/",
        "/print/110101/",
    ],
)
def test_an_unknown_town_is_a_404_that_lists_the_towns(client: Client, path: str) -> None:
    page = read(client, path, 404)
    hrefs = page.values("a", "href")
    for town in Town.objects.all():
        assert f"/towns/{town.key}/" in hrefs
        assert town.name in page.text
    assert "canonical" not in page.values("link", "rel")


@pytest.mark.usefixtures("real_points")
def test_all_towns_are_listed(client: Client) -> None:
    hrefs = read(client, "/en/towns/").values("a", "href")
    assert len([one for one in hrefs if re.fullmatch(r"/en/towns/[^/]+/", one)]) == 30
    assert "/en/print/" in hrefs
    assert "/en/towns/" in read(client, "/en/").values("a", "href")


@pytest.mark.usefixtures("real_points")
def test_towns_of_another_region_name_it(client: Client, settings: Settings) -> None:
    Town.objects.create(
        region=make_region(), key="baisha", name="另一个白沙", name_en="Another Baisha"
    )
    page = read(client, "/en/towns/500117/baisha/")
    assert "Another Baisha" in page.text
    assert page.ids == []
    assert read(client, "/towns/baisha/").ids == expected("baisha")
    assert "/towns/500117/baisha/" in read(client, "/towns/").values("a", "href")
    settings.DEFAULT_REGION = "500117"
    assert read(client, "/towns/500116/baisha/").ids == expected("baisha")


def test_the_same_data_are_not_sent_twice(client: Client, make_point: MakePoint) -> None:
    make_point()
    for path in ("/towns/jijiang/", "/towns/jijiang/print/", "/print/"):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
        make_point()
        assert client.get(path, headers={"if-none-match": etag}).status_code == 200


def test_the_list_of_towns_outlives_a_new_outlet(client: Client, make_point: MakePoint) -> None:
    etag = client.get("/towns/")["ETag"]
    make_point()
    assert client.get("/towns/", headers={"if-none-match": etag}).status_code == 304
    DataVersion.advance_reference()
    assert client.get("/towns/", headers={"if-none-match": etag}).status_code == 200
