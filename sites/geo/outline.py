"""The outline of an area: is a place inside, and if not, how far outside.

Plain Python, no geometry library: an outline has a few hundred corners, and a position is checked
once when it is found.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, inf, radians
from typing import Any, Self, TypeAlias

from sites.geo.coordinate import Coordinate, require_degrees
from sites.geo.distance import EARTH_RADIUS_M

Corner: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The boundary of an area: closed rings of (longitude, latitude) in WGS-84 degrees.

    A place is inside if it is within an odd number of rings. So one type serves an area with
    holes and an area in several pieces alike. Edges are straight in degrees, as RFC 7946 says;
    areas that cross the date line or hold a pole must be split before.
    """

    rings: tuple[Ring, ...]

    @classmethod
    def from_geojson(cls, document: Mapping[str, Any]) -> Self:
        """Return the outline of an RFC 7946 geometry, or of a feature that has one.

        Takes Polygon and MultiPolygon. Raises ``ValueError`` for anything else, for a ring that is
        not closed or has fewer than four corners, and for degrees out of range.
        """
        geometry = document["geometry"] if document.get("type") == "Feature" else document
        match geometry:
            case {"type": "Polygon", "coordinates": list(rings)}:
                return cls(_rings(rings))
            case {"type": "MultiPolygon", "coordinates": list(polygons)}:
                return cls(_rings(ring for polygon in polygons for ring in polygon))
        raise ValueError("an outline is a Polygon or a MultiPolygon")

    def contains(self, place: Coordinate) -> bool:
        """Return whether a place is inside; on the boundary itself either answer is possible.

        Ray casting (the even-odd rule): a ray to the east crosses the boundary an odd number of
        times if and only if it starts inside. An edge owns its lower end and not its upper one, so
        a ray through a corner counts once; horizontal edges are never crossed.
        """
        is_inside = False
        for (west, south), (east, north) in self._edges():
            if (south > place.latitude) == (north > place.latitude):
                continue
            crossing = west + (place.latitude - south) / (north - south) * (east - west)
            if place.longitude < crossing:
                is_inside = not is_inside
        return is_inside

    def distance_m(self, place: Coordinate) -> float:
        """Return how far outside a place is, in metres; 0.0 inside.

        Measured on a plane that touches the sphere at the place's latitude: right to 1 % up to
        100 km in China, which is enough to tell a rounded boundary from a wrong place.
        """
        if self.contains(place):
            return 0.0
        north_m = radians(1.0) * EARTH_RADIUS_M
        east_m = north_m * cos(radians(place.latitude))

        def on_plane(corner: Corner) -> Corner:
            longitude, latitude = corner
            return (longitude - place.longitude) * east_m, (latitude - place.latitude) * north_m

        return min(
            (_distance_from_origin(on_plane(a), on_plane(b)) for a, b in self._edges()),
            default=inf,
        )

    def _edges(self) -> Iterable[tuple[Corner, Corner]]:
        for ring in self.rings:
            yield from itertools.pairwise(ring)


def _rings(rings: Iterable[Iterable[Iterable[float]]]) -> tuple[Ring, ...]:
    return tuple(_ring(ring) for ring in rings)


def _ring(positions: Iterable[Iterable[float]]) -> Ring:
    corners: list[Corner] = []
    for position in positions:
        longitude, latitude, *_altitude = position
        require_degrees(longitude, latitude)
        corners.append((float(longitude), float(latitude)))
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise ValueError("a ring has at least four corners, and ends where it begins")
    return tuple(corners)


def _distance_from_origin(a: Corner, b: Corner) -> float:
    """Return the distance of (0, 0) from the stretch between two points of a plane."""
    (ax, ay), (bx, by) = a, b
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length2))
    return hypot(ax + along * dx, ay + along * dy)
