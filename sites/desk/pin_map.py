"""What the page of a pin shows around it: neighbours, towns, outline, base layer."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geocoding.places import RegionPlaces
from sites.models import ServicePoint
from sites.showing.tiles import BASE_LAYERS

_AROUND_M: Final = 3_000.0
# Towns have a few dozen; what a map can show and a person take in.
_MOST_NEIGHBOURS: Final = 200
_MAX_ZOOM_WITHOUT_TILES: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another outlet near the pin, `metres` away; WGS-84 degrees."""

    pk: int
    name: str
    address: str
    place: Coordinate
    metres: int


def neighbours_of(point: ServicePoint, center: Coordinate | None) -> list[Neighbour]:
    """Return the active outlets within 3 km of a place, the nearest first, at most 200."""
    if center is None:
        return []
    box = Box.around(center, _AROUND_M)
    rows = (
        ServicePoint.objects.filter(
            is_active=True,
            latitude__range=(box.south, box.north),
            longitude__range=(box.west, box.east),
        )
        .exclude(pk=point.pk)
        .values_list("pk", "name", "address", "longitude", "latitude")
    )
    found = []
    for pk, name, address, longitude, latitude in rows:
        if longitude is None or latitude is None:
            continue
        place = Coordinate(longitude, latitude)
        metres = round(great_circle_m(center, place))
        if metres <= _AROUND_M:
            found.append(Neighbour(pk=pk, name=name, address=address, place=place, metres=metres))
    return sorted(found, key=lambda neighbour: neighbour.metres)[:_MOST_NEIGHBOURS]


def pin_map_data(
    places: RegionPlaces,
    stored: Coordinate | None,
    town: str | None,
    neighbours: list[Neighbour],
) -> dict[str, Any]:
    """Return what the page's script draws; degrees are in the datum of the tiles.

    Only numbers, names and the operator's own key for tiles are in it, as data: nothing of it is
    executed.
    """
    layer = BASE_LAYERS[settings.TILE_LAYER]
    stated = places.towns[town] if town is not None else None
    center = stated.center if stated is not None else None
    key = quote(settings.TIANDITU_KEY, safe="")
    return {
        "datum": layer.datum.value,
        "tiles": {
            "urls": [url.replace("{key}", key) for url in layer.urls],
            "attribution": layer.attribution,
            "subdomains": layer.subdomains or "abc",
            "max_zoom": layer.max_zoom if layer.urls else _MAX_ZOOM_WITHOUT_TILES,
        },
        "outlines": _outlines(places, layer.datum),
        "towns": [
            [other.name, *_pair(other.center, layer.datum)]
            for other in places.towns.values()
            if other.center is not None
        ],
        "neighbours": [
            [neighbour.name, *_pair(neighbour.place, layer.datum)] for neighbour in neighbours
        ],
        "stored": _pair(stored, layer.datum) if stored is not None else None,
        "start": _pair(center, layer.datum) if center is not None else None,
        "words": {
            "pin": _("The pin: drag it, or move it with the arrow keys"),
            "place_pin": _("Click on the map to place the pin."),
            "moved": _("Moved by %(metres)s m. Not saved yet."),
            "as_stored": _("The pin is where it is stored."),
            "zoom_in": _("Zoom in"),
            "zoom_out": _("Zoom out"),
        },
    }


def _outlines(places: RegionPlaces, datum: Datum) -> list[dict[str, Any]]:
    if places.outline is None:
        return []
    rings = [
        [_pair(Coordinate(longitude, latitude), datum) for longitude, latitude in ring]
        for ring in places.outline.rings
    ]
    return [{"type": "Polygon", "coordinates": [ring]} for ring in rings]


def _pair(place: Coordinate, datum: Datum) -> list[float]:
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return [round(longitude, 6), round(latitude, 6)]
