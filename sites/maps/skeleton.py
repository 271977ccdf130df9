"""The map's skeleton, built by Folium: the map object, its base layers, its scale.

Folium and branca compile what they are given as Jinja templates, so that a name like
``{{ … }}`` would be executed on the server. Nothing that is stored or typed passes through here:
only numbers, the constants of `sites.web.tiles` and the operator's own key, percent-encoded.
The outlets reach the page as data (`sites.maps.data`), and our static script draws them.

Importing this module loads Folium (half a second, 65 MB): import it where a map is made.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

import folium
from branca.element import Figure
from folium.map import FitBounds
from typing_extensions import override

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.web.tiles import BASE_LAYERS, REFERRER_POLICY, BaseLayer

# Without tiles there is nothing more to see further in.
_MAX_ZOOM_WITHOUT_TILES: Final = 15
# Tiles are sharp at whole steps of the zoom; what we draw ourselves is at any, and fills the map.
_ZOOM_STEP_WITHOUT_TILES: Final = 0.25
_CHINA: Final = Box(west=73.5, south=18.0, east=135.0, north=53.6)


class _Tiles(folium.TileLayer):
    """A tile layer whose script is the same in every process."""

    def __init__(self, number: int, url: str, layer: BaseLayer) -> None:
        super().__init__(
            tiles=url,
            attr=layer.attribution,
            name=f"base{number}",
            max_zoom=layer.max_zoom,
            subdomains=layer.subdomains or "abc",
            referrer_policy=REFERRER_POLICY,
        )
        self._id = f"base{number}"


class SkeletonMap(folium.Map):
    """Folium's map with the files that the project serves, and a script that is always the same.

    The links are paths of static files; the page's template turns them into addresses.
    """

    default_js = [("leaflet", "js_lib_leaflet/leaflet.js")]
    default_css = [("leaflet_css", "js_lib_leaflet/leaflet.css")]

    @classmethod
    @override
    def _generate_id(cls) -> str:
        return "skeleton"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What Folium made.

    Attributes:
        html: the element that the map is drawn in, `map_skeleton`.
        script: makes the global `map_skeleton`, a Leaflet map; needs Leaflet loaded.
        digest: of the script: equal digests mean equal scripts.
        scripts: static paths of the scripts it needs.
        styles: static paths of the style sheets it needs.
    """

    html: str
    script: str
    digest: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@lru_cache(maxsize=16)
def skeleton(layer_name: str, key: str, bounds: Box | None) -> Skeleton:
    """Return the skeleton for a base layer and the region's bounds (WGS-84; None: China).

    Rendered once per process and combination of arguments. Raises ``KeyError`` for a layer that
    does not exist.
    """
    layer = BASE_LAYERS[layer_name]
    bounds = bounds or _CHINA
    corners = [
        _in_datum(Coordinate(bounds.west, bounds.south), layer.datum),
        _in_datum(Coordinate(bounds.east, bounds.north), layer.datum),
    ]
    figure_map = SkeletonMap(
        location=[sum(corner[axis] for corner in corners) / 2 for axis in (0, 1)],
        tiles=None,
        zoom_start=9,
        # Ours says what its buttons do in the page's language.
        zoom_control=False,
        control_scale=True,
        # Folium's own `max_zoom` speaks of its tiles only.
        maxZoom=layer.max_zoom if layer.urls else _MAX_ZOOM_WITHOUT_TILES,
        zoomSnap=1 if layer.urls else _ZOOM_STEP_WITHOUT_TILES,
    )
    for number, url in enumerate(layer.urls):
        _Tiles(number, url.replace("{key}", quote(key, safe="")), layer).add_to(figure_map)
    view = FitBounds(corners)
    # A zoom under way would end after, and undo, what the page shows next.
    view.options["animate"] = False
    view.add_to(figure_map)
    figure = Figure()
    figure_map.add_to(figure)
    figure.render()
    script = _tidied(figure.script.render())
    return Skeleton(
        html=figure.html.render().strip(),
        script=script,
        digest=hashlib.sha256(script.encode()).hexdigest()[:16],
        scripts=_paths(SkeletonMap.default_js),
        styles=_paths(SkeletonMap.default_css),
    )


def _in_datum(place: Coordinate, datum: Datum) -> list[float]:
    """Return Leaflet's order, latitude first, in the tiles' datum."""
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return [round(latitude, 6), round(longitude, 6)]


def _paths(links: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(path for _name, path in links)


def _tidied(script: Any) -> str:
    """Return a script without the blank lines and indentation that the templates leave."""
    return re.sub(r"\n\s*", "\n", str(script)).strip() + "\n"
