"""What a person typed → what a point's search text must contain."""

from collections.abc import Collection, Sequence
from typing import Final

from sites.text.search_text import SEPARATOR, fold, fragment_of

# Longer than any name or address; keeps the number of conditions in a statement small.
MAX_TEXT_LENGTH: Final = 200


# Of words in the longest name of an operator: Industrial and Commercial Bank of China.
_LONGEST_NAME: Final = 8


def fragments_of(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Return what a search text must contain for all words of a text to be found in it.

    Blanks separate words; each counts once. What has no letter and no digit is no word, so a
    fragment holds nothing that LIKE or a search index would take for an operator.

    `names` are folded names; words that together are one of them stand for it as a whole: ``Bank
    of China`` is one bank, and not each that has these words in its name.
    """
    words = list(filter(None, map(fold, text.split())))
    fragments: dict[str, None] = {}
    start = 0
    while start < len(words):
        end = _end_of_name(words, start, names)
        name = "".join(words[start:end])
        fragments[f"{SEPARATOR}{name}{SEPARATOR}" if end else fragment_of(words[start])] = None
        start = end or start + 1
    return tuple(fragments)


def _end_of_name(words: Sequence[str], start: int, names: Collection[str]) -> int:
    """Return the index behind the longest name that begins at a word, 0 if none does."""
    for end in range(min(start + _LONGEST_NAME, len(words)), start, -1):
        if "".join(words[start:end]) in names:
            return end
    return 0
