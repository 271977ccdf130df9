"""A cell for the address that says more: a phone, a fax, a second address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# No cell is longer: see `sites.importing.cells`.
_LONGEST: Final = 1_000
_ADDRESS: Final = "地址|住址|地点|address"
_PHONE: Final = "电话|电話|手机号?|座机|固话|热线|联系方式|telephone|tel|phone|mobile"
_OTHER: Final = (
    "传真|傳真|fax|邮编|邮政编码|postcode|zip|联系人|负责人|网址|邮箱|电子邮箱|e-?mail|微信|公众号|qq|"
    "营业时间|办公时间|服务时间|上班时间|工作时间|时间|备注|乘车路线"
)
_BEFORE: Final = (
    "(?:网点|服务|详细|具体|联系|办公室?|咨询|固定|移动|值班|业务|单位|窗口|投诉|监督){0,3}"
)
# With a colon, or in front of a number: 电话47810001.
_LABEL: Final = re.compile(
    f"(?<![原新旧]){_BEFORE}(?:(?P<address>{_ADDRESS})|(?P<phone>{_PHONE})|(?P<other>{_OTHER}))"
    r"(?:号码)?\.?(?:\s*[:：]\s*|(?<!时间)(?<!地址)(?<!地点)\s*(?=[+(（]?\d{3}))",
    re.IGNORECASE,
)
# A number behind a blank or in brackets, as long as a phone and no house number.
_PHONE_BEHIND: Final = re.compile(
    r"(?:[\s，,;；、]+|[(（]\s*)((?:\+?86[- ]?)?(?:0\d{2,3}[- ]?)?\d[\d-]{6,12})\s*[)）]?\s*$"
)
_BETWEEN: Final = re.compile(r"[\n;；、，,/]|\s{2,}")
_SIGNS: Final = " \t\r\n、，,;；"
_OPEN: Final = re.compile(r"[(（]\s*$")


@dataclass(frozen=True, slots=True)
class AddressCell:
    """What a cell for an address says.

    Attributes:
        address: the address, as printed.
        phones: what it says of phones, "" if nothing.
        rest: what else it says, in pieces.
    """

    address: str
    phones: str = ""
    rest: tuple[str, ...] = ()


def read_address_cell(text: str) -> AddressCell:
    """Return a cell's address without what its labels, or its signs, say is something else."""
    if len(text) > _LONGEST:
        return AddressCell(text)
    labels = list(_LABEL.finditer(text))
    address = [text[: labels[0].start()] if labels else text]
    phones: list[str] = []
    rest: list[str] = []
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        said = text[label.end() : end]
        if label["address"]:
            address.append(said)
        elif label["phone"]:
            phones.append(said)
        else:
            rest.append((label.group() + said).strip(_SIGNS + "()（）"))
    printed = "\n".join(filter(None, (part.strip(_SIGNS + "。") for part in address)))
    if not phones and (behind := _PHONE_BEHIND.search(printed)):
        phones.append(behind[1])
        printed = printed[: behind.start()]
    if labels:
        printed = _OPEN.sub("", printed)
    return AddressCell(
        address=printed.strip(_SIGNS) if printed != text else text,
        phones="、".join(filter(None, (said.strip(_SIGNS + "()（）。") for said in phones))),
        rest=tuple(filter(None, rest)),
    )


def tells_phone(text: str) -> bool:
    """Return whether a cell for an address tells a phone as well."""
    return any(map(str.isdigit, read_address_cell(text).phones))


def split_addresses(text: str, is_whole: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the addresses in a cell; `is_whole` says whether a piece of it is one by itself."""
    found: list[str] = []
    start = 0
    for sign in _BETWEEN.finditer(text):
        if is_whole(text[start : sign.start()]) and is_whole(text[sign.end() :]):
            found.append(text[start : sign.start()])
            start = sign.end()
    return (*found, text[start:])
