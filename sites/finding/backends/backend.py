"""What a search index has to answer."""

from dataclasses import dataclass
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.cursor import ByDistance
from sites.finding.rows import StoredRow
from sites.finding.statements import Conditions, Source
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestSearch:
    """Which located points, how many, and what is known about where to look.

    Attributes:
        near: the place to order by distance from.
        where: all conditions that a point meets, exactly; box and radius among them.
        radius_m: nothing farther than this many metres meets `where`; None if there is no limit.
        after: only points behind this one.
        count: how many points at the most.
        box: nothing outside of it meets `where`; None if there is no box.
        few: where to read the points that `where` leaves if an index of the database leads to
            them (those of one town), so that sorting them all is the fastest way; else None.
        everything: where to read all points that may meet `where` if no index helps.
        is_filtered: `where` leaves out points for another reason than their place.
        points: about how many points an index leaves to be read, if all are: those of the region.
        area_m2: square metres that they are about spread over.
    """

    near: Coordinate
    where: Conditions
    radius_m: float | None
    after: ByDistance | None
    count: int
    box: Box | None
    few: Source | None
    everything: Source
    is_filtered: bool
    points: int
    area_m2: float


class SpatialBackend(Protocol):
    """A way to find points by their position; all give the same answers."""

    def nearest(self, connection: BaseDatabaseWrapper, search: NearestSearch) -> list[StoredRow]:
        """Return the located points that meet the search, by squared chord and id."""
        ...

    def everything(self, *, of_operator: bool) -> Source:
        """Return where to read all active points from, in the order of a list.

        `of_operator` tells that only those of one operator are wanted.
        """
        ...

    def source(self, connection: BaseDatabaseWrapper, box: Box) -> Source | None:
        """Return where to read the active points of a box from: all of them, maybe more.

        None if they are so many that reading all points in order is faster.
        """
        ...
