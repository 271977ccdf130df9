"""Addresses of web pages that show a place in the map services people have, each in its own datum.

All are plain https pages that work without an app. 高德 (GCJ-02), 百度 (BD-09) and 腾讯 (GCJ-02)
document these interfaces. 天地图 documents none for its public map; the parameters here are those
that its page reads: CGCS2000, which is WGS-84 to less than a metre. OpenStreetMap takes WGS-84.

Places are given in WGS-84 degrees; pairs in the addresses have six decimals (0.1 m).
"""

from typing import Final
from urllib.parse import quote, urlencode

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert

# What the services call the page that a link comes from; it identifies nobody.
_SOURCE: Final = "service-point-locator"
_CLOSE, _WIDE = 17, 13


def amap_place(place: Coordinate, name: str) -> str:
    """Return the address of 高德's page with a mark at a place."""
    parameters = {
        "position": _pair(place, Datum.GCJ02),
        "name": name,
        "src": _SOURCE,
        "coordinate": "gaode",
        "callnative": "0",
    }
    return _address("https://uri.amap.com/marker", parameters)


def amap_route(place: Coordinate, name: str) -> str:
    """Return the address of 高德's page with the way to a place."""
    parameters = {
        # The pair and the name share one value, so that a comma in the name would end it.
        "to": f"{_pair(place, Datum.GCJ02)},{name.replace(',', '，')}",
        "mode": "car",
        "coordinate": "gaode",
        "callnative": "0",
        "src": _SOURCE,
    }
    return _address("https://uri.amap.com/navigation", parameters)


def amap_search(text: str, adcode: str) -> str:
    """Return the address of 高德's search for a text within a district or city."""
    parameters = {
        "keyword": text,
        "city": adcode,
        "view": "map",
        "src": _SOURCE,
        "callnative": "0",
    }
    return _address("https://uri.amap.com/search", parameters)


def baidu_place(place: Coordinate, name: str) -> str:
    """Return the address of 百度's page with a mark at a place."""
    parameters = {
        "location": _latitude_first(place, Datum.BD09),
        "title": name,
        "content": name,
        "output": "html",
        "coord_type": "bd09ll",
        "src": f"webapp.{_SOURCE}",
    }
    return _address("https://api.map.baidu.com/marker", parameters)


def baidu_search(text: str) -> str:
    """Return the address of 百度's page with a mark where it thinks that an address is."""
    parameters = {"address": text, "output": "html", "src": f"webapp.{_SOURCE}"}
    return _address("https://api.map.baidu.com/geocoder", parameters)


def tencent_route(place: Coordinate, name: str) -> str:
    """Return the address of 腾讯's page with the way to a place."""
    parameters = {
        "type": "drive",
        "to": name,
        "tocoord": _latitude_first(place, Datum.GCJ02),
        "referer": _SOURCE,
    }
    return _address("https://apis.map.qq.com/uri/v1/routeplan", parameters)


def tencent_search(text: str) -> str:
    """Return the address of 腾讯's search for a text."""
    parameters = {"keyword": text, "referer": _SOURCE}
    return _address("https://apis.map.qq.com/uri/v1/search", parameters)


def tianditu_place(place: Coordinate) -> str:
    """Return the address of 天地图's page around a place."""
    parameters = {"center": _pair(place, Datum.WGS84), "zoom": str(_CLOSE)}
    return _address("https://map.tianditu.gov.cn/", parameters)


def tianditu_search(text: str, near: Coordinate | None) -> str:
    """Return the address of 天地图's search for a text, around a place if one is known."""
    parameters = {"keyword": text}
    if near is not None:
        parameters = {"center": _pair(near, Datum.WGS84), "zoom": str(_WIDE), **parameters}
    return _address("https://map.tianditu.gov.cn/", parameters)


def osm_route(place: Coordinate) -> str:
    """Return the address of OpenStreetMap's page with the way to a place."""
    parameters = {"to": _latitude_first(place, Datum.WGS84)}
    return _address("https://www.openstreetmap.org/directions", parameters)


def osm_search(text: str) -> str:
    """Return the address of OpenStreetMap's search for a text."""
    return _address("https://www.openstreetmap.org/search", {"query": text})


def _pair(place: Coordinate, datum: Datum) -> str:
    return ",".join(_degrees(place, datum))


def _latitude_first(place: Coordinate, datum: Datum) -> str:
    longitude, latitude = _degrees(place, datum)
    return f"{latitude},{longitude}"


def _degrees(place: Coordinate, datum: Datum) -> tuple[str, str]:
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return f"{longitude:.6f}", f"{latitude:.6f}"


def _address(page: str, parameters: dict[str, str]) -> str:
    return f"{page}?{urlencode(parameters, quote_via=quote, safe=',')}"
