"""One question (`PointQuery`) gets one answer (`find_points`): filters, search, order, notes."""

from sites.finding.answer import Answer, Note, PointRow
from sites.finding.errors import InvalidQuery, ParameterError, unknown_value
from sites.finding.find import find_points, get_point
from sites.finding.parameter_reader import ParameterReader
from sites.finding.parameters import filter_parameters, parse_query, read_query, require_code
from sites.finding.query import DEFAULT_LIMIT, MAX_LIMIT, PointQuery
from sites.finding.revision import reference_revision, revision
from sites.reference.catalog import (
    LANGUAGES,
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
    "LANGUAGES",
    "MAX_LIMIT",
    "Answer",
    "Catalog",
    "InvalidQuery",
    "Language",
    "Note",
    "OperatorEntry",
    "ParameterError",
    "ParameterReader",
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
    "read_query",
    "reference_revision",
    "require_code",
    "revision",
    "unknown_value",
]
