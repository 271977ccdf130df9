"""No cell of a CSV file is a formula, whatever somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.text.csv_safe import FORMULA_SIGNS, csv_safe


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", " =1", "\n=1", "\t=1", "\u3000=1", "\xa0@SUM(A1)", "+1-2", "-1+2"),
        *("＝1", "＋cmd", "－2+3", "＠x", "\tplain", "\rplain", "\nplain", "- a list", "+86 23"),
    ],
)
def test_what_may_run_gets_an_apostrophe(text: str) -> None:
    assert csv_safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "cell", ["", "农商行", "1=1", "a-b", "+862347881050", "-3", "-3.25", " 农商行", "'=1", 5, None]
)
def test_what_is_text_or_a_number_stays(cell: object) -> None:
    assert csv_safe(cell) == cell


@given(st.text(alphabet=[*FORMULA_SIGNS, " ", "\n", "\t", "\u3000", "1", ".", "a"], max_size=6))
def test_nothing_that_is_not_a_number_begins_like_a_formula(text: str) -> None:
    safe = str(csv_safe(text))
    if safe.lstrip().startswith(FORMULA_SIGNS):
        float(safe)
    assert safe.removeprefix("'") == text.removeprefix("'")
