"""Do two answers for the same address go together?"""

from itertools import permutations
from math import inf
from typing import Final

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import FARTHEST_FROM_TOWN_M
from sites.geocoding.findings import Finding, FindingKind

# Answers that mean the same place are closer than this, or than their precision makes possible.
FARTHEST_APART_M: Final = 1_000.0
# What two providers that mean one door differ by; the shifts between datums are 300 m and more.
SAME_DOOR_M: Final = 30.0


def disagreements(position: Position, other: Position) -> tuple[Finding, ...]:
    """Return what another provider's answer for the same address says against a position.

    Symmetrical: which of the two is wrong is for a person to find out.
    """
    metres = great_circle_m(position.coordinate, other.coordinate)
    if _fine(position) and _fine(other) and metres > SAME_DOOR_M and _shifted(position, other):
        kind = FindingKind.WRONG_DATUM
    elif metres > max(FARTHEST_APART_M, _reach_m(position) + _reach_m(other)):
        kind = FindingKind.DISAGREEMENT
    else:
        return ()
    return (Finding(kind=kind, metres=metres, about=other.source),)


def _reach_m(position: Position) -> float:
    """Return the metres within which the place lies that the position stands for."""
    if position.precision is Precision.REGION:
        return inf
    if position.precision is Precision.TOWN:
        return FARTHEST_FROM_TOWN_M
    return position.precision.error_radius_m


def _fine(position: Position) -> bool:
    """Return whether the position says enough to compare it by the metre."""
    return position.precision.finer_than(Precision.VILLAGE)


def _shifted(a: Position, b: Position) -> bool:
    """Return whether one place is the other, read in the wrong datum."""
    return any(
        great_circle_m(_misread(a.coordinate, true, taken), b.coordinate) <= SAME_DOOR_M
        for taken, true in permutations(Datum, 2)
    )


def _misread(place: Coordinate, true: Datum, taken: Datum) -> Coordinate:
    """Return where a place seems to be whose pair in one datum is taken for one in another."""
    pair = convert(place.longitude, place.latitude, Datum.WGS84, true)
    return Coordinate(*convert(*pair, taken, Datum.WGS84))
