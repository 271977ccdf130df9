"""In which town an address is, and whether it is one of the region at all."""

import csv
from pathlib import Path

import pytest

from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import Level
from sites.importing.context import RegionContext
from sites.importing.towns import TownReading, read_town, told_otherwise
from sites.models import Region, Town

DATA = Path(__file__).parent / "data"


@pytest.fixture
def here(jiangjin: Region) -> RegionContext:
    return RegionContext.load(jiangjin)


def problem(reading: TownReading) -> str:
    assert reading.refusal is not None, reading
    assert reading.refusal.remedy
    return reading.refusal.problem


def test_no_real_row_is_touched(here: RegionContext) -> None:
    with (Path("data") / "service_points.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 57
    for row in rows:
        reading = read_town(row["网点地址"], row["服务网点全称"], here)
        assert reading.refusal is None, row
        assert not reading.doubts, row


def test_a_street_of_no_other_county_is_taken_over_unsaid(here: RegionContext) -> None:
    """Refused, or with a doubt where any city has such a word and several districts do: 新城区."""
    counties = [
        area
        for area in gazetteer_data().areas.values()
        if area.level is Level.COUNTY and area.adcode != here.region.adcode
    ]
    assert len(counties) > 2_800
    readings = {
        county.name: read_town(f"{county.name}人民路12号", "农商行某支行", here)
        for county in counties
    }
    accepted = {name for name, reading in readings.items() if reading.refusal is None}
    assert accepted == {"新城区", "城区", "郊区", "东区"}
    assert all(readings[name].doubts for name in accepted)


def elsewhere() -> list[tuple[str, str, str]]:
    """Return addresses of other districts: the outlet's name, the address, what is to be named."""
    with (DATA / "elsewhere.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["address"], row["district"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("name", "address", "district"), elsewhere())
def test_an_address_of_another_district_names_it(
    here: RegionContext, name: str, address: str, district: str
) -> None:
    reading = read_town(address, name, here)
    assert reading.town is None
    if district == "?":
        assert reading.doubts or reading.refusal, "a person is told to look"
    else:
        assert district in problem(reading)


@pytest.mark.parametrize(
    "address",
    ["重庆白沙镇正街3号", "白沙正街3号", "江津区永川路5号", "人民路12号", "油溪镇合江路1号"],
)
def test_a_town_of_the_region_is_here_whatever_else_has_its_name(
    here: RegionContext, address: str
) -> None:
    reading = read_town(address, "农商行某支行", here)
    assert (reading.refusal, reading.doubts) == (None, ())


def test_a_doubtful_address_is_a_remark_and_a_branchs_name_settles_it(here: RegionContext) -> None:
    doubtful = read_town("永川胜利路12号", "农商行永川支行", here)
    assert doubtful.refusal is None
    assert "重庆市永川区" in " ".join(doubtful.doubts)
    settled = read_town("永川胜利路12号", "农商行白沙支行", here)
    assert (settled.town, settled.doubts) == ("baisha", ())


def test_a_person_who_has_found_the_town_outranks_the_gazetteer(here: RegionContext) -> None:
    with (Path("data") / "reference" / "town_overrides.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    assert read_town(row["address"], row["name"], here) == TownReading(
        town=row["town"], candidates=read_town(row["address"], row["name"], here).candidates
    )


def test_a_town_that_is_misspelt_is_no_other_district(here: RegionContext) -> None:
    reading = read_town("油希镇建新路46号", "农商行某支行", here)
    assert reading.elsewhere is None
    assert reading.unlisted is not None
    assert "油溪镇" in reading.unlisted.remedy


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("江津区真武镇正街3号", "zhiping"),
        ("仁沱镇12号", "zhiping"),
        ("重庆市江津区吴市镇和平街4号", "youxi"),
        ("刁家镇5号", "ciyun"),
        ("江津市稿子乡1号", "shima"),
    ],
)
def test_a_town_that_is_no_more_is_its_successor_with_a_remark(
    here: RegionContext, address: str, town: str
) -> None:
    reading = read_town(address, "农商行某支行", here)
    assert (reading.town, reading.refusal) == (town, None)
    assert here.towns[town].name in " ".join(reading.remarks)


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("双福镇学府路172号", "shuangfu"),
        ("德感镇正街1号", "degan"),
        ("几江镇大同路526号", "jijiang"),
        ("鼎山镇鼎山大道1号", "dingshan"),
        ("圣泉镇学堂路1号", "shengquan"),
        ("江津区双福镇学府路172号", "shuangfu"),
        ("四川省江津县德感镇正街", "degan"),
        ("白沙街道正街1号", "baisha"),
    ],
)
def test_a_town_of_another_rank_is_the_region_s_with_a_remark(
    here: RegionContext, address: str, town: str
) -> None:
    reading = read_town(address, "农商行某支行", here)
    assert (reading.town, reading.refusal, reading.doubts) == (town, None, ())
    assert here.towns[town].name in " ".join(reading.remarks)


def test_a_bare_name_of_what_was_a_town_decides_nothing(here: RegionContext) -> None:
    assert read_town("大桥人民路5号", "农商行某支行", here).town is None


def test_an_outlet_s_name_may_tell_another_district(here: RegionContext) -> None:
    name = "重庆市永川区社会保险事务中心"
    assert "重庆市永川区" in problem(read_town("人民大道1号", name, here))
    doubtful = read_town("几江街道大同路1号", name, here)
    assert (doubtful.town, doubtful.refusal) == ("jijiang", None)
    assert "重庆市永川区" in " ".join(doubtful.doubts)


def test_an_old_town_of_the_region_is_not_refused(here: RegionContext) -> None:
    reading = read_town("中山古镇", "农商行某支行", here)
    assert (reading.town, reading.refusal) == ("zhongshan", None)


def test_who_says_another_town_is_told(here: RegionContext) -> None:
    reading = read_town("油溪镇建新路46号", "农商行某支行", here)
    assert told_otherwise("youxi", reading, here) == []
    (told,) = told_otherwise("baisha", reading, here)
    assert "油溪镇" in told
    unknown = read_town("建新路46号", "农商行某支行", here)
    assert told_otherwise("baisha", unknown, here) == []


@pytest.fixture
def yueyanglou(reference_data: None) -> RegionContext:
    """Return a district that has the name of a place in it, in a city with the district's name."""
    region = Region.objects.create(
        adcode="430602",
        name="岳阳楼区",
        aliases=["岳阳楼"],
        province="湖南省",
        province_aliases=["湖南"],
        area_code="0730",
        west=113.0,
        south=29.2,
        east=113.3,
        north=29.5,
    )
    for order, (key, name) in enumerate([("wulipai", "五里牌街道"), ("yueyanglou", "岳阳楼街道")]):
        Town.objects.create(
            region=region,
            key=key,
            name=name,
            name_en=key,
            aliases=[name.removesuffix("街道")],
            order=order,
        )
    return RegionContext.load(region)


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("岳阳市五里牌街道站前路1号", "wulipai"),
        ("湖南省岳阳市五里牌街道站前路1号", "wulipai"),
        ("岳阳市岳阳楼区五里牌街道站前路1号", "wulipai"),
        ("五里牌街道站前路1号", "wulipai"),
        ("岳阳楼区岳阳楼街道洞庭北路1号", "yueyanglou"),
    ],
)
def test_a_city_belongs_to_the_names_of_its_districts(
    yueyanglou: RegionContext, address: str, town: str
) -> None:
    reading = read_town(address, "农业银行某支行", yueyanglou)
    assert (reading.town, reading.refusal) == (town, None)


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("岳阳市君山区柳林洲街道1号", "君山区"),
        ("湖南省汨罗市归义镇1号", "汨罗市"),
        ("江津区白沙镇正街3号", "江津区"),
    ],
)
def test_other_regions_refuse_their_neighbours_too(
    yueyanglou: RegionContext, address: str, district: str
) -> None:
    assert district in problem(read_town(address, "农业银行某支行", yueyanglou))
