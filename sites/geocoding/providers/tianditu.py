"""天地图 (Tianditu): the state's map service, in CGCS2000, asked with a server key of one's own."""

import json
from typing import Any, ClassVar

from geopy.location import Location

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.providers.keyed_geocoder import KeyedGeocoder, KeyedProvider
from sites.geocoding.providers.query_text import house, parts_of
from sites.geocoding.providers.tianditu_reply import TiandituReply, read_location


class Tianditu(KeyedGeocoder):
    """A geopy geocoder for 天地图's geocoder; coordinates are CGCS2000, under 1 m from WGS-84."""

    path: ClassVar[str] = "/geocoder"

    def _parameters(self, query: str) -> dict[str, str]:
        question = json.dumps({"keyWord": query}, ensure_ascii=False)
        return {"ds": question, "tk": self._key}

    def _locations(self, page: object) -> list[Location]:
        raw = read_location(page)
        if raw is None:
            return []
        reply = TiandituReply.parse(raw)
        return [Location(reply.label, (reply.latitude, reply.longitude), raw)]


class TiandituProvider(KeyedProvider):
    """Asks 天地图; raises `ProviderNotConfigured` without ``TIANDITU_SERVER_KEY`` or its URL.

    A reply does not say which district it is in: whether it lies in the region is for the checks
    of every position to find out.
    """

    name: ClassVar[str] = "tianditu"
    geocoder: ClassVar[type[KeyedGeocoder]] = Tianditu
    key_setting: ClassVar[str] = "TIANDITU_SERVER_KEY"
    url_setting: ClassVar[str] = "TIANDITU_URL"
    public_url: ClassVar[str] = "https://api.tianditu.gov.cn"

    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the place that was found, never finer than what was asked for."""
        reply = TiandituReply.parse(raw)
        precision = reply.precision
        if precision is None:
            return NotFound()
        if precision is Precision.ROOFTOP and house(parts_of(query, self._places)) is None:
            precision = Precision.STREET
        position = Position.located(
            reply.longitude, reply.latitude, precision=precision, source=self.name
        )
        return Located(position=position, label=label)
