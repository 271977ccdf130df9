"""What the page of a pin shows around it: neighbours, towns, outline, base layer."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.places import RegionPlaces
from sites.models import ServicePoint
from sites.models.service_point import precision_name
from sites.web.tiles import BASE_LAYERS, REFERRER_POLICY

_AROUND_M: Final = 3_000.0
# Towns have a few dozen; what a map can show and a person take in.
_MOST_NEIGHBOURS: Final = 200
_MAX_ZOOM_WITHOUT_TILES: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another outlet near the pin.

    Attributes:
        place: WGS-84 degrees.
        metres: how far away; None if its own place is only roughly known.
        precision: the word for how precisely its place is known.
    """

    pk: int
    name: str
    address: str
    place: Coordinate
    metres: int | None
    precision: str


def neighbours_of(
    point: ServicePoint, center: Coordinate | None, known: QuerySet[ServicePoint]
) -> list[Neighbour]:
    """Return the active outlets within 3 km of a place, the nearest first, at most 200.

    `known` are those that the person may see.

    Those whose own place is only roughly known come last.
    """
    if center is None:
        return []
    box = Box.around(center, _AROUND_M)
    rows = (
        known.filter(
            is_active=True,
            latitude__range=(box.south, box.north),
            longitude__range=(box.west, box.east),
        )
        .exclude(pk=point.pk)
        .values_list("pk", "name", "address", "longitude", "latitude", "precision")
    )
    found: list[tuple[bool, float, Neighbour]] = []
    for pk, name, address, longitude, latitude, precision in rows:
        if longitude is None or latitude is None:
            continue
        place = Coordinate(longitude, latitude)
        metres = great_circle_m(center, place)
        is_coarse = not Precision(precision).finer_than(Precision.VILLAGE)
        neighbour = Neighbour(
            pk=pk,
            name=name,
            address=address,
            place=place,
            metres=None if is_coarse else round(metres),
            precision=precision_name(precision),
        )
        if metres <= _AROUND_M:
            found.append((is_coarse, metres, neighbour))
    found.sort(key=lambda entry: entry[:2])
    return [neighbour for _is_coarse, _metres, neighbour in found[:_MOST_NEIGHBOURS]]


def pin_map_data(
    places: RegionPlaces,
    stored: Position | None,
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
            "referrer_policy": REFERRER_POLICY,
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
            ["、".join(names), *_pair(place, layer.datum), is_coarse]
            for (place, is_coarse), names in _by_place(neighbours).items()
        ],
        "stored": _pair(stored.coordinate, layer.datum) if stored is not None else None,
        "is_coarse": stored is None or not stored.precision.finer_than(Precision.VILLAGE),
        "start": _pair(center, layer.datum) if center is not None else None,
        "words": {
            "map": _("Map"),
            "pin": _("The pin: drag it, or move it with the arrow keys"),
            "place_pin": _("Click on the map to place the pin."),
            "moved": _("Moved by %(metres)s m. Not saved yet."),
            "as_stored": _("The pin is where it is stored."),
            "zoom_in": _("Zoom in"),
            "zoom_out": _("Zoom out"),
        },
    }


def _by_place(neighbours: list[Neighbour]) -> dict[tuple[Coordinate, bool], list[str]]:
    """Return the names at each place, which may be a rough one."""
    names: defaultdict[tuple[Coordinate, bool], list[str]] = defaultdict(list)
    for neighbour in neighbours:
        names[neighbour.place, neighbour.metres is None].append(neighbour.name)
    return names


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
