"""The nearest points by a box that grows until it must hold them.

Every place within a radius lies in the box around it. So if the box holds enough points no
farther than its radius, the nearest of them are the nearest of all.
"""

from abc import ABC, abstractmethod
from math import inf, pi, sqrt
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.backend import NearestSearch
from sites.finding.conditions import CHORD2, chord_parameters
from sites.finding.rows import COLUMNS, StoredRow
from sites.finding.statements import ALL_POINTS, LOCATED, POINT_TABLE, Parameter, Source
from sites.geo.boxes import Box
from sites.geo.distance import HALF_CIRCUMFERENCE_M, chord2_to_metres, metres_to_chord2

# Below this many points reading all of them is faster than any index.
_FEW: Final = 500
# Points gather in towns: where somebody asks they lie closer together than on average.
_FIRST_RADIUS: Final = 0.5
# Through the index a point costs up to twenty times what it costs in a pass over all of them, so
# the growth may look at this share before the pass is the safer way.
_SHARE: Final = 1 / 32
# A box with so many times the points of the one before, or of those that are wanted, grew too
# fast: something in between does.
_LEAP: Final = 8
# From a hundred metres to the whole Earth a radius doubles 18 times.
_STEPS: Final = 40


class GrowingBox(ABC):
    """The search, for any index that can tell the points of a box."""

    @abstractmethod
    def everything(self, *, of_operator: bool) -> Source:
        """Return where to read all active points from, maybe those of one operator, in order."""

    @abstractmethod
    def source(self, connection: BaseDatabaseWrapper, box: Box) -> Source | None:
        """Return where to read the active points of a box from, None if they are too many."""

    @abstractmethod
    def candidates(self, box: Box) -> Source:
        """Return the active points of a box, read through the index; maybe a few more."""

    @abstractmethod
    def count_candidates(self, connection: BaseDatabaseWrapper, box: Box, at_most: int) -> int:
        """Return how many candidates a box has, not counting further than `at_most`."""

    def nearest(self, connection: BaseDatabaseWrapper, search: NearestSearch) -> list[StoredRow]:
        """Return the located points that meet the search, by squared chord and id.

        A filter that fits few points costs no more than boxes with `_SHARE` of all points, and
        one pass over them.
        """
        few = ALL_POINTS if search.points <= _FEW else search.few
        if few is not None:
            return _sorted(connection, search, few)
        limits = _limits(search)
        if limits is not None and self.count_candidates(connection, limits, _FEW + 1) <= _FEW:
            return _sorted(connection, search, self.candidates(limits))
        rows = self._grown(connection, search)
        if rows is None:
            source = self.source(connection, limits) if limits is not None else None
            rows = _sorted(connection, search, source or search.everything)
        return rows

    def _grown(
        self, connection: BaseDatabaseWrapper, search: NearestSearch
    ) -> list[StoredRow] | None:
        """Return what `nearest` does, None where looking at all points is no slower."""
        farthest = HALF_CIRCUMFERENCE_M if search.radius_m is None else search.radius_m
        budget = max(int(search.points * _SHARE), _FEW)
        everything_counts = not search.is_filtered and search.after is None
        is_expected = everything_counts
        # The radius wanted lies between the two: one has too few points, one too many to sort.
        too_small, too_big = 0.0, inf
        radius, seen = _first_radius(search), 0
        for _step in range(_STEPS):
            if radius >= min(farthest, HALF_CIRCUMFERENCE_M):
                return None
            box = _common(Box.around(search.near, radius), search.box)
            if box is None:
                too_small, radius = radius, min(radius * 2, (radius + too_big) / 2)
                continue
            if not is_expected:
                # Elsewhere than expected a box may be full: of points that do not count, or of
                # all points there are.
                allowed = min(budget, _LEAP * max(seen, search.count))
                candidates = self.count_candidates(connection, box, allowed + 1)
                if candidates > budget:
                    return None
                if candidates > allowed:
                    too_big, radius = radius, (too_small + radius) / 2
                    continue
                budget, seen = budget - candidates, candidates
            rows = _sorted(connection, search, self.candidates(box))
            if len(rows) == search.count:
                chord2 = rows[-1][-1]
                if chord2 <= metres_to_chord2(radius):
                    return rows
                # As many points as are wanted lie within the last one's distance.
                circle = Box.around(search.near, chord2_to_metres(chord2))
                box = _common(circle, search.box) or box
                # Far from all points that circle may reach over all of them.
                if self.count_candidates(connection, box, budget + 1) > budget:
                    return None
                return _sorted(connection, search, self.candidates(box))
            # A box a little larger than one with a few points holds a few more.
            is_expected = everything_counts and bool(rows)
            grown = radius * _growth(search, len(rows))
            too_small, radius = radius, min(grown, (radius + too_big) / 2)
        return None


def _limits(search: NearestSearch) -> Box | None:
    """Return the box that everything wanted lies in, None if that is the whole Earth."""
    if search.box is not None or search.radius_m is None:
        return search.box
    return Box.around(search.near, search.radius_m)


def _common(box: Box, limits: Box | None) -> Box | None:
    """Return a box with all that both have in common, None if that is nothing."""
    if limits is None or box.crosses_date_line or limits.crosses_date_line:
        return box
    west, south = max(box.west, limits.west), max(box.south, limits.south)
    east, north = min(box.east, limits.east), min(box.north, limits.north)
    return Box(west, south, east, north) if west <= east and south <= north else None


def _first_radius(search: NearestSearch) -> float:
    """Return the radius in metres at which enough points may be expected."""
    radius = _FIRST_RADIUS * sqrt(search.count * search.area_m2 / (pi * search.points))
    if search.after is not None:
        # All of the pages before lie within the cursor's distance.
        return max(radius, chord2_to_metres(search.after.chord2) + radius)
    return radius


def _growth(search: NearestSearch, found: int) -> float:
    """Return the factor for the radius after a box with `found` points, too few."""
    if found == 0:
        return 2.0 if search.is_filtered else 4.0
    return min(max(1.3 * sqrt(search.count / found), 1.5), 2.0)


def _sorted(
    connection: BaseDatabaseWrapper, search: NearestSearch, source: Source
) -> list[StoredRow]:
    """Return the nearest points of a source that meet the search."""
    after, after_parameters = "", tuple[Parameter, ...]()
    if search.after is not None:
        chord2, point_id = search.after.chord2, search.after.point_id
        after = "WHERE c.chord2 > %s OR (c.chord2 = %s AND c.id > %s)"
        after_parameters = (chord2, chord2, point_id)
    # Only ids and chords are sorted; the wide rows are fetched for the few that remain.
    sql = (
        f"SELECT {COLUMNS}, n.chord2 FROM ("
        f"SELECT c.id, c.chord2 FROM ("
        f"SELECT p.id AS id, {CHORD2} AS chord2 FROM {source.tables}"
        f" WHERE {source.where.sql} AND {search.where.sql} AND {LOCATED}"
        f") AS c {after} ORDER BY c.chord2, c.id LIMIT %s"
        f") AS n CROSS JOIN {POINT_TABLE} AS p WHERE p.id = n.id ORDER BY n.chord2, n.id"
    )
    parameters = (
        *chord_parameters(search.near),
        *source.parameters,
        *source.where.parameters,
        *search.where.parameters,
        *after_parameters,
        search.count,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[StoredRow] = cursor.fetchall()
    return rows
