"""What a person typed, taken apart: the town that it names, and what else."""

import re
from dataclasses import dataclass, replace
from typing import Final

from sites.addresses.normalise import normalise_text
from sites.addresses.parser import Address, parse_address
from sites.addresses.traditional import simplified
from sites.locating.surroundings import Surroundings

# What people write around the name of a place.
_BEFORE: Final = re.compile(
    "(?:请问)?(?:(?:我们?|现在)(?:现在|[人家正就])*(?:住在?|位于|靠近|[在离到去])|住在|位于|在)?(?=.{2})"
)
_AFTER: Final = re.compile(
    "(?:这里|那里|这边|那边|附近|旁边|旁|周边|周围|门口|对面|楼下|[一那这]带|怎么走|在哪里?|[。.?？!！,，])+$"
)
_GENERIC: Final = re.compile(
    "[省市区县镇乡村路街巷道号]|街道|大道|小区|广场|社区|公路|[0-9]+号?|路口|[一二三四五六七八九十]+楼"
)
# No part of an address is longer; in pinyin it still fits into a search.
_LONGEST_TERM: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A text taken apart.

    Attributes:
        text: without what people write around it.
        address: its parts as an address.
        town: key of the town that it names, None if it names none or several.
        terms: what can stand in the address of an outlet, the most telling first; without province,
            district and town.
    """

    text: str
    address: Address
    town: str | None
    terms: tuple[str, ...]


def read_text(text: str, around: Surroundings) -> Typed:
    """Return the parts of a short text for somebody in a region."""
    text = simplified(normalise_text(text))
    text = _AFTER.sub("", _BEFORE.sub("", text, count=1)) or text
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
    telling = tuple(filter(_tells, terms))
    return Typed(text=text, address=address, town=address.town, terms=telling)


def behind_town(typed: Typed, around: Surroundings) -> Typed | None:
    """Return a text that begins with the short name of a town (珞璜园区大道) as read in that town.

    None if it does not, or if nothing telling follows. The parser takes such a name for a part of
    what follows, and so it may be.
    """
    if typed.town is not None or not typed.terms:
        return None
    rest = typed.terms[0]
    spelling = around.places.index.spelling_at(rest, 0)
    if spelling is None or len(spelling.keys) != 1 or not _tells(rest[spelling.end :]):
        return None
    (town,) = spelling.keys
    return replace(typed, town=town, terms=(rest[spelling.end :],))


def _rest(address: Address) -> str:
    """Return what stands behind district and town; a town inside of a road's name stays there."""
    rest = address.text
    for part in (address.province, address.city, address.district, address.town_as_written):
        if part and rest.lstrip(" ,，").startswith(part):
            rest = rest.lstrip(" ,，")[len(part) :]
    return rest


def _tells(term: str) -> bool:
    """Return whether a term can tell a place from others: not 路, 街道, 5号 or a whole letter."""
    return 2 <= len(term) <= _LONGEST_TERM and _GENERIC.fullmatch(term) is None
