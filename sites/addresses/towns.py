"""What a region and its towns are called: the vocabulary that the parser works with."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

from sites.text.normalise import normalise_text

_RANK: Final = re.compile(r"(?:特别行政区|自治区|地区|省|市|州|盟|区|县|旗)$")
_TOWN_RANK: Final = ("街道", "街道办事处", "街道办", "镇", "乡", "苏木")


@dataclass(frozen=True, slots=True)
class RegionNames:
    """The spellings of a county-level district and of what it lies in, full name first.

    ``city`` is empty where the province is a municipality (重庆市). ``former_around`` are areas
    that the district lay in once (四川省, 永川地区): they count where the district follows.
    """

    province: tuple[str, ...]
    district: tuple[str, ...]
    city: tuple[str, ...] = ()
    former_around: tuple[str, ...] = ()

    @classmethod
    def of(cls, province: str, district: str, city: str = "") -> Self:
        """Return the names with their short forms: 重庆市 also 重庆, 江津区 also 江津.

        A name whose short form drops more than the rank (广西壮族自治区, 广西) has to be given
        to the constructor in both spellings.
        """
        return cls(_with_short_form(province), _with_short_form(district), _with_short_form(city))


def _with_short_form(name: str) -> tuple[str, ...]:
    name = normalise_text(name)
    if not name:
        return ()
    short = _RANK.sub("", name)
    return (name, short) if len(short) >= 2 and short != name else (name,)


@dataclass(frozen=True, slots=True)
class TownName:
    """A town's key, its full name (几江街道) and its other spellings (几江, 几江街道办事处)."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A stretch of text that spells the name of one town, or of several that share a name."""

    keys: frozenset[str]
    start: int
    end: int
    is_full: bool
    """Whether it says that it means a town (几江街道), where 几江 alone may be part of a road."""


class TownIndex:
    """All spellings of a region's towns, for a fast search. Built once per region."""

    def __init__(self, towns: Iterable[TownName]) -> None:
        names = tuple(towns)
        self.keys = frozenset(town.key for town in names)
        """The keys of all towns."""
        if len(self.keys) != len(names):
            raise ValueError("Two towns of one region have the same key.")
        self._keys_of: dict[str, set[str]] = {}
        self._full: set[str] = set()
        for town in names:
            self._full.add(normalise_text(town.name))
            for spelling in map(normalise_text, (town.name, *town.aliases)):
                if spelling:
                    self._keys_of.setdefault(spelling, set()).add(town.key)
        self._full.update(text for text in self._keys_of if text.endswith(_TOWN_RANK))
        # Longest first: 白沙洲 must not be read as 白沙.
        longest_first = sorted(self._keys_of, key=lambda text: (-len(text), text))
        # (?!) matches nothing: a region without towns has no spelling.
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def spellings_in(self, text: str) -> Iterator[Spelling]:
        """Yield the spellings found in a normalised text, left to right, longest first."""
        return map(self._spelling, self._pattern.finditer(text))

    def spelling_at(self, text: str, start: int) -> Spelling | None:
        """Return the longest spelling that begins at an index of a normalised text."""
        match = self._pattern.match(text, start)
        return self._spelling(match) if match else None

    def _spelling(self, match: re.Match[str]) -> Spelling:
        text = match.group()
        keys = frozenset(self._keys_of[text])
        return Spelling(keys, match.start(), match.end(), text in self._full)
