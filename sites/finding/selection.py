"""The points that meet a resolved question, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.backend import NearestSearch, SpatialBackend
from sites.finding.conditions import (
    attribute_conditions,
    has_attributes,
    place_conditions,
)
from sites.finding.cursor import ByDistance, End, InList
from sites.finding.query import PointQuery
from sites.finding.rows import COLUMNS, StoredRow
from sites.finding.snapshot import Snapshot
from sites.finding.statements import ALL_POINTS, Conditions, Parameter, Source
from sites.geo.boxes import Box

_UNLOCATED: Final = "p.latitude IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A question whose names are resolved, and what is needed to put it to the database."""

    query: PointQuery
    reference: Snapshot
    connection: BaseDatabaseWrapper
    backend: SpatialBackend

    def of(self, **changes: Any) -> "Selection":
        """Return the selection of a question that differs in some conditions."""
        return replace(self, query=replace(self.query, **changes))

    @property
    def needs_position(self) -> bool:
        """Whether a point without a position cannot meet the question."""
        return self.query.bbox is not None or self.query.radius_m is not None

    def rows(self, count: int, after: End | None = None) -> list[StoredRow]:
        """Return the first `count` points behind an end.

        With `near` nearest first, those without a position last; otherwise by region and serial.
        """
        if self.query.near is None:
            where = place_conditions(self._attributes(), self.query)
            return self._in_order(where, count, after, self._source())
        rows: list[StoredRow] = []
        if not isinstance(after, InList):
            rows = self._nearest(count, after)
        if len(rows) < count and not self.needs_position:
            tail = after if isinstance(after, InList) else None
            where = self._attributes().also(_UNLOCATED)
            rows += self._in_order(where, count - len(rows), tail, ALL_POINTS)
        return rows

    def total(self) -> int:
        """Return how many points meet the question."""
        source = self._source()
        return self._count(place_conditions(self._attributes(), self.query), source)

    def without_position(self) -> int:
        """Return how many points would meet the question if it did not ask for a place."""
        return self._count(self._attributes().also(_UNLOCATED), ALL_POINTS)

    def without_town(self) -> int:
        """Return how many points of unknown town meet the question but for its town."""
        anywhere = self.of(town=None)
        where = anywhere._attributes().also("p.town_id IS NULL")  # noqa: SLF001 - our own kind
        return self._count(place_conditions(where, self.query), ALL_POINTS)

    def towns(self) -> list[int]:
        """Return the database's ids of the towns that have points which meet the question."""
        where = place_conditions(self._attributes(), self.query)
        rows = self._fetch(
            f"SELECT DISTINCT p.town_id FROM {ALL_POINTS.tables}"  # noqa: S608 - constants alone
            f" WHERE {where.sql} AND p.town_id IS NOT NULL",
            where.parameters,
        )
        return [row[0] for row in rows]

    def _attributes(self) -> Conditions:
        return attribute_conditions(self.query, self.reference)

    def _source(self) -> Source:
        """Return the index that finds the points of the question's box or circle."""
        query = self.query
        if query.town is not None:
            return ALL_POINTS
        if query.bbox is not None:
            return self.backend.source(self.connection, query.bbox)
        if query.near is not None and query.radius_m is not None:
            box = Box.around(query.near, query.radius_m)
            return self.backend.source(self.connection, box)
        return ALL_POINTS

    def _nearest(self, count: int, after: ByDistance | None) -> list[StoredRow]:
        query = self.query
        assert query.near is not None  # noqa: S101 - `rows` asks nobody else
        points, area_m2 = self.reference.extent(query.region)
        return self.backend.nearest(
            self.connection,
            NearestSearch(
                near=query.near,
                where=place_conditions(self._attributes(), query),
                radius_m=query.radius_m,
                after=after,
                count=count,
                box=query.bbox,
                is_narrow=query.town is not None,
                is_filtered=query.bbox is not None or has_attributes(query),
                points=points,
                area_m2=area_m2,
            ),
        )

    def _in_order(
        self, where: Conditions, count: int, after: End | None, source: Source
    ) -> list[StoredRow]:
        """Return points by region, serial and id."""
        if isinstance(after, InList):
            where = where.also(
                "(p.region_id, p.serial, p.id) > (%s, %s, %s)",
                after.region,
                after.serial,
                after.point_id,
            )
        return self._fetch(
            f"SELECT {COLUMNS}, NULL FROM {source.tables}"  # noqa: S608 - constants alone
            f" WHERE {source.where.sql} AND {where.sql}"
            " ORDER BY p.region_id, p.serial, p.id LIMIT %s",
            (*source.parameters, *source.where.parameters, *where.parameters, count),
        )

    def _count(self, where: Conditions, source: Source) -> int:
        sql = (
            f"SELECT count(*) FROM {source.tables}"  # noqa: S608 - constants alone
            f" WHERE {source.where.sql} AND {where.sql}"
        )
        parameters = (*source.parameters, *source.where.parameters, *where.parameters)
        return int(self._fetch(sql, parameters)[0][0])

    def _fetch(self, sql: str, parameters: Sequence[Parameter]) -> list[StoredRow]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[StoredRow] = cursor.fetchall()
        return rows
