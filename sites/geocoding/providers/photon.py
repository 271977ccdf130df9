"""Photon: a geocoder over OpenStreetMap data, at the address that the settings name."""

from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from geopy.exc import GeocoderParseError
from geopy.geocoders import Photon
from geopy.location import Location

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.providers.configured import setting_url
from sites.geocoding.providers.geopy_provider import GeopyProvider
from sites.geocoding.providers.http_adapter import BoundedAdapter
from sites.geocoding.providers.photon_reply import PhotonReply, read_features
from sites.geocoding.providers.query_text import (
    heading,
    house,
    is_asked_for,
    is_same_road,
    parts_of,
)
from sites.geocoding.providers.retry import RetryingCall, RetryPolicy


class StrictPhoton(Photon):  # type: ignore[misc]  # geopy has no types
    """geopy's Photon, except that it refuses a reply that is not what the manual describes.

    geopy itself fails with ``KeyError`` and ``TypeError`` on those.
    """

    def _parse_json(
        self, resources: object, exactly_one: bool = True
    ) -> Location | list[Location] | None:
        try:
            for feature in (features := read_features(resources)):
                PhotonReply.parse(feature)
        except ValueError as error:
            raise GeocoderParseError(f"malformed reply: {error}") from error
        return super()._parse_json({"features": features}, exactly_one)


class PhotonProvider(GeopyProvider):
    """Asks a Photon server; raises `ProviderNotConfigured` unless ``PHOTON_URL`` is its address."""

    name: ClassVar[str] = "photon"

    def __init__(self, places: RegionPlaces, retry_policy: RetryPolicy | None = None) -> None:
        retry_policy = retry_policy or RetryPolicy.of_run()
        url = urlsplit(setting_url("PHOTON_URL", "https://photon.example.org"))
        geocoder = StrictPhoton(
            scheme=url.scheme,
            domain=url.netloc + url.path,
            user_agent=settings.GEOCODER_USER_AGENT,
            timeout=retry_policy.timeout_s,
            adapter_factory=BoundedAdapter,
        )
        box = places.bounds
        bbox = [(box.south, box.west), (box.north, box.east)]
        super().__init__(
            RetryingCall(self.name, partial(geocoder.geocode, bbox=bbox), retry_policy)
        )
        self._places = places

    def phrase(self, query: AddressQuery) -> str:
        """Return "road number, town, district, province", without 号, as OpenStreetMap has it."""
        address = parts_of(query, self._places)
        street = address.road or address.building or address.community or address.area
        number = house(address) if address.road else None
        place = " ".join(filter(None, [street, number]))
        return ", ".join(filter(None, [place, *reversed(heading(query, self._places))]))

    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the place that was found, if it lies in the region that is asked for."""
        reply = PhotonReply.parse(raw)
        precision = self._precision(reply, query)
        if precision is None or not self._is_in_region(reply):
            return NotFound()
        position = Position.located(
            reply.longitude, reply.latitude, precision=precision, source=self.name
        )
        return Located(position=position, label=reply.label)

    def _is_in_region(self, reply: PhotonReply) -> bool:
        """Return whether the areas around the place do not contradict the region."""
        names = self._places.names
        if reply.state is not None and reply.state not in names.province:
            return False
        return reply.county is None or not reply.areas.isdisjoint(names.district)

    def _precision(self, reply: PhotonReply, query: AddressQuery) -> Precision | None:
        """Return the level of what was found, never finer than what was asked for."""
        found = reply.precision
        if found not in {Precision.ROOFTOP, Precision.STREET}:
            return found
        address = parts_of(query, self._places)
        if not is_same_road(address, reply.road):
            return Precision.TOWN
        if found is Precision.ROOFTOP and not is_asked_for(
            address, reply.house_number, reply.label
        ):
            return Precision.STREET
        return found
