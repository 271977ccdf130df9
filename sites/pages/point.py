"""The page of one outlet."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sites.changes.schedules import schedule_of
from sites.finding import Catalog, PointQuery, PointRow, catalog, find_points, get_point, revision
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.hours.describing import chinese_words
from sites.models import Status
from sites.pages.districts import town_path
from sites.pages.documents_needed import documents_needed
from sites.pages.linked_data import linked_data
from sites.pages.qr_codes import qr_code
from sites.web.cards import cards_of
from sites.web.directions import navigation_links
from sites.web.open_now import OpenNow, open_now
from sites.web.question import page_language
from sites.web.responses import conditional_response

_NEIGHBOURS: Final = 4
# Outlets that follow one another; nobody needs more, and each is a query.
_LONGEST_CHAIN: Final = 10


@require_safe
def point_page(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return the page of one outlet, also of one that has closed: its id was printed and kept.

    404 if none has ever had that id.
    """
    language, state = page_language(), revision()
    row = get_point(public_id, language)
    if row is None:
        raise Http404(_("There has never been a service point at this address."))

    now = _open_now(row)

    def content() -> str:
        path = reverse("pages:point", args=[row["id"]])
        context = _point_context(row, catalog(language), request.build_absolute_uri(path))
        context |= {"canonical_path": path, "open_now": now}
        return render_to_string("service_sites/point.html", context, request)

    if now is not None:
        # The clock changes the page as well: another one is due then, whatever the data do.
        state = f"{state}-{now.state}-{now.until:%Y%m%d%H%M}"
    return conditional_response(request, content, name="point", state=state)


def _open_now(row: PointRow) -> OpenNow | None:
    """Return whether an outlet is open now; None where nobody can tell from its hours."""
    is_in_service = Status(row["status"]) in {Status.OPEN, Status.LIMITED, Status.MOVED}
    schedule = schedule_of(row["hours"]) if is_in_service else None
    return None if schedule is None else open_now(schedule, timezone.now())


def _point_context(row: PointRow, names: Catalog, url: str) -> dict[str, Any]:
    """Return the template's context for an outlet; `url` is its page's absolute address."""
    card = cards_of([row], names)[0]
    region = names.region_by_code.get(row["region"])
    town = names.towns_by_key(row["region"]).get(row["town"] or "")
    return {
        "card": card,
        "links": navigation_links(card),
        "region_name": names.only_region_name,
        "documents_needed": documents_needed(row["services"], row["region"], names),
        "hours_words": _hours_words(card.hours),
        "successor": _successor_of(row, names),
        "neighbours": cards_of(_neighbours_of(row, names), names),
        "town_path": town_path(town) if town is not None else "",
        "linked_data": linked_data(row, region, url),
        "share_url": url,
        "page_code": qr_code(url),
    }


def _hours_words(text: str) -> tuple[str, ...]:
    """Return what opening hours say, day by day, () where that cannot be told.

    Holidays and make-up days are among them, where the text leaves them out as well.
    """
    schedule = schedule_of(text)
    return () if schedule is None else chinese_words(schedule)


def _successor_of(row: PointRow, names: Catalog) -> PointRow | None:
    """Return the outlet that took the place of one, or of those that did; None if that is gone."""
    seen = {row["id"]}
    found: PointRow | None = None
    while row["successor"] is not None and row["successor"] not in seen:
        seen.add(row["successor"])
        found = get_point(UUID(row["successor"]), names.language)
        if found is None or len(seen) > _LONGEST_CHAIN:
            break
        row = found
    return None if found is None or Status(found["status"]).is_gone else found


def _neighbours_of(row: PointRow, names: Catalog) -> list[PointRow]:
    """Return the outlets nearest to one, nearest first; [] if it is not known where it lies.

    Without a position they are those of its town. Of one that has closed they are those that do
    what it did.
    """
    services = tuple(row["services"]) if Status(row["status"]).is_gone else ()
    query = PointQuery(
        region=row["region"],
        services=services,
        limit=_NEIGHBOURS + 1,
        language=names.language,
    )
    if row["longitude"] is not None and row["latitude"] is not None:
        query = replace(
            query,
            near=Coordinate(row["longitude"], row["latitude"]),
            near_precision=Precision(row["precision"]) if row["precision"] else None,
        )
    elif row["town"] is not None:
        query = replace(query, town=row["town"])
    else:
        return []
    own = UUID(row["id"])
    others = [point for point in find_points(query).points if UUID(point["id"]) != own]
    return others[:_NEIGHBOURS]
