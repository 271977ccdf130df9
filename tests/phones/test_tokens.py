"""A cell cut into what it says."""

import pytest

from sites.phones.labels import Meaning
from sites.phones.tokens import clean_cell, find_tokens

AREA = "023"


def cut(printed: str) -> list[tuple[str | None, str]]:
    text = clean_cell(printed)
    return [(token.meaning, text[token.start : token.end]) for token in find_tokens(text, AREA)]


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("４７５６４２９８（窗口）", "47564298(窗口)"),
        ("023—4756\u200b4298", "023-47564298"),
        ("窗　口：47564298", "窗口:47564298"),
        ("负 责 人 王　明", "负责人王明"),
        ("办公室\u00a047564298", "办公室 47564298"),
        ("①47564298", ";47564298"),
        ("47564290〜99", "47564290~99"),
    ],
)
def test_a_cell_is_cleaned(printed: str, clean: str) -> None:
    assert clean_cell(printed) == clean


@pytest.mark.parametrize(
    ("printed", "tokens"),
    [
        ("", []),
        ("电话：47564298", [(None, "47564298")]),
        ("窗口47564298", [(Meaning.LABEL, "窗口"), (None, "47564298")]),
        ("47564298 8:30-17:30", [(None, "47564298"), (Meaning.HOURS, "8:30-17:30")]),
        ("47564298 9-17点", [(None, "47564298"), (Meaning.HOURS, "9-17点")]),
        (
            "工作日 8:30-12:00、14:00-17:30",
            [(Meaning.HOURS, "工作日 8:30-12:00、14:00-17:30")],
        ),
        ("24小时", [(Meaning.HOURS, "24小时")]),
        ("25:30", [(None, "25"), (None, "30")]),
        ("咨询、投诉", [(Meaning.TEXT, "咨询、投诉")]),
        ("投诉、监督", [(Meaning.LABEL, "投诉、监督")]),
        ("47564298-99", [(None, "47564298"), (Meaning.END, "99")]),
        ("联系人：阿力木", [(Meaning.NAME, "阿力木")]),
    ],
)
def test_tokens(printed: str, tokens: list[tuple[str | None, str]]) -> None:
    assert cut(printed) == tokens


def test_a_token_knows_its_brackets() -> None:
    text = clean_cell("窗口【办公室】47564298（白天 8:30）值班")
    assert [
        text[token.start : token.end] for token in find_tokens(text, AREA) if token.is_bracketed
    ] == ["办公室", "白天 8:30"]
