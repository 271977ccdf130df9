"""What a person should know about an answer: what was left out, why nothing was found."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.finding.answer import Note
from sites.finding.parameters import filter_parameters
from sites.finding.query import PointQuery
from sites.finding.rows import point_row
from sites.finding.selection import Selection
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.reference.catalog import Language, TownEntry

_ANY_TIME: Final[dict[str, Any]] = {"open_at": None, "or_unknown": False}


def notes_on(selection: Selection, *, found_any: bool) -> tuple[Note, ...]:
    """Return the notes on the first page of an answer, in the query's language.

    For an empty answer the first note is ``nothing_found``; each offers another way out.
    """
    query = selection.query
    decides_all = query.town is None and query.open_at is None and not selection.needs_position
    if found_any and decides_all:
        return ()
    with translation.override(query.language):
        notes = [] if found_any else _why_empty(selection)
        notes += _left_out(selection)
    return tuple(notes)


def uncertain_order_note(count: int, language: Language) -> tuple[Note, ...]:
    """Return the note on an order that the positions do not settle, () if they do.

    `count` is the number of points that might as well stand elsewhere in the order.
    """
    if not count:
        return ()
    with translation.override(language):
        message = ngettext(
            "%(count)s outlet may be nearer or farther than its place in the list says.",
            "The order of %(count)s outlets is not certain: their positions are not known better.",
            count,
        ) % {"count": count}
    return (Note(code="order_uncertain", message=message, count=count),)


def _left_out(selection: Selection) -> Iterator[Note]:
    """Yield a note for each kind of points that the question cannot decide on."""
    if selection.query.town is not None and (count := selection.without_town()):
        yield Note(
            code="unknown_town_left_out",
            message=ngettext(
                "%(count)s outlet is not shown because it is not known in which town it lies.",
                "%(count)s outlets are not shown because it is not known in which town they lie.",
                count,
            )
            % {"count": count},
            count=count,
            alternative=filter_parameters(selection.of(town=None).query),
        )
    query = selection.query
    if query.open_at and not query.or_unknown and (count := selection.without_hours()):
        yield Note(
            code="unknown_hours_left_out",
            message=ngettext(
                "%(count)s outlet is not shown because it is not known whether it is open then: "
                "please ask by phone.",
                "%(count)s outlets are not shown because it is not known whether they are open "
                "then: please ask by phone.",
                count,
            )
            % {"count": count},
            count=count,
            alternative=filter_parameters(selection.of(or_unknown=True).query),
        )
    if selection.needs_position and (count := selection.without_position()):
        anywhere = selection.of(bbox=None, radius_m=None)
        yield Note(
            code="no_position_left_out",
            message=ngettext(
                "%(count)s outlet is not shown because its position is not known.",
                "%(count)s outlets are not shown because their positions are not known.",
                count,
            )
            % {"count": count},
            count=count,
            alternative=filter_parameters(anywhere.query),
        )


def _why_empty(selection: Selection) -> list[Note]:
    """Return ``nothing_found`` with the closest alternative, then the other alternatives."""
    reason = _("No outlet fits all of these conditions.")
    ways_out = list(_ways_out(selection)) or list(_last_way_out(selection))
    if not ways_out:
        return [Note(code="nothing_found", message=reason, count=0)]
    (message, closest), *others = ways_out
    return [
        Note(
            code="nothing_found",
            message=f"{reason} {message}",
            count=0,
            alternative=filter_parameters(closest.query),
        ),
        *(
            Note(code="alternative", message=message, alternative=filter_parameters(other.query))
            for message, other in others
        ),
    ]


def _ways_out(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Yield questions that differ in one condition and have an answer, the closest first."""
    query = selection.query
    if query.radius_m is not None and (rows := (wider := selection.of(radius_m=None)).rows(1)):
        nearest = point_row(rows[0], selection.known)
        if (metres := nearest["distance_m"]) is not None:
            distance = _far(metres, is_rough=bool(nearest["distance_is_approximate"]))
            yield _("The nearest one is %(distance)s away.") % {"distance": distance}, wider
    if query.town is not None:
        yield from _next_town(selection)
    for message, changed in (
        (_("With any operator there are some."), query.operator and {"operator": None}),
        (_("With any kind of outlet there are some."), query.kind and {"kind": None}),
        (_("With any service there are some."), query.services and {"services": ()}),
        (_("Without the search words there are some."), query.text and {"text": ""}),
        (_("At another time there are some."), query.open_at and _ANY_TIME),
        (_("Outside of this part of the map there are some."), query.bbox and {"bbox": None}),
    ):
        if changed and (relaxed := selection.of(**changed)).has_any():
            yield message, relaxed


def _next_town(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Yield the question for the nearest other town that has an answer to it."""
    towns = selection.known.towns_by_key(str(selection.query.region))
    center = _center(towns[str(selection.query.town)])
    elsewhere = selection.of(town=None).towns()
    near = [
        (great_circle_m(center, other), town)
        for town in towns.values()
        if center and town.pk in elsewhere and (other := _center(town))
    ]
    if near:
        metres, town = min(near, key=lambda pair: pair[0])
        message = _("The nearest town with one is %(town)s, %(distance)s away.")
        # From the centre of one town to that of the other.
        values = {"town": town.name, "distance": _far(metres, is_rough=True)}
        yield message % values, selection.of(town=town.key)


def _last_way_out(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Yield all that the region has: for questions that fail in several conditions at once."""
    query = selection.query
    everything = PointQuery(region=query.region, language=query.language)
    if query != replace(everything, limit=query.limit, with_total=query.with_total):
        all_of_region = replace(selection, query=everything)
        if all_of_region.has_any():
            yield _("Without these conditions there are some."), all_of_region


def _center(town: TownEntry) -> Coordinate | None:
    if town.longitude is None or town.latitude is None:
        return None
    return Coordinate(town.longitude, town.latitude)


def _far(metres: float, *, is_rough: bool) -> str:
    """Return a distance for a sentence, in the active language; a rough one in whole kilometres."""
    if is_rough:
        return _("about %(distance)s km") % {"distance": max(1, round(metres / 1000))}
    if metres < 1000:
        return _("%(distance)s m") % {"distance": round(metres)}
    return _("%(distance)s km") % {"distance": f"{metres / 1000:.1f}"}
