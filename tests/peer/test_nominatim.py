"""The product's own command against a real Nominatim with a made-up map of 江津区.

Run by `.ci/peer`, which builds the server; the marker keeps it out of all other runs.
"""

import json
from io import StringIO
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import call_command

from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.models import ServicePoint
from tests.peer.streets import HOUSES, UNMAPPED, House, place_of, roads

pytestmark = pytest.mark.peer

MAPPED = [house for house in HOUSES if house.serial not in UNMAPPED]


@pytest.fixture
def located(real_points: None) -> dict[int, ServicePoint]:
    """Return the points by serial after the command has asked the peer for all of them."""
    call_command("geocode", provider="nominatim", only="all", stdout=StringIO())
    return {point.serial: point for point in ServicePoint.objects.all()}


def place(point: ServicePoint) -> Coordinate:
    assert point.longitude is not None
    assert point.latitude is not None
    return Coordinate(point.longitude, point.latitude)


def found_by_the_peer(text: str) -> int:
    """Return how many places the server gives for a text, asked as anybody might."""
    question = urlencode({"q": text, "format": "json"})
    with urlopen(f"{settings.NOMINATIM_URL}/search?{question}", timeout=10) as reply:  # noqa: S310 - loopback
        return len(json.load(reply))


@pytest.mark.django_db
def test_mapped_houses_are_found(located: dict[int, ServicePoint]) -> None:
    assert len(MAPPED) == 46
    for house in MAPPED:
        point = located[house.serial]
        assert (point.position_source, point.precision) == ("nominatim", "rooftop"), house
        assert great_circle_m(place(point), place_of(house)) < 1, house


@pytest.mark.django_db
def test_house_that_nobody_mapped_gives_its_road(located: dict[int, ServicePoint]) -> None:
    for house in HOUSES:
        if house.serial in UNMAPPED:
            point = located[house.serial]
            assert (point.position_source, point.precision) == ("nominatim", "street"), house
            assert distance_to_road(place(point), house) < 150, house


def distance_to_road(coordinate: Coordinate, house: House) -> float:
    """Return the metres to a road, which runs from west to east."""
    west, east = roads()[house.town, house.road]
    longitude = min(max(coordinate.longitude, west.longitude), east.longitude)
    return great_circle_m(coordinate, Coordinate(longitude, west.latitude))


@pytest.mark.django_db
def test_what_the_map_does_not_have_is_no_finer_than_before(
    located: dict[int, ServicePoint],
) -> None:
    serials = {house.serial for house in HOUSES}
    for point in located.values():
        if point.serial not in serials:
            assert point.precision in {"", "town"}, point.serial


@pytest.mark.django_db
def test_printed_address_finds_nothing(real_points: None) -> None:
    """Show why addresses are split and rephrased before they are asked."""
    serials = [house.serial for house in MAPPED]
    addresses = ServicePoint.objects.filter(serial__in=serials).values_list("address", flat=True)
    assert len(addresses) == len(serials)
    assert [address for address in addresses if found_by_the_peer(address)] == []
