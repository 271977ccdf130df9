"""Points and a server for the tests of geocoding."""

from collections.abc import Iterator
from itertools import count
from typing import Protocol

import pytest
from pytest_django import Settings

from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.models import Operator, Region, ServicePoint
from tests.geocoding.providers.nominatim_server import NominatimServer, running_server


class MakePoint(Protocol):
    def __call__(
        self,
        address: str,
        town: str | None = None,
        position: Position | None = None,
        author: Author | None = None,
    ) -> ServicePoint: ...


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    """Return a function that stores an outlet of 江津区."""
    serials = count(1)

    def make(
        address: str,
        town: str | None = None,
        position: Position | None = None,
        author: Author | None = None,
    ) -> ServicePoint:
        serial = next(serials)
        values: dict[str, PlainValue] = {
            "serial": serial,
            "name": f"网点{serial}",
            "kind": "bank",
            "operator": Operator.objects.earliest("code").code,
            "address": address,
            "town": town,
            "phone": "",
            "note": "",
            "services": [],
            "position": position_to_plain(position),
        }
        point = ServicePoint(region=Region.objects.get(pk="500116"))
        edit = Edit(point=point, values=values)
        record([edit], author or Author.geocoder("test"))
        point.refresh_from_db()
        return point

    return make


@pytest.fixture
def stored_places(reference_data: None) -> RegionPlaces:
    """Return 江津区 as it is stored, with its outline."""
    return RegionPlaces.of(Region.objects.get(pk="500116"), stored_outline("500116"))


@pytest.fixture
def nominatim(settings: Settings) -> Iterator[NominatimServer]:
    """Run a Nominatim look-alike that the settings point to."""
    with running_server() as server:
        settings.NOMINATIM_URL = server.url
        settings.GEOCODER_DELAY_SECONDS = 0.0
        settings.GEOCODER_TIMEOUT_SECONDS = 5.0
        yield server
