"""SQLite: an R*Tree over longitude and latitude, kept by triggers.

It stores single-precision numbers, rounded outward: a box finds all of its points and maybe
neighbours, so rows are checked again on their own columns.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.growing_box import GrowingBox
from sites.finding.statements import ACTIVE, POINT_TABLE, Parameter, Source
from sites.geo.boxes import Box

INDEX_TABLE: Final = "service_sites_point_rtree"
# A box with more points than this is read along the order of the answer instead: the first page
# is full long before all of the box has been fetched and sorted.
_MANY: Final = 5_000
# Told nothing, SQLite takes the index of the latitudes and sorts what it finds, or reads the rows
# where the index holds all that a filter asks.
_IN_ORDER: Final = Source(f"{POINT_TABLE} AS p INDEXED BY point_list_order", (), ACTIVE)
_OF_OPERATOR: Final = Source(f"{POINT_TABLE} AS p INDEXED BY point_of_operator", (), ACTIVE)
_IN_BOX: Final = (
    f"SELECT id FROM {INDEX_TABLE} WHERE east >= %s AND west <= %s AND north >= %s AND south <= %s"
)


class RTree(GrowingBox):
    """Points by SQLite's R*Tree."""

    def everything(self, *, of_operator: bool) -> Source:
        """Return all points by the index that has them in order."""
        return _OF_OPERATOR if of_operator else _IN_ORDER

    def source(self, connection: BaseDatabaseWrapper, box: Box) -> Source | None:
        """Return the index for a small box, None for one that holds many."""
        if self.count_candidates(connection, box, _MANY + 1) > _MANY:
            return None
        return self.candidates(box)

    def candidates(self, box: Box) -> Source:
        """Return the active points of a box, and what single precision adds at its edges."""
        ids, parameters = _ids_in(box)
        # In SQLite a CROSS JOIN fixes the order: first the index, then the rows.
        tables = f"({ids}) AS i CROSS JOIN {POINT_TABLE} AS p"
        return Source(tables, parameters, ACTIVE.also("p.id = i.id"))

    def count_candidates(self, connection: BaseDatabaseWrapper, box: Box, at_most: int) -> int:
        """Return how many entries of the index lie in a box, not counting beyond `at_most`."""
        ids, parameters = _ids_in(box)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT id FROM ({ids}) LIMIT %s)",
                (*parameters, at_most),
            )
            return int(cursor.fetchone()[0])


def _ids_in(box: Box) -> tuple[str, tuple[Parameter, ...]]:
    """Return the statement for the ids in a box, in one or two parts at the date line."""
    parts = box.split()
    parameters = tuple(
        side for part in parts for side in (part.west, part.east, part.south, part.north)
    )
    return " UNION ALL ".join([_IN_BOX] * len(parts)), parameters
