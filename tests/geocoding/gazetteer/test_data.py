"""The delivered tables, and how they are read."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geocoding.gazetteer.data import (
    DEPTHS,
    PRECISIONS,
    GazetteerData,
    Level,
    Manner,
    gazetteer_data,
)

DATA = Path(__file__).resolve().parents[3] / "data"
FOLDER = DATA / "gazetteer"
# The country with its islands, degrees.
CHINA = Box(73.0, 3.0, 136.0, 54.0)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000


def test_every_area_has_its_parents_and_a_point_inside_its_bounds() -> None:
    areas = gazetteer_data().areas
    assert Counter(area.level for area in areas.values())[Level.PROVINCE] == 34
    for area in areas.values():
        assert area.bounds is not None
        assert Box(*area.bounds).contains(Coordinate(area.longitude, area.latitude)), area
        if area.level is not Level.PROVINCE:
            parents = gazetteer_data().parents(area)
            assert parents[0].level is Level.PROVINCE
            assert all(area.lies_in(parent) for parent in parents)


def test_every_settlement_lies_in_its_county() -> None:
    """Its bounds at least; one degree of a thousandth is left for rounding."""
    areas = gazetteer_data().areas
    settlements = rows(FOLDER / "settlements.csv")
    assert len(settlements) > 13_000
    for row in settlements:
        place = Coordinate(float(row["longitude"]), float(row["latitude"]))
        assert CHINA.contains(place)
        assert DEPTHS[Level(row["level"])] == 3
        bounds = areas[row["county"]].bounds
        assert bounds is not None
        west, south, east, north = bounds
        assert Box(west - 0.001, south - 0.001, east + 0.001, north + 0.001).contains(place), row


def test_reviewed_towns_win() -> None:
    towns = {row["name"]: row for row in rows(DATA / "reference" / "towns.csv")}
    delivered = [row for row in rows(FOLDER / "settlements.csv") if row["county"] == "500116"]
    assert len(delivered) == len(towns) == 30
    for row in delivered:
        town = towns[row["name"]]
        assert row["source"] == "reviewed"
        assert float(row["longitude"]) == pytest.approx(float(town["longitude"]), abs=1e-6)
        assert float(row["latitude"]) == pytest.approx(float(town["latitude"]), abs=1e-6)


def test_former_names_belong_to_the_areas_they_say() -> None:
    """A wrong code would send people to another province."""
    areas = gazetteer_data().areas
    for row in rows(FOLDER / "former_names.csv"):
        assert areas[row["adcode"]].name == row["now"]
        assert row["former"] != row["now"]
        assert 1949 < int(row["until"]) < 2030


def test_cities_without_counties_have_their_towns() -> None:
    (humen,) = [named.entry for named in gazetteer_data().spellings["虎门镇"]]
    assert humen.adcode == "441900"
    assert [area.name for area in gazetteer_data().parents(humen)] == ["广东省", "东莞市"]


def test_spellings_say_whether_they_state_a_rank() -> None:
    spellings = gazetteer_data().spellings
    manners = {
        (named.entry.name, named.manner, named.is_full)
        for text in ("江津", "江津区", "石柱县", "广州", "开县", "几江")
        for named in spellings[text]
    }
    assert ("江津区", Manner.WITHOUT_RANK, False) in manners
    assert ("江津区", Manner.NAME, True) in manners
    assert ("石柱土家族自治县", Manner.OTHER_NAME, True) in manners
    assert ("广州市", Manner.WITHOUT_RANK, False) in manners
    assert ("开州区", Manner.FORMER_NAME, True) in manners
    assert ("几江街道", Manner.WITHOUT_RANK, False) in manners


def test_spellings_at_an_index_come_longest_first() -> None:
    found = [end for end, _places in gazetteer_data().spelled_at("在重庆市江津区", 1)]
    assert found == [4, 3]
    assert list(gazetteer_data().spelled_at("在", 0)) == []


def test_nothing_is_finer_than_its_kind() -> None:
    assert set(PRECISIONS) == set(Level)
    assert {PRECISIONS[level].value for level in Level if DEPTHS[level] < 3} == {"region"}
    assert PRECISIONS[Level.SETTLEMENT] is PRECISIONS[Level.TOWN]


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        GazetteerData(tmp_path)


def test_is_read_once() -> None:
    assert gazetteer_data() is gazetteer_data()
