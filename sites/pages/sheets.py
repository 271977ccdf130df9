"""The sheets to print for a notice board: A4, in black and white, a QR code beside each outlet.

A sheet is a door like the others: with a question in its address it gives the answer to that.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sites.finding import (
    MAX_LIMIT,
    Catalog,
    InvalidQuery,
    PointQuery,
    PointRow,
    TownEntry,
    catalog,
    find_points,
    revision,
)
from sites.models import Kind
from sites.pages.districts import all_points, find_town, query_of, region_name, town_path
from sites.pages.documents_needed import documents_needed
from sites.pages.qr_codes import QrCode, qr_code
from sites.pages.towns import no_such_town
from sites.web.cards import Card, cards_of
from sites.web.question import PageQuestion, page_language, question_of
from sites.web.responses import conditional_response, invalid_response


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a sheet: an outlet, and the code of its page."""

    card: Card
    code: QrCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet is of.

    Attributes:
        points: the outlets.
        region: the code of the district they lie in, "" if they lie in several.
        town: the town they lie in, None for more than one.
        only: the conditions beside the place that they meet, in words.
        services: those that were asked for, () for all.
    """

    points: list[PointRow]
    region: str
    town: TownEntry | None = None
    only: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


@require_safe
def town_sheet(request: HttpRequest, town: str, region: str = "") -> HttpResponseBase:
    """Return a town's outlets as a sheet."""
    state, names = revision(), catalog(page_language())
    entry = find_town(names, region, town)
    if entry is None:
        return no_such_town(request, names, region)

    def content() -> str:
        points = list(all_points(query_of(names, entry.region, entry.key)))
        return _page(request, names, Sheet(points=points, region=entry.region, town=entry))

    return conditional_response(request, content, name="sheet", state=state)


@require_safe
def region_sheet(request: HttpRequest, region: str) -> HttpResponseBase:
    """Return all outlets of a district as sheets."""
    state, names = revision(), catalog(page_language())
    if region not in names.region_by_code:
        return no_such_town(request, names, region)

    def content() -> str:
        points = list(all_points(query_of(names, region, None)))
        return _page(request, names, Sheet(points=points, region=region))

    return conditional_response(request, content, name="sheet", state=state)


@require_safe
def answer_sheet(request: HttpRequest) -> HttpResponseBase:
    """Return the answer to the question in the address as sheets; without one, the district's."""
    try:
        asked = question_of(request)
        if not asked.given:
            return region_sheet(request, settings.DEFAULT_REGION)

        def content() -> str:
            names = catalog(page_language())
            return _page(request, names, _answered(asked, names))

        return conditional_response(request, content, name="sheet")
    except InvalidQuery as error:
        return invalid_response(request, error)


def _answered(asked: PageQuestion, names: Catalog) -> Sheet:
    query = asked.query
    if not asked.given.get("limit", "").strip():
        query = replace(query, limit=MAX_LIMIT)
    answer = find_points(query)
    query = answer.query
    is_part = bool(query.bbox or query.cursor or answer.next_cursor)
    return Sheet(
        points=answer.points,
        region=query.region or (names.regions[0].adcode if len(names.regions) == 1 else ""),
        town=find_town(names, query.region or "", query.town) if query.town else None,
        only=(*_conditions(query, names), *([_("a part of them")] if is_part else [])),
        services=query.services,
    )


def _conditions(query: PointQuery, names: Catalog) -> list[str]:
    """Return what a question asks for beside the place, in words."""
    said = [names.operator_by_code[query.operator].name] if query.operator else []
    if query.kind:
        said.append(str(Kind(query.kind).label))
    said += [service.name for service in names.services if service.code in query.services]
    if query.text:
        said.append(_("“%(text)s”") % {"text": query.text})
    return said


def _page(request: HttpRequest, names: Catalog, sheet: Sheet) -> str:
    offered = {tuple(point["services"]) for point in sheet.points}
    codes = {code for point in sheet.points for code in point["services"]}
    region = sheet.region or settings.DEFAULT_REGION
    # A sheet is another form of this page, which is the one to find.
    canonical_path = town_path(sheet.town) if sheet.town else reverse("pages:list")
    context: dict[str, Any] = {
        "town": sheet.town,
        "region_name": region_name(names, sheet.region),
        "only": sheet.only,
        "rows": [
            SheetRow(card, _code(request, reverse("pages:point", args=[card.id])))
            for card in cards_of(sheet.points, names)
        ],
        # Said once above the table if it holds for all.
        "same_services": len(offered) == 1,
        "services": [one for one in names.services if one.code in codes],
        "documents_needed": documents_needed(sheet.services or codes, region, names),
        "canonical_path": canonical_path,
        "page_code": _code(request, canonical_path),
    }
    return render_to_string("service_sites/sheet.html", context, request)


def _code(request: HttpRequest, path: str) -> QrCode:
    return qr_code(request.build_absolute_uri(path))
