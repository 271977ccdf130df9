"""What people say → the guides that they may mean."""

from functools import cache
from itertools import product
from typing import Final

from sites.guides.content import Guide, Language
from sites.guides.guide_answer import GuideEntry
from sites.guides.regional_guide import all_guides, entry_of
from sites.text.search_text import SEPARATOR, compose, fold

# Longer than anything that people say of a card.
MAX_TEXT_LENGTH: Final = 200
# Two Chinese characters carry a meaning; as many Latin letters stand in everything.
_SHORTEST: Final = 2
_SHORTEST_LATIN: Final = 4
# Said of every problem, and of every office: they tell nothing.
_GENERIC: Final = frozenset(
    {"社保", "社保卡", "医保", "医保卡", "社会保障", "社会保障卡", "card", "社保中心", "银行"}
)
# Best first: the very words, the words among others, a part of them.
_SAME, _AMONG, _PART = range(3)


def find_guides(text: str, language: Language) -> tuple[GuideEntry, ...]:
    """Return the guides that a text may mean, best first, () if it sounds like none.

    The everyday words of the guides are found within what was typed, and what was typed within
    them: as they are written, in pinyin, and (the whole) by the initials of the pinyin.
    """
    if len(text) > MAX_TEXT_LENGTH:
        return ()
    words = dict.fromkeys((fold(text), *map(fold, text.split())))
    typed = [word for word in words if word and word not in _GENERIC]
    if not typed:
        return ()
    ranked = [
        (rank, place, guide)
        for place, (guide, phrases) in enumerate(_phrases(spelt=any(map(str.isascii, typed))))
        for rank in [_rank(typed, phrases)]
        if rank is not None
    ]
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(entry_of(guide, language) for _rank, _place, guide in ranked)


@cache
def _phrases(*, spelt: bool) -> tuple[tuple[Guide, tuple[tuple[str, ...], ...]], ...]:
    """Return the guides, each with its phrases: as written, if `spelt` also pinyin and initials.

    Who types Chinese does not wait for the pinyin, which takes half a second the first time.
    """
    return tuple(
        (
            guide,
            tuple(_forms(one, spelt) for one in (guide.title.zh, guide.title.en, *guide.says)),
        )
        for guide in all_guides()
    )


def _forms(phrase: str, spelt: bool) -> tuple[str, ...]:
    if not spelt:
        return (fold(phrase),)
    return tuple(compose([], [phrase]).strip(SEPARATOR).split(SEPARATOR))


def _rank(typed: list[str], phrases: tuple[tuple[str, ...], ...]) -> int | None:
    """Return how well the typed words fit the best of the phrases; None if not at all."""
    ranks = [
        rank
        for word, forms in product(typed, phrases)
        for rank in [_fit(word, forms)]
        if rank is not None
    ]
    return min(ranks, default=None)


def _fit(word: str, forms: tuple[str, ...]) -> int | None:
    if len(word) >= _SHORTEST and word in forms:
        return _SAME
    # The initials come last, where there are any: too short to be looked for in other text.
    whole = forms[:2]
    if any(form in word for form in whole if _is_telling(form)):
        return _AMONG
    # A small part of a phrase may be a part of anything.
    if _is_telling(word) and any(word in form and 2 * len(word) >= len(form) for form in whole):
        return _PART
    return None


def _is_telling(text: str) -> bool:
    return len(text) >= (_SHORTEST_LATIN if text.isascii() else _SHORTEST)
