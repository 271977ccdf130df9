"""One question gets one answer.

The doors use `find_points`, `get_point`, `parse_query` and `catalog`; the rest is private.
"""

from sites.finding.answer import Answer, Note, PointRow
from sites.finding.errors import InvalidQuery, ParameterError
from sites.finding.find import find_points
from sites.finding.query import DEFAULT_LIMIT, MAX_LIMIT, Language, PointQuery

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "Answer",
    "InvalidQuery",
    "Language",
    "Note",
    "ParameterError",
    "PointQuery",
    "PointRow",
    "find_points",
]
