"""What a person typed → the words that a point's search text must contain."""

from typing import Final

from sites.recording.search_text import fold

# Longer than any name or address; keeps the number of conditions in a statement small.
MAX_TEXT_LENGTH: Final = 200


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, each once, in their order.

    Blanks separate words. What has no letter and no digit is no word, so the words hold nothing
    that LIKE would take for a wildcard.
    """
    return tuple(dict.fromkeys(filter(None, map(fold, text.split()))))
