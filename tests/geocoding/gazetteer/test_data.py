"""The delivered tables, and how they are read."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.data import GazetteerData, gazetteer_data
from sites.geocoding.gazetteer.entries import DEPTHS, PRECISIONS, Level, Manner

DATA = Path(__file__).resolve().parents[3] / "data"
FOLDER = DATA / "gazetteer"
# The country with its islands, degrees.
CHINA = Box(73.0, 3.0, 136.0, 54.0)


def called(spelling: str) -> list[tuple[str, str, Manner]]:
    """Return the codes, names and manners of the places of a spelling."""
    places = gazetteer_data().places_called(spelling, "")
    return [(named.entry.adcode, named.entry.name, named.manner) for named in places]


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
    """Its bounds at least; five kilometres are left for rounded positions and moved borders."""
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
        assert Box(west - 0.05, south - 0.05, east + 0.05, north + 0.05).contains(place), row


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


def test_who_kept_the_name_of_a_split_county_is_among_its_successors() -> None:
    """武进市 is 武进区 above all, and in part 新北区."""
    former = rows(FOLDER / "former_names.csv")
    successors = {(row["former"], row["adcode"]) for row in former}
    kept: dict[str, list[str]] = {}
    for area in gazetteer_data().areas.values():
        if area.level is Level.COUNTY:
            kept.setdefault(area.name[:-1] + area.adcode[:4], []).append(area.adcode)
    for row in former:
        is_county = not row["adcode"].endswith("00")
        if is_county and not row["part"] and row["former"][-1] in "县市区":
            for adcode in kept.get(row["former"][:-1] + row["adcode"][:4], ()):
                assert (row["former"], adcode) in successors, row


def test_a_county_s_former_towns_are_known_without_their_rank() -> None:
    data = gazetteer_data()
    found = data.former_town_at("在真武正街", 1, "500116")
    assert found is not None
    named, end = found
    assert (named.entry.name, named.manner) == ("支坪镇", Manner.FORMER_NAME)
    assert (named.is_full, end) == (False, 3)
    assert data.former_town_at("真武", 0, "500118") is None
    # 支坪街道 was one, too, and 支坪 is today's town.
    assert data.former_town_at("支坪", 0, "500116") is None
    assert data.town_stem_at("双福镇", 0, "500116") == ("双福街道", 2)
    assert data.town_stem_at("真武镇", 0, "500116") is None


def test_cities_without_counties_have_their_towns() -> None:
    (humen,) = [named.entry for named in gazetteer_data().places_called("虎门镇", "")]
    assert humen.adcode == "441900"
    assert [area.name for area in gazetteer_data().parents(humen)] == ["广东省", "东莞市"]


def test_spellings_say_whether_they_state_a_rank() -> None:
    texts = ("江津", "江津区", "石柱县", "广州", "开县", "几江", "广西自治区", "内蒙")
    manners = {
        (named.entry.name, named.manner, named.is_full)
        for text in texts
        for named in gazetteer_data().places_called(text, "")
    }
    assert ("江津区", Manner.WITHOUT_RANK, False) in manners
    assert ("江津区", Manner.NAME, True) in manners
    assert ("石柱土家族自治县", Manner.OTHER_NAME, True) in manners
    assert ("广州市", Manner.WITHOUT_RANK, False) in manners
    assert ("开州区", Manner.FORMER_NAME, True) in manners
    assert ("几江街道", Manner.WITHOUT_RANK, False) in manners
    assert ("广西壮族自治区", Manner.OTHER_NAME, True) in manners
    assert ("内蒙古自治区", Manner.WITHOUT_RANK, False) in manners


def test_spellings_at_an_index_come_longest_first() -> None:
    data = gazetteer_data()
    assert list(data.spellings_at("在重庆市江津区", 1)) == ["重庆市", "重庆"]
    assert list(data.spellings_at("在", 0)) == []
    assert data.may_begin_at("重庆市", 0)
    assert not data.may_begin_at("路5号", 0)


def test_all_towns_are_known_and_most_have_no_place_of_their_own() -> None:
    data = gazetteer_data()
    towns = list(data.town_names())
    assert len(towns) == len(set(towns)) == 38_728
    located = 0
    for code, name in towns[::20]:
        (named,) = (
            named
            for named in data.places_called(name, code)
            if named.entry.name == name and named.manner is Manner.NAME
        )
        county = data.areas[code]
        assert named.entry.level is Level.TOWN
        is_county_s = named.entry[5:7] == county[5:7]
        assert (named.entry.precision is Precision.TOWN) or is_county_s
        located += named.entry.precision is Precision.TOWN
    assert 500 < located < 650


def test_a_settlement_beside_the_town_of_its_name_is_that_town() -> None:
    assert called("良乡镇") == [("110111", "良乡镇", Manner.NAME)]
    assert called("良乡") == [("110111", "良乡镇", Manner.WITHOUT_RANK)]
    (named,) = gazetteer_data().places_called("良乡", "")
    assert not named.is_full
    assert ("110105", "常营回族乡", Manner.OTHER_NAME) in called("常营乡")


def test_what_was_leads_to_what_is() -> None:
    assert ("500157", "两江新区", Manner.FORMER_NAME) in called("渝北区")
    assert ("500109", "北碚区", Manner.FORMER_NAME) in called("渝北区")
    assert called("两江新区")[0] == ("500157", "两江新区", Manner.NAME)
    assert ("500116", "支坪镇", Manner.FORMER_NAME) in called("真武镇")
    assert ("330110", "余杭区", Manner.NAME) in called("余杭区")
    assert ("330113", "临平区", Manner.FORMER_NAME) in called("余杭区")
    assert ("350203", "思明区", Manner.FORMER_NAME) in called("鼓浪屿区")
    assert ("120101", "和平区", Manner.FORMER_TOWN) in called("体育馆街道")


def test_zones_lead_to_their_counties_and_a_bare_kind_to_none() -> None:
    assert ("659006", "铁门关市", Manner.ZONE) in called("二十九团")
    assert called("成都高新区") == [("510100", "成都市", Manner.ZONE)]
    assert called("成都市高新区") == called("成都高新区")
    for kind in ("高新区", "经济开发区", "开发区", "工业园区", "新区", "经开区", "保税区"):
        assert all(manner is not Manner.ZONE for _code, _name, manner in called(kind)), kind


def test_tables_of_names_agree_with_the_areas() -> None:
    data = gazetteer_data()
    towns = {row["county"]: set(row["towns"].split("|")) for row in rows(FOLDER / "towns.csv")}
    assert set(towns) <= set(data.areas)
    former = rows(FOLDER / "former_towns.csv")
    assert len({(row["county"], row["former"]) for row in former}) == len(former) > 3_500
    for row in former:
        assert not row["today"] or row["today"] in towns[row["county"]], row
        assert row["former"] not in towns[row["county"]], row
    for row in rows(FOLDER / "zones.csv"):
        assert row["source"]
        for code in row["counties"].split("|"):
            assert code in data.areas
    for row in rows(FOLDER / "county_seats.csv"):
        area = data.areas[row["adcode"]]
        assert area.name == row["name"]
        assert area.longitude == pytest.approx(float(row["longitude"]), abs=1e-5)
        assert area.latitude == pytest.approx(float(row["latitude"]), abs=1e-5)


def test_areas_are_those_of_today() -> None:
    areas = gazetteer_data().areas
    assert not {"500105", "500112", "540422", "540530"} & set(areas)
    new = {"500157": "两江新区", "653132": "岑岭县", "659013": "草湖市", "540481": "米林市"}
    assert {code: areas[code].name for code in new} == new


def test_nothing_is_finer_than_its_kind() -> None:
    assert set(PRECISIONS) == set(Level)
    assert {PRECISIONS[level].value for level in Level if DEPTHS[level] < 3} == {"region"}
    assert PRECISIONS[Level.SETTLEMENT] is PRECISIONS[Level.TOWN]


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        GazetteerData(tmp_path)


def test_is_read_once() -> None:
    assert gazetteer_data() is gazetteer_data()
