"""Which changed numbers a second person looks at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.phones.numbers import Phone, parse_phone
from sites.phones.second_look import MANY_OUTLETS, Reason, second_look

AREA = "023"
OLD = parse_phone("47564298", AREA)
NONE = Phone("", "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("13800138000", Reason.MOBILE),
        ("19912345678", Reason.MOBILE),
        ("17012345678", Reason.RESOLD_MOBILE),
        ("17112345678", Reason.RESOLD_MOBILE),
        ("16212345678", Reason.RESOLD_MOBILE),
        ("16512345678", Reason.RESOLD_MOBILE),
        ("16712345678", Reason.RESOLD_MOBILE),
        ("16612345678", Reason.MOBILE),
        ("17212345678", Reason.MOBILE),
        ("400-123-4567", Reason.FORWARDED),
        ("400-123-4567转2", Reason.FORWARDED),
        ("800-810-8888", None),
        ("47557312", None),
        ("0571-87654321", None),
        # A local number may begin as a mobile, or 400, does.
        ("40012345", None),
        ("12333", None),
        ("95588", None),
    ],
)
def test_what_a_number_is_changed_to_decides(text: str, reason: Reason | None) -> None:
    new = parse_phone(text, AREA)
    assert second_look(OLD, new, 0) is reason
    # Also where there was none, and from a mobile to another.
    assert second_look(NONE, new, 0) is reason
    assert second_look(parse_phone("13900139000", AREA), new, 0) is reason


@pytest.mark.parametrize("text", ["47557312", "95588"])
def test_a_number_that_many_outlets_share(text: str) -> None:
    new = parse_phone(text, AREA)
    assert second_look(OLD, new, MANY_OUTLETS - 1) is None
    assert second_look(OLD, new, MANY_OUTLETS) is Reason.SHARED


def test_the_gravest_reason_is_given() -> None:
    assert second_look(OLD, parse_phone("17012345678", AREA), 99) is Reason.RESOLD_MOBILE
    assert second_look(OLD, parse_phone("13800138000", AREA), 99) is Reason.MOBILE
    assert second_look(OLD, parse_phone("4001234567", AREA), 99) is Reason.FORWARDED


numbers = st.sampled_from(
    [
        NONE,
        *(
            parse_phone(text, AREA)
            for text in ["47564298", "13800138000", "17012345678", "4001234567", "12333"]
        ),
        # What an earlier release may have stored.
        Phone("110", ""),
    ]
)


@given(numbers, st.integers(0, 100))
def test_no_change_and_no_number_deserve_none(phone: Phone, shared_with: int) -> None:
    assert second_look(phone, phone, shared_with) is None
    assert second_look(phone, NONE, shared_with) is None
    if phone.text and "转" not in phone.text:
        extended = Phone(f"{phone.text}转1", phone.e164, "1")
        assert second_look(phone, extended, shared_with) is None


@given(numbers, numbers, st.integers(0, 100), st.integers(0, 100))
def test_more_sharers_never_make_a_number_harmless(
    old: Phone, new: Phone, some: int, more: int
) -> None:
    if second_look(old, new, some) is not None:
        assert second_look(old, new, some + more) is not None
