"""Signs that a font draws in place of letters: a tick in Wingdings is stored as a letter."""

from collections.abc import Mapping
from typing import Final

_TICK: Final = "√"
_CROSS: Final = "×"
_BOX: Final = "□"
# By the small name of a font without blanks, and the code of a sign.
_SIGNS: Final[Mapping[str, Mapping[int, str]]] = {
    "wingdings": {
        **dict.fromkeys((0xFC, 0xFE), _TICK),
        **dict.fromkeys((0xFB, 0xFD), _CROSS),
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), _BOX),
        0x6C: "●",
        0x6E: "■",
        0xA1: "○",
    },
    "wingdings2": {
        **dict.fromkeys((0x50, 0x52), _TICK),
        **dict.fromkeys((0x4F, 0x51, 0x53, 0x54, 0x55, 0x56), _CROSS),
        **dict.fromkeys((0x2A, 0x30, 0xA3), _BOX),
    },
    "wingdings3": {},
    "webdings": {0x61: _TICK, 0x72: _CROSS, 0x63: _BOX, 0x6E: "●", 0x67: "■"},
    "symbol": {0xD6: _TICK, 0xB4: _CROSS, 0xB7: "●"},
}
# Where programs put the signs of such a font, so that nobody takes them for letters.
_PRIVATE: Final = 0xF000
_CODES: Final = 256
_LONGEST_NAME: Final = 20


def is_symbol_font(font: str) -> bool:
    """Return whether a font draws signs in place of letters."""
    return _folded(font) in _SIGNS


def read_symbols(font: str, text: str) -> str | None:
    """Return a text as it looks in a font; None if it has signs of the font that nobody knows."""
    signs = _SIGNS.get(_folded(font))
    if signs is None:
        return text
    read = [_read(signs, character) for character in text]
    return None if None in read else "".join(filter(None, read))


def _read(signs: Mapping[int, str], character: str) -> str | None:
    code = ord(character)
    if _PRIVATE <= code < _PRIVATE + _CODES:
        code -= _PRIVATE
    # Such a font has no other characters, another one draws them; a blank is one in any.
    return character if code >= _CODES or character.isspace() else signs.get(code)


def _folded(font: str) -> str:
    return "".join(font[:_LONGEST_NAME].casefold().replace("-", "").split())
