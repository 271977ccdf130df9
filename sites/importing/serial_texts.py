"""The number that a table prints before an outlet, however it writes it."""

import re
import unicodedata
from typing import Final

from sites.changes.serials import HIGHEST_SERIAL

_AROUND: Final = " .、,，。:：)）(（]】[【第号#№"
_FIGURES: Final = re.compile(r"(?:no\.?|№)?\s*(\d{1,30})(?:\.0+)?", re.ASCII | re.IGNORECASE)
# Figures of full width are figures, ① is none.
_PLAIN: Final = re.compile(r"[1-9１-９]\d*(?:\.0+)?")
_CHINESE: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}
_LONGEST: Final = 40


def read_serial(printed: str) -> int | None:
    """Return the number from 1 up that a cell counts with: 7, 007, 5、, （二）, ①, 十一.

    None for anything else (1-1, a date, a formula), and for more than `HIGHEST_SERIAL`.
    """
    if len(printed) > _LONGEST:
        return None
    # ① and Ⅳ become figures and letters, ㈡ becomes (二).
    text = unicodedata.normalize("NFKC", printed).strip(_AROUND)
    figures = _FIGURES.fullmatch(text)
    number = int(figures[1]) if figures else _chinese(text)
    return number if number is not None and 1 <= number <= HIGHEST_SERIAL else None


def is_plain(printed: str) -> bool:
    """Return whether a cell is a number as it is."""
    return _PLAIN.fullmatch(printed.strip()) is not None


def _chinese(text: str) -> int | None:
    """Return the number that Chinese figures make: 十一, 二十, 一百零三."""
    if not text or not all(sign in _CHINESE or sign in _UNITS for sign in text):
        return None
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_CHINESE[sign]) for sign in text))
    total, figure = 0, 0
    for place, sign in enumerate(text):
        if sign in _UNITS:
            total += (figure or (1 if place == 0 else 0)) * _UNITS[sign]
            figure = 0
        else:
            figure = _CHINESE[sign]
    return total + figure
