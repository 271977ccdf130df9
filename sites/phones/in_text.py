"""The numbers in a printed text that may have names and other things beside them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sites.phones.errors import PhoneError
from sites.phones.numbers import Phone, parse_phone

# A cell for phones is shorter.
_LONGEST_TEXT: Final = 500
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−─ー~", "-"))
# Digits with what may group them, and an extension; no part of a word, nor of (24小时) or 2楼.
_RUN: Final = re.compile(
    r"(?<![0-9A-Za-z])[+(]{0,2}\d(?:[\d\-). ]|\((?=[\d\- ]+\)))*"
    r"(?:(?:转接?|轉|分机号?|ext\.?|x|#)[ :]*\d{1,6})?(?![0-9A-Za-z]|[ ]*(?:小时|[时点楼层]))",
    re.IGNORECASE,
)
_NO_PHONE: Final = re.compile(
    r"(?:传真|傳真|fax|邮编|郵編|邮政编码|postcode|zip|qq|微信|工号)[^0-9]*$", re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"(?:(?:服务|咨询|办公室?|联系|固定|移动|值班|业务|单位|窗口|网点|对外|公开)?(?:电话|電話)(?:号码)?"
    r"|座机|固话|手机号?码?|热线|号码|telephone|mobile|phone|tel)",
    re.IGNORECASE,
)
_SIGNS: Final = " \t\r\n、,，;；:：/|\\.。()（）-"


@dataclass(frozen=True, slots=True)
class PrintedNumbers:
    """What a printed text says.

    Attributes:
        phones: the numbers that can be dialled, each once, in the order of the text.
        rest: what else it says, in pieces: names, a fax, a number that is none.
    """

    phones: tuple[Phone, ...]
    rest: tuple[str, ...] = ()


def read_numbers(text: str, area_code: str) -> PrintedNumbers:
    """Return the numbers in a text that was printed in a region with that area code.

    Understands what `parse_phone` does, and between such numbers any other text: names, words
    such as 电话, separators. What a fax or a postcode is by its label is none. Raises `PhoneError`
    for a text without a number that can be dialled, and no other error.
    """
    try:
        phone = parse_phone(text, area_code)
    except PhoneError:
        if len(text) > _LONGEST_TEXT:
            raise
        found = _read(unicodedata.normalize("NFKC", text).translate(_DASHES), area_code)
        if not found.phones:
            raise
        return found
    return PrintedNumbers((phone,) if phone.text else ())


def _read(text: str, area_code: str) -> PrintedNumbers:
    phones: list[Phone] = []
    rest: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        between = text[end : run.start()]
        if _NO_PHONE.search(between):
            rest.append(_bare(between + run.group()))
        else:
            rest.append(_bare(between))
            read = _phones(run.group(), area_code)
            phones += read
            if not read:
                rest.append(_bare(run.group()))
        end = run.end()
    rest.append(_bare(text[end:]))
    once = {phone.text: phone for phone in phones}
    return PrintedNumbers(tuple(once.values()), tuple(filter(None, rest)))


def _bare(text: str) -> str:
    return _LABEL.sub("", text).strip(_SIGNS)


def _phones(run: str, area_code: str) -> list[Phone]:
    """Return the numbers that a run of digits and signs is, none if it is not wholly such."""
    words = run.strip(" -.").split()
    found: list[Phone] = []
    while words:
        for count, phone in _beginnings(words, area_code):
            found.append(phone)
            words = words[count:]
            break
        else:
            return []
    return found


def _beginnings(words: list[str], area_code: str) -> Iterator[tuple[int, Phone]]:
    """Yield the numbers that some first words are, with how many words these are; longest first."""
    for count in range(len(words), 0, -1):
        try:
            yield count, parse_phone(" ".join(words[:count]).strip(" -."), area_code)
        except PhoneError:
            continue
