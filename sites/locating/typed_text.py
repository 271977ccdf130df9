"""What a person typed, taken apart: the town that it names, and what else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sites.addresses.mentions import ROAD_SUFFIX
from sites.addresses.parser import Address, parse_address
from sites.addresses.preamble import SEPARATORS
from sites.locating.kinds import names_kind, says_nothing
from sites.locating.surroundings import Surroundings
from sites.text.normalise import normalise_text
from sites.text.traditional import simplified

# What people write around the name of a place.
_BEFORE: Final = re.compile(
    "(?:请问)?(?:(?:我们?|现在)(?:现在|[人家正就])*(?:住在?|位于|靠近|[在离到去])|住在|位于|在)?(?=.{2})"
)
_AFTER: Final = re.compile(
    "(?:这里|那里|这边|那边|附近|旁边|旁|周边|周围|门口|对面|楼下|[一那这]带|怎么走|在哪里?|[。.?？!！,，])+$"
)
# What map services write around a link.
_TAG: Final = re.compile("【[^】]{0,20}】")
_SHARED: Final = re.compile(
    "我(?:在(?:[高百腾][德度讯]地图上?)?)?(?:找到了|分享了)?(?:这里?|一个(?:地点|位置))?[:：]"
    "|我在[高百腾][德度讯]地图上?找到了|我在(?:这里|這裡|这儿)|快来找我"
    "|点击(?:链接)?(?:查看|导航)|(?:查看)?详情[:：]?"
)
_ADDRESS_SAID: Final = re.compile("地址[:：]")
_ROAD: Final = re.compile(f"{ROAD_SUFFIX}(?!口)")
# No part of an address is longer; in pinyin it still fits into a search.
_LONGEST_TERM: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A text taken apart.

    Attributes:
        text: without what people write around it.
        address: its parts as an address.
        town: key of the town that it names, None if it names none or several.
        rest: what stands behind province, district and town.
        terms: what can stand in the address of an outlet, the most telling first; of what tells no
            place from others none.
        is_kind: the rest names a kind of place (医院) and no place.
        is_in_district: the text names the district or one of its towns.
    """

    text: str
    address: Address
    town: str | None
    rest: str
    terms: tuple[str, ...]
    is_kind: bool
    is_in_district: bool

    def leaves_over(self, term: str) -> bool:
        """Return whether the text says more than a term: floor and room are in the same house."""
        rest = self.rest.replace(term, "", 1)
        for part in (self.address.floor, self.address.room):
            rest = rest.replace(part, "", 1) if part else rest
        return any(map(str.isalnum, rest))


def read_text(text: str, around: Surroundings) -> Typed:
    """Return the parts of a short text for somebody in a region."""
    text = simplified(normalise_text(text))
    text = _AFTER.sub("", _BEFORE.sub("", _TAG.sub("", text), count=1)) or text
    address = parse_address(text, around.places.names, around.places.index)
    is_in_district = bool(address.district or address.town)
    return _typed(text, address, address.town, is_in_district=is_in_district)


def behind_names(typed: Typed, around: Surroundings) -> Typed | None:
    """Return a text that begins with short names (珞璜园区大道, 江津火车站) as read behind them.

    None if it does not begin so, or if a road is called so. The parser takes such a name for a
    part of what follows, and so it may be.
    """
    rest, town, is_in_district = typed.rest, typed.town, typed.is_in_district
    for name in _short_names(around):
        if rest.startswith(name):
            rest = rest[len(name) :]
            is_in_district = is_in_district or name in around.places.names.district
    if town is None and (spelling := around.places.index.spelling_at(rest, 0)):
        rest = rest[spelling.end :]
        town = next(iter(spelling.keys)) if len(spelling.keys) == 1 else None
        is_in_district = True
    if rest == typed.rest or len(rest) < 2 or _ROAD.match(rest):
        return None
    address = parse_address(rest, around.places.names, around.places.index)
    return _typed(typed.text, address, town, is_in_district=is_in_district)


def beside_link(text: str) -> str:
    """Return what a text says of a place beside the link that was taken out of it, if anything."""
    words = _SHARED.sub(" ", _TAG.sub(" ", text))
    return _ADDRESS_SAID.split(words)[-1].strip(f"{SEPARATORS}!！")


def _typed(text: str, address: Address, town: str | None, *, is_in_district: bool) -> Typed:
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
    return Typed(
        text=text,
        address=address,
        town=town,
        rest=rest,
        terms=tuple(filter(_tells, terms)),
        # 路 and 站 find everything.
        is_kind=len(rest) > 1 and names_kind(rest),
        is_in_district=is_in_district,
    )


def _short_names(around: Surroundings) -> Iterator[str]:
    """Yield the names of province and district, the longest first."""
    names = around.places.names
    for level in (names.province, names.city, names.district):
        yield from sorted(level, key=len, reverse=True)


def _rest(address: Address) -> str:
    """Return what stands behind district and town; a town inside of a road's name stays there."""
    rest = address.text
    for part in (address.province, address.city, address.district, address.town_as_written):
        if part and rest.lstrip(" ,，").startswith(part):
            rest = rest.lstrip(" ,，")[len(part) :]
    return rest.strip(SEPARATORS)


def _tells(term: str) -> bool:
    """Return whether a term can tell a place from others: not 路, 街道, 5号 or a whole letter."""
    return (
        2 <= len(term) <= _LONGEST_TERM
        and sum(map(str.isalpha, term)) > 1
        and not says_nothing(term)
    )
