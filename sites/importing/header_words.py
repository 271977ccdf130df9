"""What the title of a column means, by the words that people use."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from sites.geo.datum import Datum
from sites.reference.files import HEADER_WORDS, REFERENCE_DIRECTORY, read_whole
from sites.text.normalise import HAN, normalise_text
from sites.text.traditional import simplified

NOTHING: Final = "-"
"""The column of the words that are known to mean nothing to us."""

_LONGEST_TITLE: Final = 60
# A word of the file that begins with it stands for the end of a title.
_ENDS_WITH: Final = "*"
_MARKS: Final = " *＊:：_、，,。.·'\"“”"
_NUMBERING: Final = re.compile(r"^[(（]?\d{1,2}[)）.、．]\s*")
_BRACKET: Final = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_PARTS: Final = re.compile(r"[/|\\、及和与或]")
# 原电话, 地址（旧）: what the outlet no longer has. 新电话, 现地址: what it has.
_WHEN: Final = "(?:变更|调整|更名|更改|迁移|搬迁|修改|更正|搬家|改)"
_PAST: Final = re.compile(
    f"^(?:原|旧|老|曾用|历史|{_WHEN}之?前)|[(（【\\[](?:原|旧|已停用|作废|{_WHEN}前)"
)
_PRESENT: Final = re.compile(f"^(?:现在?|新|最新|现用|当前|{_WHEN}之?后)的?")
_CHINESE: Final = re.compile(f"[{HAN}]+")
_DATUMS: Final[Mapping[Datum, "re.Pattern[str]"]] = {
    Datum.GCJ02: re.compile(r"gcj-?0?2|高德|腾讯|火星|国测局"),
    Datum.BD09: re.compile(r"bd-?0?9(?:ll|mc)?|百度"),
    Datum.WGS84: re.compile(r"wgs-?(?:19)?84|gps|天地图|cgcs-?2000|国家2000|2000国家大地|大地2000"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a title means.

    Attributes:
        column: the column, `NOTHING` for one that is known to be none of ours.
        rank: how well the word fits among those for the column; the lowest fits best.
    """

    column: str
    rank: int


def meaning_of(title: str) -> Meaning | None:
    """Return what a title means, None where nobody can tell."""
    return _meaning(plain(title)) if len(title) <= _LONGEST_TITLE else None


def plain(title: str) -> str:
    """Return a title as titles are compared: in small simplified letters, without blanks."""
    text = simplified(normalise_text(_NUMBERING.sub("", title))).casefold()
    return "".join(text.split()).strip(_MARKS)


def datum_of(text: str) -> Datum | None:
    """Return the datum that a title or a cell names, None if it names none or several."""
    folded = "".join(text.casefold().split())
    named = [datum for datum, words in _DATUMS.items() if words.search(folded)]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=4_096)
def _meaning(title: str) -> Meaning | None:
    words = _words()
    if title not in words:
        if _PAST.search(title):
            return Meaning(NOTHING, 0)
        title = _PRESENT.sub("", title) or title
    for text in _spellings(title):
        if text in words:
            return words[text]
    bare = _BRACKET.sub("", title)
    parts = _PARTS.split(bare)
    if len(parts) > 1:
        return _meaning_of_several([words.get(part) for part in parts])
    return next((found for end, found in _endings().items() if bare.endswith(end)), None)


def _meaning_of_several(parts: Sequence[Meaning | None]) -> Meaning | None:
    """Return what a title means that names several things: a cell with an address has the rest."""
    known = {part.column: part for part in parts if part is not None}
    if len(known) == 1 and None not in parts:
        return next(iter(known.values()))
    return known["address"] if known.keys() - {NOTHING} == {"address", "phone"} else None


def _spellings(title: str) -> Iterator[str]:
    """Yield a title, without its brackets, without its datum, and in each script by itself."""
    bare = _BRACKET.sub("", title).strip(_MARKS)
    yield from (title, bare)
    without_datum = title
    for words in _DATUMS.values():
        without_datum = words.sub("", without_datum)
    yield _BRACKET.sub("", without_datum).strip(_MARKS + "-()（）")
    chinese = _CHINESE.findall(bare)
    if len(chinese) == 1 and chinese[0] != bare:
        yield from (chinese[0], bare.replace(chinese[0], "").strip(_MARKS + "/|\\()（）"))


@cache
def _words() -> Mapping[str, Meaning]:
    return {plain(word): found for word, found in _file() if not word.startswith(_ENDS_WITH)}


@cache
def _endings() -> Mapping[str, Meaning]:
    """Return what titles mean that end so, the longest endings first."""
    found = [(plain(word), found) for word, found in _file() if word.startswith(_ENDS_WITH)]
    return dict(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _file() -> tuple[tuple[str, Meaning], ...]:
    rows = read_whole(REFERENCE_DIRECTORY, HEADER_WORDS)
    return tuple(
        (row["word"], Meaning(row["column"], rank)) for rank, row in enumerate(rows, start=1)
    )
