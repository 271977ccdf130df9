"""Distances on the sphere, and the chord length that the search orders by.

Two ways to the same order: :func:`great_circle_m` for two places, and the squared chord between
two unit vectors, which needs only multiplication and addition and can therefore be computed by
any database. The chord grows with the great-circle distance, so ordering by one is ordering by
the other.

The Earth is a sphere here. Against the geodesic on the WGS-84 ellipsoid the error is below 0.5 %
from 15° of latitude to the poles, so everywhere in mainland China, and at most 0.57 % (short
north-south distances at the equator).
"""

from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Final

from sites.geo.coordinate import Coordinate

# Mean radius R1 = (2a + b) / 3 of the GRS 80 ellipsoid: H. Moritz, "Geodetic Reference System
# 1980", Journal of Geodesy 74 (2000). WGS 84 gives the same number to the centimetre.
EARTH_RADIUS_M: Final = 6_371_008.8
HALF_CIRCUMFERENCE_M: Final = pi * EARTH_RADIUS_M

# The square of a sphere's diameter of 2, plus what rounding adds to unit vectors at antipodes.
_LONGEST_CHORD2: Final = 4.0
_CHORD2_ROUNDING: Final = 1e-9


def great_circle_m(a: Coordinate, b: Coordinate) -> float:
    """Return the great-circle distance between two places in metres.

    The arctangent form (Vincenty's formula on a sphere) keeps its accuracy, a few nanometres,
    for neighbours and for antipodes alike; the cosine and haversine forms each lose one of them.
    """
    latitude_a, latitude_b = radians(a.latitude), radians(b.latitude)
    turn = radians(b.longitude - a.longitude)
    sideways = cos(latitude_b) * sin(turn)
    ahead = cos(latitude_a) * sin(latitude_b) - sin(latitude_a) * cos(latitude_b) * cos(turn)
    along = sin(latitude_a) * sin(latitude_b) + cos(latitude_a) * cos(latitude_b) * cos(turn)
    return EARTH_RADIUS_M * atan2(hypot(sideways, ahead), along)


def unit_vector(coordinate: Coordinate) -> tuple[float, float, float]:
    """Return (x, y, z) on the unit sphere: x to 0° E on the equator, y to 90° E, z to the north."""
    longitude, latitude = radians(coordinate.longitude), radians(coordinate.latitude)
    return (
        cos(latitude) * cos(longitude),
        cos(latitude) * sin(longitude),
        sin(latitude),
    )


def chord2_to_metres(chord_squared: float) -> float:
    """Return the great-circle distance in metres of two unit vectors ``chord_squared`` apart.

    ``chord_squared`` is (x₁-x₂)² + (y₁-y₂)² + (z₁-z₂)², from 0 to 4. Exact to nanometres for
    neighbours; between antipodes a rounded square leaves an uncertainty of about 0.2 m.
    Raises ``ValueError`` for NaN and for values that no two unit vectors have.
    """
    if not 0.0 <= chord_squared <= _LONGEST_CHORD2 + _CHORD2_ROUNDING:
        raise ValueError(f"a squared chord lies between 0 and 4, got {chord_squared!r}")
    return 2.0 * EARTH_RADIUS_M * asin(sqrt(min(chord_squared, _LONGEST_CHORD2)) / 2.0)


def metres_to_chord2(metres: float) -> float:
    """Return the squared chord, 0 to 4, that belongs to a great-circle distance in metres.

    Half the Earth's circumference and anything beyond, infinity included, gives 4. Raises
    ``ValueError`` for NaN and for negative distances.
    """
    return 4.0 * sin(radius_to_radians(metres) / 2.0) ** 2


def radius_to_radians(metres: float) -> float:
    """Return a distance in metres as an angle at the Earth's centre, 0 to π radians.

    Anything beyond half the circumference gives π: no two places are further apart. Raises
    ``ValueError`` for NaN and for negative distances.
    """
    if not metres >= 0.0:
        raise ValueError(f"a distance must be zero or more metres, got {metres!r}")
    return min(metres, HALF_CIRCUMFERENCE_M) / EARTH_RADIUS_M
