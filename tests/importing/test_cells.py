import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.importing.cells import CellError, clean_text, condensed


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("大同路 278 号", "大同路278号"),
        ("滨江路西段77 号 世纪大厦二楼", "滨江路西段77号世纪大厦二楼"),
        ("椒乡大道76号附 48 号", "椒乡大道76号附48号"),
        ("津辉花园 E 栋", "津辉花园E栋"),
        ("A座 3 楼", "A座3楼"),
        ("（ 滨江路 ） 5号", "（滨江路）5号"),
        ("Bank of China 江津支行", "Bank of China 江津支行"),
        ("12 34", "12 34"),
    ],
)
def test_blanks_at_figures_are_no_difference(text: str, clean: str) -> None:
    assert clean_text("address", text) == clean


@given(st.text(max_size=60))
def test_a_condensed_text_has_the_same_signs_and_stays(text: str) -> None:
    found = condensed(text)
    assert found.replace(" ", "") == text.replace(" ", "")
    assert condensed(found) == found


@pytest.mark.parametrize(
    ("column", "text", "clean"),
    [
        ("phone", "47810001.0", "47810001"),
        ("phone", "47810001.00", "47810001"),
        ("postcode", "402260.0", "402260"),
        ("address", "油溪镇1.0", "油溪镇1.0"),
        *(("phone", text, "") for text in ("无", "NULL", "/", "——", "#N/A", "待定", " ")),
        ("phone", "+86 23 47810001", "+86 23 47810001"),
        ("name", "'=A1", None),
        ("phone", "'+86 23 47810001", "+86 23 47810001"),
    ],
)
def test_a_cell_is_what_it_was_before_a_spreadsheet_had_it(
    column: str, text: str, clean: str | None
) -> None:
    if clean is None:
        with pytest.raises(CellError, match="formula"):
            clean_text(column, text)
    else:
        assert clean_text(column, text) == clean


@pytest.mark.parametrize("text", ["2.34781E+09", "1.38E+10", "4.781e7", "1E+08"])
def test_a_number_that_was_shortened_is_explained(text: str) -> None:
    for column in ("phone", "postcode"):
        with pytest.raises(CellError) as refusal:
            clean_text(column, text)
        assert "shortened" in refusal.value.problem
        assert "text" in refusal.value.remedy


@pytest.mark.parametrize("sign", ["\ufffd", "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_what_is_no_character_is_refused_with_the_cause(sign: str) -> None:
    with pytest.raises(CellError, match=rf"U\+{ord(sign):04X}.*wrong encoding"):
        clean_text("name", f"农商行{sign}支行")
