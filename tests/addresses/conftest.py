"""江津区 as its data files describe it."""

import csv
from pathlib import Path

import pytest

from sites.addresses.resolving import TownOverride, TownOverrides
from sites.addresses.towns import RegionNames, TownIndex, TownName

DATA = Path(__file__).parents[2] / "data"


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def jiangjin() -> RegionNames:
    return RegionNames.of("重庆市", "江津区")


@pytest.fixture(scope="session")
def jiangjin_towns() -> TownIndex:
    return TownIndex(
        TownName(row["key"], row["name"], tuple(row["aliases"].split("|")))
        for row in read_rows(DATA / "reference" / "towns.csv")
    )


@pytest.fixture(scope="session")
def jiangjin_overrides(jiangjin_towns: TownIndex) -> TownOverrides:
    return TownOverrides(
        (
            TownOverride(row["name"], row["address"], row["town"])
            for row in read_rows(DATA / "reference" / "town_overrides.csv")
        ),
        jiangjin_towns,
    )
