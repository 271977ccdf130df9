"""A printed phone number → one that can be dialled.

The numbering plan is phonenumberslite's. It is never asked about a bare local number: without the
area code in front, a number of Chongqing (4769 5118) can pass for one of Inner Mongolia
(0476-95118).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from phonenumbers import PhoneNumber, is_valid_number

from sites.phones.errors import PhoneError
from sites.phones.short_numbers import Use, use_of

__all__ = [
    "Phone",
    "PhoneError",
    "is_area_code",
    "parse_phone",
    "stored_phone",
    "with_area_code",
]

_COUNTRY_CODE: Final = "86"
# The longest number dialled within the country is shorter: 400, mobile, or code and local number.
_SHORTEST_WITH_COUNTRY: Final = 12
_LONGEST_TEXT: Final = 100
_LONGEST_EXTENSION: Final = 6
# Hotlines have menus, and no houses with hundreds of desks.
_LONGEST_EXTENSION_OF_HOTLINE: Final = 4
# A run of this many digits is a whole number: a group behind it is an extension.
_SHORTEST_LOCAL: Final = 7
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−─ー", "-"))
# An x that hides a digit is no such mark: 96xxx.
_EXTENSION_MARK: Final = re.compile(
    r"转接?|轉|分机号?|extension|ext\.?|x(?=[ :.\-(]*\d+(?![\dx*]))|#"
)
_SEPARATORS: Final = "、,;/|\n\r"
_OTHER_NUMBER: Final = re.compile(rf"[{_SEPARATORS}]|或|和|及")
# A dash that some write, and behind a whole number the mark of a range: 47564298~9.
_WAVE: Final = "~"
_FOREIGN: Final = re.compile(r"[^0-9()\-. +~]+")
# What stands for a digit that nobody is to know.
_MASKS: Final = frozenset("x*×")
_GROUP_END: Final = re.compile(r"[ ()]+")
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_SERVICE_NUMBER: Final = re.compile(r"[48]00\d{7}")
# In the normal form nothing else is so short and so long; 0 and 1 begin no local number.
_LOCAL: Final = re.compile(r"[2-9]\d{6,7}(?:转\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number: `text` as shown to people, `e164` (empty for hotlines), `extension`.

    `text` is the one normal form: local digits for a number of the region's own area
    (``47564298``), ``0571-87654321`` for another area, the bare digits of a mobile, 400 or hotline
    number; an extension follows as ``转8001``. Parsing it again gives the same phone.
    """

    text: str
    e164: str
    extension: str = ""


def parse_phone(text: str, area_code: str) -> Phone:
    """Return the number printed in a region with that area code (``023``).

    Understands local numbers, area codes, ``+86``, ``0086`` and ``86``, mobiles, 400 and 800
    numbers, the hotlines of the reviewed list and extensions, in full-width or half-width
    characters. Blank text is the empty phone. Raises `PhoneError` for anything else, and no other
    error: more than one number is one of them.
    """
    if len(text.strip()) > _LONGEST_TEXT:
        raise PhoneError("several_numbers")
    cleaned = _clean(text)
    if not cleaned:
        return Phone("", "")
    if not any(map(str.isdigit, cleaned)):
        raise PhoneError("no_digits")
    number, extension = _split_marked_extension(cleaned.strip(_SEPARATORS + " .。"))
    if odd := _FOREIGN.findall(_OTHER_NUMBER.sub(" ", number)):
        if _MASKS.issuperset("".join(odd)):
            raise PhoneError("masked")
        raise PhoneError("letters", found=_quoted(odd, text))
    if _has_several(number):
        raise PhoneError("several_numbers")
    return _first_reading(number.replace(_WAVE, "-"), extension, area_code)


def stored_phone(text: str, area_code: str) -> Phone:
    """Return a stored number, which stays what it is; raises nothing.

    An earlier release may have taken what this one refuses: that has no `Phone.e164`.
    """
    try:
        return parse_phone(text, area_code)
    except PhoneError:
        return Phone(text, "")


def with_area_code(text: str, area_code: str) -> str:
    """Return a number in its normal form (`Phone.text`) as every phone dials it, mobiles included.

    A local number gets the area code of its region (``023-47564298``); any other number is
    complete, and stays as it is, like any text that is no number.
    """
    return f"{area_code}-{text}" if area_code and _LOCAL.fullmatch(text) else text


def is_area_code(text: str) -> bool:
    """Return whether it is an area code of mainland China, with its zero (``023``, ``0571``)."""
    return bool(_local_lengths(text))


def _quoted(odd: list[str], text: str) -> str:
    """Return what of a text is odd as the text has it: all of it where that is in many places."""
    as_printed = unicodedata.normalize("NFKC", text)
    found = re.search(re.escape(odd[0]), as_printed, re.IGNORECASE)
    if len(odd) > 1 or found is None:
        return text.strip()
    return found.group()


def _clean(text: str) -> str:
    """Return half-width small letters, one kind of dash and blank, without invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES).strip()
    return "".join(
        " " if character.isspace() and character not in "\n\r" else character
        for character in folded
        if unicodedata.category(character) != "Cf"
    )


def _split_marked_extension(text: str) -> tuple[str, str]:
    """Return the number and the extension behind a word such as 转, which may be missing."""
    number, *rest = _EXTENSION_MARK.split(text, maxsplit=1)
    if not rest:
        return text, ""
    if _OTHER_NUMBER.search(rest[0]):
        raise PhoneError("several_numbers")
    extension = rest[0].strip(" :.-()")
    if not _is_extension(extension):
        raise PhoneError("bad_extension")
    return number, extension


def _has_several(number: str) -> bool:
    """Return whether a text of digits and signs is more than one number."""
    first, wave, _rest = number.partition(_WAVE)
    if _OTHER_NUMBER.search(number) or (wave and len(_digits(first)) >= _SHORTEST_LOCAL):
        return True
    return sum(len(group) >= _SHORTEST_LOCAL for group in _GROUP_END.split(number)) > 1


def _is_extension(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_EXTENSION


def _first_reading(number: str, extension: str, area_code: str) -> Phone:
    """Return the first reading that is a number; raise what is wrong with the first one."""
    problem: PhoneError | None = None
    for text, behind_dash in _readings(number, extension):
        try:
            return _read(text, behind_dash or extension, area_code)
        except PhoneError as error:
            problem = problem or error
    raise problem or PhoneError("no_digits")


def _readings(number: str, extension: str) -> Iterator[tuple[str, str]]:
    """Yield (number, extension) in the order of likelihood: a dash groups digits or ends them."""
    head, dash, tail = (part.strip(" ()") for part in number.rpartition("-"))
    last_group = head.rpartition("-")[2]
    may_be_extension = dash and not extension and tail.isdigit()
    whole_before = may_be_extension and len(_digits(last_group)) >= _SHORTEST_LOCAL
    if whole_before and len(tail) > _LONGEST_EXTENSION:
        raise PhoneError("several_numbers")
    if whole_before:
        yield head, tail
    yield number, ""
    if may_be_extension and not whole_before and _is_extension(tail):
        is_complete = len(_digits(head)) >= _SHORTEST_LOCAL
        is_hotline = use_of(head) is Use.HOTLINE and len(tail) <= _LONGEST_EXTENSION_OF_HOTLINE
        if is_complete or is_hotline:
            yield head, tail


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _read(text: str, extension: str, area_code: str) -> Phone:
    """Return the number written as `text`; it has digits and signs only."""
    digits = _digits(text)
    international = text.lstrip("( ").startswith("+")
    if text.count("+") > international:
        raise PhoneError("letters", found="+")
    if not international and digits.startswith("00"):
        international, digits = True, digits[2:]
    if international:
        if not digits.startswith(_COUNTRY_CODE):
            raise PhoneError("foreign")
        digits = digits[len(_COUNTRY_CODE) :]
    elif digits.startswith(_COUNTRY_CODE) and len(digits) >= _SHORTEST_WITH_COUNTRY:
        international, digits = True, digits[len(_COUNTRY_CODE) :]
    shown, e164 = _dialled(digits, area_code, international=international)
    return Phone(shown + (f"转{extension}" if extension else ""), e164, extension)


def _dialled(digits: str, area_code: str, *, international: bool) -> tuple[str, str]:
    """Return the normal form and E.164 of the digits as dialled within the country."""
    if _is_hotline(digits):
        return digits, ""
    if _MOBILE.fullmatch(digits) or _SERVICE_NUMBER.fullmatch(digits):
        return digits, _e164(digits)
    if _MOBILE.fullmatch(digits[1:]) and digits.startswith("0"):
        raise PhoneError("mobile_with_area_code", found=digits[1:], area_code="0")
    if digits.startswith("0"):
        # 010 and 02x are the codes of three digits.
        length = 3 if digits[1:2] in {"1", "2"} else 4
        code, local = digits[:length], digits[length:]
    elif international:
        return _dialled("0" + digits, area_code, international=False)
    elif len(digits) > max(_local_lengths(area_code), default=8) and digits.startswith(
        area_code[1:]
    ):
        # A spreadsheet took the number for a figure and dropped its leading zero.
        code, local = area_code, digits[len(area_code) - 1 :]
    else:
        code, local = area_code, digits
    return _land_line(code, local, area_code)


def _is_hotline(digits: str) -> bool:
    """Return whether it is a hotline; raises `PhoneError` for the number of an emergency."""
    use = use_of(digits)
    if use is Use.EMERGENCY:
        raise PhoneError("emergency", found=digits)
    return use is Use.HOTLINE


def _land_line(code: str, local: str, area_code: str) -> tuple[str, str]:
    if code == area_code and _is_hotline(local):
        return local, ""
    lengths = _local_lengths(code)
    if not lengths:
        raise PhoneError("unknown_area_code", area_code=code)
    if _MOBILE.fullmatch(local):
        raise PhoneError("mobile_with_area_code", found=local, area_code=code)
    expected = "/".join(map(str, lengths))
    if len(local) < _SHORTEST_LOCAL:
        raise PhoneError("too_short", found=local, area_code=code, expected=expected)
    if len(local) not in lengths:
        raise PhoneError("wrong_length", found=str(len(local)), area_code=code, expected=expected)
    # 0 is the prefix of long distance and 1 that of hotlines and mobiles.
    if local[0] in "01":
        raise PhoneError("no_such_number", found=local)
    e164 = _e164(code[1:] + local)
    return (local if code == area_code else f"{code}-{local}"), e164


def _e164(national: str) -> str:
    """Return the number in E.164; `PhoneError` if the numbering plan has no such number."""
    if not _exists(national):
        raise PhoneError("no_such_number", found=national)
    return f"+{_COUNTRY_CODE}{national}"


def _exists(national: str) -> bool:
    return is_valid_number(
        PhoneNumber(country_code=int(_COUNTRY_CODE), national_number=int(national))
    )


@lru_cache(maxsize=512)
def _local_lengths(area_code: str) -> tuple[int, ...]:
    """Return how many digits local numbers have behind an area code; none if it does not exist."""
    if not re.fullmatch(r"0[0-9]{2,3}", area_code):
        return ()
    # Every area of the plan that exists has numbers that begin with an 8.
    return tuple(length for length in (_SHORTEST_LOCAL, 8) if _exists(area_code[1:] + "8" * length))
