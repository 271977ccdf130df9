"""A text in letters → what it says in Chinese, if it names places and operators of the region."""

import re
from collections.abc import Iterator
from typing import Final

from sites.locating.slips import letters_of, readings
from sites.locating.surroundings import Surroundings, letter_words

_WORD: Final = re.compile("[a-z]+")
_RANKS: Final = frozenset(
    {
        *("district", "qu", "county", "xian", "city", "shi", "municipality", "province", "sheng"),
        *("subdistrict", "jiedao", "town", "zhen", "township", "xiang"),
    }
)
# Bai Sha is Baisha.
_MOST_SYLLABLES: Final = 4


def in_chinese(text: str, around: Surroundings) -> str | None:
    """Return what a text in letters says: 江津区工商银行 for ICBC Jiangjin.

    None if it names anything else than areas, towns and operators of the region, or two of a sort.
    """
    words = _WORD.findall(text.casefold())
    if not words or not text.isascii() or any(map(str.isdigit, text)):
        return None
    places = dict(_places(around))
    said: dict[int, str] = {}
    left = []
    index = 0
    while index < len(words):
        for end in range(min(index + _MOST_SYLLABLES, len(words)), index, -1):
            if place := places.get("".join(words[index:end])):
                level, name = place
                if said.setdefault(level, name) != name:
                    return None
                index = end
                break
        else:
            # A rank is one only behind a name.
            if not (said and words[index] in _RANKS):
                left.append(words[index])
            index += 1
    rest = letter_words(" ".join(left))
    operator = around.operators_in_letters.get(rest) if rest else ""
    if operator is None:
        return None
    return "".join(name for _level, name in sorted(said.items())) + operator


def _places(around: Surroundings) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield what areas and towns are called in letters, with their level and full name."""
    places = around.places
    for key, town in places.towns.items():
        yield key, (2, town.name)
        for name in around.spellings[key]:
            yield readings(name)[0], (2, town.name)
    # What is called like its district is the district.
    names = places.names
    for level, called, name in (
        (0, names.province, places.province),
        (1, names.district[:2], places.name),
    ):
        for one in called:
            yield letters_of(readings(one)[0]), (level, name)
