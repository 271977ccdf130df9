"""高德 (AMap): a map service with its data in GCJ-02, asked with a key of one's own."""

from typing import Any, ClassVar

from geopy.location import Location

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.providers.amap_reply import AmapReply, read_geocodes
from sites.geocoding.providers.keyed_geocoder import KeyedGeocoder, KeyedProvider
from sites.geocoding.providers.query_text import is_asked_for, is_same_road, parts_of


class Amap(KeyedGeocoder):
    """A geopy geocoder for 高德's web service API, version 3; coordinates are GCJ-02.

    Version 5 of that API has other services and no geocoding.
    """

    path: ClassVar[str] = "/v3/geocode/geo"

    def _parameters(self, query: str) -> dict[str, str]:
        # A bar would separate several addresses.
        return {"address": query.replace("|", " "), "output": "JSON", "key": self._key}

    def _locations(self, page: object) -> list[Location]:
        return [_location(raw) for raw in read_geocodes(page)]


class AmapProvider(KeyedProvider):
    """Asks 高德; raises `ProviderNotConfigured` without ``AMAP_KEY`` or ``AMAP_URL``."""

    name: ClassVar[str] = "amap"
    geocoder: ClassVar[type[KeyedGeocoder]] = Amap
    key_setting: ClassVar[str] = "AMAP_KEY"
    url_setting: ClassVar[str] = "AMAP_URL"
    public_url: ClassVar[str] = "https://restapi.amap.com"

    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the place that was found, if it lies in the region that is asked for."""
        reply = AmapReply.parse(raw)
        precision = self._precision(reply, query)
        if precision is None or not self._is_in_region(reply):
            return NotFound()
        position = Position.located(
            reply.longitude,
            reply.latitude,
            precision=precision,
            source=self.name,
            datum=Datum.GCJ02,
        )
        return Located(position=position, label=label)

    def _is_in_region(self, reply: AmapReply) -> bool:
        """Return whether the reply's own district does not contradict the region."""
        if reply.adcode is not None:
            return reply.adcode == self._places.adcode
        return reply.district is None or reply.district in self._places.names.district

    def _precision(self, reply: AmapReply, query: AddressQuery) -> Precision | None:
        """Return the level of what was found, never finer than what was asked for."""
        found = reply.precision
        if found not in {Precision.ROOFTOP, Precision.STREET}:
            return found
        address = parts_of(query, self._places)
        if not is_same_road(address, reply.street):
            return Precision.TOWN
        if found is Precision.ROOFTOP and not is_asked_for(address, reply.number, reply.label):
            return Precision.STREET
        return found


def _location(raw: object) -> Location:
    reply = AmapReply.parse(raw)
    return Location(reply.label, (reply.latitude, reply.longitude), raw)
