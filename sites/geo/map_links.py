"""Addresses of web pages that show a place in 高德 and 天地图, each in its own datum.

高德 documents its interface (uri.amap.com, GCJ-02). 天地图 documents none for its public map; the
parameters here are those that its page reads: CGCS2000, which is WGS-84 to less than a metre.
"""

from typing import Final
from urllib.parse import quote, urlencode

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert

# What 高德 calls the page that a link comes from; it identifies nobody.
_SOURCE: Final = "service-point-locator"
_CLOSE, _WIDE = 17, 13


def amap_place(place: Coordinate, name: str) -> str:
    """Return the https address of 高德's page with a mark at a place in WGS-84 degrees."""
    parameters = {
        "position": _pair(place, Datum.GCJ02),
        "name": name,
        "src": _SOURCE,
        "coordinate": "gaode",
        "callnative": "0",
    }
    return _address("https://uri.amap.com/marker", parameters)


def amap_search(text: str, adcode: str) -> str:
    """Return the https address of 高德's search for a text within a district or city."""
    parameters = {
        "keyword": text,
        "city": adcode,
        "view": "map",
        "src": _SOURCE,
        "callnative": "0",
    }
    return _address("https://uri.amap.com/search", parameters)


def tianditu_place(place: Coordinate) -> str:
    """Return the https address of 天地图's page around a place in WGS-84 degrees."""
    parameters = {"center": _pair(place, Datum.WGS84), "zoom": str(_CLOSE)}
    return _address("https://map.tianditu.gov.cn/", parameters)


def tianditu_search(text: str, near: Coordinate | None) -> str:
    """Return the https address of 天地图's search for a text, around a place if one is known."""
    parameters = {"keyword": text}
    if near is not None:
        parameters = {"center": _pair(near, Datum.WGS84), "zoom": str(_WIDE), **parameters}
    return _address("https://map.tianditu.gov.cn/", parameters)


def _pair(place: Coordinate, datum: Datum) -> str:
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return f"{longitude:.6f},{latitude:.6f}"


def _address(page: str, parameters: dict[str, str]) -> str:
    return f"{page}?{urlencode(parameters, quote_via=quote, safe=',')}"
