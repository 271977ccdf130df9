"""One question (`PointQuery`) gets one answer (`find_points`): filters, search, order, notes.

The doors use `parse_query`, `find_points`, `get_point`, `catalog` and `revision`; the rest is
private.
"""

from sites.finding.answer import Answer, Note, PointRow
from sites.finding.errors import InvalidQuery, ParameterError
from sites.finding.find import find_points, get_point
from sites.finding.parameters import filter_parameters, parse_query
from sites.finding.query import DEFAULT_LIMIT, MAX_LIMIT, PointQuery
from sites.finding.revision import reference_revision, revision
from sites.reference.catalog import (
    Catalog,
    Language,
    OperatorEntry,
    RegionEntry,
    ServiceEntry,
    TownEntry,
    catalog,
)

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "Answer",
    "Catalog",
    "InvalidQuery",
    "Language",
    "Note",
    "OperatorEntry",
    "ParameterError",
    "PointQuery",
    "PointRow",
    "RegionEntry",
    "ServiceEntry",
    "TownEntry",
    "catalog",
    "filter_parameters",
    "find_points",
    "get_point",
    "parse_query",
    "reference_revision",
    "revision",
]
