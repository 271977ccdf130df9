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
"""

from enum import StrEnum
from typing import Final

from sites.geo.coordinate import require_degrees
from sites.geo.datum_formulas import bd09_from_gcj02, gcj02_from_wgs84

# Degrees. No place in the box is shifted further (the most is 0.0174° of longitude, in BD-09 in
# the north-east), so a pair further from the box than this cannot be a shifted one.
_LONGEST_SHIFT: Final = 0.02
# Degrees, 0.1 mm. Keeps a place on the very edge inside when a round trip has rounded it.
_EDGE_TOLERANCE: Final = 1e-9

_WEST, _EAST = 72.004, 137.8347
_SOUTH, _NORTH = 0.8293, 55.8271

_INVERSION_STEPS = 5


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
    longitude, latitude = gcj02_from_wgs84(longitude, latitude)
    if target is Datum.BD09:
        return bd09_from_gcj02(longitude, latitude)
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
