"""The pages of towns, at addresses that stay."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from sites.finding import (
    Catalog,
    PointRow,
    RegionEntry,
    TownEntry,
    catalog,
    find_points,
    reference_revision,
    revision,
)
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.pages.districts import find_town, query_of, region_name, sheet_path, town_path
from sites.web.answer_page import notes_with_ways_out
from sites.web.cards import cards_of
from sites.web.question import page_language
from sites.web.responses import conditional_response

_NEIGHBOURS: Final = 4
_MOST_REGIONS: Final = 50


@require_safe
def towns_page(request: HttpRequest) -> HttpResponseBase:
    """Return the page that leads to every town's page and every district's sheet."""

    def content() -> str:
        names = catalog(page_language())
        context = {"regions": _regions(names, names.regions), "region_name": names.only_region_name}
        return render_to_string("service_sites/towns.html", context, request)

    return conditional_response(request, content, name="towns", state=reference_revision())


@require_safe
def town_page(request: HttpRequest, town: str, region: str = "") -> HttpResponseBase:
    """Return the page of a town with all its outlets; a 404 that lists the towns if unknown."""
    state, names = revision(), catalog(page_language())
    entry = find_town(names, region, town)
    if entry is None:
        return no_such_town(request, names, region)

    def content() -> str:
        query = query_of(names, entry.region, entry.key)
        answer = find_points(replace(query, with_total=True))
        nearby = _nearby(entry, names)
        context = {
            "town": entry,
            "region_name": region_name(names, entry.region),
            "cards": cards_of(answer.points, names),
            "total": answer.total,
            "notes": notes_with_ways_out(answer, QueryDict()),
            "page_path": reverse("pages:list"),
            "neighbours": cards_of(nearby, names),
            "sheet_path": town_path(entry, "town_sheet"),
        }
        return render_to_string("service_sites/town.html", context, request)

    return conditional_response(request, content, name="town", state=state)


def _nearby(town: TownEntry, names: Catalog) -> list[PointRow]:
    """Return the outlets of other towns nearest to the centre of one, [] if it is not known."""
    if town.longitude is None or town.latitude is None:
        return []
    query = replace(
        query_of(names, town.region, None),
        near=Coordinate(town.longitude, town.latitude),
        near_precision=Precision.TOWN,
    )
    # Those of the town itself come first, and one answer holds them all in any district.
    others = (one for one in find_points(query).points if one["town"] != town.key)
    return list(islice(others, _NEIGHBOURS))


def no_such_town(request: HttpRequest, names: Catalog, region: str) -> HttpResponse:
    """Return a page with status 404 that leads to the towns of a region.

    Of all regions where it is none, unless they are too many to be read.
    """
    known = names.region_by_code.get(region or settings.DEFAULT_REGION)
    regions = (known,) if known is not None else names.regions[:_MOST_REGIONS]
    context = {"regions": _regions(names, regions), "is_missing": True}
    response = render(request, "service_sites/towns.html", context, status=404)
    response["Cache-Control"] = "no-store"
    return response


def _regions(
    names: Catalog, regions: Sequence[RegionEntry]
) -> list[tuple[RegionEntry, list[tuple[str, str]], str]]:
    """Return each region with its towns' names and addresses and the address of its sheet."""
    names.prefetch(region.adcode for region in regions)
    return [
        (
            region,
            [(town.name, town_path(town)) for town in names.towns_of(region.adcode)],
            sheet_path(region.adcode),
        )
        for region in regions
    ]
