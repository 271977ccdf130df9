"""How much `find_points` costs over bare SQL on the same search index.

Fills a temporary SQLite database with made-up outlets that gather in towns all over China, asks
for the ten nearest to places where outlets are, and prints the times of `find_points` and of bare
`sqlite3` statements that search the same R*Tree and fetch the same columns, question by question
in turn: ``python -m bench.nearest [number of outlets …]``.
"""

import json
import random
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import pi, sqrt
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bench.own_database import make_database, measure_sizes

if TYPE_CHECKING:
    from sites.finding import PointQuery

SIZES: Final = (57, 100_000, 1_000_000)
LIMIT: Final = 10
QUESTIONS: Final = 1_000
WARM_UP: Final = 100
WEST, SOUTH, EAST, NORTH = 98.0, 22.0, 122.0, 42.0
CELL: Final = 0.5
OUTLETS_PER_TOWN: Final = 25
BATCH: Final = 10_000
OPERATORS: Final = 12


@dataclass(frozen=True, slots=True)
class MadeUpTown:
    """A town and the district (a cell of a grid) that it lies in."""

    number: int
    region: str
    longitude: float
    latitude: float


def region_code(longitude: float, latitude: float) -> str:
    """Return a made-up district code for the cell that a place lies in."""
    column, row = int((longitude - WEST) / CELL), int((latitude - SOUTH) / CELL)
    return f"9{row:02}{column:03}"


def make_towns(chance: random.Random, outlets: int) -> list[MadeUpTown]:
    """Return as many towns as that number of outlets needs."""
    towns = []
    for number in range(1, max(30, outlets // OUTLETS_PER_TOWN) + 1):
        # A small table is that of one district.
        span = (CELL, CELL) if outlets < 1_000 else (EAST - WEST, NORTH - SOUTH)
        longitude = WEST + chance.random() * span[0] * 0.999
        latitude = SOUTH + chance.random() * span[1] * 0.999
        code = region_code(longitude, latitude)
        towns.append(MadeUpTown(number, code, longitude, latitude))
    return sorted(towns, key=lambda town: town.region)


def make_rows(
    chance: random.Random, towns: list[MadeUpTown], outlets: int
) -> Iterator[dict[str, Any]]:
    """Yield the columns of outlets, town by town, as imports bring them in."""
    from sites.geo.coordinate import Coordinate
    from sites.geo.distance import unit_vector

    for serial in range(1, outlets + 1):
        town = towns[(serial - 1) * len(towns) // outlets]
        longitude = town.longitude + chance.gauss(0, 0.02)
        latitude = town.latitude + chance.gauss(0, 0.02)
        x, y, z = unit_vector(Coordinate(longitude, latitude))
        name = f"网点{serial}"
        yield {
            "public_id": uuid.UUID(int=chance.getrandbits(128), version=4).hex,
            "region_id": town.region,
            "serial": serial,
            "name": name,
            "kind": "bank",
            "operator_id": f"bank-{chance.randrange(OPERATORS)}",
            "address": f"某区某镇大同路{serial % 900}号",
            "postcode": "",
            "town_id": town.number,
            "phone": f"4{serial % 10_000_000:07}",
            "phone_e164": f"+86234{serial % 10_000_000:07}",
            "note": "",
            "is_active": True,
            "printed": "{}",
            "longitude": longitude,
            "latitude": latitude,
            "precision": "street",
            "position_source": "bench",
            "original_longitude": longitude,
            "original_latitude": latitude,
            "original_datum": "wgs84",
            "x": x,
            "y": y,
            "z": z,
            "service_mask": chance.choice((1, 3, 7)),
            "search_text": f"|{name}|wangdian{serial}|wd{serial}|大同路{serial % 900}号|",
            "provenance": provenance_of(town.region),
        }


@lru_cache
def provenance_of(region: str) -> str:
    """Return the provenance of outlets that came in with one import, the region's."""
    fact = {
        "source": "import",
        "reference": region,
        "set_at": "2026-01-01T08:00:00.000000+00:00",
        "verified_at": None,
        "locked": False,
    }
    fields = "serial name kind address phone note is_active operator town services position"
    return json.dumps(dict.fromkeys(fields.split(), fact))


def store_reference_data(towns: list[MadeUpTown]) -> None:
    """Store the made-up districts, towns, operators and services."""
    from sites.models import DataVersion, Operator, Region, Service, Town

    DataVersion.advance_reference()

    Region.objects.bulk_create(
        Region(
            adcode=code,
            name=code,
            area_code="023",
            west=WEST + int(code[3:]) * CELL,
            east=WEST + int(code[3:]) * CELL + CELL,
            south=SOUTH + int(code[1:3]) * CELL,
            north=SOUTH + int(code[1:3]) * CELL + CELL,
        )
        for code in sorted({town.region for town in towns})
    )
    Town.objects.bulk_create(
        Town(
            pk=town.number,
            region_id=town.region,
            key=f"town-{town.number}",
            name=f"第{town.number}镇",
            longitude=town.longitude,
            latitude=town.latitude,
        )
        for town in towns
    )
    Operator.objects.bulk_create(
        Operator(code=f"bank-{number}", name=f"银行{number}", kind="bank")
        for number in range(OPERATORS)
    )
    Service.objects.bulk_create(
        Service(code=code, bit=bit, name=code)
        for bit, code in enumerate(("reissue", "unlock", "activation"))
    )


def store_points(rows: Iterator[dict[str, Any]]) -> None:
    """Store outlets by the shortest way, bit by bit."""
    from django.db import connection

    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            columns, places = ", ".join(batch[0]), ", ".join(["%s"] * len(batch[0]))
            cursor.executemany(
                f"INSERT INTO service_sites_servicepoint ({columns}) VALUES ({places})",
                [tuple(row.values()) for row in batch],
            )


def fill(outlets: int) -> list[MadeUpTown]:
    """Store the made-up reference data and outlets; return the towns."""
    from django.db import transaction

    from sites.models import DataVersion

    chance = random.Random(500116)
    towns = make_towns(chance, outlets)
    with transaction.atomic():
        store_reference_data(towns)
        store_points(make_rows(chance, towns, outlets))
        DataVersion.advance()
    return towns


class Bare:
    """The same search with nothing around it: one connection, statements, tuples."""

    def __init__(self, path: Path, outlets: int, area_m2: float) -> None:
        from sites.finding.rows import COLUMNS

        self.database = sqlite3.connect(path)
        self.first_radius = 0.5 * sqrt(LIMIT * area_m2 / (pi * outlets))
        self.reads_all = outlets <= 500
        chord2 = "(p.x-?)*(p.x-?)+(p.y-?)*(p.y-?)+(p.z-?)*(p.z-?)"
        table = "service_sites_servicepoint AS p"
        index = (
            "(SELECT id FROM service_sites_point_rtree WHERE east >= ? AND west <= ?"
            f" AND north >= ? AND south <= ?) AS i CROSS JOIN {table}"
        )
        self.in_box = (
            f"SELECT {COLUMNS}, n.c FROM (SELECT p.id, {chord2} AS c FROM {index}"
            " WHERE p.id = i.id AND p.is_active AND {filter} ORDER BY c, p.id LIMIT ?) AS n"
            f" CROSS JOIN {table} WHERE p.id = n.id ORDER BY n.c, n.id"
        )
        self.in_table = (
            f"SELECT {COLUMNS}, n.c FROM (SELECT p.id, {chord2} AS c FROM {table}"
            " WHERE p.is_active AND p.latitude IS NOT NULL AND {filter}"
            " ORDER BY c, p.id LIMIT ?) AS n"
            f" CROSS JOIN {table} WHERE p.id = n.id ORDER BY n.c, n.id"
        )

    def nearest(self, near: Any, condition: str, *values: Any) -> list[Any]:
        """Return the nearest rows."""
        from sites.geo.boxes import Box
        from sites.geo.distance import (
            chord2_to_metres,
            metres_to_chord2,
            unit_vector,
        )

        x, y, z = unit_vector(near)
        place = (x, x, y, y, z, z)
        if self.reads_all or "town_id" in condition:
            sql = self.in_table.format(filter=condition)
            return self.database.execute(sql, (*place, *values, LIMIT)).fetchall()
        sql, radius, is_enough = self.in_box.format(filter=condition), self.first_radius, False
        while True:
            (box,) = Box.around(near, radius).split()
            sides = (box.west, box.east, box.south, box.north)
            rows = self.database.execute(sql, (*place, *sides, *values, LIMIT)).fetchall()
            if is_enough or (len(rows) == LIMIT and rows[-1][-1] <= metres_to_chord2(radius)):
                return rows
            is_enough = len(rows) == LIMIT
            radius = chord2_to_metres(rows[-1][-1]) if is_enough else radius * 2


Question: TypeAlias = "tuple[PointQuery, str, tuple[int, ...]]"


def make_question(kind: str, town: MadeUpTown, chance: random.Random) -> Question:
    """Return a question from near a town, and its condition and values for bare SQL."""
    from sites.finding import PointQuery
    from sites.geo.coordinate import Coordinate

    near = Coordinate(town.longitude + chance.gauss(0, 0.02), town.latitude + chance.gauss(0, 0.02))
    query = PointQuery(near=near, limit=LIMIT)
    if kind == "service":
        return replace(query, services=("activation",)), "p.service_mask & ? = ?", (4, 4)
    if kind == "town":
        named = replace(query, town=f"town-{town.number}", region=town.region)
        return named, "p.town_id = ?", (town.number,)
    return query, "1", ()


def measure(kind: str, towns: list[MadeUpTown], bare: Bare) -> None:
    """Ask one kind of question both ways in turn and print the line of their times."""
    from sites.finding import find_points

    chance = random.Random(1)
    ours, theirs = [], []
    for town in chance.choices(towns, k=WARM_UP + QUESTIONS):
        query, condition, values = make_question(kind, town, chance)
        start = time.perf_counter()
        answer = find_points(query)
        middle = time.perf_counter()
        rows = bare.nearest(query.near, condition, *values)
        end = time.perf_counter()
        ours.append((middle - start) * 1e6)
        theirs.append((end - middle) * 1e6)
        assert [point["name"] for point in answer.points] == [row[4] for row in rows]
    mine, other = (quantiles(times[WARM_UP:], n=100) for times in (ours, theirs))
    print(
        f"{kind:<10}{mine[49]:>11,.0f}{mine[98]:>11,.0f}{other[49]:>11,.0f}{other[98]:>11,.0f}"
        f"{mine[49] / other[49]:>8.2f}"
    )


def compare(outlets: int, folder: Path) -> None:
    """Fill the folder's database and print one line per kind of question."""
    path = make_database(folder)
    from sites.reference.catalog import catalog

    towns = fill(outlets)
    bare = Bare(path, outlets, catalog("zh-hans").area_m2(None))
    print(f"{outlets:,} outlets, {LIMIT} nearest, {QUESTIONS:,} questions, microseconds")
    print(f"{'':<10}{'find_points':>22}{'bare SQL':>22}{'ratio':>8}")
    print(f"{'':<10}{'median':>11}{'99 %':>11}{'median':>11}{'99 %':>11}{'median':>8}")
    for kind in ("nearest", "service", "town"):
        measure(kind, towns, bare)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        compare(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        measure_sizes("bench.nearest", [int(size) for size in sys.argv[1:]] or SIZES)
