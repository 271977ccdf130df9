"""What words beside a number say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.phones.labels import Label, Meaning, announces_name, read_word


def said(word: str, *, is_announced: bool = False) -> list[tuple[Meaning, str]]:
    return [
        (said.meaning, said.label or word[said.start : said.end])
        for said in read_word(word, is_announced=is_announced)
    ]


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("窗口", Label.WINDOW),
        ("服务大厅", Label.WINDOW),
        ("柜台电话", Label.WINDOW),
        ("办公室", Label.OFFICE),
        ("办公电话", Label.OFFICE),
        ("值班室电话号码", Label.DUTY),
        ("业务咨询电话", Label.ENQUIRIES),
        ("咨询热线", Label.ENQUIRIES),
        ("预约电话", Label.APPOINTMENTS),
        ("投诉举报", Label.COMPLAINTS),
        ("服务监督电话", Label.COMPLAINTS),
        ("客服热线", Label.HOTLINE),
    ],
)
def test_a_label_is_known_by_its_words(word: str, label: Label) -> None:
    assert said(word) == [(Meaning.LABEL, label)]


@pytest.mark.parametrize("word", ["联系电话", "手机号码", "固定电话", "Tel", "联系人", "或", ""])
def test_some_words_say_nothing(word: str) -> None:
    assert said(word) == []


@pytest.mark.parametrize(
    ("word", "meanings"),
    [
        ("白天", [(Meaning.HOURS, "白天")]),
        ("夜", [(Meaning.HOURS, "夜")]),
        ("周一至周五", [(Meaning.HOURS, "周一至周五")]),
        ("非工作时间", [(Meaning.HOURS, "非工作时间")]),
        ("夜间值班", [(Meaning.LABEL, "duty"), (Meaning.HOURS, "夜间")]),
        ("传真号码", [(Meaning.NO_PHONE, "传真号码")]),
        ("请发传真至", [(Meaning.NO_PHONE, "请发传真至")]),
        ("电话传真", [(Meaning.TEXT, "电话传真")]),
        ("微信同号", [(Meaning.TEXT, "微信同号")]),
        ("咨询投诉", [(Meaning.TEXT, "咨询投诉")]),
        ("设备科", [(Meaning.TEXT, "设备科")]),
        ("日间照料中心", [(Meaning.TEXT, "日间照料中心")]),
        ("原办公室", [(Meaning.TEXT, "原办公室")]),
        ("办公室主任", [(Meaning.TEXT, "办公室主任")]),
        ("社保窗口", [(Meaning.TEXT, "社保窗口"), (Meaning.LABEL, "window")]),
        ("负责人", [(Meaning.TEXT, "负责人")]),
        ("张三", [(Meaning.NAME, "张三")]),
        ("办公室王主任", [(Meaning.LABEL, "office"), (Meaning.NAME, "王主任")]),
        ("负责人阿力木", [(Meaning.TEXT, "负责人"), (Meaning.NAME, "阿力木")]),
        ("请找王主任", [(Meaning.TEXT, "请找"), (Meaning.NAME, "王主任")]),
        ("王主任传真", [(Meaning.NAME, "王主任"), (Meaning.NO_PHONE, "传真")]),
    ],
)
def test_other_words(word: str, meanings: list[tuple[Meaning, str]]) -> None:
    assert said(word) == meanings


def test_a_word_may_announce_a_name() -> None:
    assert announces_name("联系人")
    assert announces_name("窗口负责人")
    assert not announces_name("联系人电话")
    assert said("阿力木", is_announced=True) == [(Meaning.NAME, "阿力木")]
    assert said("办公室", is_announced=True) == [(Meaning.LABEL, "office")]
    # Digits are never left out with a name.
    assert said("3号", is_announced=True) == [(Meaning.TEXT, "3号")]


@given(
    st.lists(
        st.sampled_from([*"窗口办公室值班白天至传真电话王主任原联系人9a"]) | st.text(max_size=2)
    )
)
def test_a_word_is_read_within_its_bounds(pieces: list[str]) -> None:
    word = "".join(pieces)
    for piece in read_word(word):
        assert 0 <= piece.start < piece.end <= len(word)
        if piece.meaning is Meaning.NAME:
            assert not any(map(str.isdigit, word[piece.start : piece.end]))
