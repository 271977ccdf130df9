"""The points that meet a resolved question, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.backend import NearestSearch, SpatialBackend
from sites.finding.conditions import (
    attribute_conditions,
    has_attributes,
    open_conditions,
    place_conditions,
    text_conditions,
    unknown_conditions,
)
from sites.finding.cursor import ByDistance, End, InList
from sites.finding.open_schedules import open_at
from sites.finding.query import PointQuery
from sites.finding.revision import count_points
from sites.finding.rows import COLUMNS, StoredRow
from sites.finding.search_words import fragments_of
from sites.finding.statements import (
    ACTIVE,
    ALL_POINTS,
    CLOSED_POINTS,
    Conditions,
    Parameter,
    Source,
)
from sites.finding.text_index import points_with
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.hours.compiled_day import Openness
from sites.hours.evaluation import SHANGHAI
from sites.reference.catalog import Catalog
from sites.reference.version import Versions

_UNLOCATED: Final = "p.latitude IS NULL"
_IN_ORDER: Final = "ORDER BY p.region_id, p.serial, p.id LIMIT %s"
# As many points as can be read and sorted in no time.
_FEW: Final = 500
# What stands in so many of the first `_FEW` points stands in points everywhere.
_COMMON: Final = 10


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A question whose names are resolved, and what is needed to put it to the database.

    Without slots: an answer asks several times what is found out once.
    """

    query: PointQuery
    known: Catalog
    at: Versions
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
        near = self.query.near
        if near is None:
            where = place_conditions(self._attributes(), self.query)
            return self._in_order(where, count, after, self._source())
        rows: list[StoredRow] = []
        if not isinstance(after, InList):
            rows = self._nearest(near, count, after)
        if len(rows) < count and not self.needs_position:
            tail = after if isinstance(after, InList) else None
            where = self._attributes().also(_UNLOCATED)
            rows += self._in_order(where, count - len(rows), tail, self._few or self._table)
        return rows

    def has_any(self) -> bool:
        """Return whether a point meets the question, wherever the nearest may be."""
        where = place_conditions(self._attributes(), self.query)
        return bool(self._in_order(where, 1, None, self._source()))

    def total(self) -> int:
        """Return how many points meet the question."""
        query = self.query
        narrowed = query.closed or has_attributes(replace(query, region=None))
        if not self.needs_position and not narrowed:
            return self._points
        return self._count(place_conditions(self._attributes(), query), self._source())

    def without_position(self) -> int:
        """Return how many points would meet the question if it did not ask for a place."""
        return self._count(self._attributes().also(_UNLOCATED), self._few or self._table)

    def without_town(self) -> int:
        """Return how many points of unknown town meet the question but for its town."""
        elsewhere = self._conditions(replace(self.query, town=None))
        where = elsewhere.also("p.town_id IS NULL")
        return self._count(place_conditions(where, self.query), self._table)

    def without_hours(self) -> int:
        """Return how many points would meet the question if they were known to be open."""
        if self._openness is None:
            return 0
        where = attribute_conditions(self.query, self.known)
        where = unknown_conditions(where, *self._openness)
        return self._count(place_conditions(where, self.query), self._source())

    def towns(self) -> set[int]:
        """Return the database's ids of the towns that have points which meet the question."""
        where = place_conditions(self._attributes(), self.query)
        rows = self._fetch(
            f"SELECT DISTINCT p.town_id FROM {ALL_POINTS.tables}"
            f" WHERE {where.sql} AND p.town_id IS NOT NULL",
            where.parameters,
        )
        return {row[0] for row in rows}

    def _attributes(self) -> Conditions:
        return self._conditions(self.query)

    def _conditions(self, query: PointQuery) -> Conditions:
        """Return the conditions of everything but the place."""
        where = attribute_conditions(query, self.known)
        if self._openness is None:
            return where
        return open_conditions(where, *self._openness, or_unknown=query.or_unknown)

    @cached_property
    def _openness(self) -> tuple[date, Openness] | None:
        """The day of the question's moment and which schedules are open then, if it has one."""
        moment = self.query.open_at
        if moment is None:
            return None
        return moment.astimezone(SHANGHAI).date(), open_at(self.at, moment)

    @property
    def _table(self) -> Source:
        """The table, read by the index that the database prefers."""
        return CLOSED_POINTS if self.query.closed else ALL_POINTS

    @cached_property
    def _few(self) -> Source | None:
        """Where to read the points that meet the question but for its place, if they are few.

        None if they are many, or if no index of the database leads to them.
        """
        query = self.query
        if query.closed or query.town is not None:
            return self._table
        if query.text and self._is_large() and not self._has_common_words():
            found = points_with(
                self.connection, fragments_of(query.text, self.known.operator_names)
            )
            if found is not None:
                return found
        if (query.operator or query.kind) and self._is_large():
            where = self._conditions(replace(query, text=""))
            source = self._everything()
            sql = f"SELECT 1 FROM {source.tables} WHERE {where.sql} LIMIT %s"
            if len(self._fetch(sql, (*where.parameters, _FEW + 1))) <= _FEW:
                return source
        return None

    @property
    def _points(self) -> int:
        """How many points there are, in the region if there is one."""
        return count_points(self.at, self.query.region)

    def _is_large(self) -> bool:
        """Return whether there are more points, in the region if there is one, than a few."""
        return self._points > _FEW

    def _has_common_words(self) -> bool:
        """Return whether enough of the first points have the words: then so do many others."""
        query = self.query
        first = ACTIVE if query.region is None else ACTIVE.also("p.region_id = %s", query.region)
        words = text_conditions(query.text, self.known)
        sql = (
            "SELECT count(*) FROM (SELECT p.search_text"
            f" FROM {ALL_POINTS.tables} WHERE {first.sql} {_IN_ORDER}) AS p WHERE {words.sql}"
        )
        found = self._fetch(sql, (*first.parameters, _FEW, *words.parameters))
        return bool(found[0][0] >= _COMMON)

    def _source(self) -> Source:
        """Return the index that finds the points of the question, of its box or of its circle."""
        query, box = self.query, self.query.bbox
        if self._few is not None:
            return self._few
        if box is None and query.near is not None and query.radius_m is not None:
            box = Box.around(query.near, query.radius_m)
        found = self.backend.source(self.connection, box) if box is not None else None
        return found or self._everything()

    def _everything(self) -> Source:
        return self.backend.everything(of_operator=self.query.operator is not None)

    def _nearest(self, near: Coordinate, count: int, after: ByDistance | None) -> list[StoredRow]:
        query = self.query
        return self.backend.nearest(
            self.connection,
            NearestSearch(
                near=near,
                where=place_conditions(self._attributes(), query),
                radius_m=query.radius_m,
                after=after,
                count=count,
                box=query.bbox,
                few=self._few,
                everything=self._everything(),
                is_filtered=query.bbox is not None or has_attributes(query),
                points=self._points,
                area_m2=self.known.area_m2(query.region),
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
            f"SELECT {COLUMNS}, NULL FROM {source.tables}"
            f" WHERE {source.where.sql} AND {where.sql} {_IN_ORDER}",
            (*source.parameters, *source.where.parameters, *where.parameters, count),
        )

    def _count(self, where: Conditions, source: Source) -> int:
        sql = f"SELECT count(*) FROM {source.tables} WHERE {source.where.sql} AND {where.sql}"
        parameters = (*source.parameters, *source.where.parameters, *where.parameters)
        return int(self._fetch(sql, parameters)[0][0])

    def _fetch(self, sql: str, parameters: Sequence[Parameter]) -> list[StoredRow]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[StoredRow] = cursor.fetchall()
        return rows
