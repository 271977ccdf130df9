"""Datums of Chinese maps, and the conversion of a pair of degrees.

GCJ-02 and BD-09 are the WGS-84 place plus a shift, which exists only inside a box around China.
That box is coarser than the border. Hong Kong, Macau and Taiwan lie inside it although maps there
are in WGS-84, and so do parts of all neighbouring countries: a pair from such a map must be given
as WGS-84, and a place there that is converted to GCJ-02 or BD-09 lands hundreds of metres away
from itself on a map that does not shift it.

The shift begins abruptly at the edge of the box, so the way back cannot be perfect there:

- Every place in the box comes back from GCJ-02 or BD-09 within a centimetre, also where the
  shift carried it over the edge.
- A pair just outside the box may be a shifted place from the inside or an unshifted one from the
  outside. It is read as shifted, so the unshifted place is off by one shift after a round trip.
- A pair just inside the box that no shift leads to is read as unshifted.

This concerns a strip as wide as the shift: up to 0.8 km in GCJ-02, 1.6 km in BD-09.

Neither datum was ever published. The constants of the formulas are those on which the open
implementations agree (eviltransform, PRCoords, the figures in Wikipedia's "Restrictions on
geographic data in China"); the tests hold them against independent figures.
"""

from enum import StrEnum
from math import cos, pi, sin, sqrt
from typing import Final

from sites.geo.coordinate import require_degrees

# Degrees. No place in the box is shifted further (the most is 0.0174° of longitude, in BD-09 in
# the north-east), so a pair further from the box than this cannot be a shifted one.
_LONGEST_SHIFT: Final = 0.02
# Degrees, 0.1 mm. Keeps a place on the very edge inside when a round trip has rounded it.
_EDGE_TOLERANCE: Final = 1e-9

_WEST, _EAST = 72.004, 137.8347
_SOUTH, _NORTH = 0.8293, 55.8271

_INVERSION_STEPS = 5

# The ellipsoid of Krasovsky 1940: semi-major axis in metres, first eccentricity squared.
_SEMI_MAJOR_AXIS_M = 6_378_245.0
_ECCENTRICITY2 = 0.00669342162296594323

_BD09_ANGLE = pi * 3000.0 / 180.0


class Datum(StrEnum):
    """What a pair of degrees refers to.

    WGS-84 stands for CGCS2000 as well, the datum of 天地图: the two are less than a metre apart.
    高德 and 腾讯 use GCJ-02, 百度 uses BD-09.
    """

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(longitude: float, latitude: float, source: Datum, target: Datum) -> tuple[float, float]:
    """Return a pair of degrees in ``source`` as (longitude, latitude) in ``target``.

    Accurate to a centimetre, and unchanged outside the box around China (the module's text
    says what happens at its edge). Raises ``ValueError`` for NaN, infinity and degrees out of
    range.
    """
    require_degrees(longitude, latitude)
    if source is target:
        return longitude, latitude
    if source is not Datum.WGS84 and in_box(longitude, latitude, _LONGEST_SHIFT):
        place = _unshifted(longitude, latitude, source)
        if in_box(*place, _EDGE_TOLERANCE):
            longitude, latitude = place
    if target is not Datum.WGS84 and in_box(longitude, latitude, _EDGE_TOLERANCE):
        longitude, latitude = _shifted(longitude, latitude, target)
    return longitude, latitude


def in_box(longitude: float, latitude: float, margin: float) -> bool:
    """Return whether a place lies in the box around China, widened by ``margin`` degrees."""
    return (
        _WEST - margin <= longitude <= _EAST + margin
        and _SOUTH - margin <= latitude <= _NORTH + margin
    )


def _shifted(longitude: float, latitude: float, target: Datum) -> tuple[float, float]:
    """Return WGS-84 degrees in or near the box as degrees in GCJ-02 or BD-09."""
    longitude, latitude = _gcj02_from_wgs84(longitude, latitude)
    if target is Datum.BD09:
        return _bd09_from_gcj02(longitude, latitude)
    return longitude, latitude


def _unshifted(longitude: float, latitude: float, source: Datum) -> tuple[float, float]:
    """Return degrees in GCJ-02 or BD-09 in or near the box as WGS-84 degrees.

    The place sought is the pair minus the place's own shift. Two places' shifts differ by less
    than 2.5 % of the way between them, so correcting the place by what its image misses makes
    the error at least 40 times smaller each time; five times leave some micrometres.
    """
    place = longitude, latitude
    for _ in range(_INVERSION_STEPS):
        image = _shifted(*place, source)
        place = place[0] + (longitude - image[0]), place[1] + (latitude - image[1])
    return place


def _gcj02_from_wgs84(longitude: float, latitude: float) -> tuple[float, float]:
    """Return WGS-84 degrees in China as GCJ-02 degrees.

    A polynomial and a sum of waves give the shift in metres to the east and north; the
    ellipsoid's radii of curvature turn the metres into degrees.
    """
    x, y = longitude - 105.0, latitude - 35.0
    root = sqrt(abs(x))
    ripple = 20.0 * sin(6.0 * pi * x) + 20.0 * sin(2.0 * pi * x)
    waves_x = (
        20.0 * sin(pi * x)
        + 40.0 * sin(pi / 3.0 * x)
        + 150.0 * sin(pi / 12.0 * x)
        + 300.0 * sin(pi / 30.0 * x)
    )
    waves_y = (
        20.0 * sin(pi * y)
        + 40.0 * sin(pi / 3.0 * y)
        + 160.0 * sin(pi / 12.0 * y)
        + 320.0 * sin(pi / 30.0 * y)
    )
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * (x + y) + 0.1 * root + (ripple + waves_x) * 2.0 / 3.0
    north_m = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + (ripple + waves_y) * 2.0 / 3.0
    )
    sin_latitude = sin(latitude * (pi / 180.0))
    flattening = 1.0 - _ECCENTRICITY2 * sin_latitude * sin_latitude
    prime_vertical_m = _SEMI_MAJOR_AXIS_M / sqrt(flattening)
    meridian_m = prime_vertical_m * (1.0 - _ECCENTRICITY2) / flattening
    parallel_m = prime_vertical_m * cos(latitude * (pi / 180.0))
    return (
        longitude + east_m / parallel_m * (180.0 / pi),
        latitude + north_m / meridian_m * (180.0 / pi),
    )


def _bd09_from_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    """Return GCJ-02 degrees in China as BD-09 degrees.

    The pair, taken as a vector in a plane, is stretched and turned by a hair, then moved.
    """
    length = sqrt(longitude * longitude + latitude * latitude)
    stretch = 1.0 + 0.00002 * sin(latitude * _BD09_ANGLE) / length
    turn = 0.000003 * cos(longitude * _BD09_ANGLE)
    cos_turn, sin_turn = cos(turn), sin(turn)
    return (
        stretch * (longitude * cos_turn - latitude * sin_turn) + 0.0065,
        stretch * (latitude * cos_turn + longitude * sin_turn) + 0.006,
    )
