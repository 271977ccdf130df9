"""The formulas of GCJ-02 and BD-09, for one pair of degrees.

Neither datum was ever published. The constants are those on which the open implementations agree
(eviltransform, PRCoords, the figures in Wikipedia's "Restrictions on geographic data in China");
the tests hold them against independent figures.
"""

from math import cos, pi, sin, sqrt

# The ellipsoid of Krasovsky 1940: semi-major axis in metres, first eccentricity squared.
_SEMI_MAJOR_AXIS_M = 6_378_245.0
_ECCENTRICITY2 = 0.00669342162296594323

_BD09_ANGLE = pi * 3000.0 / 180.0


def gcj02_from_wgs84(longitude: float, latitude: float) -> tuple[float, float]:
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


def bd09_from_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
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
