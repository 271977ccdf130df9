"""Links that lead to a place in the map services people have, each in its own datum.

All are plain https pages that work without an app. The services' own documentation of their URI
interfaces gives the forms; only OpenStreetMap takes WGS-84.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.map_links import amap_search
from sites.showing.cards import Card

# What the services call the page that a link comes from; it identifies nobody.
_REFERER = "service-point-locator"


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link to one map service: its name for people, and the https address."""

    label: str
    url: str


def navigation_links(card: Card) -> tuple[NavigationLink, ...]:
    """Return the links to an outlet: 高德, 百度, 腾讯, OpenStreetMap.

    A place that is known well enough is handed over as a pair. A coarse one is not: it would lead
    to the middle of the town, so the services are asked for the address instead.
    """
    if card.navigable_place is not None:
        return _to_place(card.navigable_place, card.name)
    return _to_address(card.full_address, card.region)


def _to_address(text: str, region: str) -> tuple[NavigationLink, ...]:
    """Return the links to the services' own search for an address in a district."""
    baidu = {"address": text, "output": "html", "src": f"webapp.{_REFERER}"}
    tencent = {"keyword": text, "referer": _REFERER}
    return _labelled(
        amap_search(text, region),
        _url("https://api.map.baidu.com/geocoder", baidu),
        _url("https://apis.map.qq.com/uri/v1/search", tencent),
        _url("https://www.openstreetmap.org/search", {"query": text}),
    )


def _to_place(place: Coordinate, name: str) -> tuple[NavigationLink, ...]:
    """Return the links to a place in WGS-84 degrees.

    高德 and 腾讯 are given GCJ-02, 百度 BD-09; pairs have six decimals (0.1 m).
    """
    gcj02 = _degrees(place, Datum.GCJ02)
    bd09 = _degrees(place, Datum.BD09)
    wgs84 = _degrees(place, Datum.WGS84)
    amap = {
        # The pair and the name share one value, so that a comma in the name would end it.
        "to": f"{gcj02[0]},{gcj02[1]},{name.replace(',', '，')}",
        "mode": "car",
        "coordinate": "gaode",
        "callnative": "0",
        "src": _REFERER,
    }
    baidu = {
        "location": f"{bd09[1]},{bd09[0]}",
        "title": name,
        "content": name,
        "output": "html",
        "coord_type": "bd09ll",
        "src": f"webapp.{_REFERER}",
    }
    tencent = {
        "type": "drive",
        "to": name,
        "tocoord": f"{gcj02[1]},{gcj02[0]}",
        "referer": _REFERER,
    }
    osm = {"to": f"{wgs84[1]},{wgs84[0]}"}
    return _labelled(
        _url("https://uri.amap.com/navigation", amap),
        _url("https://api.map.baidu.com/marker", baidu),
        _url("https://apis.map.qq.com/uri/v1/routeplan", tencent),
        _url("https://www.openstreetmap.org/directions", osm),
    )


def _labelled(amap: str, baidu: str, tencent: str, osm: str) -> tuple[NavigationLink, ...]:
    return (
        NavigationLink(_("Amap"), amap),
        NavigationLink(_("Baidu Maps"), baidu),
        NavigationLink(_("Tencent Maps"), tencent),
        NavigationLink("OpenStreetMap", osm),
    )


def _degrees(place: Coordinate, datum: Datum) -> tuple[str, str]:
    """Return longitude and latitude in a datum as text."""
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return f"{longitude:.6f}", f"{latitude:.6f}"


def _url(address: str, parameters: dict[str, str]) -> str:
    return f"{address}?{urlencode(parameters, quote_via=quote, safe=',')}"
