"""One question → one page: read from the request, answered, worded."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from sites.finding import (
    Answer,
    Catalog,
    InvalidQuery,
    Note,
    PointQuery,
    PointRow,
    catalog,
    find_points,
)
from sites.guides import GuideEntry, GuideKind, find_guides
from sites.locating import MAX_LENGTH_WITH_LINK, Candidate, services
from sites.web.cards import Card, cards_of
from sites.web.filters import filters_of
from sites.web.question import PageQuestion, page_language, question_of
from sites.web.resident_location import AT_OUTLETS
from sites.web.responses import conditional_response, invalid_response

_POSITION_PARAMETERS: Final = frozenset({"near", "near_precision", "radius", AT_OUTLETS})


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer together with what a page needs to word it.

    `typed_place` is the place that a resident typed, if it was understood.
    """

    answer: Answer
    catalog: Catalog
    cards: list[Card]
    typed_place: Candidate | None


def answer_response(
    request: HttpRequest,
    template: str,
    more: Callable[[Shown], Mapping[str, Any]] = lambda _shown: {},
    *,
    variant: str = "",
) -> HttpResponseBase:
    """Return the page that answers a request's question; `more` adds to the template's context.

    `variant` names the settings that the page depends on beside data, language and address.

    A GET is answered from the cache or with 304 while the data are the same. A POST carries a
    resident's position: neither it nor its answer is kept anywhere. A wrong parameter is a page
    with status 400 that says what is wrong and what to do.
    """
    try:
        asked = question_of(request)
        if request.method == "POST":
            response = HttpResponse(_page(request, asked, template, more))
            response["Cache-Control"] = "no-store"
            return response
        return conditional_response(
            request, lambda: _page(request, asked, template, more), name=f"{template} {variant}"
        )
    except InvalidQuery as error:
        return invalid_response(request, error)


def _page(
    request: HttpRequest,
    asked: PageQuestion,
    template: str,
    more: Callable[[Shown], Mapping[str, Any]],
) -> str:
    answer = find_points(replace(asked.query, with_total=True))
    names = catalog(page_language())
    typed_place = asked.whereabouts.understood if asked.whereabouts else None
    points = _at_place_first(answer.points, asked.at_outlets)
    shown = Shown(answer, names, cards_of(points, names), typed_place)
    given = asked.given
    guides = _guides_for(answer.query.text)
    # Words that mean a problem and name no outlet: what is chosen next is asked without them.
    means_problem = bool(guides) and not answer.points
    onward = _without(given, "q") if means_problem else given
    context = {
        "cards": shown.cards,
        "total": answer.total,
        "notes": [] if means_problem else notes_with_ways_out(answer, given),
        "means_problem": means_problem,
        "filters": filters_of(onward, answer.query, names),
        "guides": guides,
        "region_name": names.only_region_name,
        "whereabouts": asked.whereabouts,
        "asks_services": bool(services()),
        "longest_place": MAX_LENGTH_WITH_LINK,
        # What another language or view of this very answer is asked with.
        "posted_fields": _all_fields(request.POST),
        # What each form keeps of the question while it changes its own part.
        "place_fields": _fields(_without(onward, *_POSITION_PARAMETERS)),
        "position_fields": [one for one in _fields(given) if one[0] in _POSITION_PARAMETERS],
        "need_fields": _fields(_without(onward, "service")),
        "search_fields": _fields(_without(given, "q")),
        "by_distance": answer.query.near is not None,
        "is_placed": answer.query.near is not None or answer.query.town is not None,
        "is_outside": _is_outside(answer.query, names),
        "next_fields": _next_fields(given, answer.next_cursor),
        "page_path": request.path,
        # The same question for the other page; a position stays with the page it was given to.
        "filter_query": _filter_query(given),
        **more(shown),
    }
    return render(request, template, context).content.decode()


def _at_place_first(points: Sequence[PointRow], at_outlets: Collection[str]) -> list[PointRow]:
    """Return points nearest first; of those equally near the ones at the typed place.

    All outlets in the middle of a town are equally near, and one of them has the house that was
    typed.
    """
    nearest = points[0]["distance_m"] if points else None
    return sorted(
        points,
        key=lambda point: point["distance_m"] != nearest or str(point["id"]) not in at_outlets,
    )


def notes_with_ways_out(
    answer: Answer, given: QueryDict
) -> list[tuple[Note, list[tuple[str, str]], str]]:
    """Return each note with the parameters of the question it offers, as fields and as a query."""
    return [
        (note, fields, urlencode(fields))
        for note in answer.notes
        for fields in [_alternative_fields(note.alternative or {}, given)]
    ]


def _alternative_fields(alternative: Mapping[str, str], given: QueryDict) -> list[tuple[str, str]]:
    """Return the parameters of a question that has an answer, asked from the same position.

    Without a position they make a link, with one a form that posts it.
    """
    names = ("near", "near_precision", AT_OUTLETS)
    kept = [(name, value) for name in names for value in given.getlist(name)]
    return [*sorted(alternative.items()), *kept]


def _guides_for(text: str) -> list[GuideEntry]:
    """Return the problems and topics that a text may mean; a region's name means its outlets."""
    found = find_guides(text, page_language())
    return [guide for guide in found if guide.kind != GuideKind.REGION]


def _without(given: QueryDict, *names: str) -> QueryDict:
    rest = given.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def _fields(given: QueryDict) -> list[tuple[str, str]]:
    """Return parameters as a form hands them on; a cursor belongs to one answer."""
    return [(name, value) for name, value in _all_fields(given) if name != "cursor"]


def _all_fields(given: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.lists() for value in values]


def _is_outside(query: PointQuery, catalog: Catalog) -> bool:
    """Return whether somebody is at a place that lies in none of the regions."""
    if query.near is None:
        return False
    return not any(region.bounds.contains(query.near) for region in catalog.regions)


def _next_fields(given: QueryDict, cursor: str | None) -> list[tuple[str, str]]:
    """Return the parameters of the question that continues an answer, [] at its end."""
    if cursor is None:
        return []
    return [*_fields(given), ("cursor", cursor)]


def _filter_query(given: QueryDict) -> str:
    return urlencode(_fields(_without(given, *_POSITION_PARAMETERS)))
