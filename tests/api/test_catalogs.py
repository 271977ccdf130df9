from itertools import pairwise

import pytest
from django.test import Client

from sites.api.columns import OPERATOR, REGION, SERVICE, TOWN, Record
from sites.geo.datum import Datum, convert
from sites.models import Operator, Region, Service, Town
from tests.api.conftest import Get
from tests.factories import make_region

LISTS = [("regions", REGION), ("towns", TOWN), ("services", SERVICE), ("operators", OPERATOR)]

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.mark.parametrize(("address", "record"), LISTS)
def test_every_list_has_three_formats_with_the_documented_columns(
    client: Client, get: Get, address: str, record: Record
) -> None:
    listing = get(f"v1/{address}/")
    assert listing["count"] == len(listing["results"]) > 0
    assert listing["next"] is None
    assert {tuple(row) for row in listing["results"]} == {tuple(record.columns)}

    features = get(f"v1/{address}/?format=geojson")["features"]
    assert [feature["id"] for feature in features] == [
        record.identity(row) for row in listing["results"]
    ]
    assert {tuple(feature["properties"]) for feature in features} == {record.properties}

    text = client.get(f"/api/v1/{address}/?format=csv").content.decode("utf-8-sig")
    assert text.startswith(",".join(record.columns) + "\r\n")
    assert text.count("\r\n") == listing["count"] + 1


def test_lists_have_what_is_stored(get: Get) -> None:
    assert len(get("v1/towns/")["results"]) == Town.objects.count() == 30
    assert len(get("v1/operators/")["results"]) == Operator.objects.count()
    assert len(get("v1/services/")["results"]) == Service.objects.count() == 3
    (region,) = get("v1/regions/")["results"]
    assert region["name"] == Region.objects.get().name
    assert get("v1/regions/?language=en")["results"][0]["name"] == "Jiangjin District"


def test_towns_are_points_and_services_have_no_place(get: Get) -> None:
    town = Town.objects.get(key="baisha")
    features = {feature["id"]: feature for feature in get("v1/towns/?format=geojson")["features"]}
    assert features["500116/baisha"]["geometry"] == {
        "type": "Point",
        "coordinates": [town.longitude, town.latitude],
    }
    services = get("v1/services/?format=geojson")["features"]
    assert [feature["geometry"] for feature in services] == [None] * 3


@pytest.mark.parametrize("datum", Datum)
def test_a_region_is_a_closed_counter_clockwise_rectangle(get: Get, datum: Datum) -> None:
    region = Region.objects.get()
    (feature,) = get(f"v1/regions/?format=geojson&datum={datum}")["features"]
    (ring,) = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    south_west = convert(region.west, region.south, Datum.WGS84, datum)
    north_east = convert(region.east, region.north, Datum.WGS84, datum)
    assert ring[0] == pytest.approx(south_west, abs=1e-7)
    assert ring[2] == pytest.approx(north_east, abs=1e-7)
    area = sum((after[0] - before[0]) * (after[1] + before[1]) for before, after in pairwise(ring))
    assert area < 0


def test_towns_of_one_region(get: Get) -> None:
    Town.objects.create(region=make_region(), key="baisha", name="白沙镇")
    assert len(get("v1/towns/")["results"]) == 31
    (town,) = get("v1/towns/?region=500117")["results"]
    assert (town["region"], town["longitude"], town["precision"]) == ("500117", None, None)
    (feature,) = get("v1/towns/?region=500117&format=geojson")["features"]
    assert (feature["id"], feature["geometry"]) == ("500117/baisha", None)


def test_an_unknown_region_lists_the_known_ones(get: Get) -> None:
    problem = get("v1/towns/?region=000000", 400)
    assert problem["errors"] == [
        {
            "name": "region",
            "value": "000000",
            "detail": problem["errors"][0]["detail"],
            "valid": ["500116"],
        }
    ]


@pytest.mark.parametrize("asked", ["region=500116", "q=x", "near=1,1", "total=true", "limit=1"])
def test_filters_of_other_lists_are_errors_here(get: Get, asked: str) -> None:
    problem = get(f"v1/services/?{asked}", 400)
    assert [error["name"] for error in problem["errors"]] == [asked.partition("=")[0]]
