"""Digits with signs between them: the numbers that they are, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sites.phones.errors import PhoneError
from sites.phones.numbers import Phone, parse_phone, with_area_code

# A figure that counts something: 2楼, 3号窗口.
_COUNTED: Final = r"(?:\d{1,4}(?:[ ]*(?:小时|[时点楼层])|室)|\d{1,3}[号栋幢组窗键])"
_MARK: Final = r"(?:转接?|轉|分机号?|ext\.?|x|#)"
# Digits with what may group them, and an extension; no part of a word.
RUN: Final = re.compile(
    rf"(?<![0-9A-Za-z])[+(]{{0,2}}(?!{_COUNTED})\d"
    rf"(?:[\d\-~.]|[) ](?!{_COUNTED})|\((?=[\d\- ]+\)))*"
    rf"(?:[ ,(]*{_MARK}[ :.]*\d{{1,6}}\)?)?(?![0-9A-Za-z]|[ ]*(?:小时|[时点楼层]))",
    re.IGNORECASE,
)
"""Finds runs in a text with half-width signs and one kind of dash."""

_BEFORE_MARK: Final = re.compile(rf"[ ,(]+(?={_MARK})", re.IGNORECASE)
# Blanks, and what stands between two whole numbers: (023)47564298(023)47557312, 47564298~47564299.
_PART_END: Final = re.compile(r" +|(?<=\d{7})(?=\()|(?<=\d{7})[\-~](?=\d{7})")
_SHORT_END: Final = re.compile(r"(?P<number>.*?)(?P<sign>[\-~])(?P<end>\d{1,6})[) ]*")
# So many lines may stand in a row: 47564298-99 can be a range or an extension.
_LONGEST_RANGE: Final = 100
# Two digits after a stroke stand for the last two of the number before; more may be an extension.
_LONGEST_END: Final = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text with digits.

    Attributes:
        start: where in the text it begins.
        end: where in the text it ends.
        phone: the number that it is, None if it is none for certain.
        is_bare: whether it is a local number that stands there without an area code.
        is_end: whether it is the end of the number before, which may mean two things.
    """

    start: int
    end: int
    phone: Phone | None = None
    is_bare: bool = False
    is_end: bool = False


def read_run(run: str, offset: int, area_code: str) -> tuple[Part, ...]:
    """Return the numbers that a run is, and the ends of such that may mean two things.

    If a part of it is nothing that is known, the run as a whole is no number: a digit that was
    cut off or added can make another number of any part. Raises nothing.
    """
    signs = [sign.span() for sign in _PART_END.finditer(run)]
    starts, ends = (
        [0, *(end for _start, end in signs)],
        [*(start for start, _end in signs), len(run)],
    )
    words = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    found: list[Part] = []
    while words:
        for count, parts in _beginnings(run, words, area_code):
            found += parts
            words = words[count:]
            break
        else:
            return (Part(offset, offset + len(_bare(run))),)
    return tuple(_moved(part, offset) for part in found)


def read_number(text: str, area_code: str) -> tuple[Part, ...]:
    """Return the number that a text is, with an end that may mean two things as a part of its own.

    Raises `PhoneError` if it is no number, or more than one.
    """
    short = _SHORT_END.fullmatch(text)
    try:
        phone = parse_phone(_BEFORE_MARK.sub("", text), area_code)
    except PhoneError:
        if short is None or short["sign"] != "~":
            raise
        first = parse_phone(short["number"], area_code)
        last = _with_end(first, short["end"], area_code)
        if last is not None and _distance(first, last) > 1:
            last = None
    else:
        if short is None or phone.extension != short["end"]:
            return (_whole(text, phone, area_code),)
        first = parse_phone(phone.text.removesuffix(f"转{phone.extension}"), area_code)
        other = _with_end(first, short["end"], area_code)
        if other is None or _distance(first, other) >= _LONGEST_RANGE:
            return (_whole(text, phone, area_code),)
        last = None
    return (
        _whole(short["number"], first, area_code),
        Part(short.start("end"), short.end("end"), last, is_end=last is None),
    )


def continued(text: str, number: Phone, area_code: str) -> Phone | None:
    """Return what some digits after a number and a stroke, or a comma, mean (47564298/99).

    A short end means the next number with the same beginning; as many digits as the extension has
    mean another one. None for what may mean something else.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    if number.extension:
        bare = number.text.removesuffix(number.extension)
        is_alike = len(text) == len(number.extension)
        return parse_phone(bare + text, area_code) if is_alike else None
    return _with_end(number, text, area_code) if len(text) <= _LONGEST_END else None


def _whole(text: str, phone: Phone, area_code: str) -> Part:
    local = phone.text.partition("转")[0]
    is_local = with_area_code(local, area_code) != local
    is_bare = is_local and re.sub(r"\D", "", text).startswith(local)
    return Part(0, len(text), phone, is_bare)


def _with_end(number: Phone, end: str, area_code: str) -> Phone | None:
    """Return the later number that a number is with other last digits; None if there is none."""
    if not number.e164:
        return None
    try:
        later = parse_phone(number.text[: -len(end)] + end, area_code)
    except PhoneError:
        return None
    return later if _distance(number, later) > 0 else None


def _distance(one: Phone, other: Phone) -> int:
    return int(other.e164 or 0) - int(one.e164)


def _beginnings(
    run: str, words: list[tuple[int, int]], area_code: str
) -> Iterator[tuple[int, list[Part]]]:
    """Yield the numbers that some first words are, with how many words these are; longest first."""
    for count in range(len(words), 0, -1):
        start, end = words[0][0], words[count - 1][1]
        printed = _bare(run[start:end])
        try:
            parts = read_number(printed, area_code)
        except PhoneError:
            continue
        yield count, [_moved(part, start) for part in parts]


def _bare(text: str) -> str:
    """Return a text without the signs at its end, and without a bracket that it does not open."""
    bare = text.rstrip(" -.~")
    return bare.rstrip(" )") if bare.count(")") > bare.count("(") else bare


def _moved(part: Part, by: int) -> Part:
    return replace(part, start=part.start + by, end=part.end + by)
