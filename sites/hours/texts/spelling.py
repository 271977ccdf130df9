"""A text as typed → as it was meant: one form of each character, slips of typing put right.

A slip is put right only where what stands there can be nothing else: a 一 between two times is a
dash, a semicolon within a time is a colon.
"""

import re
import unicodedata
from html import unescape
from typing import Final

from sites.text.traditional import simplified

__all__ = ["normalised"]

_BRACKETS: Final = str.maketrans("[{【〔〈《「『]}】〕〉》」』", "((((((((" + "))))))))")
_DASHES: Final = str.maketrans(dict.fromkeys("~～‐‑‒–—―−─﹣ー_", "-"))
_QUOTES: Final = str.maketrans(dict.fromkeys("“”\"'‘’*★●◆■▶", " "))
_HIDDEN: Final = ("Cf", "Cc", "Co", "Cn", "Cs")
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}[^<>\n]{0,60}>", re.IGNORECASE)
_WEEK: Final = "(?:周|星期|礼拜)"
_SLIPS: Final = (
    # 8:30一17:00, 8点一17点
    (re.compile(r"(?<=[\d点时]) ?一{1,2} ?(?=\d{1,2}[:点时])"), "-"),
    # 周一一周五, 周—至周五, 周一致周五
    (re.compile(rf"({_WEEK}[一二三四五六日天])一(?={_WEEK})"), r"\1-"),
    (re.compile(rf"({_WEEK})-(?=[至到、,])"), r"\1一"),
    (re.compile(rf"(?<=[一二三四五六日天])致(?={_WEEK})|(?<=\d)致(?=\d)"), "至"),
    # 14:00-17;30 and 8;30-12:00
    (re.compile(r"(?<=[-至到])(\d{1,2});([0-5]\d)(?! ?[-至到\d:点时])"), r"\1:\2"),
    (re.compile(r"(?<![-至到\d:.;])(\d{1,2});([0-5]\d)(?= ?[-至到] ?\d{1,2}[:;])"), r"\1:\2"),
    # 8:45-11:4513:15-16:30
    (re.compile(r"(?<=\d:[0-5]\d)(?=\d{1,2}:[0-5]\d)"), " "),
)


def normalised(text: str) -> str:
    """Return a text in simplified characters of one width, its lines without outer blanks."""
    plain = _TAG.sub("\n", unescape(text)) if "&" in text or "<" in text else text
    folded = unicodedata.normalize("NFKC", simplified(plain)).casefold()
    folded = folded.translate(_BRACKETS).translate(_DASHES).translate(_QUOTES)
    visible = (one for one in folded if one == "\n" or unicodedata.category(one) not in _HIDDEN)
    lines = (" ".join(line.split()) for line in "".join(visible).splitlines())
    meant = "\n".join(filter(None, lines))
    for slip, replacement in _SLIPS:
        meant = slip.sub(replacement, meant)
    return meant
