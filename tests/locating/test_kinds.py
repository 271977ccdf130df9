"""Words for kinds of places are told from names, however they are put together."""

import csv

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from sites.locating.kinds import names_kind, says_nothing, without_kind


@pytest.mark.parametrize(
    "text",
    [
        *("政府", "区政府", "镇人民政府", "市人民医院", "第一人民医院", "第二中学", "镇中心小学"),
        *(
            "车站",
            "老车站",
            "火车站广场",
            "公园北门",
            "东街",
            "老正街",
            "人民路",
            "大道",
            "社区医院",
        ),
        *("工业园区管委会", "新城", "城市公园", "农贸市场", "乡村公路", "县城", "派出所"),
    ],
)
def test_words_for_kinds(text: str) -> None:
    assert names_kind(text)
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["街道", "镇", "5号", "12栋", "E栋3单元", "二楼", "路5号", "大道711号", "1-1-9", "47521040"],
)
def test_ranks_and_numbers_say_nothing_and_are_no_kind(text: str) -> None:
    assert says_nothing(text)
    assert not names_kind(text)


@pytest.mark.parametrize(
    "text",
    [
        *("时代广场", "四牌坊", "四牌坊小学", "大西门", "滨江新城", "园区大道", "车站路", "学堂路"),
        *("玉观农贸市场", "德感", "大同路", "赵家坝", "重百步行街", "xyzzy", "sdgc", "石门县", ""),
    ],
)
def test_names(text: str) -> None:
    assert not names_kind(text)
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("成都火车站", "成都"),
        ("江津区第二人民医院门诊部", "江津"),
        ("江津站", "江津"),
        ("四牌坊小学", "四牌坊"),
        ("时代", "时代"),
        ("", ""),
    ],
)
def test_what_stands_before_a_kind(text: str, head: str) -> None:
    assert without_kind(text) == head


def test_no_town_of_the_region_is_called_like_a_kind() -> None:
    path = settings.BASE_DIR / "data" / "reference" / "towns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for town in csv.DictReader(file):
            for name in (town["name"], *town["aliases"].split("|")):
                assert not says_nothing(name), name


def test_the_list_is_in_order() -> None:
    path = settings.BASE_DIR / "data" / "locating" / "kinds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({(row["word"], row["role"]) for row in rows}) == len(rows)
    assert {row["role"] for row in rows} == {"before", "kind", "unit", "road"}
    assert all(row["group"] and row["word"] == row["word"].strip() for row in rows)


@given(st.text(max_size=60) | st.text(alphabet="中心小学人民医院一1A路-号", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert says_nothing(text) or not names_kind(text)
    assert text.startswith(without_kind(text))
