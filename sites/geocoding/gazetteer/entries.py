"""What the gazetteer knows of a place, and how a spelling names it."""

from enum import StrEnum
from typing import Final, NamedTuple

from sites.geo.precision import Precision


class Level(StrEnum):
    """What a place is; `SETTLEMENT` is a town or a village, the source does not say which."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    SETTLEMENT = "settlement"
    VILLAGE = "village"


DEPTHS: Final = {level: min(depth, 3) for depth, level in enumerate(Level)}
"""How far down a level stands: 0 for a province, 3 for everything inside a county."""

PRECISIONS: Final = {
    Level.PROVINCE: Precision.REGION,
    Level.CITY: Precision.REGION,
    Level.COUNTY: Precision.REGION,
    Level.TOWN: Precision.TOWN,
    Level.SETTLEMENT: Precision.TOWN,
    Level.VILLAGE: Precision.VILLAGE,
}
"""The precision of a place's centre where that is known. Nothing is coarser than a region: that a
province or a city is coarser than a county is to be read from the level. A settlement counts as
the town it may be."""


class Entry(NamedTuple):
    """A place in WGS-84 degrees; towns and villages have no bounds, their extent is not known.

    Attributes:
        adcode: its own GB/T 2260 code, for a town or village that of the county around it.
        name: the full name.
        level: what it is.
        depth: the level's depth.
        inside: the beginning that the codes of all its parts have, itself included.
        longitude: of its seat or centre, of the county around it where that is not known.
        latitude: likewise.
        bounds: west, south, east, north.
        precision: of the two degrees, ``region`` where they are those of the county around it.
    """

    adcode: str
    name: str
    level: Level
    depth: int
    inside: str
    longitude: float
    latitude: float
    bounds: tuple[float, float, float, float] | None
    precision: Precision

    def lies_in(self, area: "Entry") -> bool:
        """Return whether the place is a part of an area, and not the area itself."""
        return self.depth > area.depth and self.adcode.startswith(area.inside)


class Manner(StrEnum):
    """How a spelling is related to the name of its place."""

    NAME = "name"
    OTHER_NAME = "other_name"
    WITHOUT_RANK = "without_rank"
    OTHER_RANK = "other_rank"
    FORMER_NAME = "former_name"
    FORMER_TOWN = "former_town"
    """The name of a town that is no more, of which only the county is known."""
    ZONE = "zone"
    """The name of a part of it that is no district: 苏州工业园区, 中环."""

    @property
    def is_past(self) -> bool:
        """Whether it was the place's name, or is not quite what it is called today."""
        return self in _PAST


_PAST: Final = frozenset({Manner.OTHER_RANK, Manner.FORMER_NAME, Manner.FORMER_TOWN})


class Named(NamedTuple):
    """A place under one of its spellings.

    Attributes:
        entry: the place.
        manner: how the spelling is related to its name.
        is_full: whether it says what it means: 白沙镇 states a rank, 白沙 does not, and 二十九团
            is a name in 新疆 only.
        is_part: whether it was the name of a larger area, of which the place got a part: 渝北区 of
            北碚区. It counts where what follows lies in that part.
    """

    entry: Entry
    manner: Manner
    is_full: bool
    is_part: bool = False

    @property
    def is_of_area(self) -> bool:
        """Whether it is the name of an area, and not of a town, be it one that is no more."""
        return self.entry.bounds is not None and self.manner is not Manner.FORMER_TOWN
