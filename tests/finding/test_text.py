"""Typed text becomes words without anything that LIKE would take for a wildcard."""

from hypothesis import given
from hypothesis import strategies as st

from sites.finding.text import words_of


def test_blanks_separate_words() -> None:
    assert words_of(" 白沙　农商行\tJJ ") == ("白沙", "农商行", "jj")


def test_marks_and_repetitions_are_dropped() -> None:
    assert words_of("4756-4298 ％ _ 白沙 白沙 （白沙）") == ("47564298", "白沙")


@given(st.text())
def test_words_hold_letters_and_digits_only(text: str) -> None:
    words = words_of(text)
    assert len(set(words)) == len(words)
    assert all(character.isalnum() for word in words for character in word)
