"""The national gazetteer as it lies in memory: every name, and the places that bear it.

Areas are few and are made when the tables are read. Towns are many, and most are never asked for:
for each of their spellings there is a short text that says where it stands, and the place is made
from that when somebody asks.
"""

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from sites.addresses.codes import codes_around
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.entries import DEPTHS, PRECISIONS, Entry, Level, Manner, Named
from sites.geocoding.gazetteer.names import has_town_rank, town_stem, without_peoples

_CODE_LENGTH: Final = 6
_SHORTEST: Final = 2
_LONGEST_STEM: Final = 5
_LEVELS: Final = {level.value: level for level in Level}
_FORMER_TOWN_CELLS: Final = 5
_KEPT: Final = 8_192
_PART: Final = "part"
_AREA_RANKS: Final = frozenset("省州旗县区")
_LOCAL_KINDS: Final = frozenset({"兵团师", "兵团团场", "quarter"})
# 二十九团 is a name in 新疆 only, and 中环 in 香港; 兵团二十九团 and 农一师 say it.
_SAYS_CORPS: Final = re.compile("兵团|^农.+师$")


class GazetteerData:
    """All places by spelling, and all areas by code."""

    def __init__(self, folder: Path) -> None:
        """Read the tables; ``OSError`` or ``ValueError`` if a file is missing or garbled."""
        self.areas: dict[str, Entry] = {}
        """Provinces, prefectures and counties by GB/T 2260 code."""
        self.former_names: dict[str, list[str]] = {}
        """What counties and prefectures were called as a whole, by the code of today."""
        self.former_parts: dict[str, list[str]] = {}
        """The larger areas that an area was a part of, longer names first, by the code of today."""
        # What a spelling leads to: areas, full names of towns, rows of the tables.
        self._sources: dict[str, list[Named | str]] = {}
        # Codes of the counties that have a town of that full name, one behind the other.
        self._towns: dict[str, str] = {}
        # Rows of the towns that are no more, by the county's code.
        self._former_towns: dict[str, list[str]] = {}
        # Rows of the towns whose place is known, by the county's code and the full name.
        self._located: dict[str, str] = {}
        self._read_areas(folder / "areas.csv")
        self._read_former_names(folder / "former_names.csv")
        self._read_zones(folder / "zones.csv")
        self._read_towns(folder / "towns.csv")
        self._read_settlements(folder / "settlements.csv")
        self._read_former_towns(folder / "former_towns.csv")
        self._lengths = self._spelling_lengths()
        self.places_called = lru_cache(maxsize=_KEPT)(self._places_called)
        """As `areas_called`, for areas, towns and villages."""
        self._parents = cache(self._areas_around)
        self._beginnings = cache(self._names_around)
        self._former_stems = cache(self._short_former_towns)
        self._stems = cache(self._short_towns)

    def spellings_at(self, text: str, start: int) -> list[str]:
        """Return the spellings that begin at an index, longest first, of two characters or more."""
        lengths = _set_bits(self._lengths.get(text[start : start + _SHORTEST], 0))
        return [
            spelling
            for length in lengths
            if (spelling := text[start : start + length]) in self._sources
            and len(spelling) == length
        ]

    def may_begin_at(self, text: str, start: int) -> bool:
        """Return whether a spelling can begin at an index; False is certain."""
        return text[start : start + _SHORTEST] in self._lengths

    def areas_called(self, spelling: str, inside: str = "") -> list[Named]:
        """Return the areas of a spelling whose codes begin with `inside`."""
        return [
            source
            for source in self._sources.get(spelling, ())
            if isinstance(source, Named) and source.entry.adcode.startswith(inside)
        ]

    def former_town_at(self, text: str, start: int, county: str) -> tuple[Named, int] | None:
        """Return the town of a county whose former name without rank begins at an index.

        With the index behind the name; None if there is none.
        """
        if county not in self._former_towns:
            return None
        stems = self._former_stems(county)
        end = _end_of_longest(stems, text, start)
        return (stems[text[start:end]], end) if end else None

    def town_stem_at(self, text: str, start: int, county: str) -> tuple[str, int] | None:
        """Return the full name of the town of a county whose name without rank begins at an index.

        With the index behind that; None if there is none, or several towns that share it.
        """
        stems = self._stems(county)
        end = _end_of_longest(stems, text, start)
        return (stems[text[start:end]], end) if end else None

    def parents(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the areas around a place, the province first."""
        around = self._parents(entry.adcode)
        return around[:-1] if entry.bounds is not None else around

    def may_name_around(self, text: str, start: int, area: Entry) -> bool:
        """Return whether a text goes on as the name of an area, or of one around it, begins."""
        return text[start : start + _SHORTEST] in self._beginnings(area.adcode)

    def spellings(self) -> Iterable[str]:
        """Return every spelling once."""
        return self._sources.keys()

    def town_names(self) -> Iterator[tuple[str, str]]:
        """Yield the code of the county and the full name of every town there is today."""
        for name, codes in self._towns.items():
            for code in _codes(codes):
                yield code, name

    def _areas_around(self, adcode: str) -> tuple[Entry, ...]:
        """Return the areas with a code and around it, the province first."""
        around = map(self.areas.get, reversed(codes_around(adcode)))
        return tuple(area for area in around if area is not None)

    def _names_around(self, adcode: str) -> frozenset[str]:
        return frozenset(area.name[:_SHORTEST] for area in self._parents(adcode))

    def _places_called(self, spelling: str, inside: str = "") -> tuple[Named, ...]:
        found: dict[tuple[Entry, bool], Named] = {}
        for source in self._sources.get(spelling, ()):
            for named in self._made(spelling, source, inside):
                # The first spelling of a place counts; of an area a part is not the whole.
                found.setdefault((named.entry, named.is_part), named)
        return tuple(found.values())

    def _made(self, spelling: str, source: Named | str, inside: str) -> Iterator[Named]:
        """Yield the places behind a source."""
        if isinstance(source, Named):
            if source.entry.adcode.startswith(inside):
                yield source
            return
        name, _, rest = source.partition(",")
        if rest:
            # A row of a table: it begins with a code.
            if name.startswith(inside):
                yield self._row_called(spelling, source)
            return
        manner = Manner.NAME
        if spelling != name:
            # 东乡 is short for 东乡镇, whatever it ends with; 常营乡 is long for 常营回族乡.
            is_short = name.startswith(spelling)
            manner = Manner.WITHOUT_RANK if is_short else Manner.OTHER_NAME
        is_full = manner is not Manner.WITHOUT_RANK
        for code in _codes(self._towns[name]):
            if code.startswith(inside):
                yield Named(self._town(code, name), manner, is_full)

    def _short_former_towns(self, county: str) -> dict[str, Named]:
        """Return the towns of a county by their former names without rank: 真武 is in 支坪镇.

        What is still a town's name there is left out.
        """
        found: dict[str, Named] = {}
        for row in self._former_towns[county]:
            _code, spelling, *_rest = row.split(",")
            stem = town_stem(spelling)
            if _SHORTEST <= len(stem) < len(spelling) and not self._places_called(stem, county):
                found[stem] = self._row_called(stem, row)
        return found

    def _short_towns(self, county: str) -> dict[str, str]:
        """Return the full names of a county's towns by those without rank."""
        found: dict[str, str] = {}
        shared = set()
        for name, codes in self._towns.items():
            if county in codes and county in _codes(codes):
                stem = town_stem(name)
                shared.update({stem} & found.keys())
                found[stem] = name
        return {stem: name for stem, name in found.items() if stem not in shared}

    def _town(self, code: str, name: str) -> Entry:
        """Return a town of today, where it lies or else where its county lies."""
        if row := self._located.get(code + name):
            return _settlement(row)
        county, level = self.areas[code], Level.TOWN
        return Entry(
            code,
            name,
            level,
            DEPTHS[level],
            code,
            county.longitude,
            county.latitude,
            None,
            Precision.REGION,
        )

    def _row_called(self, spelling: str, row: str) -> Named:
        cells = row.split(",")
        # 东乡 is short for 东乡镇.
        is_full = has_town_rank(spelling) and len(spelling) > _SHORTEST
        if len(cells) == _FORMER_TOWN_CELLS:
            code, _spelling, today, *_rest = cells
            if today:
                return Named(self._town(code, today), Manner.FORMER_NAME, is_full)
            return Named(self.areas[code], Manner.FORMER_TOWN, is_full)
        entry = _settlement(row)
        is_full |= entry.level is Level.VILLAGE
        if spelling == entry.name:
            return Named(entry, Manner.NAME, is_full)
        if spelling == town_stem(entry.name):
            return Named(entry, Manner.WITHOUT_RANK, is_full=False)
        return Named(entry, Manner.OTHER_NAME, is_full)

    def _add(self, spelling: str, source: Named | str) -> None:
        if sources := self._sources.get(spelling):
            sources.append(source)
        else:
            self._sources[spelling] = [source]

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
                PRECISIONS[level],
            )
            self.areas[adcode] = entry
            self._add(name, Named(entry, Manner.NAME, is_full=True))
            others = aliases.split("|") if aliases else []
            for other in others:
                # 恩施州 and 广西自治区 beside 恩施 and 广西 state a rank, 广州 does not.
                is_full = other.endswith(("自治区", "特区")) or (
                    # 内蒙 is an alias as well: 内蒙古 states none.
                    other[-1] in _AREA_RANKS and other[:-1] in others
                )
                manner = Manner.OTHER_NAME if is_full else Manner.WITHOUT_RANK
                self._add(other, Named(entry, manner, is_full))

    def _read_former_names(self, path: Path) -> None:
        for adcode, _now, former, _until, _document, part in _rows(path):
            entry = self.areas[adcode]
            names = self.former_parts if part else self.former_names
            names.setdefault(adcode, []).append(former)
            self._add(former, Named(entry, Manner.FORMER_NAME, True, bool(part)))
            if len(former) > 2 and former[-1] in "省区县市" and not former.endswith("地区"):
                if part:
                    names[adcode].append(former[:-1])
                self._add(former[:-1], Named(entry, Manner.FORMER_NAME, False, bool(part)))

    def _read_zones(self, path: Path) -> None:
        for name, aliases, codes, kind, _source in _rows(path):
            spellings = [name, *filter(None, aliases.split("|"))]
            for entry in self._around([self.areas[code] for code in codes.split("|")]):
                city = self.areas.get(entry.adcode[:4] + "00")
                for spelling in spellings:
                    is_full = kind not in _LOCAL_KINDS or bool(_SAYS_CORPS.search(spelling))
                    # 新界 alone may be anything, 新界沙田 is not.
                    named = Named(entry, Manner.ZONE, is_full, is_part=kind == _PART)
                    self._add(spelling, named)
                    if city is not None and city.name.endswith("市"):
                        short = city.name[:-1]
                        if spelling.startswith(short) and not spelling.startswith(city.name):
                            self._add(city.name + spelling[len(short) :], named)

    def _around(self, counties: list[Entry]) -> list[Entry]:
        """Return the prefecture around several counties, if there is one, else the counties."""
        prefectures = {county.adcode[:4] + "00" for county in counties}
        if len(counties) > 1 and len(prefectures) == 1:
            return [self.areas[code] for code in prefectures if code in self.areas] or counties
        return counties

    def _read_towns(self, path: Path) -> None:
        towns = self._towns
        for code, names in _rows(path):
            for name in names.split("|"):
                towns[name] = towns.get(name, "") + code
        for name in towns:
            self._add(name, name)
        for name in towns:
            shorter = without_peoples(name) if "族" in name else name
            if shorter != name:
                self._add(shorter, name)
            stem = town_stem(shorter)
            if len(stem) >= _SHORTEST:
                self._add(stem, name)

    def _read_settlements(self, path: Path) -> None:
        for row in _lines(path):
            code, name, aliases, _rest = row.split(",", 3)
            spellings = aliases.split("|") if aliases else []
            if name in self._towns and code in _codes(self._towns[name]):
                self._located[code + name] = row
            else:
                spellings += dict.fromkeys((name, town_stem(name)))
            for spelling in spellings:
                if len(spelling) >= _SHORTEST:
                    self._add(spelling, row)

    def _read_former_towns(self, path: Path) -> None:
        for row in _lines(path):
            code, spelling, _rest = row.split(",", 2)
            self._add(spelling, row)
            self._former_towns.setdefault(code, []).append(row)

    def _spelling_lengths(self) -> dict[str, int]:
        """Return which lengths spellings with the same two first characters have, as bits."""
        lengths: dict[str, int] = {}
        for spelling in self._sources:
            start = spelling[:2]
            lengths[start] = lengths.get(start, 0) | 1 << len(spelling)
        return lengths


@cache
def gazetteer_data() -> GazetteerData:
    """Return the gazetteer in ``data/gazetteer/``, read when it is first asked for."""
    return GazetteerData(Path(settings.BASE_DIR) / "data" / "gazetteer")


@cache
def _set_bits(bits: int) -> tuple[int, ...]:
    """Return the places of the bits that are set, the highest first."""
    return tuple(place for place in reversed(range(bits.bit_length())) if bits >> place & 1)


def _end_of_longest(names: Container[str], text: str, start: int) -> int:
    """Return the index behind the longest of some names that begins at an index, 0 for none."""
    for end in range(min(start + _LONGEST_STEM, len(text)), start + _SHORTEST - 1, -1):
        if text[start:end] in names:
            return end
    return 0


def _codes(codes: str) -> Sequence[str]:
    return [codes[at : at + _CODE_LENGTH] for at in range(0, len(codes), _CODE_LENGTH)]


def _settlement(row: str) -> Entry:
    code, name, _aliases, level_name, longitude, latitude, _source = row.split(",")
    level = _LEVELS[level_name]
    return Entry(
        code,
        name,
        level,
        DEPTHS[level],
        code,
        float(longitude),
        float(latitude),
        None,
        PRECISIONS[level],
    )


def _lines(path: Path) -> Iterable[str]:
    """Return the rows of a table that has no quotes, as text, without its header."""
    return path.read_text(encoding="utf-8").splitlines()[1:]


def _rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a table without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
