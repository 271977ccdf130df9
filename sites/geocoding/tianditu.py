"""天地图 (Tianditu): the state's map service, in CGCS2000, asked with a server key of one's own."""

import json
from typing import Any, ClassVar

from django.conf import settings
from geopy.location import Location

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.configured import setting_key, setting_url
from sites.geocoding.geopy_provider import GeopyProvider
from sites.geocoding.keyed_geocoder import KeyedGeocoder
from sites.geocoding.patience import Patience, PatientCall
from sites.geocoding.phrasing import chinese_phrase, house, parts_of
from sites.geocoding.places import RegionPlaces
from sites.geocoding.tianditu_reply import TiandituReply, read_location


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


class TiandituProvider(GeopyProvider):
    """Asks 天地图; raises `ProviderNotConfigured` without ``TIANDITU_SERVER_KEY`` or its URL.

    A reply does not say which district it is in: whether it lies in the region is for the checks
    of every position to find out.
    """

    name: ClassVar[str] = "tianditu"

    def __init__(self, places: RegionPlaces, patience: Patience | None = None) -> None:
        patience = patience or Patience.of_run()
        key = setting_key("TIANDITU_SERVER_KEY")
        geocoder = Tianditu(
            key,
            url=setting_url("TIANDITU_URL", "https://api.tianditu.gov.cn"),
            timeout=patience.timeout_s,
            user_agent=settings.GEOCODER_USER_AGENT,
        )
        super().__init__(PatientCall(geocoder.geocode, patience), key=key)
        self._places = places

    def phrase(self, query: AddressQuery) -> str:
        """Return the complete address from the province to the building."""
        return chinese_phrase(query, self._places)

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
