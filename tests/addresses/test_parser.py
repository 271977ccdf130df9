from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.addresses.parser import parse_address
from sites.addresses.resolving import resolve_town
from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.text.normalise import normalise_text

REGION = RegionNames.of("湖南省", "平江县", "岳阳市")
TOWNS = TownIndex(
    [
        TownName("hanchang", "汉昌街道", ("汉昌", "汉昌街道办事处")),
        TownName("changshou", "长寿镇", ("长寿",)),
    ]
)
PIECES = st.sampled_from(
    [
        *["湖南省", "湖南", "岳阳市", "平江县", "平江", "合川区", "海南省", "汉昌街道", "汉昌"],
        *["长寿镇", "长寿", "长寿段", "办事处", "滨江大道", "路", "中段", "新城", "社区", "三才村"],
        *["5号", "附3号", "12-16号", "163_167", "E栋", "3号楼", "二楼", "1-1-9", "301室"],
        *["（", "）", "(", "[", "】", "，", "旁", "对面"],
    ]
)
TEXTS = (
    *("text", "province", "city", "district", "town_as_written", "area", "community"),
    *("road", "number", "building", "floor", "room", "landmark"),
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("天岳大道88号院5号楼301室", {"road": "天岳大道", "number": "88号院", "room": "301室"}),
        ("天岳大道 88 号", {"road": "天岳大道", "number": "88 号"}),
        ("天岳大道１２－１６号", {"number": "12－16号", "number_range": (12, 16)}),
        ("天岳大道12-1号", {"number": "12-1号", "number_range": (12, 12)}),
        ("天岳大道163、165号", {"number_range": (163, 165)}),
        ("天岳大道88号1-3层", {"number": "88号", "floor": "1-3层", "building": None}),
        ("大同路（原人民路）526号", {"road": "大同路", "number": "526号", "landmark": "原人民路"}),
        ("大同路526号【老街口】", {"number": "526号", "landmark": "老街口"}),
        ("大同路526号（老街口", {"number": "526号", "landmark": "老街口"}),
        ("大同路与人民路交叉口", {"road": "大同路", "landmark": "与人民路交叉口"}),
        ("政府楼下（老街）", {"landmark": "老街", "building": "政府楼下"}),
        ("人民路阳光花园3号", {"road": "人民路", "number": None, "building": "阳光花园3号"}),
        ("阳光花园3栋1号", {"road": None, "number": None, "building": "阳光花园3栋1号"}),
        ("铁路新村5号", {"road": "铁路新村", "number": "5号"}),
        ("三联村3组", {"community": "三联村3组", "road": None, "building": None}),
        ("新村路5号", {"community": None, "road": "新村路", "number": "5号"}),
        ("新城大道5号", {"area": None, "road": "新城大道", "number": "5号"}),
        ("伍市工业园区创业路5号", {"area": "伍市工业园区", "road": "创业路"}),
        ("学府路172", {"road": "学府路", "number": "172", "number_range": (172, 172)}),
        ("北街路口", {"landmark": "北街路口", "number": None}),
        ("5号", {"road": None, "number": "5号", "number_range": (5, 5)}),
        ("", {"road": None, "landmark": None, "area": None}),
    ],
)
@pytest.mark.parametrize("town", ["", "长寿镇"])
def test_parts(town: str, text: str, parts: dict[str, object]) -> None:
    address = asdict(parse_address(town + text, REGION, TOWNS))
    assert {part: address[part] for part in parts} == parts
    assert address["town"] == ("changshou" if town else None)


def test_head_of_another_province() -> None:
    address = parse_address("湖南省岳阳市平江县汉昌街道办天岳大道1号", REGION, TOWNS)
    assert (address.province, address.city, address.district) == ("湖南省", "岳阳市", "平江县")
    assert (address.town, address.town_as_written) == ("hanchang", "汉昌街道办")


def test_city_that_the_region_does_not_name() -> None:
    region = RegionNames.of("湖南省", "平江县")
    address = parse_address("湖南省岳阳市平江县长寿镇1号", region, TOWNS)
    assert (address.city, address.district, address.town) == ("岳阳市", "平江县", "changshou")


def test_town_outside_the_list_is_kept_as_written() -> None:
    address = parse_address("平江县南江镇凤凰路2号", REGION, TOWNS)
    assert (address.town, address.town_as_written, address.road) == (None, "南江镇", "凤凰路")


def test_another_district_is_recognised() -> None:
    address = parse_address("湖南省岳阳市汨罗市长寿镇5号", REGION, TOWNS)
    assert (address.is_elsewhere, address.town, address.town_candidates) == (True, None, ())


@pytest.mark.parametrize(
    ("text", "town", "road"),
    [
        ("合川区南津街街道江城大道1号", "南津街街道", "江城大道"),
        ("黄浦区南京东路街道1号", "南京东路街道", None),
        ("大足区清水镇五金大道22号", "清水镇", "五金大道"),
        ("增城区新塘镇港口大道2号", "新塘镇", "港口大道"),
        ("毕节市大方县百纳彝族乡1号", "百纳彝族乡", None),
        ("南阳市镇平县石佛寺镇玉源路18号", None, None),
    ],
)
def test_another_district_is_recognised_without_its_province(
    text: str, town: str | None, road: str | None
) -> None:
    address = parse_address(text, REGION, TOWNS)
    assert (address.is_elsewhere, address.town) == (True, None)
    if town is not None:
        assert (address.town_as_written or "").endswith(town)
    if road is not None:
        assert address.road == road


@pytest.mark.parametrize(
    "text", ["老城区天岳大道1号", "主城区汉昌街道1号", "某某市场5号", "伍市镇5号"]
)
def test_what_is_no_district(text: str) -> None:
    assert not parse_address(text, REGION, TOWNS).is_elsewhere


def assert_sound(text: str) -> None:
    address = parse_address(text, REGION, TOWNS)
    for name in TEXTS:
        part = getattr(address, name)
        assert part is None or (part in address.text and (part or name == "text"))
    assert address.number_range is None or address.number_range[0] <= address.number_range[1]
    assert (address.number is None) == (address.number_range is None)
    assert (address.town is not None) == (len(address.town_candidates) == 1)
    assert parse_address(address.text, REGION, TOWNS) == address
    match = resolve_town(text, text, REGION, TOWNS)
    assert (match.evidence == "none") == (match.town is None)
    assert match.town is None or match.town in match.candidates


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert_sound(text)


@given(st.lists(PIECES, max_size=10).map("".join))
def test_no_sequence_of_parts_raises(text: str) -> None:
    assert_sound(text)


@pytest.mark.parametrize(
    "unit",
    [
        *[
            "几江",
            "几江街道",
            "江津",
            "重庆市",
            "滨江大道几江段",
            "龙华镇龙华街",
            "内蒙古",
            "合川区",
        ],
        *[
            "1",
            "1-",
            "1号",
            "1号附",
            "1-1室",
            "a",
            "路",
            "大",
            "村",
            "新城",
            "段",
            "镇",
            "一楼",
            "旁",
        ],
        *["（", "）", "(江", " ", "江 ", "\u0301", "１", "Ａ", "\U00020000", "㍿", "、"],
    ],
)
def test_100_kilobytes_are_read(
    unit: str, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    text = unit * (100_000 // len(unit.encode()))
    assert parse_address(text, jiangjin, jiangjin_towns).text == normalise_text(text)
    assert resolve_town("", text, jiangjin, jiangjin_towns).evidence in {"name", "none"}
