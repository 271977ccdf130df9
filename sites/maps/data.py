"""An answer → the data that our static script draws on the map.

The data travel in a JSON block that no template and no browser executes. All degrees are in the
datum of the base layer's tiles: a pin in another datum would stand 300–700 m beside its place.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sites.finding import Catalog, PointQuery
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.locating import Candidate
from sites.web.answer_page import Shown
from sites.web.cards import Card
from sites.web.directions import navigation_links


def map_data(shown: Shown, datum: Datum) -> dict[str, Any]:
    """Return what is drawn: outlets as GeoJSON, outlines, towns' names, the words of the map."""
    adcodes = dict.fromkeys(point["region"] for point in shown.answer.points) or {
        settings.DEFAULT_REGION: None
    }
    outlines = [shape for shape in map(_outline, adcodes) if shape is not None]
    return {
        "outlets": {
            "type": "FeatureCollection",
            "features": [
                _feature(card, card.place, datum) for card in shown.cards if card.place is not None
            ],
        },
        "outlines": [_shifted(shape, datum) for shape in outlines],
        "towns": _towns(shown.catalog, sorted(adcodes), datum),
        "is_whole": _is_whole(shown.answer.query),
        "typed_place": _typed_place(shown.typed_place, datum),
        "words": _words(),
    }


def _is_whole(query: PointQuery) -> bool:
    """Return whether a question is about no part of the districts: the map shows all of them."""
    narrowing = (query.town, query.bbox, query.radius_m, query.text, query.operator, query.kind)
    return not any(narrowing)


def _feature(card: Card, place: Coordinate, datum: Datum) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _pair(place, datum)},
        "properties": {
            "id": card.id,
            "name": card.name,
            "address": card.address,
            "phone": card.phone,
            "tel": card.tel,
            "services": list(card.services),
            "distance": card.distance,
            "life": card.life,
            "precision_note": card.precision_note,
            "is_coarse": card.is_coarse,
            "error_radius_m": card.error_radius_m,
            "url": reverse("pages:point", args=[card.id]),
            "links": [[link.label, link.url] for link in navigation_links(card)],
        },
    }


def _typed_place(typed: Candidate | None, datum: Datum) -> dict[str, Any] | None:
    """Return what is drawn of the place that a resident typed; its name is in the page's text."""
    if typed is None or typed.place is None or typed.precision is None:
        return None
    return {
        "coordinates": _pair(typed.place, datum),
        "radius_m": typed.precision.error_radius_m,
        "words": _("The place that you typed"),
    }


def _towns(catalog: Catalog, adcodes: Iterable[str], datum: Datum) -> list[list[Any]]:
    catalog.prefetch(adcodes)
    return [
        [town.name, *_pair(Coordinate(town.longitude, town.latitude), datum)]
        for adcode in adcodes
        for town in catalog.towns_of(adcode)
        if town.longitude is not None and town.latitude is not None
    ]


def _words() -> dict[str, str]:
    """Return what the script says by itself, in the page's language."""
    return {
        "address": _("Address"),
        "phone": _("Phone"),
        "services": _("Services"),
        "distance": _("Distance"),
        "details": _("More about this outlet"),
        "navigate": _("How to get there"),
        "outlets_here": _("outlets at this place"),
        "outlets_near": _("outlets close together: zoom in"),
        "show_on_map": _("Show on the map"),
        "map": _("Map"),
        "close": _("Close"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }


def _pair(place: Coordinate, datum: Datum) -> list[float]:
    longitude, latitude = convert(place.longitude, place.latitude, Datum.WGS84, datum)
    return [round(longitude, 6), round(latitude, 6)]


@lru_cache(maxsize=64)
def _outline(adcode: str) -> dict[str, Any] | None:
    """Return a district's outline as GeoJSON in WGS-84 degrees, None if none is shipped."""
    path = settings.BASE_DIR / "data" / "outlines" / f"{adcode}.geojson"
    if not path.is_file():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _shifted(shape: Any, datum: Datum) -> Any:
    """Return a GeoJSON value with every pair of its coordinates in a datum."""
    if datum is Datum.WGS84:
        return shape
    if isinstance(shape, dict):
        return {
            key: _shifted_pairs(value, datum) if key == "coordinates" else _shifted(value, datum)
            for key, value in shape.items()
        }
    if isinstance(shape, list):
        return [_shifted(item, datum) for item in shape]
    return shape


def _shifted_pairs(coordinates: Any, datum: Datum) -> Any:
    if isinstance(coordinates[0], list):
        return [_shifted_pairs(item, datum) for item in coordinates]
    return _pair(Coordinate(*coordinates[:2]), datum)
