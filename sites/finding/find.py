"""One question → one answer."""

from sites.finding.answer import Answer
from sites.finding.query import PointQuery


def find_points(query: PointQuery) -> Answer:
    """Return the answer to a question; raises `InvalidQuery` for an unknown name in it."""
    raise NotImplementedError
