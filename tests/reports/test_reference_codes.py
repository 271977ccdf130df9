"""Reference codes, as they are made and as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.reports.reference_codes import code_text, new_code, read_code


def test_codes_are_short_unlike_each_other_and_free_of_lookalikes() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {9}
    assert not set("".join(codes)) & set("0OQ1IL2Z5S8BUVAE")


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    shown = code_text(code)
    assert shown.count("-") == 2
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in shown)
    for typed in (code, shown, shown.lower(), f" {shown.replace('-', ' ')} ", full_width):
        assert read_code(typed) == code
    assert read_code(shown.replace("-", "–")) == code


@pytest.mark.parametrize("typed", ["", "346", "0OQ1IL2Z5", "346-346-346-3", "<script>", "\x00" * 9])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    code = read_code(text)
    assert code is None or read_code(code_text(code)) == code
