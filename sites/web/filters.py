"""The filter form of a page: what can be chosen, and what is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from sites.finding import Catalog, PointQuery
from sites.web.resident_location import AT_OUTLETS

# The form has a field of its own for these; a cursor belongs to one answer, not to a form.
# What is said of a place stays with the answer that was asked for by POST.
_OWN_FIELDS: Final = frozenset(
    {"town", "service", "operator", "near", "near_precision", "radius", "cursor", AT_OUTLETS}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a field: the value that is sent, its name, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The fields of the form.

    Attributes:
        towns: by region; the region's name is "" if there is only one.
        kept: further parameters of the question, which the form hands on unchanged.
        is_filtered: whether anything is chosen at all.
        is_narrowed: whether an operator or more than one service is chosen.
    """

    towns: tuple[tuple[str, tuple[Choice, ...]], ...]
    services: tuple[Choice, ...]
    operators: tuple[Choice, ...]
    text: str
    kept: tuple[tuple[str, str], ...]
    is_filtered: bool
    is_narrowed: bool


def filters_of(given: QueryDict, query: PointQuery, catalog: Catalog) -> Filters:
    """Return the form for a question; `query` is the answer's, with the town as its key."""
    regions = [
        region for region in catalog.regions if given.get("region") in {None, "", region.adcode}
    ]
    catalog.prefetch(region.adcode for region in regions)
    towns = tuple(
        (
            region.name if len(regions) > 1 else "",
            tuple(
                Choice(town.key, town.name, town.key == query.town)
                for town in catalog.towns_of(region.adcode)
            ),
        )
        for region in regions
    )
    return Filters(
        towns=towns,
        services=_choices(
            ((service.code, service.name) for service in catalog.services), query.services
        ),
        operators=_choices(
            ((operator.code, operator.name) for operator in catalog.operators), (query.operator,)
        ),
        text=query.text,
        kept=tuple(
            (name, value)
            for name, values in given.lists()
            if name not in _OWN_FIELDS
            for value in values
        ),
        is_filtered=bool(given.keys() - {"cursor", "limit"}),
        is_narrowed=bool(query.operator or len(query.services) > 1),
    )


def _choices(
    items: Iterable[tuple[str, str]], chosen: tuple[str | None, ...]
) -> tuple[Choice, ...]:
    return tuple(Choice(code, name, code in chosen) for code, name in items)
