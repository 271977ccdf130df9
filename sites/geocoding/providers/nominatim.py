"""Nominatim: a geocoder over OpenStreetMap data, at the address that the settings name."""

from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from geopy.exc import GeocoderParseError
from geopy.geocoders import Nominatim
from geopy.location import Location

from sites.addresses.parser import Address
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    NotFound,
)
from sites.geocoding.providers.configured import setting_url
from sites.geocoding.providers.geopy_provider import GeopyProvider
from sites.geocoding.providers.http_adapter import BoundedAdapter
from sites.geocoding.providers.nominatim_reply import NominatimReply
from sites.geocoding.providers.query_text import heading, house, is_asked_for, parts_of
from sites.geocoding.providers.retry import RetryingCall, RetryPolicy


class StrictNominatim(Nominatim):  # type: ignore[misc]  # geopy has no types
    """geopy's Nominatim, except that it refuses a reply that is not what the manual describes.

    geopy itself reads ``null`` as "no such place" and a place without coordinates as 0° N, 0° E.
    """

    def _parse_json(
        self,
        places: object,
        exactly_one: bool,
    ) -> Location | list[Location] | None:
        if not isinstance(places, list):
            raise GeocoderParseError("the reply is not a list of places")
        try:
            for place in places:
                NominatimReply.parse(place)
        except ValueError as error:
            raise GeocoderParseError(f"malformed reply: {error}") from error
        return super()._parse_json(places, exactly_one)


class NominatimProvider(GeopyProvider):
    """Asks a Nominatim server, politely: one call at a time, with a delay and a time-out.

    Raises `ProviderNotConfigured` unless ``NOMINATIM_URL`` is an http or https address.
    """

    name: ClassVar[str] = "nominatim"

    def __init__(self, places: RegionPlaces, retry_policy: RetryPolicy | None = None) -> None:
        retry_policy = retry_policy or RetryPolicy.of_run()
        url = urlsplit(setting_url("NOMINATIM_URL", "https://nominatim.example.org"))
        geocoder = StrictNominatim(
            scheme=url.scheme,
            domain=url.netloc + url.path,
            user_agent=settings.GEOCODER_USER_AGENT,
            timeout=retry_policy.timeout_s,
            adapter_factory=BoundedAdapter,
        )
        box = places.bounds
        viewbox = [(box.south, box.west), (box.north, box.east)]
        search = partial(
            geocoder.geocode, viewbox=viewbox, bounded=True, addressdetails=True, language="zh"
        )
        super().__init__(RetryingCall(self.name, search, retry_policy))
        self._places = places

    def phrase(self, query: AddressQuery) -> str:
        """Return "province, district, town, road number".

        Nominatim does not split Chinese text, and no house number in OpenStreetMap is written with
        号: an address as printed finds nothing there. Of 163_167 the first house is asked for;
        without a road the building, community or quarter stands in its place.
        """
        street = _street(parts_of(query, self._places))
        return ", ".join(filter(None, [*heading(query, self._places), street]))

    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the place that was found, never finer than what was asked for."""
        reply = NominatimReply.parse(raw)
        precision = reply.precision
        if precision is None:
            return NotFound()
        address = parts_of(query, self._places)
        if precision is Precision.ROOFTOP and not is_asked_for(
            address, reply.house_number, reply.label
        ):
            precision = Precision.STREET
        position = Position.located(
            reply.longitude, reply.latitude, precision=precision, source=self.name
        )
        return Located(position=position, label=reply.label)


def _street(address: Address) -> str | None:
    if address.road is None:
        return address.building or address.community or address.area
    number = house(address)
    return address.road if number is None else f"{address.road} {number}"
