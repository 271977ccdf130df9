"""Any database: the b-tree over latitude and longitude, and the same arithmetic."""

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.growing_box import GrowingBox
from sites.finding.conditions import in_box
from sites.finding.statements import ACTIVE, ALL_POINTS, LOCATED, Source
from sites.geo.boxes import Box


class Plain(GrowingBox):
    """Points by the index on their columns."""

    def everything(self, *, of_operator: bool) -> Source:
        """Return all points: the database knows which index has the order."""
        del of_operator
        return ALL_POINTS

    def source(self, connection: BaseDatabaseWrapper, box: Box) -> Source:
        """Return all points of the box: the database weighs the index against the order."""
        del connection
        return self.candidates(box)

    def candidates(self, box: Box) -> Source:
        """Return the active points of a box."""
        return Source(ALL_POINTS.tables, (), in_box(ACTIVE.also(LOCATED), box))

    def count_candidates(self, connection: BaseDatabaseWrapper, box: Box, at_most: int) -> int:
        """Return how many points lie in a box, not counting beyond `at_most`."""
        source = self.candidates(box)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM (SELECT 1 AS one"
                f" FROM {source.tables} WHERE {source.where.sql} LIMIT %s) AS found",
                (*source.where.parameters, at_most),
            )
            return int(cursor.fetchone()[0])
