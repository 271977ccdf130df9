"""A name is told from a scrap of it by where things begin and end in what is printed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.locating.surroundings import Surroundings
from sites.locating.whole_names import in_address, in_name
from sites.models import ServicePoint

ADDRESS = "重庆市江津区几江街道滨江路西段77号世纪大厦二楼（老四牌坊小学旁）"


@pytest.mark.parametrize(
    "term",
    [
        *("滨江路", "滨江路西段", "世纪大厦", "四牌坊小学", "老四牌坊小学", "几江街道"),
        *("滨江路西段77号世纪大厦", "几江街道滨江路"),
    ],
)
def test_whole_names(term: str, around: Surroundings) -> None:
    assert in_address(term, ADDRESS, around) == (term, True)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("西段", "滨江路西段"),
        ("江路", "滨江路"),
        ("世纪", "世纪大厦"),
        ("大厦", "世纪大厦"),
        ("牌坊", "四牌坊小学"),
        ("路西", "滨江路西段"),
    ],
)
def test_scraps_belong_to_a_name(term: str, name: str, around: Surroundings) -> None:
    assert in_address(term, ADDRESS, around) == (name, False)


@pytest.mark.parametrize(
    ("address", "term", "is_whole"),
    [
        ("滨江大道几江段439号（滨江路北固门）", "北固门", True),
        ("滨江大道几江段439号（滨江路北固门）", "几江段", False),
        ("白沙镇松林路128号荣华锦鹤江城3号楼", "荣华锦鹤江城", True),
        ("白沙镇松林路128号荣华锦鹤江城3号楼", "江城", False),
        ("杜市镇三才社区鹊桥街38号", "三才社区", True),
        ("杜市镇三才社区鹊桥街38号", "鹊桥街", True),
        ("滨江新城学堂路1号", "滨江新城", True),
        ("双福街道时代广场工商银行", "时代广场", True),
        ("几江武城大街28号云辉丽都B幢1号", "云辉丽都", True),
        ("几江武城大街28号云辉丽都B幢1号", "武城", False),
        ("鼎山街道鼎山大道711号", "鼎山", False),
    ],
)
def test_things_of_addresses(address: str, term: str, is_whole: bool, around: Surroundings) -> None:
    found = in_address(term, address, around)
    assert found is not None
    assert found[1] == is_whole


@pytest.mark.parametrize(
    ("term", "whole"),
    [
        *(("中国银行四牌坊支行", True), ("四牌坊支行", True), ("四牌坊", True), ("牌坊", False)),
        ("四牌", False),
    ],
)
def test_the_place_in_the_name_of_an_outlet(term: str, whole: bool, around: Surroundings) -> None:
    found = in_name(term, "中国银行四牌坊支行", around)
    assert found is not None
    assert found[1] == whole


def test_the_office_of_a_town_has_one_name(around: Surroundings) -> None:
    name = "柏林镇劳动就业和社会保障服务所"
    assert in_name("劳动就", name, around) == ("劳动就业和社会保障服务所", False)
    assert in_name("大同路", name, around) is None


def test_what_is_printed_is_whole_itself(around: Surroundings) -> None:
    for point in ServicePoint.objects.all():
        for text, find in ((point.address.strip(), in_address), (point.name, in_name)):
            found = find(text, text, around)
            assert found is not None
            assert found[1], text


@settings(
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(term=st.text(max_size=20), text=st.text(max_size=60) | st.just(ADDRESS))
def test_any_text_can_be_sought(term: str, text: str, around: Surroundings) -> None:
    for find in (in_address, in_name):
        found = find(term, text, around)
        assert found is None or found[0] in text
