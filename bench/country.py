"""What each shape of question costs with outlets of a whole country.

Fills an empty database with made-up outlets that gather in towns all over China, run by banks that
are everywhere, one that is in a single province and one that has a handful of outlets. Asks every
shape of question a few times and prints the milliseconds of CPU time that one costs: of this
process and, on PostgreSQL, of the server's process for this connection. The median and the worst.

``python -m bench.country [number of outlets]`` makes an SQLite database and throws it away; with
DATABASE_URL it fills that database, which must be empty, and keeps it for the next time.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import django

from bench.nearest import (
    SOUTH,
    MadeUpTown,
    make_rows,
    make_towns,
    store_points,
    store_reference_data,
)

if TYPE_CHECKING:
    from sites.finding import PointQuery

OUTLETS: Final = 100_000
ROUNDS: Final = 9
# Shares of the operators; the last two are those of one province and of a handful.
BANKS: Final = 10
PROVINCIAL: Final = "bank-10"
HANDFUL: Final = "bank-11"
_FIRST: Final = "大石白沙长青龙凤双福永安吉祥太平金银江河湖山东西南北中上下新老"
_SECOND: Final = "桥坝溪塘坪岩湾井关塔寺庙园沟滩洞岗岭墩垭堡屯营集店铺"
_LANDMARKS: Final = ("大厦", "广场旁", "市场", "小学对面", "医院旁", "车站")


@lru_cache(maxsize=100_000)
def composed(text: str) -> str:
    """Return the search text of one part of an outlet."""
    from sites.text.search_text import SEPARATOR, compose

    return compose([], [text], [text]).strip(SEPARATOR)


def outlets_of(chance: random.Random, towns: list[MadeUpTown], count: int) -> Iterator[Any]:
    """Yield rows with names as they are, found by their text as recorded ones are."""
    from sites.text.search_text import COMPOSITION, SEPARATOR

    words = [first + second for first in _FIRST for second in _SECOND]
    for number, row in enumerate(make_rows(chance, towns, count), 1):
        is_provincial = row["longitude"] < 104 and row["latitude"] < 27
        if number % (count // 7 + 1) == 0:
            operator = HANDFUL
        elif is_provincial and number % 3 == 0:
            operator = PROVINCIAL
        else:
            operator = f"bank-{number % BANKS}"
        kind = "office" if operator == "bank-0" else "post" if operator == "bank-1" else "bank"
        road, town = chance.choice(words) + "路", chance.choice(words) + "镇"
        name = f"第{operator[5:]}银行{chance.choice(words)}支行"
        landmark = chance.choice(words) + chance.choice(_LANDMARKS)
        rare = "四牌坊" if number % (count // 9 + 1) == 0 else ""
        parts = [name, town, road, landmark, f"银行{operator[5:]}", rare]
        phone = row["phone"]
        text = SEPARATOR.join(composed(part) for part in parts if part)
        address = f"{town}{road}{number % 900}号{landmark}{rare}"
        whole = SEPARATOR.join((phone, f"023{phone}", f"8623{phone}", text, address))
        yield row | {
            "name": name,
            "operator_id": operator,
            "kind": kind,
            "address": address,
            "search_text": f"{COMPOSITION}{whole}{SEPARATOR}",
        }


def fill(count: int) -> list[MadeUpTown]:
    """Store the made-up country if the database is empty; return its towns."""
    from django.db import connection, transaction

    from sites.models import DataVersion, ServicePoint, Town

    if not ServicePoint.objects.exists():
        chance = random.Random(500116)
        towns = make_towns(chance, count)
        with transaction.atomic():
            store_reference_data(towns)
            store_points(outlets_of(chance, towns, count))
            DataVersion.advance()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    columns = ("pk", "region_id", "longitude", "latitude")
    return [MadeUpTown(*row) for row in Town.objects.order_by("pk").values_list(*columns)]


def shapes(town: MadeUpTown) -> "dict[str, PointQuery]":
    """Return one question of every shape, asked from a town."""
    from sites.finding import PointQuery
    from sites.geo.boxes import Box
    from sites.geo.coordinate import Coordinate

    east, north = town.longitude, town.latitude
    here = PointQuery(near=Coordinate(east, north))
    small = Box(east - 0.05, north - 0.05, east + 0.05, north + 0.05)
    large = Box(east - 4, max(north - 4, SOUTH), east + 4, north + 4)
    unlike: dict[str, Any] = {"operator": PROVINCIAL, "kind": "office"}
    filters: dict[str, dict[str, Any]] = {
        "": {},
        "region": {"region": town.region},
        "town": {"region": town.region, "town": f"town-{town.number}"},
        "service": {"services": ("activation",)},
        "operator": {"operator": "bank-5"},
        "operator of a province": {"operator": PROVINCIAL},
        "operator of a handful": {"operator": HANDFUL},
        "kind": {"kind": "office"},
        "operator and kind, none": unlike,
        "text, common": {"text": "银行"},
        "text, one road": {"text": "大桥路"},
        "text, two words": {"text": "大桥路 龙桥"},
        "text, rare": {"text": "四牌坊"},
        "text, none": {"text": "八角亭"},
        "text, one character": {"text": "牌"},
        "text, phone": {"text": "023-40500001"},
        "text, initials": {"text": "spf"},
        "text, pinyin": {"text": "sipaifang"},
        "text, common, region": {"text": "银行", "region": town.region},
        "text, none, region": {"text": "八角亭", "region": town.region},
        "text, common, operator of a handful": {"text": "支行", "operator": HANDFUL},
        "bbox, small": {"bbox": small},
        "bbox, large": {"bbox": large},
        "bbox, large, operator of a handful": {"bbox": large, "operator": HANDFUL},
        "bbox, large, text, none": {"bbox": large, "text": "八角亭"},
    }
    questions = {f"list: {name}": PointQuery(**given) for name, given in filters.items()}
    questions |= {f"near: {name}": replace(here, **given) for name, given in filters.items()}
    questions["near: radius 5 km"] = replace(here, radius_m=5_000.0)
    questions["near: radius 5 km, none"] = replace(here, radius_m=5_000.0, **unlike)
    questions["near: radius 500 km, none"] = replace(here, radius_m=500_000.0, **unlike)
    counted = ("", "region", "operator", "kind", "service", "text, common", "text, one road")
    questions |= {
        f"counted: {name}": PointQuery(**filters[name], with_total=True) for name in counted
    }
    return questions


def costs(question: "PointQuery") -> tuple[float, int]:
    """Return the milliseconds of CPU time of an answer, and how many points it has."""
    from django.db import connection

    from sites.finding import find_points

    begin = time.process_time(), _server_ms(connection)
    points = find_points(question).points
    ours = (time.process_time() - begin[0]) * 1000
    return ours + _server_ms(connection) - begin[1], len(points)


def _server_ms(connection: Any) -> float:
    """Return the CPU milliseconds of PostgreSQL's process for us so far, if it runs here."""
    if connection.vendor != "postgresql":
        return 0.0
    pid = connection.connection.info.backend_pid if connection.connection else None
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6 if pid else 0.0


def measure(towns: list[MadeUpTown]) -> None:
    """Print a line per shape of question."""
    from sites.reference.catalog import read_catalog

    begin = time.process_time()
    read_catalog("default", "zh-hans")
    print(f"reference data after a change: {(time.process_time() - begin) * 1000:,.0f} ms")
    asked_from = random.Random(1).choices(towns, k=ROUNDS)
    print(f"{'milliseconds of CPU time':<46}{'points':>7}{'median':>9}{'worst':>9}")
    for name in shapes(towns[0]):
        if len(sys.argv) > 2 and sys.argv[2] not in name:
            continue
        taken, found = [], 0
        for town in asked_from:
            question = shapes(town)[name]
            milliseconds, found = costs(question)
            taken.append(milliseconds)
        print(f"{name:<46}{found:>7}{median(taken):>9.1f}{max(taken):>9.1f}", flush=True)


def main(count: int) -> None:
    """Measure in the database that DATABASE_URL names, or in one of our own."""
    with tempfile.TemporaryDirectory(prefix="bench-country-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "locator.settings"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["STATE_DIR"] = folder
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(fill(count))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else OUTLETS)
