"""The text that a point is found by."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

SEPARATOR = "|"
# Folding drops it.
_OTHER: Final = "\0"


def fold(text: str) -> str:
    """Return the letters and digits of `text` in the one form that searches compare.

    Full-width characters become half-width, letters small, everything else is dropped, so that
    「江津  支行」 finds 「江津支行」 and ``4756-4298`` finds ``47564298``.
    """
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text).casefold()
        if character.isalnum()
    )


def compose(texts: Iterable[str], spoken: Iterable[str]) -> str:
    """Return the search text of a point: folded terms between separators.

    `texts` are found as they are written; `spoken` also by pinyin and by its initials.
    """
    spoken = list(spoken)
    terms = [*texts, *spoken]
    for text in spoken:
        terms += _pinyin(text)
    folded = dict.fromkeys(filter(None, map(fold, terms)))
    return SEPARATOR + SEPARATOR.join(folded) + SEPARATOR


# The names of towns and operators come again with every point.
@lru_cache(maxsize=4096)
def _pinyin(text: str) -> tuple[str, str]:
    """Return the pinyin of a text without tones, and its initials; figures stay in both."""
    # Loaded on first use: 0.2 s and 20 MB that a worker which only reads never needs.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    # A run of other characters is marked, to be told from a syllable that looks like it.
    parts = lazy_pinyin(text, errors=lambda run: _OTHER + run)
    initials = (part if part.startswith(_OTHER) else part[:1] for part in parts)
    return "".join(parts), "".join(initials)
