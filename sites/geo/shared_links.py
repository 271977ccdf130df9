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
_BAIDU_CENTER: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?),([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_OSM_VIEW: Final = re.compile(rf"map=[0-9.]{{1,5}}/({_NUMBER})/({_NUMBER})")
_OSM_SHORT: Final = re.compile(r"/go/([A-Za-z0-9_~@]{3,20})")
_OSM_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"
_GOOGLE_MARK: Final = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_GOOGLE_VIEW: Final = re.compile(rf"@({_NUMBER}),({_NUMBER})")
# Parameters that hold one mark after the other.
_LISTS: Final = frozenset({"markers", "locations"})
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
        places: what it states: several marks of one map, none if it states none or is of no
            service that is known.
    """

    start: int
    end: int
    places: tuple[LinkedPlace, ...]


def find_links(text: str) -> list[SharedLink]:
    """Return the links in a text, in their order.

    Only the first `LONGEST_TEXT` characters are read; raises for no string.
    """
    return [
        SharedLink(start=match.start(), end=match.end(), places=_places_in(match.group()))
        for match in _LINK.finditer(text[:LONGEST_TEXT])
    ]


class _Parts:
    """A link taken apart. Making one raises ``ValueError`` for what is no address."""

    def __init__(self, address: str) -> None:
        self._split: SplitResult = urlsplit(address if "://" in address else f"https://{address}")
        # An app's scheme (baidumap://map/marker) stands for a host.
        is_page = self._split.scheme in {"http", "https"}
        self.host = (self._split.hostname or "") if is_page else self._split.scheme
        self.path = unquote(self._split.path)
        self.fragment = unquote(self._split.fragment)
        # Behind the # stand those of pages that are all script; what stands before it was asked.
        in_fragment, in_query = (
            dict(parse_qsl(part, max_num_fields=_MOST_PARAMETERS))
            for part in (self._split.fragment.rpartition("?")[2], self._split.query)
        )
        self.values = {**in_fragment, **in_query}

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
        centers: parameters that hold longitude and latitude of the middle of what is shown.
        view: finds the pair in the path or the fragment.
    """

    hosts: re.Pattern[str]
    datums: tuple[Datum, ...]
    east_first: tuple[str, ...] = ()
    north_first: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    centers: tuple[str, ...] = ()
    view: Callable[[_Parts], _Found | None] = lambda _parts: None

    def find(self, parts: _Parts) -> list[_Found]:
        """Return the pairs that a link states; a mark counts more than what is shown around it."""
        for name in (*self.east_first, *self.north_first):
            value = parts.values.get(name, "")
            marks = value.split("|") if name in _LISTS else [value]
            found = [(pair[1], pair[2]) for pair in map(_PAIR.search, marks) if pair]
            if found and name in self.east_first:
                found = [(latitude, longitude) for longitude, latitude in found]
            if found:
                return [(latitude, longitude, False) for latitude, longitude in found]
        for east, north in self.apart:
            longitude, latitude = parts.values.get(east, ""), parts.values.get(north, "")
            if _NUMBER_ONLY.fullmatch(longitude) and _NUMBER_ONLY.fullmatch(latitude):
                return [(latitude, longitude, False)]
        for name in self.centers:
            if pair := _PAIR.search(parts.values.get(name, "")):
                return [(pair[2], pair[1], True)]
        view = self.view(parts)
        return [view] if view else []


def _places_in(address: str) -> tuple[LinkedPlace, ...]:
    try:
        parts = _Parts(address)
    except ValueError:
        return ()
    service = next((one for one in _SERVICES if one.hosts.fullmatch(parts.host)), None)
    if service is None:
        return ()
    datums = (parts.stated,) if parts.stated else service.datums
    return tuple(_place(found, datums) for found in service.find(parts))


def _place(found: _Found, datums: tuple[Datum, ...]) -> LinkedPlace:
    latitude, longitude, is_view = found
    decimals = min(len(figure.partition(".")[2]) for figure in (latitude, longitude))
    precision = Precision.of_decimals(decimals)
    if is_view and precision.finer_than(Precision.STREET):
        precision = Precision.STREET
    return LinkedPlace(
        longitude=float(longitude), latitude=float(latitude), datums=datums, precision=precision
    )


def _baidu_view(parts: _Parts) -> _Found | None:
    center = _BAIDU_CENTER.fullmatch(parts.values.get("c", ""))
    if match := _BAIDU_VIEW.search(parts.path) or center:
        longitude, latitude = degrees_of(*map(float, match.groups()))
        return f"{latitude:.6f}", f"{longitude:.6f}", True
    return None


def _osm_view(parts: _Parts) -> _Found | None:
    if "query" in parts.values:
        # What was sought is not what is shown.
        return None
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
        east_first=(*("position", "markers", "to", "to[lnglat]", "dest", "location", "locations"),),
        north_first=("p", "q"),
        apart=(("lng", "lat"), ("lon", "lat"), ("dlon", "dlat")),
        centers=("center",),
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
        apart=(("epointx", "epointy"), ("pointx", "pointy")),
    ),
    _Service(
        hosts=re.compile(r"(?:[a-z0-9-]+\.){0,2}tianditu\.(?:gov\.)?(?:cn|com)"),
        datums=(Datum.WGS84,),
        east_first=("center",),
    ),
    _Service(
        hosts=re.compile(r"(?:www\.)?(?:openstreetmap|osm)\.org"),
        datums=(Datum.WGS84,),
        north_first=("to", "marker", "query"),
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
