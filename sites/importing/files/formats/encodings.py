"""Bytes become text; where they do not, why not."""

import codecs
import re
from collections.abc import Iterable
from itertools import islice
from typing import Final, NoReturn

from sites.importing.files.formats.kinds import no_table
from sites.importing.files.formats.refusal import Refusal, say

_UTF8, _CHINESE, _NEITHER = "utf-8", "gb18030", ""
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Pages of Taiwan and Hong Kong say so; nobody else needs to.
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*(big5|big5-hkscs)\b", re.IGNORECASE)
_HEAD: Final = 64 * 1024
# What no text has, beside tabs and the ends of lines.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# How texts come to be wrong: what they were read as, and what they are.
_MISREADINGS: Final = ((_CHINESE, _UTF8), ("cp1252", _UTF8), ("latin-1", _UTF8), ("latin-1", "gbk"))
_LINES_LOOKED_AT: Final = 200
_SHOWN: Final = 12
# A text may have some bytes of no meaning; what is nothing but bytes has every eighth.
_MOST_SLIPS: Final = 0.25
_USUAL_IN_BINARY: Final = 0.05
_PUNCTUATION: Final = "，。（）、：；·"


def decode(content: bytes) -> str:
    """Return the text that bytes are in UTF-8, UTF-16 or GB18030; raises ``Refusal``.

    Line breaks stay as they are; the mark at the beginning is no part of the text.
    """
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if encoding is None and (declared := _DECLARED.search(content[:_HEAD])):
        encoding = declared[1].decode()
    if encoding is not None:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            _explain(content, error)
    else:
        text = _decode_unmarked(content)
    _refuse_misread(text)
    return text


def _decode_unmarked(content: bytes) -> str:
    if b"\0" in content and (wide := _decode_wide(content)) is not None:
        return wide
    if _share_of_signals(content) > _MOST_SLIPS:
        raise no_table()
    try:
        return content.decode(_UTF8)
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode(_CHINESE)
    except UnicodeDecodeError as error:
        _explain(content, error)
    # A text that is damaged, or two texts in one, may be one in GB18030 by chance.
    if any(_is_chinese(line) for line in map(_from_utf8, content.splitlines()) if line):
        _explain(content)
    return text


def _decode_wide(content: bytes) -> str | None:
    """Return a text in UTF-16 without a mark, None if it is none: nothing in it is odd then."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content[: len(content) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        if ("\n" in text or "\r" in text) and not _CONTROL.search(text):
            return text
    return None


def _explain(content: bytes, error: UnicodeDecodeError | None = None) -> NoReturn:
    """Say what is wrong with bytes that are no text in one encoding: in which lines, and why."""
    if _share_of_signals(content) > _USUAL_IN_BINARY:
        raise no_table() from error
    first: dict[str, int] = {}
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.isascii():
            first.setdefault(_encoding_of(line), number)
    remedy = say("Open the file where it was made, and save it anew as XLSX or as CSV in UTF-8.")
    if _NEITHER in first:
        problem = say(
            "Line %(row)d has bytes that are no characters: the file is damaged there.",
            row=first[_NEITHER],
        )
    elif _UTF8 in first and _CHINESE in first:
        problem = say(
            "The file mixes two encodings: line %(first)d is in UTF-8, line %(second)d in GB18030.",
            first=first[_UTF8],
            second=first[_CHINESE],
        )
    else:
        raise no_table() from error
    raise Refusal(problem, remedy) from error


def _share_of_signals(content: bytes) -> float:
    """Return which part of the beginning are bytes that no text needs."""
    head = content[:_HEAD]
    signals = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\v\f\r")
    return signals / max(1, len(head))


def _encoding_of(line: bytes) -> str:
    if _from_utf8(line):
        return _UTF8
    try:
        line.decode(_CHINESE)
    except UnicodeDecodeError:
        return _NEITHER
    return _CHINESE


def _from_utf8(line: bytes) -> str:
    """Return a line of more than ASCII in UTF-8, "" if it is none."""
    try:
        text = line.decode(_UTF8)
    except UnicodeDecodeError:
        return ""
    return "" if text.isascii() else text


def _refuse_misread(text: str) -> None:
    """Refuse a text that was read in a wrong encoding before it was saved."""
    lines = [line for line in islice(_lines(text), _LINES_LOOKED_AT) if not line.isascii()]
    if not lines:
        return
    for wrong, right in _MISREADINGS:
        put_right = [_put_right(line, wrong, right) for line in lines]
        if put_right[0] and 2 * sum(map(bool, put_right)) > len(lines):
            raise Refusal(
                say(
                    "The characters are garbled: “%(wrong)s” is “%(right)s”, read in a wrong"
                    " encoding and saved.",
                    wrong=lines[0][:_SHOWN],
                    right=put_right[0][:_SHOWN],
                ),
                say("Take the file before it was garbled, and open it as UTF-8 or GB18030."),
            )


def _lines(text: str) -> Iterable[str]:
    return (line for line in text[:_HEAD].splitlines() if line.strip())


def _put_right(line: str, wrong: str, right: str) -> str:
    """Return what a line was before it was misread, "" if it was not.

    Hardly a Chinese text is, by chance, a Chinese text in another encoding as well. Some bytes may
    have been lost on the way.
    """
    raw = line.encode(wrong, "ignore")
    fixed = raw.decode(right, "ignore")
    kept = sum(len(character.encode(right)) for character in fixed if not character.isascii())
    had = sum(byte > 127 for byte in raw)
    return fixed if had >= 6 and kept * 10 >= had * 6 and _is_chinese(fixed) else ""


def _is_chinese(text: str) -> bool:
    letters = [letter for letter in text if not letter.isascii()]
    common = sum(
        "\u4e00" <= character <= "\u9fff" or character in "，。（）、：；·" for character in letters
    )
    return common * 10 >= len(letters) * 9
