"""The 57 rows of the real table, each against a line that a person has read."""

import re
from datetime import date
from pathlib import Path

import pytest

from sites.addresses.parser import parse_address
from sites.addresses.resolving import TownMatch, TownOverrides, resolve_town
from sites.addresses.towns import RegionNames, TownIndex
from sites.text.normalise import normalise_text
from tests.addresses.conftest import DATA, read_rows

PRINTED = read_rows(DATA / "service_points.csv")
EXPECTED = read_rows(Path(__file__).parent / "data" / "expected.csv")
PARTS = ("town_as_written", "area", "community", "road", "number", "building", "floor", "landmark")


def test_the_table_is_complete() -> None:
    assert [row["序号"] for row in PRINTED] == [str(serial) for serial in range(1, 58)]
    assert [row["serial"] for row in EXPECTED] == [row["序号"] for row in PRINTED]


@pytest.mark.parametrize(
    ("printed", "expected"),
    list(zip(PRINTED, EXPECTED, strict=True)),
    ids=[row["序号"] for row in PRINTED],
)
def test_row(
    printed: dict[str, str],
    expected: dict[str, str],
    jiangjin: RegionNames,
    jiangjin_towns: TownIndex,
    jiangjin_overrides: TownOverrides,
) -> None:
    match = resolve_town(
        printed["网点地址"],
        printed["服务网点全称"],
        jiangjin,
        jiangjin_towns,
        jiangjin_overrides,
    )
    assert (match.town or "", match.evidence) == (expected["town"], expected["evidence"])
    assert match.doubt is None
    assert not match.is_contradicted

    address = parse_address(printed["网点地址"], jiangjin, jiangjin_towns)
    assert {part: getattr(address, part) or "" for part in PARTS} == {
        part: expected[part] for part in PARTS
    }
    assert not address.is_elsewhere


@pytest.mark.parametrize("serial", [38, 39, 40])
def test_rows_that_only_a_person_can_place(
    serial: int, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    row = PRINTED[serial - 1]
    match = resolve_town(row["网点地址"], row["服务网点全称"], jiangjin, jiangjin_towns)
    assert match == TownMatch(None, "none")


def test_range_of_house_numbers(jiangjin: RegionNames, jiangjin_towns: TownIndex) -> None:
    address = parse_address(PRINTED[47]["网点地址"], jiangjin, jiangjin_towns)
    assert (address.number, address.number_range) == ("163_167", (163, 167))


@pytest.mark.parametrize(
    ("serial", "province", "district"),
    [(1, None, "江津区"), (2, "重庆市", "江津区"), (26, "重庆市", "江津"), (49, None, None)],
)
def test_prefixes(
    serial: int,
    province: str | None,
    district: str | None,
    jiangjin: RegionNames,
    jiangjin_towns: TownIndex,
) -> None:
    address = parse_address(PRINTED[serial - 1]["网点地址"], jiangjin, jiangjin_towns)
    assert (address.province, address.city, address.district) == (province, None, district)


def test_towns_file() -> None:
    towns = read_rows(DATA / "reference" / "towns.csv")
    assert ",".join(towns[0]) == (
        "region,key,name,name_en,aliases,longitude,latitude,position_source,note"
    )
    assert len(towns) == len({town["key"] for town in towns}) == 30
    for town in towns:
        assert town["region"] == "500116"
        assert re.fullmatch("[a-z]+", town["key"])
        bare = town["name"].removesuffix("街道").removesuffix("镇")
        assert bare in town["aliases"].split("|")
        rank = "Subdistrict" if town["name"].endswith("街道") else "Town"
        assert town["name_en"] == f"{town['key'].capitalize()} {rank}"
        assert 105.8 < float(town["longitude"]) < 106.7
        assert 28.4 < float(town["latitude"]) < 29.5
        assert town["position_source"]


def test_overrides_file() -> None:
    overrides = read_rows(DATA / "reference" / "town_overrides.csv")
    printed = {
        (normalise_text(row["服务网点全称"]), normalise_text(row["网点地址"])): row["序号"]
        for row in PRINTED
    }
    # Keyed by normalised text, each for a row that is printed; row 40 has no evidence.
    assert [printed[row["name"], row["address"]] for row in overrides] == ["38", "39"]
    for row in overrides:
        assert row["region"] == "500116"
        assert row["evidence"]
        assert date.fromisoformat(row["reviewed"])
