"""What was meant by a slip of the keyboard stands in the text after all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.locating.slips import heard_in, nearly_in, readings, spelled_in

ADDRESS = "几江街道办事处大同路284号（老四牌坊小学旁）"


@pytest.mark.parametrize(
    ("typed", "text", "meant"),
    [
        ("四排坊", ADDRESS, "四牌坊"),
        ("加四镇", "贾嗣镇", "贾嗣镇"),
        ("大桐路", ADDRESS, "大同路"),
    ],
)
def test_homophones(typed: str, text: str, meant: str) -> None:
    assert heard_in(typed, text) == meant


def test_another_sound_is_not_heard() -> None:
    assert heard_in("大西路", ADDRESS) is None
    assert heard_in("四牌坊小学旁边的小店铺里面", "四牌坊") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("datonglu", "大同路"),
        ("Da Tong Lu", "大同路"),
        ("sipaifang", "四牌坊"),
        ("dtl", "大同路"),
        ("spfxx", "四牌坊小学"),
        ("dt", None),
        ("datongl", None),
        ("atonglu", None),
    ],
)
def test_pinyin_and_initials(typed: str, meant: str | None) -> None:
    assert spelled_in(typed, ADDRESS) == meant


@pytest.mark.parametrize(
    ("typed", "text", "meant"),
    [
        ("chongbai", "大同路526号（重百步行街）", "重百"),
        ("changchenglu", "几江街道长城路1号", "长城路"),
        ("bailin", "柏林镇梨园街47号", "柏林"),
        ("zhihang", "工商银行江津支行", "支行"),
    ],
)
def test_names_are_read_as_people_say_them(typed: str, text: str, meant: str) -> None:
    assert spelled_in(typed, text) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("四牌楼", "四牌坊"),
        ("大东路", "大同路"),
        ("四牌小学", "四牌坊小学"),
        ("四大牌坊", "四牌坊"),
        # Only what names have in common anyway, more than one character, or too short to tell.
        ("某某街道", None),
        ("南街道", None),
        ("人民路", None),
        ("五碑坊", None),
        ("同路", None),
    ],
)
def test_one_wrong_character(typed: str, meant: str | None) -> None:
    assert nearly_in(typed, ADDRESS) == meant


def test_the_likely_reading_comes_first() -> None:
    assert readings("重庆")[0] == "chongqing"
    assert "chongqing" in readings("重慶")


@given(st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_any_texts_can_be_compared(typed: str, text: str) -> None:
    for find in (heard_in, spelled_in, nearly_in):
        meant = find(typed, text)
        assert meant is None or meant in text
