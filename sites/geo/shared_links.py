"""A link that somebody shares from a map service → the pair of degrees that stands in it.

The way back from :mod:`sites.geo.map_links`, and from what the services' own pages and apps hand
out. Nothing is fetched: a short link, or one that names an entry of the service's list, says
nothing about where that is.

The datum is the one that the link states, else that of the service: GCJ-02 for 高德 and 腾讯,
BD-09 for 百度, WGS-84 for 天地图 and OpenStreetMap. Google and Apple show GCJ-02 in the mainland
and hand on WGS-84 from a phone's receiver in the same form: their pairs can be either.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sites.geo.baidu_mercator import degrees_of
from sites.geo.datum import Datum
from sites.geo.precision import Precision

LONGEST_TEXT: Final = 2_000
"""Characters of a text in which a link is looked for; a shared link has some hundreds."""

_MOST_PARAMETERS: Final = 50
# An address with its scheme, or a host with something behind it; Chinese punctuation ends it.
_LINK: Final = re.compile(
    r"(?:[a-z][a-z0-9]{1,19}://|(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6}(?=[/?#]))"
    r"[^\s<>\"'，。；！？、【】《》“”]{1,2000}",
    re.IGNORECASE,
)
_NUMBER: Final = r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?"
_PAIR: Final = re.compile(rf"(?:^|[,:;|/])\s?({_NUMBER})\s?,\s?({_NUMBER})(?![0-9.])")
_NUMBER_ONLY: Final = re.compile(_NUMBER)
_BAIDU_VIEW: Final = re.compile(r"@([0-9]{1,9}(?:\.[0-9]{1,9})?),([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_OSM_VIEW: Final = re.compile(rf"map=[0-9.]{{1,5}}/({_NUMBER})/({_NUMBER})")
_OSM_SHORT: Final = re.compile(r"/go/([A-Za-z0-9_~@]{3,20})")
_OSM_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"
_GOOGLE_MARK: Final = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_GOOGLE_VIEW: Final = re.compile(rf"@({_NUMBER}),({_NUMBER})")
# 高德's `dev=1` and 腾讯's `coord_type=1` say that a pair came from a receiver.
_STATED: Final[Mapping[str, Mapping[str, Datum]]] = {
    "coordinate": {"gaode": Datum.GCJ02, "wgs84": Datum.WGS84},
    "coord_type": {
        "bd09ll": Datum.BD09,
        "bd09": Datum.BD09,
        "gcj02": Datum.GCJ02,
        "gcj02ll": Datum.GCJ02,
        "wgs84": Datum.WGS84,
        "wgs84ll": Datum.WGS84,
        "1": Datum.WGS84,
        "2": Datum.GCJ02,
    },
    "dev": {"0": Datum.GCJ02, "1": Datum.WGS84},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPlace:
    """The pair of degrees in a link; it may lie outside of the valid ranges.

    Attributes:
        longitude: degrees of the datum.
        latitude: degrees of the datum.
        datums: those that it can be in, the likeliest first.
        precision: as fine as the figures are; of a view's middle no finer than a street.
    """

    longitude: float
    latitude: float
    datums: tuple[Datum, ...]
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """A link in a text.

    Attributes:
        start: index of its first character.
        end: index behind its last one.
        place: what it states, None if it states none or is of no service that is known.
    """

    start: int
    end: int
    place: LinkedPlace | None


def find_link(text: str) -> SharedLink | None:
    """Return the first link in a text that states a place, else the first one, None without any.

    Only the first `LONGEST_TEXT` characters are read; raises for no string.
    """
    first = None
    for match in _LINK.finditer(text[:LONGEST_TEXT]):
        link = SharedLink(start=match.start(), end=match.end(), place=_place_in(match.group()))
        if link.place is not None:
            return link
        first = first or link
    return first


class _Parts:
    """A link taken apart. Making one raises ``ValueError`` for what is no address."""

    def __init__(self, address: str) -> None:
        self._split: SplitResult = urlsplit(address if "://" in address else f"https://{address}")
        # An app's scheme (baidumap://map/marker) stands for a host.
        is_page = self._split.scheme in {"http", "https"}
        self.host = (self._split.hostname or "") if is_page else self._split.scheme
        self.path = unquote(self._split.path)
        self.fragment = unquote(self._split.fragment)
        self.values = dict(parse_qsl(self._split.query, max_num_fields=_MOST_PARAMETERS))

    @cached_property
    def stated(self) -> Datum | None:
        """The datum that the link states."""
        found = (by_value.get(self.values.get(name, "")) for name, by_value in _STATED.items())
        return next(filter(None, found), None)


# Latitude, longitude as written, and whether they are but the middle of what is shown.
_Found = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """Where a service's links state a place.

    Attributes:
        hosts: of its pages, and the schemes of its app.
        datums: those that its pairs can be in if the link does not say.
        east_first: parameters that hold longitude and latitude.
        north_first: parameters that hold latitude and longitude.
        apart: pairs of parameters, of longitude and of latitude.
        view: finds the pair in the path or the fragment.
    """

    hosts: re.Pattern[str]
    datums: tuple[Datum, ...]
    east_first: tuple[str, ...] = ()
    north_first: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    view: Callable[[_Parts], _Found | None] = lambda _parts: None

    def find(self, parts: _Parts) -> _Found | None:
        """Return the pair that a link states; a mark counts more than what is shown around it."""
        for name in (*self.east_first, *self.north_first):
            if pair := _PAIR.search(parts.values.get(name, "")):
                first, second = pair.groups()
                return (second, first, False) if name in self.east_first else (first, second, False)
        for east, north in self.apart:
            longitude, latitude = parts.values.get(east, ""), parts.values.get(north, "")
            if _NUMBER_ONLY.fullmatch(longitude) and _NUMBER_ONLY.fullmatch(latitude):
                return latitude, longitude, False
        return self.view(parts)


def _place_in(address: str) -> LinkedPlace | None:
    try:
        parts = _Parts(address)
    except ValueError:
        return None
    service = next((one for one in _SERVICES if one.hosts.fullmatch(parts.host)), None)
    found = service.find(parts) if service else None
    if service is None or found is None:
        return None
    latitude, longitude, is_view = found
    decimals = min(len(figure.partition(".")[2]) for figure in (latitude, longitude))
    precision = Precision.of_decimals(decimals)
    if is_view and precision.finer_than(Precision.STREET):
        precision = Precision.STREET
    return LinkedPlace(
        longitude=float(longitude),
        latitude=float(latitude),
        datums=(parts.stated,) if parts.stated else service.datums,
        precision=precision,
    )


def _baidu_view(parts: _Parts) -> _Found | None:
    if match := _BAIDU_VIEW.search(parts.path):
        longitude, latitude = degrees_of(*map(float, match.groups()))
        return f"{latitude:.6f}", f"{longitude:.6f}", True
    return None


def _osm_view(parts: _Parts) -> _Found | None:
    if match := _OSM_VIEW.search(parts.fragment):
        return match[1], match[2], True
    if match := _OSM_SHORT.match(parts.path):
        return _unpacked(match[1].replace("@", "~"))
    return None


def _unpacked(code: str) -> _Found:
    """Return the place of a short link: its bits are those of longitude and latitude by turns."""
    east = north = 0
    for digit in map(_OSM_DIGITS.index, code):
        for shift in (4, 2, 0):
            east = east << 1 | digit >> shift + 1 & 1
            north = north << 1 | digit >> shift & 1
    parts = 1 << 3 * len(code)
    return f"{north / parts * 180 - 90:.6f}", f"{east / parts * 360 - 180:.6f}", True


def _google_view(parts: _Parts) -> _Found | None:
    if match := _GOOGLE_MARK.search(parts.path):
        return match[1], match[2], False
    if match := _GOOGLE_VIEW.search(parts.path):
        return match[1], match[2], True
    if match := _PAIR.search(parts.path):
        return match[1], match[2], False
    return None


_SERVICES: Final = (
    _Service(
        hosts=re.compile(r"(?:[a-z0-9-]+\.){0,2}(?:amap|gaode)\.com|(?:android|ios)?amap(?:uri)?"),
        datums=(Datum.GCJ02,),
        east_first=("position", "markers", "to", "dest"),
        north_first=("p", "q"),
        apart=(("lng", "lat"), ("lon", "lat"), ("dlon", "dlat")),
    ),
    _Service(
        hosts=re.compile(r"(?:[a-z0-9-]+\.){0,2}map\.baidu\.com|baidumap|bdapp"),
        datums=(Datum.BD09,),
        north_first=("location", "latlng", "destination"),
        view=_baidu_view,
    ),
    _Service(
        hosts=re.compile(r"(?:[a-z0-9-]+\.){1,3}qq\.com|qqmap"),
        datums=(Datum.GCJ02,),
        north_first=("marker", "tocoord", "coord", "center"),
        apart=(("pointx", "pointy"),),
    ),
    _Service(
        hosts=re.compile(r"(?:[a-z0-9-]+\.){0,2}tianditu\.(?:gov\.)?(?:cn|com)"),
        datums=(Datum.WGS84,),
        east_first=("center",),
    ),
    _Service(
        hosts=re.compile(r"(?:www\.)?(?:openstreetmap|osm)\.org"),
        datums=(Datum.WGS84,),
        north_first=("to", "marker"),
        apart=(("mlon", "mlat"), ("lon", "lat")),
        view=_osm_view,
    ),
    _Service(
        hosts=re.compile(
            r"(?:www\.|maps\.|ditu\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?|comgooglemaps"
        ),
        datums=(Datum.GCJ02, Datum.WGS84),
        north_first=("q", "query", "destination", "daddr", "ll", "center"),
        view=_google_view,
    ),
    _Service(
        hosts=re.compile(r"maps\.apple(?:\.com)?"),
        datums=(Datum.GCJ02, Datum.WGS84),
        north_first=("coordinate", "ll", "q", "daddr"),
    ),
)
