"""The streets and houses of a map of 江津区 that is made up for tests.

Roads and numbers are those of the real table, row by row, written down by hand, not taken from the
product's own parser. Where they lie is made up: around the centre of their town.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from sites.geo.coordinate import Coordinate

_TOWNS: Final = Path(__file__).parents[2] / "data" / "reference" / "towns.csv"

HALF_TOWN: Final = 0.0055
"""Half the width of a town on this map, in degrees; the towns do not overlap."""
_HALF_ROAD: Final = 0.004
_BETWEEN_ROADS: Final = 0.001


@dataclass(frozen=True)
class House:
    """The house of one row of the table: OpenStreetMap's spelling, without 号."""

    serial: int
    town: str
    road: str
    number: str


@dataclass(frozen=True)
class Town:
    """A town with its name and the middle of its built-up area."""

    key: str
    name: str
    center: Coordinate


HOUSES: Final = (
    House(1, "jijiang", "滨江路西段", "77"),
    House(2, "shengquan", "学堂路", "1"),
    House(3, "jijiang", "大同路", "278"),
    House(4, "dingshan", "鼎山大道", "622"),
    House(5, "degan", "德百街", "45"),
    House(6, "shuangfu", "学府路", "172"),
    House(7, "lishi", "葡萄丘街", "63"),
    House(8, "shima", "中商街", "150"),
    House(9, "longhua", "龙华街", "185"),
    House(10, "caijia", "鱼市街", "47"),
    House(11, "xiaba", "迎宾路", "99"),
    House(12, "ciyun", "榨子口街", "33"),
    House(13, "xianfeng", "椒乡大道", "76"),
    House(14, "guangxing", "军民街", "90"),
    House(15, "jiaping", "嘉华路", "36"),
    House(16, "simianshan", "赤壁路", "97"),
    House(17, "youxi", "建新路", "125"),
    House(18, "yongxing", "滨河广场", "26"),
    House(19, "bailin", "梨园街", "47"),
    House(20, "xihu", "迎宾街", "356"),
    House(22, "jiasi", "东北街", "132"),
    House(23, "baisha", "松林路", "128"),
    House(24, "dushi", "鹊桥街", "38"),
    House(25, "tanghe", "望龙路", "56"),
    House(26, "luohuang", "园区大道", "99"),
    House(27, "shimen", "民兴大道", "71"),
    House(28, "wutan", "东街", "59"),
    House(29, "siping", "云屏路", "1"),
    House(30, "zhiping", "仁兴路", "55"),
    House(31, "zhuyang", "滨河路", "39"),
    House(33, "jijiang", "大同路", "526"),
    House(34, "jijiang", "滨江大道几江段", "439"),
    House(35, "jijiang", "老米市街", "152"),
    House(36, "dingshan", "鼎山大道", "711"),
    House(37, "jijiang", "七贤街", "16"),
    House(41, "jijiang", "长城路", "1"),
    House(42, "jijiang", "武城大街", "28"),
    House(44, "degan", "正街", "203"),
    House(45, "jijiang", "大同路", "284"),
    House(46, "degan", "德感正街", "399"),
    House(47, "baisha", "滨江中路", "352"),
    House(48, "shengquan", "西江大道", "163"),
    House(49, "youxi", "建新路", "46"),
    House(50, "luohuang", "园区大道", "99"),
    House(51, "shuangfu", "津马大道", "189"),
    House(52, "baisha", "新沙路", "229"),
    House(53, "shima", "石康路", "35"),
    House(54, "xianfeng", "平安街", "47"),
    House(55, "luohuang", "龙珠街", "14"),
    House(56, "lishi", "橘香路", "85"),
    House(57, "jijiang", "武城大道", "160"),
)
UNMAPPED: Final = frozenset({5, 17, 27, 44, 57})
"""Rows whose road is on the map, but not their house: nobody has mapped it yet."""


def towns() -> Mapping[str, Town]:
    """Return the towns by key."""
    with _TOWNS.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: Town(
                row["key"],
                row["name"],
                Coordinate(float(row["longitude"]), float(row["latitude"])),
            )
            for row in csv.DictReader(file)
        }


def roads() -> Mapping[tuple[str, str], tuple[Coordinate, Coordinate]]:
    """Return the west and the east end of each road, by the key of its town and its name."""
    found: dict[tuple[str, str], tuple[Coordinate, Coordinate]] = {}
    centers = towns()
    names = sorted({(house.town, house.road) for house in HOUSES})
    for town, group in groupby(names, key=lambda name: name[0]):
        middle = centers[town].center
        for rank, name in enumerate(group):
            latitude = middle.latitude + (rank - 3.5) * _BETWEEN_ROADS
            found[name] = (
                Coordinate(middle.longitude - _HALF_ROAD, latitude),
                Coordinate(middle.longitude + _HALF_ROAD, latitude),
            )
    return found


def place_of(house: House) -> Coordinate:
    """Return where a house stands: along its road, the higher its number the further east."""
    west, east = roads()[house.town, house.road]
    share = int(house.number) / 1_000
    return Coordinate(
        west.longitude + share * (east.longitude - west.longitude), west.latitude + 0.0001
    )
