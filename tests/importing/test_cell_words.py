import csv
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.importing.cell_words import (
    RowWord,
    is_as_above,
    is_empty,
    is_ticked,
    row_word,
    split_comment,
)
from sites.reference.files import REFERENCE_DIRECTORY

SAID: dict[str, Callable[[str], object]] = {
    "yes": is_ticked,
    "no": lambda word: is_ticked(word) is False,
    "empty": is_empty,
    "above": is_as_above,
    "total": lambda word: row_word(word) is RowWord.TOTAL,
    "note": lambda word: row_word(word) is RowWord.NOTE,
    "signature": lambda word: row_word(word) is RowWord.SIGNATURE,
}


def test_every_word_of_the_file_means_what_it_says() -> None:
    with (REFERENCE_DIRECTORY / "cell_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert SAID[row["meaning"]](row["word"]), row


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "（无）",
        "待定",
        "NULL",
        "null",
        "N/A",
        "#N/A",
        "NA",
        "nan",
        "——",
        "/",
        "//",
        "-",
        "？？？？",
        *("暂无", "空", "没有", "待补充", "未知", "无。", "無", " / "),
    ],
)
def test_a_cell_that_says_that_there_is_nothing(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        *((text, True) for text in ("✔\ufe0f", "✅", "1.0", "OK", "☑是 □否", "可办理")),
        *((text, False) for text in ("✖\ufe0f", "❌", "0.0", "暂停", "/", "／", "——", "无", "")),
        *((text, None) for text in ("☒", "未知", "待定", "?", "*", "周一", "√×")),
    ],
)
def test_a_tick_is_a_yes_or_a_no_or_no_answer(text: str, *, ticked: bool | None) -> None:
    assert is_ticked(text) is ticked


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("√（需预约）", ("√", "（需预约）")),
        ("否(停办)", ("否", "(停办)")),
        ("√", ("√", "")),
        ("（无）", ("（无）", "")),
    ],
)
def test_what_stands_in_brackets_behind_a_tick(text: str, parts: tuple[str, str]) -> None:
    assert split_comment(text) == parts


@pytest.mark.parametrize("text", ["江津区合计", "几江街道小计", "网点总数", "合计：", "全区总计。"])
def test_a_total_may_say_of_what(text: str) -> None:
    assert row_word(text) is RowWord.TOTAL


@pytest.mark.parametrize("text", ["会计事务所", "工商银行设计院支行", "统计局", "计量所"])
def test_what_only_sounds_like_a_total(text: str) -> None:
    assert row_word(text) is None


@pytest.mark.parametrize(
    "text", ["", "无锡路", "石门镇", "0", "空港大道3号", "“无”", "待定路", "1"]
)
def test_a_cell_that_says_something(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "above"),
    [
        *(
            (text, True)
            for text in (
                "同上",
                "〃",
                "″",
                '"',
                "同上。",
                "（同上）",
                "见上",
                "〃〃",
                "''",
                "Ditto",
            )
        ),
        *((text, False) for text in ("", "同上村3号", "上", "同心路", "见龙镇")),
    ],
)
def test_a_cell_may_stand_for_the_one_above(text: str, *, above: bool) -> None:
    assert is_as_above(text) is above


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        *(
            (text, True)
            for text in ("√", "✓", "✔", "●", "是", "1", "Y", "yes", "有", "可以", "Ｖ", "√√")
        ),
        *(
            (text, False)
            for text in ("", " ", "×", "✗", "否", "—", "——", "-", "0", "N", "无", "/", "X")
        ),
        *((text, None) for text in ("○", "√（周一）", "见备注", "2")),
    ],
)
def test_ticks(text: str, ticked: bool | None) -> None:
    assert is_ticked(text) is ticked


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("合计", RowWord.TOTAL),
        ("合 计", RowWord.TOTAL),
        ("合计2个网点", RowWord.TOTAL),
        ("总计：57", RowWord.TOTAL),
        ("共计五十七个", RowWord.TOTAL),
        ("小計", RowWord.TOTAL),
        ("注：以上网点均可办理", RowWord.NOTE),
        ("注1：周末不休", RowWord.NOTE),
        ("备注：", RowWord.NOTE),
        ("※注：", RowWord.NOTE),
        ("填报人：张三", RowWord.SIGNATURE),
        ("审核人（签字）：", RowWord.SIGNATURE),
        ("联系人 张三", RowWord.SIGNATURE),
        ("日期：2026/11/30", RowWord.SIGNATURE),
        ("（盖章）", RowWord.SIGNATURE),
        ("合计支行", None),
        ("注册网点", None),
        ("总部支行", None),
        ("时间广场支行", None),
        ("石门镇社保所", None),
        ("审核大厅社保所", None),
        ("", None),
    ],
)
def test_what_a_row_is_that_begins_with_a_word(text: str, meaning: RowWord | None) -> None:
    assert row_word(text) is meaning


@given(st.text(max_size=60))
def test_no_text_breaks_them(text: str) -> None:
    assert not (is_empty(text) and is_as_above(text))
    row_word(text)
    is_ticked(text)
