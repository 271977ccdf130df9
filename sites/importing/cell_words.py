"""Words in a cell that are no fact about an outlet: nothing, the same as above, a total."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from sites.reference.files import CELL_WORDS, REFERENCE_DIRECTORY, read_whole
from sites.text.normalise import normalise_text
from sites.text.traditional import simplified

_LONGEST: Final = 20
# What may stand behind a word that begins a row: 注：, 合计2个, 审核人（签字）：.
_BEFORE: Final = " \t\r\n\u3000(（【[※*★"
_BEHIND: Final = ":：)）]】"
# What chooses between the drawings of a sign: ✔ and ✔️ are the same.
_VARIATIONS: Final = str.maketrans("", "", "\ufe0e\ufe0f")
_COUNT: Final = re.compile("[〇零一二三四五六七八九十百千两个家处共有网点数]*")
_COMMENT: Final = re.compile(r"([^（(]{1,10})([（(][^（）()]{1,100}[)）])")
_SUM: Final = ("计", "总数")
_BEGINNING: Final = re.compile(r"[(（【\[※*★]*([^\W\d_]+)\s*(?:[(（][^()（）]*[)）])?\s*(.?)")


class RowWord(StrEnum):
    """What a row is that begins with a word."""

    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"


def is_empty(printed: str) -> bool:
    """Return whether a cell says that there is nothing to say: 无, 待定, NULL, ——."""
    return _means("empty", printed)


def is_as_above(printed: str) -> bool:
    """Return whether a cell stands for the one above it: 同上, 〃."""
    return _means("above", printed)


def is_ticked(printed: str) -> bool | None:
    """Return whether a cell is ticked, None if nobody can tell.

    A blank, a dash and 无 are no tick; 未知 and 待定 are no answer.
    """
    if not printed.strip() or _means("no", printed):
        return False
    return True if _means("yes", printed) else None


def split_comment(printed: str) -> tuple[str, str]:
    """Return a cell without what stands in brackets behind it, and that: √（需预约）."""
    match = _COMMENT.fullmatch(printed.strip())
    return (match[1], match[2]) if match is not None else (printed, "")


def row_word(printed: str) -> RowWord | None:
    """Return what a row is whose first text this is, None if it may be an outlet.

    A note or a signature has a colon or a number behind its word, or nothing. A total may say in
    front of what: 全区合计.
    """
    if _is_total_of(printed):
        return RowWord.TOTAL
    if not any(_may_mean(meaning, printed) for meaning in RowWord):
        return None
    # 联系人 张三: a blank behind the word is as good as a colon.
    head = printed[: 4 * _LONGEST].split(maxsplit=1)
    for text in (_folded(printed[: 4 * _LONGEST]), _folded(head[0]) if len(head) > 1 else ""):
        match = _BEGINNING.match(text)
        word, behind = match.groups() if match is not None else ("", "")
        for meaning in RowWord if word else ():
            is_alone = not behind or behind in _BEHIND or behind.isdigit()
            if is_alone and word in _words()[meaning]:
                return meaning
            if meaning is RowWord.TOTAL and _is_counted(word):
                return meaning
    return None


def _is_total_of(printed: str) -> bool:
    return len(printed) <= _LONGEST and _folded(printed).strip(_BEHIND + "。").endswith(_sums())


def _is_counted(word: str) -> bool:
    """Return whether a word is one for a total with its number: 共计五十七个."""
    totals = (total for total in _words()[RowWord.TOTAL] if word.startswith(total))
    return any(_COUNT.fullmatch(word, len(total)) for total in totals)


def _means(meaning: str, printed: str) -> bool:
    if len(printed) > _LONGEST or not _may_mean(meaning, printed):
        return False
    text = _folded(printed).strip(" 。.()（）[]【】").strip() or _folded(printed)
    words = _words()[meaning]
    # A dash or a stroke may be drawn out: ——, ///.
    return text in words or (len(set(text)) == 1 and text[0] in words)


def _may_mean(meaning: str, printed: str) -> bool:
    """Return whether a text begins like a word: most cells need not be looked at any closer."""
    return _folded_initial(printed.lstrip(_BEFORE)[:1]) in _initials(meaning)


@lru_cache(maxsize=8_192)
def _folded_initial(character: str) -> str:
    return simplified(normalise_text(character)).casefold()


@cache
def _initials(meaning: str) -> frozenset[str]:
    return frozenset(word.lstrip(_BEFORE)[:1] for word in _words()[meaning])


def _folded(text: str) -> str:
    """Return a text in small simplified letters, without blanks."""
    text = simplified(normalise_text(text)).casefold()
    return "".join(text.translate(_VARIATIONS).split())


@cache
def _sums() -> tuple[str, ...]:
    """Return the words for a total that are no beginning of anything else."""
    return tuple(word for word in _words()[RowWord.TOTAL] if word.endswith(_SUM))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in read_whole(REFERENCE_DIRECTORY, CELL_WORDS):
        found.setdefault(row["meaning"], set()).add(_folded(row["word"]))
    return {meaning: frozenset(words) for meaning, words in found.items()}
