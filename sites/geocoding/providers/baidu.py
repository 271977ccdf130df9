"""百度 (Baidu): a map service with its data in BD-09, asked with a key of one's own."""

from typing import Any, ClassVar, Final

from geopy.location import Location

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.providers.baidu_reply import BaiduReply, read_result
from sites.geocoding.providers.keyed_geocoder import KeyedGeocoder, KeyedProvider
from sites.geocoding.providers.query_text import house, parts_of

_LONGEST_ADDRESS_BYTES: Final = 84


class Baidu(KeyedGeocoder):
    """A geopy geocoder for 百度's web service API, version 3; coordinates are BD-09.

    geopy's own class gives the kind of match as the address and fails for several results. BD-09
    is what the service replies in unless it is asked for GCJ-02: not to ask leaves no doubt.
    """

    path: ClassVar[str] = "/geocoding/v3/"

    def _parameters(self, query: str) -> dict[str, str]:
        return {"address": query, "output": "json", "ak": self._key}

    def _locations(self, page: object) -> list[Location]:
        raw = read_result(page)
        if raw is None:
            return []
        reply = BaiduReply.parse(raw)
        # The reply has no address in it.
        return [Location("", (reply.latitude, reply.longitude), raw)]


class BaiduProvider(KeyedProvider):
    """Asks 百度; raises `ProviderNotConfigured` without ``BAIDU_KEY`` or ``BAIDU_URL``.

    A reply does not say which district it is in: whether it lies in the region is for the checks
    of every position to find out.
    """

    name: ClassVar[str] = "baidu"
    geocoder: ClassVar[type[KeyedGeocoder]] = Baidu
    key_setting: ClassVar[str] = "BAIDU_KEY"
    url_setting: ClassVar[str] = "BAIDU_URL"
    public_url: ClassVar[str] = "https://api.map.baidu.com"
    longest_phrase_bytes: ClassVar[int] = _LONGEST_ADDRESS_BYTES

    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the place that was found, never finer than what was asked for."""
        reply = BaiduReply.parse(raw)
        precision = reply.precision
        if precision is None:
            return NotFound()
        if precision is Precision.ROOFTOP and house(parts_of(query, self._places)) is None:
            precision = Precision.STREET
        position = Position.located(
            reply.longitude,
            reply.latitude,
            precision=precision,
            source=self.name,
            datum=Datum.BD09,
        )
        # 百度 names no place: what was asked for stands for it, with the kind of thing it is.
        return Located(position=position, label=f"{self.phrase(query)} ({reply.level})")
