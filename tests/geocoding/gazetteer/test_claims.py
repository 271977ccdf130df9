"""In which district an address says that it is."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.tables import jiangjin
from sites.geocoding.gazetteer.claims import Claim, Verdict, claim_of
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import Level
from sites.geocoding.places import RegionPlaces

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
        assert claim.verdict is Verdict.ELSEWHERE, county.name
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


def test_a_contradiction_is_doubtful(here: RegionPlaces) -> None:
    claim = claim_of("四川省江津区白沙镇", here)
    assert claim == Claim(Verdict.DOUBTFUL, ("四川省",))


@given(st.text(max_size=60) | st.text("江津区永川合几白沙街道镇路重庆市1号（）", max_size=25))
def test_no_text_raises(text: str) -> None:
    places = jiangjin(has_towns=True)
    for name in ("", text):
        claim = claim_of(text, places, name)
        assert (claim.verdict is Verdict.HERE) == (claim.counties == ())
