"""What areas and settlements of the gazetteer are called."""

import pytest

from tools.gazetteer_names import other_names, settlement_level, settlement_names, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江津区", "江津"),
        ("重庆市", "重庆"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("香港特别行政区", "香港"),
        ("浦东新区", "浦东"),
        ("清新区", "清新"),
        ("北林区", "北林"),
        ("神农架林区", "神农架"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("忠县", "忠县"),
    ],
)
def test_name_without_its_rank(name: str, short: str) -> None:
    assert short_name(name) == short


def test_autonomous_areas_are_also_called_by_the_plain_rank() -> None:
    assert other_names("石柱土家族自治县") == ["石柱", "石柱县"]
    assert other_names("恩施土家族苗族自治州") == ["恩施", "恩施州"]
    assert other_names("江津区") == ["江津"]
    assert other_names("忠县") == []
    assert other_names("广西壮族自治区") == ["广西", "广西省", "广西自治区"]
    assert other_names("内蒙古自治区") == ["内蒙古", "内蒙古省", "内蒙", "内蒙省", "内蒙自治区"]
    assert other_names("香港特别行政区") == ["香港", "香港特区"]


def test_a_town_keeps_its_own_names() -> None:
    spellings = ["Baisha", "白沙", "白沙镇", "白沙場"]
    assert settlement_names(spellings, {"江津区", "江津"}) == ["白沙镇", "白沙场"]


def test_names_of_areas_are_not_the_town_s() -> None:
    """GeoNames lists a seat under its county's name, and under those of areas that are gone."""
    assert settlement_names(["思茅镇", "思茅", "普洱市"], {"思茅区", "思茅"}) == ["思茅镇"]
    assert settlement_names(["龙潭街道", "龙潭", "崇文区"], {"东城区", "东城"}) == ["龙潭街道"]
    assert settlement_names(["无锡市", "無錫", "无锡"], {"无锡市", "无锡"}) == []


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("白沙镇", "town"),
        ("永宁乡", "town"),
        ("东升街道", "town"),
        ("丈八沟街办", "town"),
        ("乌尔布宝力格苏木", "town"),
        ("围子村", "village"),
        ("东升", "settlement"),
    ],
)
def test_level_is_no_finer_than_the_name_says(name: str, level: str) -> None:
    assert settlement_level(name) == level
