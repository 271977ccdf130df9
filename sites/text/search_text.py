"""The text that a point is found by."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from sites.text.pinyin import OTHER, syllables

SEPARATOR: Final = "|"
# Which composition a text has, told by the separators that it begins with: folding leaves none in
# a word, so that no search can meet them. One more with every change of what a text consists of.
COMPOSITION: Final = SEPARATOR * 3
# As many letters as the longest syllable has (zhuang). A longer word of Latin letters tells by
# itself what it means; up to here it must begin where something begins.
LONGEST_SYLLABLE: Final = 6


def fold(text: str) -> str:
    """Return the letters and digits of `text` in the one form that searches compare.

    Full-width characters become half-width, letters small, everything else is dropped, so that
    「江津  支行」 finds 「江津支行」 and ``4756-4298`` finds ``47564298``.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    # Most texts have nothing to drop.
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def compose(texts: Iterable[str], spoken: Iterable[str], inside: Iterable[str] = ()) -> str:
    """Return the search text of a point: folded terms between separators.

    `texts` are found as they are written; `spoken` also by pinyin and by its initials; `inside`
    as written, by pinyin, and by the beginning of each syllable and Latin word in it.
    """
    spoken, inside = list(spoken), list(inside)
    terms = [*texts, *spoken, *inside]
    for text in spoken:
        terms += _pinyin(text)
    for text in inside:
        terms += [_pinyin(text)[0], *_beginnings(text)]
    folded = dict.fromkeys(filter(None, map(fold, terms)))
    return COMPOSITION + SEPARATOR.join(folded) + SEPARATOR


def fragment_of(word: str) -> str:
    """Return what a search text has to contain for a folded word to be found in it.

    A short word of Latin letters must stand at the beginning of a term: as initials it would be
    found in the middle of nearly every text.
    """
    is_short = word.isascii() and word.isalpha() and len(word) <= LONGEST_SYLLABLE
    return SEPARATOR + word if is_short else word


def _beginnings(text: str) -> list[str]:
    """Return the letters from each syllable and each Latin word on, as far as they are needed."""
    units = [
        fold(unit)
        for part in syllables(text)
        for unit in (part.split() if part.startswith(OTHER) else [part])
    ]
    return [
        "".join(units[start : start + LONGEST_SYLLABLE])[:LONGEST_SYLLABLE]
        for start, unit in enumerate(units)
        if unit[:1].isascii() and unit[:1].isalpha()
    ]


# The names of towns and operators come again with every point.
@lru_cache(maxsize=4096)
def _pinyin(text: str) -> tuple[str, str]:
    """Return the pinyin of a text without tones, and its initials; figures stay in both."""
    parts = syllables(text)
    initials = (part if part.startswith(OTHER) else part[:1] for part in parts)
    return "".join(parts), "".join(initials)
