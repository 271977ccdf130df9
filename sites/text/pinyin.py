"""How Chinese texts are read aloud: one syllable without tone for each character."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

# Stands before what is not Chinese, to tell it from a syllable that looks like it.
OTHER: Final = "\0"
# What the dictionary, made for prose, reads otherwise than people who speak of outlets.
_READINGS: Final = {
    # A bank is a háng, and so is its branch.
    "支行": "zhi hang",
    "总行": "zong hang",
    "邮储行": "you chu hang",
    "浦发行": "pu fa hang",
    "光大行": "guang da hang",
    "三峡行": "san xia hang",
    # Chongqing, shortened: a department store, a hospital, a steel works.
    "重百": "chong bai",
    "重医": "chong yi",
    "重钢": "chong gang",
    "柏林镇": "bai lin zhen",
    "曾家": "zeng jia",
    "上行": "shang xing",
    "幢": "zhuang",
}
# A place's name that begins with 长 behind a town's, a street's, …: not the head (镇长) of it.
_LONG: Final = r"(?<=[省市区县乡镇村街道])长(?=\w)"
_OWN: Final = re.compile("({})".format("|".join([_LONG, *_READINGS])))


def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable per Chinese character, and runs of others behind `OTHER`."""
    return tuple(syllable for word in _words(text) for syllable in _reading(word))


@lru_cache(maxsize=16_384)
def sounds(character: str) -> frozenset[str]:
    """Return all readings of a Chinese character; of another one itself, in small letters."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - see `_words`

    return frozenset(map(str.casefold, pinyin(character, heteronym=True, style=Style.NORMAL)[0]))


def _words(text: str) -> Iterator[str]:
    # Loaded on first use: 0.2 s and 20 MB that a worker which only reads never needs.
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415 - see above

    for place, piece in enumerate(_OWN.split(text)):
        # What the pattern found stands at every other place.
        if place % 2:
            yield piece
        elif piece:
            yield from seg(piece)


# Words come again in one text after the other: looking them up took most of an import's time.
@lru_cache(maxsize=16_384)
def _reading(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as above

    if word in _READINGS:
        return tuple(_READINGS[word].split())
    if word == "长":
        # By itself, in no word that the dictionary has, it is part of a name.
        return ("chang",)
    return tuple(lazy_pinyin(word, errors=lambda run: OTHER + run))
