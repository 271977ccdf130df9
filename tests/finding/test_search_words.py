"""Typed text becomes fragments without anything that LIKE or an index takes for an operator."""

from hypothesis import given
from hypothesis import strategies as st

from sites.finding.search_words import fragments_of


def test_blanks_separate_words() -> None:
    assert fragments_of(" 白沙　农商行\tJiangjin ") == ("白沙", "农商行", "jiangjin")


def test_short_latin_words_begin_a_term() -> None:
    assert fragments_of("JJ 4a") == ("|jj", "4a")


def test_marks_and_repetitions_are_dropped() -> None:
    assert fragments_of("4756-4298 ％ _ 白沙 白沙 （白沙）") == ("47564298", "白沙")


def test_words_that_are_a_name_together_stand_for_it() -> None:
    names = {"bankofchina", "agriculturalbankofchina", "abc"}
    assert fragments_of("Bank of China", names) == ("|bankofchina|",)
    assert fragments_of("Agricultural  Bank OF China 白沙", names) == (
        "|agriculturalbankofchina|",
        "白沙",
    )
    assert fragments_of("abc", names) == ("|abc|",)
    assert fragments_of("Bank of Chin", names) == ("|bank", "|of", "|chin")


@given(st.text())
def test_fragments_hold_letters_and_digits_only(text: str) -> None:
    fragments = fragments_of(text)
    assert len(set(fragments)) == len(fragments)
    assert all(character.isalnum() for word in fragments for character in word.removeprefix("|"))
