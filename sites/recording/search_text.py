"""The text that a point is found by."""

import unicodedata
from collections.abc import Iterable

SEPARATOR = "|"


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
    # Loaded on first use: 0.2 s and 20 MB that a worker which only reads never needs.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    spoken = list(spoken)
    terms = [*texts, *spoken]
    for text in spoken:
        terms.append("".join(lazy_pinyin(text)))
        terms.append("".join(lazy_pinyin(text, style=Style.FIRST_LETTER)))
    folded = dict.fromkeys(filter(None, map(fold, terms)))
    return SEPARATOR + SEPARATOR.join(folded) + SEPARATOR
