"""Everything that the page of one outlet shows."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sites.finding import Catalog, PointQuery, PointRow, find_points
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.pages.districts import town_path
from sites.pages.documents_needed import documents_needed
from sites.pages.linked_data import linked_data
from sites.pages.qr_codes import qr_code
from sites.web.cards import cards_of
from sites.web.directions import navigation_links

_NEIGHBOURS: Final = 4


def outlet_context(row: PointRow, names: Catalog, url: str) -> dict[str, Any]:
    """Return the template's context for an outlet; `url` is its page's absolute address."""
    card = cards_of([row], names)[0]
    region = next((one for one in names.regions if one.adcode == row["region"]), None)
    return {
        "card": card,
        "links": navigation_links(card),
        "region_name": names.only_region_name,
        "documents_needed": documents_needed(row["services"], row["region"], names),
        "neighbours": cards_of(neighbours_of(row, names), names),
        "town_path": next(
            (
                town_path(town)
                for town in names.towns
                if (town.region, town.key) == (row["region"], row["town"])
            ),
            "",
        ),
        "linked_data": linked_data(row, region, url),
        "share_url": url,
        "page_code": qr_code(url),
    }


def neighbours_of(row: PointRow, names: Catalog) -> list[PointRow]:
    """Return the outlets nearest to one, nearest first; [] if it is not known where it lies.

    Without a position they are those of its town.
    """
    query = PointQuery(region=row["region"], limit=_NEIGHBOURS + 1, language=names.language)
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
