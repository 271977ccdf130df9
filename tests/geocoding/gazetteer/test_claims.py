"""In which district an address says that it is."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.tables import jiangjin
from sites.addresses.towns import TownIndex, TownName
from sites.geo.boxes import Box
from sites.geocoding.gazetteer.claims import Claim, Verdict, claim_of
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import Level
from sites.geocoding.places import RegionPlaces, TownPlace, names_of
from sites.models import Region

DATA = Path(__file__).resolve().parents[3] / "data"


@pytest.fixture(scope="module")
def here() -> RegionPlaces:
    return jiangjin(has_towns=True)


def test_none_of_the_printed_addresses_is_touched(here: RegionPlaces) -> None:
    with (DATA / "service_points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 57
    for row in rows:
        assert claim_of(row["网点地址"], here) == Claim(Verdict.HERE), row
        assert claim_of(row["网点地址"], here, row["服务网点全称"]) == Claim(Verdict.HERE), row


def test_every_other_county_is_elsewhere(here: RegionPlaces) -> None:
    others = [
        area
        for area in gazetteer_data().areas.values()
        if area.level is Level.COUNTY and area.adcode != here.adcode
    ]
    assert len(others) > 2_800
    for county in others:
        claim = claim_of(f"{county.name}人民路12号", here)
        # Any city may have a 新城区, and several have one as a district.
        is_any = county.name in {"新城区", "城区", "郊区", "东区"}
        assert claim.verdict is (Verdict.DOUBTFUL if is_any else Verdict.ELSEWHERE), county.name
        # 双桥区 is in 河北, and in 重庆 what 大足区 was a part of.
        is_named = any(name.endswith(county.name) for name in claim.counties)
        assert is_named or claim.counties[0].startswith("重庆市"), (county, claim)


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("重庆酉阳桃花源街道9号", "重庆市酉阳土家族苗族自治县"),
        ("永川朱沱镇老街5号", "重庆市永川区"),
        ("渝中区解放碑民权路27号", "重庆市渝中区"),
        ("延边朝鲜族自治州安图县石门镇1号", "吉林省延边朝鲜族自治州安图县"),
        ("贵州省习水县程寨镇2号", "贵州省遵义市习水县"),
        ("四川合江县白沙镇正街3号", "四川省泸州市合江县"),
        ("重庆永川人民路5号", "重庆市永川区"),
        ("渝北龙溪街道红锦大道9号", "重庆市两江新区"),
        ("重庆市渝北区统景镇5号", "重庆市北碚区"),
        ("解放碑民权路27号", "重庆市渝中区"),
        ("虎门镇连升中路3号", "广东省东莞市"),
        ("重庆经开区丹龙路7号", "重庆市南岸区"),
        ("重庆高新区白市驿镇9号", "重庆市九龙坡区"),
        ("台湾台北市大同区西湖路3号", "台湾省台北市"),
        ("澳门氹仔官也街5号", "澳门特别行政区"),
        ("香港九龙塘联福道3号", "香港特别行政区九龙城区"),
        ("地址：重庆市/永川区/朱沱镇", "重庆市永川区"),
        ("宁波市镇骆东路1200号", "浙江省宁波市"),
        ("南川区场镇1号", "重庆市南川区"),
        ("重庆永川1号", "重庆市永川区"),
        ("贵州习水1号", "贵州省遵义市习水县"),
        ("郑州郑东新区商务内环路1号", "河南省郑州市"),
        ("石家庄某某新区1号", "河北省石家庄市"),
        ("白市驿镇正街1号", "重庆市九龙坡区"),
    ],
)
def test_another_district_is_named(address: str, county: str, here: RegionPlaces) -> None:
    assert claim_of(address, here) == Claim(Verdict.ELSEWHERE, (county,))
    # Another branch of 江津's banks does not move the house.
    assert claim_of(address, here, "农商行江津支行").verdict is Verdict.ELSEWHERE


@pytest.mark.parametrize(
    "address",
    [
        "",
        "人民路12号",
        "北京路5号",
        "重庆市人民路12号",
        "江津区永川路5号",
        "白沙镇正街3号",
        "白沙正街3号",
        "石门民兴大道71号",
        "重庆白沙镇正街3号",
        "永川银行旁",
        "滨江新城长途车站旁",
        "重慶市江津區白沙鎮",
        "江津市白沙镇5号",
        "江津县5号",
        "江津区真武镇正街5号",
        "和平镇5号",
        "滨江世纪大道5号",
        "火车站站前路5号",
        "江津区白沙镇（原永川区朱沱镇）",
        "双福镇学府路172号",
        "鼎山镇鼎山大道1号",
        "白沙街道正街1号",
        "四川省江津县德感镇正街",
        "重庆市永川地区江津县德感镇正街1号",
        "四川江津",
        "江津区场镇5号",
        "江津中心医院旁",
        "东方广场3号",
        "和平医院旁",
        "永川路广场旁",
    ],
)
def test_what_says_nothing_or_names_the_region_is_here(address: str, here: RegionPlaces) -> None:
    assert claim_of(address, here) == Claim(Verdict.HERE)


def test_a_short_name_is_doubtful_until_the_outlet_s_name_settles_it(here: RegionPlaces) -> None:
    claim = claim_of("永川胜利路12号", here)
    assert claim == Claim(Verdict.DOUBTFUL, ("重庆市永川区",))
    assert claim_of("永川胜利路12号", here, "农商行永川支行") == claim
    assert claim_of("永川胜利路12号", here, "农商行江津支行") == Claim(Verdict.HERE)
    assert claim_of("永川胜利路12号", here, "农商行白沙支行") == Claim(Verdict.HERE)


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("昆山人民路5号", Verdict.DOUBTFUL),
        ("杭州解放路5号", Verdict.DOUBTFUL),
        ("朝阳人民路5号", Verdict.DOUBTFUL),
        ("滨江人民路5号", Verdict.HERE),
        ("鼓楼人民路5号", Verdict.HERE),
        ("北城人民路5号", Verdict.HERE),
        ("太平镇人民路5号", Verdict.DOUBTFUL),
        ("新城区滨江路1号", Verdict.DOUBTFUL),
        ("渝北1号", Verdict.DOUBTFUL),
        ("沙坪坝三峡广场1号", Verdict.DOUBTFUL),
        ("綦江广场3号", Verdict.DOUBTFUL),
        ("永川汽车站旁", Verdict.DOUBTFUL),
        ("重庆永川人民医院旁", Verdict.ELSEWHERE),
        ("朝阳广场5号", Verdict.HERE),
        ("泸州医院旁", Verdict.DOUBTFUL),
        ("北碚西南大学", Verdict.DOUBTFUL),
        ("中山古镇", Verdict.DOUBTFUL),
    ],
)
def test_what_may_be_a_quarter_of_any_city_makes_no_doubt(
    address: str, verdict: Verdict, here: RegionPlaces
) -> None:
    assert claim_of(address, here).verdict is verdict


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("重庆市永川区社会保险事务中心", "重庆市永川区"),
        ("邮储银行綦江区支行", "重庆市綦江区"),
        ("建设银行渝中区支行", "重庆市渝中区"),
        ("泸州市合江县支行", "四川省泸州市合江县"),
        ("重庆农村商业银行永川县支行", "重庆市永川区"),
        ("四川省泸州市合江县白沙镇社保所", "四川省泸州市合江县"),
        ("渝北区支行", "重庆市两江新区"),
    ],
)
def test_an_outlet_s_name_counts_where_its_address_says_nothing(
    name: str, county: str, here: RegionPlaces
) -> None:
    said = Claim(Verdict.ELSEWHERE, (county,), is_by_name=True)
    assert claim_of("人民大道1号", here, name) == said
    for address in ("几江街道大同路1号", "江津区人民大道1号", "真武镇正街1号"):
        assert claim_of(address, here, name) == replace(said, verdict=Verdict.DOUBTFUL)


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("农业银行永川支行", "重庆市永川区"),
        ("中国工商银行股份有限公司重庆涪陵分行", "重庆市涪陵区"),
        ("泸州支行", "四川省泸州市"),
        ("江北支行", "重庆市两江新区"),
    ],
)
def test_a_short_name_in_an_outlet_s_name_is_a_doubt(
    name: str, county: str, here: RegionPlaces
) -> None:
    doubt = Claim(Verdict.DOUBTFUL, (county,), is_by_name=True)
    for address in ("人民大道1号", "几江街道大同路1号"):
        assert claim_of(address, here, name) == doubt


@pytest.mark.parametrize(
    "name",
    [
        "成都银行江津支行",
        "重庆银行",
        "哈尔滨银行重庆分行",
        "深圳市某某人力资源有限公司",
        "上海浦东发展银行",
        "农商行和平支行",
        "朝阳支行",
        "永川路支行",
        "中山支行",
        "农商行真武分理处",
        "重庆永川农商行白沙支行",
        "开发区社区服务中心",
        "",
    ],
)
def test_an_outlet_s_name_that_says_nothing_makes_no_doubt(name: str, here: RegionPlaces) -> None:
    assert claim_of("人民大道1号", here, name) == Claim(Verdict.HERE)


def test_a_contradiction_is_doubtful(here: RegionPlaces) -> None:
    claim = claim_of("贵州省江津区白沙镇", here)
    assert claim == Claim(Verdict.DOUBTFUL, ("贵州省",))
    claim = claim_of("江津区解放碑街道5号", here)
    assert claim == Claim(Verdict.DOUBTFUL, ("重庆市渝中区",))


def test_a_wrong_character_in_a_district_is_told(here: RegionPlaces) -> None:
    """璧山区 is meant; in the region's own name it leaves a doubt."""
    assert claim_of("壁山区丁家镇8号", here) == Claim(Verdict.ELSEWHERE, ("壁山区",))
    assert claim_of("江律区白沙镇8号", here) == Claim(Verdict.DOUBTFUL, ("江律区",))


def test_a_town_that_there_is_only_elsewhere_may_begin_like_one_of_the_region_s(
    here: RegionPlaces,
) -> None:
    claim = claim_of("白沙场镇人民路5号", here)
    assert claim.counties == ("四川省泸州市古蔺县",)
    assert claim.verdict is not Verdict.HERE


def yueyanglou() -> RegionPlaces:
    """Return a district with a town of its name, in a city of which the address speaks."""
    area = gazetteer_data().areas["430602"]
    assert area.bounds is not None
    return RegionPlaces(
        adcode="430602",
        province="湖南省",
        name="岳阳楼区",
        names=names_of(Region(adcode="430602", province="湖南省", name="岳阳楼区")),
        index=TownIndex(
            [
                TownName("yueyanglou", "岳阳楼街道", ("岳阳楼",)),
                TownName("wulipai", "五里牌街道", ("五里牌",)),
            ]
        ),
        towns={
            "yueyanglou": TownPlace(key="yueyanglou", name="岳阳楼街道", center=None),
            "wulipai": TownPlace(key="wulipai", name="五里牌街道", center=None),
        },
        bounds=Box(*area.bounds),
        outline=None,
    )


@pytest.mark.parametrize(
    "address",
    [
        "岳阳市五里牌街道",
        "岳阳五里牌街道5号",
        "岳阳楼区五里牌街道",
        "湖南省岳阳市5号",
        "岳阳楼街道",
    ],
)
def test_the_city_around_a_region_is_one_of_its_names(address: str) -> None:
    assert claim_of(address, yueyanglou()) == Claim(Verdict.HERE)


def test_another_district_of_the_city_is_elsewhere(here: RegionPlaces) -> None:
    # There are two of that name in 岳阳市, and none in 江津区.
    claim = claim_of("岳阳市五里牌街道", here)
    assert claim.verdict is Verdict.ELSEWHERE
    assert claim.counties == ("湖南省岳阳市岳阳楼区", "湖南省岳阳市临湘市")
    claim = claim_of("岳阳市君山区广兴洲镇5号", yueyanglou())
    assert claim == Claim(Verdict.ELSEWHERE, ("湖南省岳阳市君山区",))
    assert claim_of("岳阳市广兴洲镇5号", yueyanglou()) == claim


@given(st.text(max_size=60) | st.text("江津区永川合几白沙街道镇路重庆市1号（）", max_size=25))
def test_no_text_raises(text: str) -> None:
    places = jiangjin(has_towns=True)
    for name in ("", text):
        claim = claim_of(text, places, name)
        assert (claim.verdict is Verdict.HERE) == (claim.counties == ())
