"""How addresses of the table are put to a provider."""

import pytest

from sites.geocoding.provider_answers import AddressQuery
from sites.geocoding.providers.query_text import (
    chinese_phrase,
    is_asked_for,
    is_same_road,
    parts_of,
)
from tests.geocoding.places import jiangjin


def query(address: str, town: str | None) -> AddressQuery:
    return AddressQuery(region="500116", address=address, town=town)


@pytest.mark.parametrize(
    ("address", "town", "phrase"),
    [
        (
            "重庆市江津区几江街道办事处大同路278号",
            "jijiang",
            "重庆市江津区几江街道大同路278号",
        ),
        (
            "滨江大道几江段439号（滨江路北固门）",
            "jijiang",
            "重庆市江津区几江街道滨江大道几江段439号",
        ),
        ("江津区云辉丽都C区一楼", "jijiang", "重庆市江津区几江街道云辉丽都C区"),
        ("西江大道163_167", "dingshan", "重庆市江津区鼎山街道西江大道163号"),
        ("白沙镇椒乡大道76号附48号", "baisha", "重庆市江津区白沙镇椒乡大道76号附48号"),
        ("沿江花园E栋(江津中学新校门上行100米处)", None, "重庆市江津区沿江花园E栋"),
        ("几江街道", "jijiang", "重庆市江津区几江街道"),
        ("重庆市合川区大同路278号", None, "重庆市合川区大同路278号"),
    ],
)
def test_phrase_begins_with_the_province(address: str, town: str | None, phrase: str) -> None:
    assert chinese_phrase(query(address, town), jiangjin()) == phrase


def test_phrase_that_is_too_long_loses_its_end() -> None:
    asked = query("武城大街28号云辉丽都B幢1号", "jijiang")
    whole = "重庆市江津区几江街道武城大街28号云辉丽都B幢1号"
    without_building = "重庆市江津区几江街道武城大街28号"
    size = len(whole.encode())
    assert chinese_phrase(asked, jiangjin(), size) == whole
    assert chinese_phrase(asked, jiangjin(), size - 1) == without_building
    assert chinese_phrase(asked, jiangjin(), 10) == "重庆市"


@pytest.mark.parametrize(
    ("address", "number", "label", "expected"),
    [
        ("大同路278号", "278号", "", True),
        ("大同路278号", "278", "", True),
        ("椒乡大道76号附48号", "76号附48号", "", True),
        ("西江大道163_167", "163", "", True),
        ("大同路278号", "28", "", False),
        ("大同路278号", "2780", "", False),
        ("大同路278号", None, "大同路278号", False),
        ("几江街道世纪大厦", None, "江津区世纪大厦", True),
        ("几江街道世纪大厦", None, "江津区时代广场", False),
        ("大同路", "278", "大同路", False),
    ],
)
def test_building_that_was_asked_for(
    address: str, number: str | None, label: str, expected: bool
) -> None:
    assert is_asked_for(parts_of(query(address, None), jiangjin()), number, label) is expected


@pytest.mark.parametrize(
    ("address", "road", "expected"),
    [
        ("滨江路西段77号", "滨江路", True),
        ("大同路278号", "大同路", True),
        ("大同路278号", "大同巷", False),
        ("大同路278号", None, True),
        ("世纪大厦", "大同路", True),
    ],
)
def test_road_that_was_asked_for(address: str, road: str | None, expected: bool) -> None:
    assert is_same_road(parts_of(query(address, None), jiangjin()), road) is expected
