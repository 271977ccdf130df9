"""The one normalisation of a printed cell: the same text however it was typed."""

import re
import unicodedata
from typing import Final

HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The ranges of Chinese characters, for use inside a character class."""

_HAN: Final = re.compile(f"[{HAN}]")
_BLANK_WITHIN_CHINESE: Final = re.compile(
    # Chinese characters, Chinese punctuation and full-width forms on both sides.
    f"(?<=[\u3001-\u303f\uff00-\uff60{HAN}]) (?=[\u3001-\u303f\uff00-\uff60{HAN}])"
)

# What nearly every address is made of, and nothing of it is spelled in two ways.
_PLAIN: Final = re.compile("[!-'*-~\u4e00-\u9fff]*")
# Characters without width that come along when text is copied: they separate nothing.
_INVISIBLE: Final = dict.fromkeys(
    [0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)
_TO_FULL_WIDTH: Final = str.maketrans("()﹙﹚", "（）（）")
_TO_HALF_WIDTH: Final = str.maketrans("（）﹙﹚", "()()")


def normalise_text(text: str) -> str:
    """Return the text of a cell in the spelling that all comparisons use.

    Letters and digits take their NFKC form, one by one (``Ａ`` → ``A``, ``７`` → ``7``; combining
    marks are left where they are, which keeps the work linear). Characters without width vanish.
    Round brackets are full-width in a text with Chinese characters and half-width in any other.
    Blanks of every kind, line breaks included, are stripped at the ends, dropped between Chinese
    characters and become one space elsewhere. Everything else stays as printed: ``163_167`` and
    ``163～167`` keep their sign, because it is the parser that knows a range.

    Idempotent, linear in the length of the text, raises for no string.
    """
    if _PLAIN.fullmatch(text):
        return text
    folded = text.translate(_foldings(text))
    brackets = _TO_FULL_WIDTH if _HAN.search(folded) else _TO_HALF_WIDTH
    clean = _BLANK_WITHIN_CHINESE.sub("", " ".join(folded.translate(brackets).split()))
    # Most cells are as they should be: a large table then holds them once, not twice.
    return text if clean == text else clean


def _foldings(text: str) -> dict[int, str | None]:
    """Return the translation table for the characters that occur in the text.

    Radicals (U+2E80 to U+2FDF) count as letters: PDF files have them in place of characters.
    """
    table: dict[int, str | None] = {}
    for character in set(text):
        if ord(character) in _INVISIBLE:
            table[ord(character)] = None
        # The common ideographs, that is nearly all of a Chinese address, stay what they are.
        elif (character > "\x7f" and not "\u4e00" <= character <= "\u9fff") and (
            unicodedata.category(character)[0] in "LN" or "\u2e80" <= character <= "\u2fdf"
        ):
            table[ord(character)] = unicodedata.normalize("NFKC", character)
    return table
