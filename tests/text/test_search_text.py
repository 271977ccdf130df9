import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from sites.text.search_text import COMPOSITION, SEPARATOR, compose, fold, fragment_of

NAMES = st.text("重庆市江津区几白沙镇农商行邮政所嗯呣绿女乐都大厦ABab0123 ·（）", max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("农商行 油溪　支行", "农商行油溪支行"),
        ("4756-4298", "47564298"),
        ("ＩＣＢＣ", "icbc"),
        ("163_167", "163167"),
        ("", ""),
    ],
)
def test_folding_leaves_letters_and_digits(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_spoken_texts_are_found_by_pinyin_and_initials() -> None:
    assert compose(["47564298"], ["白沙镇", "ICBC"]) == "|||47564298|白沙镇|icbc|baishazhen|bsz|"


def test_texts_are_found_as_they_are_alone() -> None:
    assert compose(["白沙"], []) == "|||白沙|"


def test_texts_are_found_from_the_beginning_of_each_syllable_and_word_in_them() -> None:
    found = compose([], [], ["油溪镇2路 Post Office"])
    assert found.startswith("|||油溪镇2路postoffice|youxizhen2lupostoffice|")
    beginnings = found.strip("|").split("|")[2:]
    assert beginnings == ["youxiz", "xizhen", "zhen2l", "lupost", "postof", "office"]


@pytest.mark.parametrize(
    ("word", "pattern"),
    [
        ("bs", "%|bs%"),
        ("zhuang", "%|zhuang%"),
        ("jijiang", "%jijiang%"),
        ("白沙", "%白沙%"),
        ("4298", "%4298%"),
        ("c区", "%c区%"),
        ("b1", "%b1%"),
    ],
)
def test_short_latin_words_stand_at_the_beginning_of_a_term(word: str, pattern: str) -> None:
    assert f"%{fragment_of(word)}%" == pattern


@given(NAMES)
def test_no_word_meets_what_tells_the_composition(text: str) -> None:
    assert compose([text], [text], [text]).startswith(COMPOSITION)
    assert SEPARATOR not in fold(text + COMPOSITION)


@given(NAMES)
def test_pinyin_and_initials_are_those_of_the_dictionary(text: str) -> None:
    pinyin = fold("".join(lazy_pinyin(text)))
    initials = fold("".join(lazy_pinyin(text, style=Style.FIRST_LETTER)))
    found = compose([], [text]).strip("|").split("|")
    assert found == (list(dict.fromkeys(filter(None, [fold(text), pinyin, initials]))) or [""])


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("农商行白沙支行", "nongshanghangbaishazhihang"),
        ("农业银行江津支行营业部", "nongyeyinhangjiangjinzhihangyingyebu"),
        ("工商银行重庆市分行", "gongshangyinhangchongqingshifenhang"),
        ("重百步行街", "chongbaibuxingjie"),
        ("重点中学", "zhongdianzhongxue"),
        ("几江街道长城路1号", "jijiangjiedaochangchenglu1hao"),
        ("白沙镇长江路", "baishazhenchangjianglu"),
        ("长堰路", "changyanlu"),
        ("校长办公室", "xiaozhangbangongshi"),
        ("柏林镇", "bailinzhen"),
        ("B幢1号", "bzhuang1hao"),
        ("新校门上行100米", "xinxiaomenshangxing100mi"),
    ],
)
def test_outlets_are_read_as_people_speak_of_them(text: str, pinyin: str) -> None:
    assert compose([], [text]).strip("|").split("|")[1] == pinyin
