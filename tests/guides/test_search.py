import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.guides import find_guides
from sites.guides.load import library
from sites.guides.search import MAX_TEXT_LENGTH


def found(text: str) -> list[str]:
    return [guide.slug for guide in find_guides(text, "en")]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("卡丢了", "lost-card"),
        ("我的社保卡丢了怎么办", "lost-card"),
        ("卡 丢了", "lost-card"),
        ("密码忘了", "locked-card"),
        ("刷不了", "damaged-card"),
        ("换卡", "damaged-card"),
        ("激活", "not-activated"),
        ("名字错了", "wrong-data"),
        ("欠费", "contributions-unpaid"),
        ("没领卡", "no-card-yet"),
        ("销卡", "close-card"),
        ("医保码", "electronic-credential"),
        ("kadiule", "lost-card"),
        ("ka diu le", "lost-card"),
        ("KADIULE", "lost-card"),
        ("mimawangle", "locked-card"),
        ("mmwl", "locked-card"),
        ("hk", "damaged-card"),
        ("lost my card", "lost-card"),
        ("I forgot my PIN", "locked-card"),
        ("岳阳", "yueyang"),
        ("guizhou", "guizhou"),
    ],
)
def test_everyday_words(text: str, best: str) -> None:
    assert found(text)[:1] == [best]


def test_initials_may_mean_several() -> None:
    # 卡断了, 卡丢了
    assert found("kdl") == ["damaged-card", "lost-card"]


def test_words_of_several_problems_find_all_of_them() -> None:
    refused = {"damaged-card", "locked-card", "old-card", "not-activated", "contributions-unpaid"}
    assert set(found("刷不了")) == refused
    assert {"damaged-card", "wrong-data", "lost-card"} <= set(found("换卡"))


@pytest.mark.parametrize(
    "text", ["", " ", "白沙", "农商行", "4756", "支行", "社保", "社保卡", "卡", "x", "%", "_"]
)
def test_what_means_an_outlet_finds_no_guide(text: str) -> None:
    assert found(text) == []


def test_titles_are_in_the_language_asked_for() -> None:
    assert find_guides("卡丢了", "en")[0].title == "The card is lost or stolen"
    assert find_guides("卡丢了", "zh-hans")[0].title == "卡丢了"


def test_every_everyday_word_finds_its_guide() -> None:
    for guide in library().guides.values():
        for phrase in guide.says:
            assert guide.slug in found(phrase), phrase


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_whatever_is_typed(text: str) -> None:
    assert len(found(text)) <= len(library().guides) + len(library().rule_sets)


def test_what_is_too_long_is_not_looked_at() -> None:
    assert found("卡丢了" + "啊" * MAX_TEXT_LENGTH) == []
