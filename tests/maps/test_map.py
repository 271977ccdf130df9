"""The map page: the list, and the same outlets as data for our script."""

import math
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sites.models import ServicePoint
from tests.web.reading import PageReader, read


def test_the_list_is_complete_and_the_map_has_what_has_a_place(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/map/")
    ids = [str(point.public_id) for point in three_places]
    assert page.ids == ids
    features = page.json("map-data")["outlets"]["features"]
    assert [feature["properties"]["id"] for feature in features] == ids[:3]
    assert features[2]["geometry"] == {"type": "Point", "coordinates": [106.28, 29.39]}
    assert "The map needs JavaScript" in read(client, "/en/map/").text


def test_a_pop_up_has_all_it_shows(client: Client, three_places: list[ServicePoint]) -> None:
    data = read(client, "/en/map/").json("map-data")
    outlet = data["outlets"]["features"][0]["properties"]
    assert outlet["name"] == three_places[0].name
    assert outlet["address"] == three_places[0].address
    assert outlet["phone"] == "023-47564298"
    assert outlet["tel"] == "tel:+862347564298"
    assert len(outlet["services"]) == 3
    assert outlet["precision_note"] == "Position known to the town only, for reference."
    assert outlet["is_coarse"] is True
    assert outlet["url"] == f"/en/points/{three_places[0].public_id}/"
    assert [label for label, _url in outlet["links"]][-1] == "OpenStreetMap"
    assert len(outlet["links"]) == 4
    assert all(word for word in data["words"].values())


def test_the_ground_is_drawn_by_us(client: Client, three_places: list[ServicePoint]) -> None:
    data = read(client, "/map/").json("map-data")
    assert len(data["towns"]) == 30
    assert ["几江街道", 106.255882, 29.292433] in data["towns"]
    assert [shape["properties"]["adcode"] for shape in data["outlines"]] == ["500116"]


@pytest.mark.parametrize(
    ("query", "is_whole"),
    [
        ("", True),
        ("?service=unlock", True),
        ("?region=500116", True),
        ("?town=jijiang", False),
        ("?operator=icbc", False),
        ("?kind=bank", False),
        ("?q=大同路", False),
        ("?bbox=106.2,29.2,106.3,29.3", False),
    ],
)
def test_only_a_part_of_the_district_is_looked_at_closely(
    client: Client, three_places: list[ServicePoint], query: str, is_whole: bool
) -> None:
    page = PageReader(client.get(f"/map/{query}").content.decode())
    assert page.json("map-data")["is_whole"] is is_whole


def test_everything_moves_with_the_tiles(
    client: Client, three_places: list[ServicePoint], settings: Settings
) -> None:
    plain = read(client, "/map/").json("map-data")
    settings.TILE_LAYER = "amap"
    shifted = read(client, "/map/").json("map-data")

    def places(data: Any) -> list[list[float]]:
        outlets = data["outlets"]["features"]
        ring = data["outlines"][0]["geometry"]["coordinates"][0]
        towns = [town[1:] for town in data["towns"]]
        return [*(feature["geometry"]["coordinates"] for feature in outlets), *towns, *ring]

    pairs = list(zip(places(plain), places(shifted), strict=True))
    assert len(pairs) > 200
    for (west, south), (east, north) in pairs:
        assert math.hypot(east - west, north - south) == pytest.approx(0.0047, abs=0.0012)
    links = [data["outlets"]["features"][0]["properties"]["links"] for data in (plain, shifted)]
    assert links[0] == links[1], "a link's datum is its service's, not the tiles'"


def test_the_skeleton_is_a_resource_of_its_own(
    client: Client, three_places: list[ServicePoint]
) -> None:
    (path,) = [src for src in read(client, "/map/").values("script", "src") if "skeleton" in src]
    response = client.get(path)
    assert response["Content-Type"].startswith("text/javascript")
    assert "immutable" in response["Cache-Control"]
    assert "map_skeleton" in response.content.decode()
    stale = client.get("/map/skeleton-0000.js")
    assert (stale.status_code, stale["Location"]) == (302, path)


def test_the_map_is_cached_by_data_version_and_filter(
    client: Client, three_places: list[ServicePoint]
) -> None:
    first = client.get("/map/", {"town": "jijiang"})
    ServicePoint.objects.update(name="changed behind the record's back")
    assert client.get("/map/", {"town": "jijiang"}).content == first.content
    assert (
        client.get("/map/", {"town": "jijiang"}, headers={"if-none-match": first["ETag"]})
    ).status_code == 304
    assert client.get("/map/", {"town": "shuangfu"}).content != first.content


def test_a_position_orders_the_list_beside_the_map(
    client: Client, three_places: list[ServicePoint]
) -> None:
    response = client.post("/map/", {"near": "106.281,29.391"})
    page = PageReader(response.content.decode())
    assert page.ids[0] == str(three_places[2].public_id)
    assert "106.281" not in response.content.decode().replace('value="106.281,29.391"', "")


def test_a_typed_place_is_drawn_and_stays_out_of_addresses(
    client: Client, three_places: list[ServicePoint], settings: Settings
) -> None:
    assert read(client, "/map/").json("map-data")["typed_place"] is None

    def typed() -> dict[str, object]:
        response = client.post("/map/", {"place": "白沙鎮"})
        assert response["Cache-Control"] == "no-store"
        page = PageReader(response.content.decode())
        assert not [href for href in page.values("a", "href") if "106.11" in href]
        assert any("map_place" in src for src in page.values("script", "src"))
        drawn: dict[str, object] = page.json("map-data")["typed_place"]
        return drawn

    drawn = typed()
    assert drawn["coordinates"] == [106.112804, 29.063108]
    assert drawn["radius_m"] == 3_000.0
    assert drawn["words"] == "您输入的地点"
    settings.TILE_LAYER = "amap"
    assert typed()["coordinates"] != drawn["coordinates"], "it moves with the tiles"
    # What is not understood is asked back, and not drawn.
    page = PageReader(client.post("/map/", {"place": "时代广扬"}).content.decode())
    assert page.json("map-data")["typed_place"] is None
