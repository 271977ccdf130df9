"""The outlets that name a road or a landmark: found by the one text search there is."""

import re
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
from sites.text.search_text import fold

_MOST_OUTLETS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """An outlet that names something.

    Attributes:
        row: the outlet.
        term: what it calls it.
        in_address: whether that stands in its address.
    """

    row: PointRow
    term: str
    in_address: bool


def points_at(road: str, house: int, region: str, town: str | None) -> list[PointRow]:
    """Return the outlets of a region, or a town, that may have a house number at a road.

    Those that have the figure, then those that may have a range around it.
    """
    return list(_rows([f"{road} {house}", road], region, town).values())


def outlets_of(operator: str, region: str, town: str | None) -> list[PointRow]:
    """Return the outlets of an operator in a region, or a town, by serial."""
    query = PointQuery(region=region, town=town, operator=operator, limit=_MOST_OUTLETS)
    return list(find_points(query).points)


def points_naming(term: str, region: str, town: str | None) -> list[Naming]:
    """Return the outlets of a region, or a town, in whose address or name a term stands."""
    folded = fold(term)
    if not folded:
        return []
    # 大同路28号 is not 大同路284号.
    stretch = re.compile(
        ("(?<![0-9])" if folded[0].isdigit() else "")
        + re.escape(folded)
        + ("(?![0-9])" if folded[-1].isdigit() else "")
    )

    def written_in(text: str) -> str | None:
        return term if stretch.search(fold(text)) else None

    return _naming([term], written_in, region, town)


def points_heard(term: str, region: str, town: str | None) -> list[Naming]:
    """Return the outlets whose address or name has something that sounds like a term.

    A term in letters is pinyin, in full or its initials.
    """
    if is_latin(term):
        return _naming([letters_of(term)], lambda text: spelled_in(term, text), region, town)
    if not is_chinese(term):
        return []
    return _naming(readings(term), lambda text: heard_in(term, text), region, town)


def points_nearly(term: str, region: str, town: str | None) -> list[Naming]:
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
    found = []
    for row in _rows(texts, region, town).values():
        in_address = find_in(row["address"])
        named = in_address or find_in(row["name"])
        if named:
            found.append(Naming(row=row, term=named, in_address=in_address is not None))
    # What stands in an address says where it is; a name can be that of the next quarter.
    towns = {one.row["town"] for one in found if one.in_address}
    return [one for one in found if one.in_address or one.row["town"] not in towns]


def _rows(texts: Iterable[str], region: str, town: str | None) -> dict[str, PointRow]:
    """Return the outlets that the search finds by any of the texts, by id."""
    rows: dict[str, PointRow] = {}
    for text in texts:
        query = PointQuery(region=region, town=town, text=text, limit=_MOST_OUTLETS)
        rows.update((row["id"], row) for row in find_points(query).points)
    return rows
