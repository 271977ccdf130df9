"""The national gazetteer as it lies in memory: every name, and the places that bear it."""

import csv
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from sites.addresses.codes import codes_around
from sites.geo.precision import Precision

_TOWN_RANK: Final = re.compile("(?:街道办事处|街道|街办|苏木|镇|乡)$")


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
"""The precision of a place's centre. Nothing is coarser than a region: that a province or a city
is coarser than a county is to be read from the level. A settlement counts as the town it may be."""


class Entry(NamedTuple):
    """A place in WGS-84 degrees; towns and villages have no bounds, their extent is not known.

    Attributes:
        adcode: its own GB/T 2260 code, for a town or village that of the county around it.
        name: the full name.
        level: what it is.
        depth: the level's depth.
        inside: the beginning that the codes of all its parts have, itself included.
        longitude: of its seat or centre.
        latitude: of its seat or centre.
        bounds: west, south, east, north.
    """

    adcode: str
    name: str
    level: Level
    depth: int
    inside: str
    longitude: float
    latitude: float
    bounds: tuple[float, float, float, float] | None

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


class Named(NamedTuple):
    """A place under one of its spellings; `is_full` where that states a rank: 白沙镇, not 白沙."""

    entry: Entry
    manner: Manner
    is_full: bool


class GazetteerData:
    """All places by spelling, and all areas by code."""

    def __init__(self, folder: Path) -> None:
        """Read the tables; ``OSError`` or ``ValueError`` if a file is missing or garbled."""
        self.areas: dict[str, Entry] = {}
        """Provinces, prefectures and counties by GB/T 2260 code."""
        self.spellings: dict[str, list[Named]] = {}
        self._read_areas(folder / "areas.csv")
        self._read_former_names(folder / "former_names.csv")
        self._read_settlements(folder / "settlements.csv")
        self._lengths = self._spelling_lengths()

    def spelled_at(self, text: str, start: int) -> Iterator[tuple[int, list[Named]]]:
        """Yield where each spelling that begins at an index ends, with its places, longest first.

        All spellings have at least two characters.
        """
        for length in self._lengths.get(text[start : start + 2], ()):
            if named := self.spellings.get(text[start : start + length]):
                yield start + length, named

    def parents(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the areas around a place, the province first."""
        around = map(self.areas.get, reversed(codes_around(entry.adcode)))
        return tuple(area for area in around if area is not None and entry.lies_in(area))

    def _add(self, spelling: str, named: Named) -> None:
        places = self.spellings.setdefault(spelling, [])
        # An entry's spellings come one after the other: the first one counts.
        if not places or places[-1].entry is not named.entry:
            places.append(named)

    def _read_areas(self, path: Path) -> None:
        for adcode, name, aliases, level_name, longitude, latitude, *rest in _rows(path):
            level = Level(level_name)
            west, south, east, north = map(float, rest[:4])
            entry = Entry(
                adcode,
                name,
                level,
                DEPTHS[level],
                adcode[: 2 * (DEPTHS[level] + 1)],
                float(longitude),
                float(latitude),
                (west, south, east, north),
            )
            self.areas[adcode] = entry
            self._add(name, Named(entry, Manner.NAME, is_full=True))
            others = aliases.split("|") if aliases else []
            for other in others:
                # 恩施州 beside 恩施 states a rank, 广州 does not.
                is_full = other[:-1] in others
                manner = Manner.OTHER_NAME if is_full else Manner.WITHOUT_RANK
                self._add(other, Named(entry, manner, is_full))

    def _read_former_names(self, path: Path) -> None:
        for adcode, _now, former, _until in _rows(path):
            self._add(former, Named(self.areas[adcode], Manner.FORMER_NAME, is_full=True))

    def _read_settlements(self, path: Path) -> None:
        for county, name, aliases, level_name, longitude, latitude, _source in _rows(path):
            level = Level(level_name)
            entry = Entry(
                county, name, level, DEPTHS[level], county, float(longitude), float(latitude), None
            )
            self._add_settlement(name, entry, Manner.NAME)
            for other in aliases.split("|") if aliases else ():
                self._add_settlement(other, entry, Manner.OTHER_NAME)

    def _add_settlement(self, spelling: str, entry: Entry, manner: Manner) -> None:
        rank = _TOWN_RANK.search(spelling)
        self._add(spelling, Named(entry, manner, rank is not None or entry.level == Level.VILLAGE))
        if rank and rank.start() >= 2:
            self._add(spelling[: rank.start()], Named(entry, Manner.WITHOUT_RANK, is_full=False))

    def _spelling_lengths(self) -> dict[str, Sequence[int]]:
        """Return which lengths spellings with the same two first characters have, longest first."""
        lengths: dict[str, set[int]] = {}
        for spelling in self.spellings:
            lengths.setdefault(spelling[:2], set()).add(len(spelling))
        return {start: sorted(found, reverse=True) for start, found in lengths.items()}


@cache
def gazetteer_data() -> GazetteerData:
    """Return the gazetteer in ``data/gazetteer/``, read when it is first asked for."""
    return GazetteerData(Path(settings.BASE_DIR) / "data" / "gazetteer")


def _rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a table without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
