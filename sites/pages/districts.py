"""Districts and towns as the pages know them: their addresses, their names, their outlets."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from sites.finding import (
    MAX_LIMIT,
    Catalog,
    PointQuery,
    PointRow,
    TownEntry,
    find_points,
)


def town_path(town: TownEntry, page: str = "town") -> str:
    """Return the address of a town's page ("town") or of its sheet ("town_sheet").

    The towns of the region that the service is set up for need no code in theirs.
    """
    return reverse(f"pages:{page}", kwargs={**_own(town.region), "town": town.key})


def sheet_path(region: str) -> str:
    """Return the address of the sheet of a whole district."""
    return reverse("pages:region_sheet", kwargs=_own(region))


def all_points(query: PointQuery) -> Iterator[PointRow]:
    """Yield every outlet that answers a question, in the answer's order."""
    cursor: str | None = None
    while True:
        answer = find_points(replace(query, limit=MAX_LIMIT, cursor=cursor))
        yield from answer.points
        cursor = answer.next_cursor
        if cursor is None:
            return


def query_of(names: Catalog, region: str, town: str | None) -> PointQuery:
    """Return the question for all outlets of a district, or of one of its towns."""
    return PointQuery(region=region, town=town, limit=MAX_LIMIT, language=names.language)


def find_town(names: Catalog, region: str, key: str) -> TownEntry | None:
    """Return the town of a key; without a region, in the one that the service is set up for."""
    return names.towns_by_key(region or settings.DEFAULT_REGION).get(key)


def region_name(names: Catalog, adcode: str) -> str:
    """Return the name of a district, "" if it is unknown."""
    region = names.region_by_code.get(adcode)
    return region.name if region is not None else ""


def _own(region: str) -> dict[str, str]:
    """Return what addresses name of a region: nothing of the one that the service is set up for."""
    return {} if region == settings.DEFAULT_REGION else {"region": region}
