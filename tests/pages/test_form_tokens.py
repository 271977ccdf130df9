"""Tokens of forms: ours, of that outlet, neither hasty nor old."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.pages.form_tokens import FormTokenError, issue_token, read_token

POINT = uuid.UUID("00000000-0000-4000-8000-000000000001")
SHOWN = {"phone": "47564298", "address": "江津区几江街道"}
NOW = 1_800_000_000.0


def test_a_token_says_what_was_shown_and_when() -> None:
    shown = read_token(issue_token(POINT, SHOWN, NOW), POINT, NOW + 2.0)
    assert shown.values == SHOWN
    assert shown.is_hasty(NOW + 1.9)
    assert not shown.is_hasty(NOW + 2.0)


def test_a_token_holds_for_a_day_and_one_outlet() -> None:
    token = issue_token(POINT, SHOWN, NOW)
    assert read_token(token, POINT, NOW + 24 * 3600)
    for point, now in ((uuid.uuid4(), NOW + 5), (POINT, NOW + 24 * 3600 + 1), (POINT, NOW - 1)):
        with pytest.raises(FormTokenError):
            read_token(token, point, now)


@pytest.mark.parametrize("place", [0, 10, -1])
def test_a_token_that_was_changed_is_none(place: int) -> None:
    token = issue_token(POINT, SHOWN, NOW)
    changed = list(token)
    changed[place] = "A" if changed[place] != "A" else "B"
    with pytest.raises(FormTokenError):
        read_token("".join(changed), POINT, NOW)


@given(st.text() | st.text("abc:.=-_").map(lambda text: text * 100))
def test_no_text_is_a_token_or_breaks_it(text: str) -> None:
    with pytest.raises(FormTokenError):
        read_token(text, POINT, NOW)
