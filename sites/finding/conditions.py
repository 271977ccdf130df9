"""A question → the conditions that its points meet. The one place where filters become SQL."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sites.finding.query import PointQuery
from sites.finding.search_words import fragments_of
from sites.finding.statements import ACTIVE, CLOSED, LOCATED, Conditions, Parameter
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.distance import metres_to_chord2, unit_vector
from sites.hours.compiled_day import Openness
from sites.models import Status
from sites.reference.catalog import Catalog

# The squared chord from a place on the unit sphere to a point: `chord_parameters` fills it.
CHORD2: Final = "((p.x - %s) * (p.x - %s) + (p.y - %s) * (p.y - %s) + (p.z - %s) * (p.z - %s))"


def chord_parameters(near: Coordinate) -> tuple[float, ...]:
    """Return the parameters of `CHORD2` for a place."""
    x, y, z = unit_vector(near)
    return x, x, y, y, z, z


def attribute_conditions(query: PointQuery, known: Catalog) -> Conditions:
    """Return the conditions of everything but the place: points that match the filters.

    They are active, unless the question is about those that are not.

    The names in the query have been checked and its town is a key with its region.
    """
    where = CLOSED if query.closed else ACTIVE
    if query.closed and query.region is not None:
        # The index of those that have closed begins with it.
        where = where.also("p.region_id = %s", query.region)
    if query.town is not None and query.region is not None:
        town = known.towns_by_key(query.region)[query.town]
        # A town lies in its region, and without the region the town's index is used for sure.
        where = where.also("p.town_id = %s", town.pk)
    elif query.region is not None:
        where = where.also("p.region_id = %s", query.region)
    if query.operator is not None:
        where = where.also("p.operator_id = %s", query.operator)
    if query.kind is not None:
        where = where.also("p.kind = %s", query.kind)
    if query.services:
        mask = 0
        for code in query.services:
            mask |= known.service_masks[code]
        where = where.also("(p.service_mask & %s) = %s", mask, mask)
    if query.text:
        words = text_conditions(query.text, known)
        where = where.also(words.sql, *words.parameters)
    return where


def open_conditions(
    where: Conditions, day: date, openness: Openness, *, or_unknown: bool
) -> Conditions:
    """Return `where` and that a point in service has a schedule that is open at a moment of a day.

    Or not known to be closed: then also those without hours.
    """
    where = _in_service(where, day)
    if not or_unknown:
        return where.also(f"p.schedule_id IN ({_listed(openness.open)})")
    listed = _listed(openness.open | openness.unknown)
    return where.also(f"(p.schedule_id IS NULL OR p.schedule_id IN ({listed}))")


def unknown_conditions(where: Conditions, day: date, openness: Openness) -> Conditions:
    """Return `where` and that nobody knows whether the point is open at a moment of a day."""
    where = _in_service(where, day)
    return where.also(f"(p.schedule_id IS NULL OR p.schedule_id IN ({_listed(openness.unknown)}))")


def _in_service(where: Conditions, day: date) -> Conditions:
    """Return `where` and that the point serves people on a day, whatever its hours are."""
    return where.also(
        f"(p.status NOT IN ('{Status.PLANNED}', '{Status.SUSPENDED}')"
        f" OR (p.status = '{Status.SUSPENDED}' AND p.status_until < %s))",
        day.isoformat(),
    )


def _listed(keys: Iterable[int]) -> str:
    """Return keys for an IN: numbers of ours, which may be more than a statement has parameters."""
    return ", ".join(str(int(key)) for key in sorted(keys)) or "-1"


def text_conditions(text: str, known: Catalog) -> Conditions:
    """Return that a point's search text has all words of a text that has at least one sign."""
    fragments = fragments_of(text, known.operator_names)
    if not fragments:
        return Conditions("1 = 0")
    return Conditions(
        " AND ".join(["p.search_text LIKE %s"] * len(fragments)),
        tuple(f"%{fragment}%" for fragment in fragments),
    )


def place_conditions(where: Conditions, query: PointQuery) -> Conditions:
    """Return `where` with the query's box and radius, computed exactly on the row's columns."""
    if query.bbox is not None:
        where = in_box(where.also(LOCATED), query.bbox)
    if query.near is not None and query.radius_m is not None:
        # The box first: an index holds what it asks, while the circle takes the whole row.
        where = in_box(where.also(LOCATED), Box.around(query.near, query.radius_m)).also(
            f"{CHORD2} <= %s", *chord_parameters(query.near), metres_to_chord2(query.radius_m)
        )
    return where


def has_attributes(query: PointQuery) -> bool:
    """Return whether anything but the place narrows the question."""
    attributes = (query.region, query.town, query.operator, query.kind, query.services, query.text)
    return any(attributes) or query.open_at is not None


def in_box(where: Conditions, box: Box) -> Conditions:
    """Return `where` and that the position lies in a box, edges included."""
    where = where.also("p.latitude BETWEEN %s AND %s", box.south, box.north)
    sides: tuple[Parameter, ...] = (box.west, box.east)
    if box.crosses_date_line:
        return where.also("(p.longitude >= %s OR p.longitude <= %s)", *sides)
    return where.also("p.longitude BETWEEN %s AND %s", *sides)
