"""What tables call the services: words in a cell, and columns that are ticked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from sites.importing.header_words import plain
from sites.reference.files import (
    REFERENCE_DIRECTORY,
    SERVICE_WORDS,
    read_whole,
    split_list,
)
from sites.text.normalise import normalise_text
from sites.text.traditional import simplified

_ALL: Final = "*"
_LONGEST_TITLE: Final = 60
_SEPARATORS: Final = re.compile(r"[、，,;；/／|\\.。:：+＋&＆~～\-·和及与或兼]+")
# 1., (2); a figure alone is what ③ becomes.
_NUMBERING: Final = re.compile(r"[(（]?\d{1,2}[.、)）．]?")
# What says nothing of its own beside the name of a service.
_FILLING: Final = re.compile(
    r"可以|能够|可|能|均|都|办理|代办|受理|提供|开办|支持|业务|服务|功能|项目|事项|社会保障卡|社保卡|等"
)
# That all of it is done, where a cell names no service: 均可办理.
_AFFIRMED: Final = re.compile("可|能|办理|代办|受理|提供|开办|支持")
_BRACKETS: Final = re.compile(r"[（(\[【]|[）)\]】]")
_IN_BRACKETS: Final = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_DENIED: Final = re.compile("不|未|非|停|暂|无法|取消")
_TITLE_AROUND: Final = re.compile(
    r"^(?:是否|能否|可否)?(?:可以|可|能)?(?:提供|支持|开通|办理|受理|办)?|"
    r"(?:业务|服务|功能)?(?:办理)?(?:情况)?(?:[(（]?是[/、]?否[)）]?)?$"
)


@dataclass(frozen=True, slots=True)
class ServicesRead:
    """What a cell names: codes of services, and words that are none."""

    codes: frozenset[str]
    unknown: tuple[str, ...] = ()


class ServiceWords:
    """The words for the stored services."""

    def __init__(self, services: Mapping[str, str]) -> None:
        """`services` are the stored services' codes by what they are called."""
        codes = frozenset(services.values())
        stored = {plain(word): frozenset({code}) for word, code in services.items()}
        said = {word: codes & _codes(found, codes) for word, found in _file().items()}
        self._words = {**{word: found for word, found in said.items() if found}, **stored}
        self._every = codes
        self._longest = max(map(len, self._words), default=0)

    def read(self, printed: str) -> ServicesRead:
        """Return the services that a cell names, in words with something or nothing between.

        A cell that says no more than that it can be done means all; 社保卡业务 names none.
        """
        text = _joined(printed)
        codes: set[str] = set()
        unknown: list[str] = []
        start = 0
        while start < len(text):
            end, found = self._piece(text, start)
            if found is None:
                unknown.append(text[start:end].strip())
            else:
                codes |= found
            separator = _SEPARATORS.match(text, end)
            start = separator.end() if separator else end
        if text and not (codes or unknown):
            if not _AFFIRMED.search(text):
                return ServicesRead(frozenset(), (printed.strip(),))
            codes |= self._every
        return ServicesRead(frozenset(codes), tuple(filter(None, unknown)))

    def titled(self, title: str) -> frozenset[str]:
        """Return the services that are ticked in a column with that title, or that code."""
        if stored := self._words.get(plain(title)):
            return stored
        found = (self._words.get(word, frozenset()) for word in _title_words(title))
        return frozenset[str]().union(*found)

    def _piece(self, text: str, start: int) -> tuple[int, frozenset[str] | None]:
        """Return where a piece between separators ends, and what it names; None for what not."""
        place, codes, is_known = start, frozenset[str](), True
        while place < len(text):
            if word := self._word(text, place):
                codes |= self._words[word]
                place += len(word)
            elif numbering := _NUMBERING.match(text, place):
                place = numbering.end()
            elif _SEPARATORS.match(text, place):
                break
            elif filling := _FILLING.match(text, place):
                place = filling.end()
            else:
                is_known = False
                place += 1
        return place, codes if is_known else None

    def _word(self, text: str, place: int) -> str:
        """Return the longest word that begins at a place, "" if none does."""
        for length in range(min(self._longest, len(text) - place), 0, -1):
            if (word := text[place : place + length]) in self._words:
                return word
        return ""


def is_ticked_title(title: str) -> bool:
    """Return whether a column with that title is ticked for a service."""
    return bool(_title_words(title))


def speaks_of_service(title: str) -> bool:
    """Return whether a title holds a word for a service, whatever else it says: 暂停激活."""
    bare = plain(title)
    return any(word in bare for word in _titles())


@lru_cache(maxsize=4_096)
def _title_words(title: str) -> tuple[str, ...]:
    """Return the words for services in a title that says nothing else, none if it does."""
    bare = plain(title)
    if _DENIED.search(bare) or len(bare) > _LONGEST_TITLE:
        return ()
    around = _TITLE_AROUND.sub("", bare)
    texts = (bare, around, _BRACKETS.sub("", bare), _IN_BRACKETS.sub("", bare))
    return next(filter(None, map(_only_words, texts)), ())


def _only_words(text: str) -> tuple[str, ...]:
    """Return the words that a text is made of, with nothing but separators and filling between."""
    found: list[str] = []
    place = 0
    while place < len(text):
        lengths = range(min(_longest_title_word(), len(text) - place), 0, -1)
        ends = (place + length for length in lengths if text[place : place + length] in _titles())
        if end := next(ends, None):
            found.append(text[place:end])
        elif between := _SEPARATORS.match(text, place) or _FILLING.match(text, place):
            end = between.end()
        else:
            return ()
        place = end
    return tuple(found)


@cache
def _longest_title_word() -> int:
    return max(map(len, _titles()))


def _joined(printed: str) -> str:
    """Return a cell as words are looked for: a line break separates, a blank does not."""
    lines = "、".join(map(normalise_text, printed.splitlines()))
    return "".join(simplified(lines).casefold().split())


def _codes(found: tuple[str, ...], every: Collection[str]) -> frozenset[str]:
    return frozenset(every if _ALL in found else found)


@cache
def _file() -> Mapping[str, tuple[str, ...]]:
    return {plain(row["word"]): tuple(split_list(row["services"])) for row in _rows()}


@cache
def _titles() -> frozenset[str]:
    return frozenset(plain(row["word"]) for row in _rows() if row["is_title"])


@cache
def _rows() -> list[dict[str, str]]:
    return read_whole(REFERENCE_DIRECTORY, SERVICE_WORDS)
