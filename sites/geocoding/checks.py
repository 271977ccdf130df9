"""Can a position be true? What was found is held against what is known of the place."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from sites.addresses.parser import Address, parse_address
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.places import RegionPlaces

# The outline is within 0.5 km of a detailed boundary at 95 % of its length: what lies up to twice
# that outside may be inside.
OUTLINE_TOLERANCE_M: Final = 1_000.0
# The outlets farthest from the centre of their town are known to be about 5 km away; twice that
# leaves room for large towns, and is about the distance to the next town's centre.
FARTHEST_FROM_TOWN_M: Final = 10_000.0
# The same point, written with five or six decimals or converted there and back.
SAME_PLACE_M: Final = 2.0
_NOWHERE: Final[Mapping[Coordinate, frozenset[str]]] = {}


class Checks:
    """The checks that a position must pass by itself, for one region."""

    def __init__(self, places: RegionPlaces) -> None:
        self._places = places
        # Town-level positions come by the thousand and are few: the outline, with its hundreds of
        # corners, is walked once for each.
        self._outside_m = lru_cache(maxsize=1_024)(self._outside)
        self._near_center = lru_cache(maxsize=1_024)(self._town_at)

    def findings(
        self,
        position: Position,
        town: str | None,
        address: str = "",
        outlets: Mapping[Coordinate, frozenset[str]] = _NOWHERE,
    ) -> tuple[Finding, ...]:
        """Return what speaks against a position of an address in the stated town, if one is stated.

        The outline decides where there is one, else the bounds do. A town without a published
        centre cannot be checked, and a position that only claims the region does not claim the
        town. `outlets` are the normalised addresses of the outlets at a place.
        """
        place, precision = position.coordinate, position.precision
        found = [self._outside_region(place)]
        if precision is not Precision.REGION:
            found.append(self._far_from_town(place, town))
        if precision.finer_than(Precision.TOWN):
            found.append(self._on_town_center(place))
        if precision.finer_than(Precision.VILLAGE) and place in outlets:
            found.append(self._on_other_point(precision, address, outlets[place]))
        return tuple(filter(None, found))

    def is_one_place(self, precision: Precision, address: str, other: str) -> bool:
        """Return whether one position, finer than its town, can be that of both addresses.

        A whole street has one point for all its houses, and a building one for all its doors.
        """
        if address == other:
            return True
        same = _SAME[precision]
        return same(self._parse(address), self._parse(other))

    def _outside_region(self, place: Coordinate) -> Finding | None:
        metres = self._outside_m(place)
        if metres == 0.0:
            return None
        if self._outside_m(_exchanged(place)) == 0.0:
            return Finding(kind=FindingKind.SWAPPED)
        return Finding(kind=FindingKind.OUTSIDE_REGION, metres=metres)

    def _outside(self, place: Coordinate | None) -> float | None:
        """Return how far outside a place is: 0.0 if it may be inside, None if no one can say."""
        outline = self._places.outline
        if place is None:
            return None
        if outline is None:
            return 0.0 if self._places.bounds.contains(place) else None
        metres = outline.distance_m(place)
        return 0.0 if metres <= OUTLINE_TOLERANCE_M else metres

    def _far_from_town(self, place: Coordinate, town: str | None) -> Finding | None:
        stated = self._places.towns[town] if town is not None else None
        if stated is None or stated.center is None:
            return None
        metres = great_circle_m(place, stated.center)
        if metres <= FARTHEST_FROM_TOWN_M:
            return None
        return Finding(kind=FindingKind.FAR_FROM_TOWN, metres=metres, about=stated.name)

    def _on_town_center(self, place: Coordinate) -> Finding | None:
        town = self._near_center(place)
        return Finding(kind=FindingKind.ON_TOWN_CENTER, about=town) if town is not None else None

    def _town_at(self, place: Coordinate) -> str | None:
        for town in self._places.towns.values():
            if town.center is not None and great_circle_m(place, town.center) <= SAME_PLACE_M:
                return town.name
        return None

    def _on_other_point(
        self, precision: Precision, address: str, others: frozenset[str]
    ) -> Finding | None:
        """Return a finding if one place cannot be that of both addresses."""
        for other in sorted(others - {address}):
            if not self.is_one_place(precision, address, other):
                return Finding(kind=FindingKind.ON_OTHER_OUTLET, about=other)
        return None

    def _parse(self, address: str) -> Address:
        return parse_address(address, self._places.names, self._places.index)


def _exchanged(place: Coordinate) -> Coordinate | None:
    """Return the place with its degrees exchanged, None if there is no such place."""
    if abs(place.longitude) > 90.0:
        return None
    return Coordinate(place.latitude, place.longitude)


def _same_road(a: Address, b: Address) -> bool:
    return a.road is not None and a.road == b.road


def _same_building(a: Address, b: Address) -> bool:
    if a.building is not None and a.building == b.building:
        return True
    if not _same_road(a, b) or a.number_range is None or b.number_range is None:
        return False
    (first_a, last_a), (first_b, last_b) = a.number_range, b.number_range
    return max(first_a, first_b) <= min(last_a, last_b)


def _same_community(a: Address, b: Address) -> bool:
    return a.community is not None and a.community == b.community


_SAME: Final[Mapping[Precision, Callable[[Address, Address], bool]]] = {
    Precision.ROOFTOP: _same_building,
    Precision.STREET: _same_road,
    Precision.VILLAGE: _same_community,
}
