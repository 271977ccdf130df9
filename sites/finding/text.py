"""What a person typed → what a point's search text must contain."""

from typing import Final

from sites.recording.search_text import fold, fragment_of

# Longer than any name or address; keeps the number of conditions in a statement small.
MAX_TEXT_LENGTH: Final = 200


def fragments_of(text: str) -> tuple[str, ...]:
    """Return what a search text must contain for all words of a text to be found in it.

    Blanks separate words; each counts once. What has no letter and no digit is no word, so a
    fragment holds nothing that LIKE or a search index would take for an operator.
    """
    words = dict.fromkeys(filter(None, map(fold, text.split())))
    return tuple(map(fragment_of, words))
