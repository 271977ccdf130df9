"""What a person typed, taken apart: the town that it names, and what else."""

import re
from dataclasses import dataclass
from typing import Final

from sites.addresses.normalise import HAN, normalise_text
from sites.addresses.parser import Address, parse_address
from sites.locating.surroundings import Surroundings

# What people write around the name of a place.
_BEFORE: Final = re.compile(
    "(?:请问|我们|我|现在|人|正|家|就|住在?|位于|离|靠近|在|到|去)+(?=.{2})"
)
_AFTER: Final = re.compile(
    "(?:这里|那里|这边|那边|附近|旁边|旁|周边|周围|门口|对面|楼下|[一那这]带|怎么走|在哪里?|[。.?？!！,，])+$"
)
_GENERIC: Final = re.compile(
    "[省市区县镇乡村路街巷道号]|街道|大道|小区|广场|社区|公路|[0-9]+号?|路口|[一二三四五六七八九十]+楼"
)
_HAN: Final = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A text taken apart.

    Attributes:
        text: without what people write around it.
        address: its parts as an address.
        terms: what can stand in the address of an outlet, the most telling first; without province,
            district and town.
    """

    text: str
    address: Address
    terms: tuple[str, ...]


def read_text(text: str, around: Surroundings) -> Typed:
    """Return the parts of a short text for somebody in a region."""
    text = normalise_text(text)
    text = _AFTER.sub("", _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text) or text
    address = parse_address(text, around.places.names, around.places.index)
    rest = _rest(address)
    numbered = f"{address.road}{address.number}" if address.road and address.number else None
    parts = (
        rest,
        numbered,
        address.road,
        address.building,
        address.landmark,
        address.area,
        address.community,
    )
    terms = tuple(dict.fromkeys(part.strip(" ,，") for part in parts if part))
    return Typed(text=text, address=address, terms=tuple(filter(_tells, terms)))


def _rest(address: Address) -> str:
    """Return what stands behind district and town; a town inside of a road's name stays there."""
    rest = address.text
    for part in (address.province, address.city, address.district, address.town_as_written):
        if part and rest.lstrip(" ,，").startswith(part):
            rest = rest.lstrip(" ,，")[len(part) :]
    return rest


def _tells(term: str) -> bool:
    """Return whether a term can tell one place from another: not 路, 街道 or 5号."""
    return len(term) >= 2 and _GENERIC.fullmatch(term) is None
