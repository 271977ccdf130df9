"""Bounding boxes in degrees: what an index can answer before exact distances are computed."""

from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin
from typing import Final, Self

from sites.geo.coordinate import Coordinate, require_degrees
from sites.geo.distance import radius_to_radians

# Added to every radius, 0.64 m on the ground. asin loses half of its digits where a circle nearly
# touches a pole (1.5e-8 rad), so less would let rounding push places out of their own box.
_SLACK_RADIANS: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Box:
    """A range of WGS-84 longitudes and latitudes in degrees, edges included.

    West greater than east means that the box crosses the date line, as in RFC 7946. Making one
    with values out of range, or with the south above the north, raises ``ValueError``.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        require_degrees(self.west, self.south)
        require_degrees(self.east, self.north)
        if self.south > self.north:
            raise ValueError(
                f"a box's south must not lie above its north, got {self.south!r} > {self.north!r}"
            )

    @classmethod
    def around(cls, center: Coordinate, radius_m: float) -> Self:
        """Return a box that contains every place within ``radius_m`` metres of ``center``.

        Correct across the date line; a circle that reaches a pole takes in all longitudes, and
        half the Earth's circumference or more (infinity included) gives the whole Earth. At
        most about a metre wider than needed, except next to a pole. Raises ``ValueError``
        for a negative or NaN radius.
        """
        angle = radius_to_radians(radius_m) + _SLACK_RADIANS
        latitude = radians(center.latitude)
        reaches_a_pole = abs(latitude) + angle >= pi / 2
        south = max(degrees(latitude - angle), -90.0)
        north = min(degrees(latitude + angle), 90.0)
        if reaches_a_pole:
            return cls(-180.0, south, 180.0, north)
        # The meridians that touch the circle touch it poleward of its centre, where they are
        # closer together than at the centre's own latitude: hence not just angle / cos(latitude).
        reach = degrees(asin(min(sin(angle) / cos(latitude), 1.0)))
        return cls(
            _wrapped(center.longitude - reach), south, _wrapped(center.longitude + reach), north
        )

    @property
    def crosses_date_line(self) -> bool:
        """Whether the box reaches from its west over 180° to its east."""
        return self.west > self.east

    def contains(self, coordinate: Coordinate) -> bool:
        """Return whether a place lies in the box or on its edge.

        Longitudes are compared as written: a place at -180° is not in a box that ends at 180°,
        just as a database would compare the columns. Boxes that cross the date line have both.
        """
        if not self.south <= coordinate.latitude <= self.north:
            return False
        if self.crosses_date_line:
            return coordinate.longitude >= self.west or coordinate.longitude <= self.east
        return self.west <= coordinate.longitude <= self.east

    def split(self) -> tuple["Box", ...]:
        """Return one or two boxes that do not cross the date line and together cover this one."""
        if not self.crosses_date_line:
            return (self,)
        return (
            Box(self.west, self.south, 180.0, self.north),
            Box(-180.0, self.south, self.east, self.north),
        )


def _wrapped(longitude: float) -> float:
    """Return a longitude from -540…540 degrees as the same meridian in -180…180."""
    if longitude < -180.0:
        return longitude + 360.0
    if longitude > 180.0:
        return longitude - 360.0
    return longitude
