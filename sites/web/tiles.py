"""The base layers a map can have, and the hosts their tiles come from."""

from dataclasses import dataclass

from sites.geo.datum import Datum


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """A tile source: address templates bottom-up, attribution, datum of its tiles, hosts.

    `urls` follow Leaflet's template (``{s} {z} {x} {y}``); ``{key}`` is the operator's own key.
    `hosts` are the sources that the content security policy has to allow for images.
    """

    urls: tuple[str, ...] = ()
    attribution: str = ""
    datum: Datum = Datum.WGS84
    subdomains: str = ""
    max_zoom: int = 18
    hosts: tuple[str, ...] = ()


# OSM asks to be told which site shows its tiles, 天地图 checks its browser keys by it. Neither
# needs to know the page, and our pages tell nobody else.
REFERRER_POLICY = "strict-origin-when-cross-origin"

_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=%s&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)

BASE_LAYERS: dict[str, BaseLayer] = {
    "none": BaseLayer(),
    "osm": BaseLayer(
        urls=("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
        attribution="© OpenStreetMap contributors",
        max_zoom=19,
        hosts=("https://tile.openstreetmap.org",),
    ),
    "amap": BaseLayer(
        urls=(
            (
                "https://webrd0{s}.is.autonavi.com/appmaptile"
                "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
            ),
        ),
        attribution="© 高德地图",
        datum=Datum.GCJ02,
        subdomains="1234",
        hosts=("https://*.is.autonavi.com",),
    ),
    "tianditu": BaseLayer(
        urls=(_TIANDITU % ("vec", "vec"), _TIANDITU % ("cva", "cva")),
        attribution="© 天地图",
        subdomains="01234567",
        hosts=("https://*.tianditu.gov.cn",),
    ),
}
