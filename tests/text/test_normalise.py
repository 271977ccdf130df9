import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.text.normalise import normalise_text


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        (" 油溪镇建新路46号", "油溪镇建新路46号"),
        ("\u3000油溪镇\u00a0建新路\t46号\u200b\ufeff", "油溪镇建新路 46号"),
        ("江 津\u3000区\n几江", "江津区几江"),
        ("Bank  of\u00a0 China", "Bank of China"),
        ("Bank\u200bof", "Bankof"),
        ("Ｅ栋３号楼", "E栋3号楼"),
        ("滨江路(农商行)", "滨江路（农商行）"),
        ("滨江路（农商行)", "滨江路（农商行）"),
        ("Block（E)", "Block(E)"),
        ("江津 (E栋)", "江津（E栋）"),
        ("163_167", "163_167"),
        ("163－167～169—171", "163－167～169—171"),
        ("大同路，278号", "大同路，278号"),
        ("⼏江", "几江"),  # A radical, as PDF files have it.
        ("", ""),
        ("\u3000 \n", ""),
    ],
)
def test_spelling(printed: str, normalised: str) -> None:
    assert normalise_text(printed) == normalised


@given(st.text())
def test_idempotent(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once


@given(st.text(alphabet="江津 \u3000\u200bA1()（）﹙Ａ\u0301㍿⑴", max_size=12))
def test_idempotent_on_what_it_changes(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize("unit", [" ", "江 ", "a\u0301\u0323", "（", "Ａ\u3000", "\u200b\ufeff"])
def test_ten_megabytes(unit: str) -> None:
    garbage = unit * (10_000_000 // len(unit.encode()))
    assert len(normalise_text(garbage)) <= len(garbage)
