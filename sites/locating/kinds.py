"""Words that name a kind of place and no place: 政府, 车站, 医院.

They are a reviewed list, ``data/locating/kinds.csv``. A text is of a kind if it consists of such
words, and of those that stand before them: 区政府, 第一人民医院, 东街, E栋2单元.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from django.conf import settings

# A figure, a letter that numbers a block, a numeral; a whole word in letters is no number.
_NUMBER: Final = re.compile(
    "[0-9]+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[零〇一二三四五六七八九十百]|-"
)


# No text of such words is longer.
_LONGEST: Final = 30


class _Role(StrEnum):
    """Where a word stands."""

    BEFORE = "before"
    """Before a word that names a kind: 区 in 区政府. By itself it says nothing either."""
    KIND = "kind"
    UNIT = "unit"
    """A part of a building or a road, a side, a number: 楼 in 2楼, 西段. By itself no kind."""
    ROAD = "road"
    """Behind such words alone (东街); 车站路 and 园区大道 are names of roads."""


def names_kind(text: str) -> bool:
    """Return whether a normalised text names a kind of place and nothing else, not even a house."""
    has_number = any(map(str.isdigit, text))
    return not has_number and bool(_ends(text) & {_Role.KIND, _Role.ROAD})


def without_kind(text: str) -> str:
    """Return a text without the longest word for a kind of place that it ends with.

    成都 for 成都火车站; the text itself if it ends with none, or consists of one.
    """
    if names_kind(text):
        return text
    starts = range(max(1, len(text) - _LONGEST), len(text))
    return next((text[:start] for start in starts if names_kind(text[start:])), text)


def says_nothing(text: str) -> bool:
    """Return whether a normalised text tells no place from others: a kind, a rank, a number."""
    return bool(_ends(text))


def _ends(text: str) -> set[_Role]:
    """Return what a text can be if it consists of the words of the list, else nothing.

    ``KIND`` if it names a kind, ``ROAD`` if it is a road (and perhaps a house) without a name,
    ``UNIT`` or ``BEFORE`` if it is but ranks and numbers.
    """
    if not 0 < len(text) <= _LONGEST:
        return set()
    reached: list[set[_Role]] = [set() for _ in range(len(text) + 1)]
    reached[0] = {_Role.BEFORE}
    for start, before in enumerate(reached[:-1]):
        if not before:
            continue
        for end, role in _words_at(text, start):
            if role is _Role.ROAD:
                # A road that is named after a kind of place has a name.
                reached[end] |= {_Role.ROAD} if _Role.BEFORE in before else set()
            elif role is _Role.KIND:
                reached[end] |= {_Role.ROAD if one is _Role.ROAD else role for one in before}
            elif role is _Role.UNIT:
                reached[end] |= {role if one is _Role.BEFORE else one for one in before}
            else:
                reached[end] |= before
    return reached[-1]


def _words_at(text: str, start: int) -> Iterator[tuple[int, _Role]]:
    """Yield the end and the role of each word that begins at an index."""
    if match := _NUMBER.match(text, start):
        yield match.end(), _Role.BEFORE
    words, longest = _listed()
    for end in range(start + 1, min(start + longest, len(text)) + 1):
        for role in words.get(text[start:end], ()):
            yield end, role


@cache
def _listed() -> tuple[Mapping[str, tuple[_Role, ...]], int]:
    """Return the roles of each word of the list, and the length of the longest."""
    words: dict[str, tuple[_Role, ...]] = {}
    path = settings.BASE_DIR / "data" / "locating" / "kinds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["word"]] = (*words.get(row["word"], ()), _Role(row["role"]))
    return words, max(map(len, words))
