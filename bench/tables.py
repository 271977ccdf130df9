"""Tables that the accuracy is measured on, and how they are read and printed."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate

if TYPE_CHECKING:
    from sites.geocoding.places import RegionPlaces

BENCH_DATA: Final = Path(__file__).resolve().parent / "data"
DATA: Final = BENCH_DATA.parent.parent / "data"


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def print_row(*cells: object) -> None:
    """Print one row of a Markdown table."""
    print("| " + " | ".join(map(str, cells)) + " |")


def print_header(*names: str) -> None:
    """Print the two lines that begin a Markdown table."""
    print_row(*names)
    print_row(*("---" for _ in names))


def jiangjin(*, has_towns: bool) -> "RegionPlaces":
    """Return the region as its tables say, with or without its stored towns."""
    from sites.geocoding.places import (  # the models need Django set up
        RegionPlaces,
        TownPlace,
    )

    (region,) = rows_of(DATA / "reference" / "regions.csv")
    rows = list(rows_of(DATA / "reference" / "towns.csv")) if has_towns else []
    return RegionPlaces(
        adcode=region["adcode"],
        province=region["province"],
        name=region["name"],
        names=RegionNames.of(region["province"], region["name"]),
        index=TownIndex(
            TownName(row["key"], row["name"], tuple(row["aliases"].split("|"))) for row in rows
        ),
        towns={
            row["key"]: TownPlace(
                key=row["key"],
                name=row["name"],
                center=Coordinate(float(row["longitude"]), float(row["latitude"])),
            )
            for row in rows
        },
        bounds=Box(*(float(region[side]) for side in ("west", "south", "east", "north"))),
        outline=None,
    )
