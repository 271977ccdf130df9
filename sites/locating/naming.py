"""The outlets that name a road or a landmark: found by the one text search there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sites.finding import PointQuery, PointRow, find_points
from sites.locating.slips import (
    halves,
    heard_in,
    is_chinese,
    is_latin,
    letters_of,
    nearly_in,
    readings,
    spelled_in,
)
from sites.recording.search_text import fold

_MOST_OUTLETS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """An outlet that names something: what it calls it, and whether in its address."""

    row: PointRow
    term: str
    in_address: bool


def outlets_naming(term: str, region: str, town: str | None) -> list[Naming]:
    """Return the outlets of a region, or a town, in whose address or name a term stands."""
    folded = fold(term)

    def written_in(text: str) -> str | None:
        return term if folded in fold(text) else None

    return _naming([term], written_in, region, town)


def outlets_heard(term: str, region: str, town: str | None) -> list[Naming]:
    """Return the outlets whose address or name has something that sounds like a term.

    A term in letters is pinyin, in full or its initials.
    """
    if is_latin(term):
        return _naming([letters_of(term)], lambda text: spelled_in(term, text), region, town)
    if not is_chinese(term):
        return []
    return _naming(readings(term), lambda text: heard_in(term, text), region, town)


def outlets_nearly(term: str, region: str, town: str | None) -> list[Naming]:
    """Return the outlets whose address or name has something one character different."""
    if not is_chinese(term):
        return []
    return _naming(halves(term), lambda text: nearly_in(term, text), region, town)


def _naming(
    texts: Iterable[str], find_in: Callable[[str], str | None], region: str, town: str | None
) -> list[Naming]:
    """Return the outlets that the search finds by any of the texts, where `find_in` agrees.

    What only the operator, the town or the phone matches names no place.
    """
    rows: dict[str, PointRow] = {}
    for text in texts:
        query = PointQuery(region=region, town=town, text=text, limit=_MOST_OUTLETS)
        rows.update((row["id"], row) for row in find_points(query).points)
    found = []
    for row in rows.values():
        in_address = find_in(row["address"])
        named = in_address or find_in(row["name"])
        if named:
            found.append(Naming(row=row, term=named, in_address=in_address is not None))
    # What stands in an address says where it is; a name can be that of the next quarter.
    towns = {one.row["town"] for one in found if one.in_address}
    return [one for one in found if one.in_address or one.row["town"] not in towns]
