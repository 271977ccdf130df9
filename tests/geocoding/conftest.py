"""A region and a server for the tests of geocoding."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from sites.geocoding.places import RegionPlaces, stored_outline
from sites.models import Region
from tests.geocoding.providers.nominatim_server import NominatimServer, running_server


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
