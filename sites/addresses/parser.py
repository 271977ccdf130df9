"""A Chinese address text → its parts and its town."""

import re
from dataclasses import dataclass
from typing import Final

from sites.addresses.heads import read_head, read_unlisted_town
from sites.addresses.mentions import town_heading, towns_in_address
from sites.addresses.parts import read_parts
from sites.addresses.preamble import BETWEEN_NAMES, preamble_end
from sites.addresses.towns import RegionNames, Spelling, TownIndex
from sites.text.normalise import normalise_text

# An opening bracket up to its closing one, or to the end where that is missing.
_BRACKET: Final = re.compile(r"[（(\[【〔]([^）)\]】〕]*)[）)\]】〕]?")
_HOUSE_OR_ROAD: Final = re.compile("[0-9路街道巷]")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address: substrings of the normalised text, None where absent."""

    text: str
    """The whole address, normalised."""
    province: str | None
    city: str | None
    district: str | None
    """As written: 江津区 or 江津."""
    is_elsewhere: bool
    """Whether the address begins with another province or district than the region's."""
    town: str | None
    """Key of the town; None where the address names none, several or one of another region."""
    town_candidates: tuple[str, ...]
    """Keys of all towns that the address names, sorted: more than one means ambiguous."""
    town_as_written: str | None
    """The town's first mention, also that of a town that the region's list does not have."""
    area: str | None
    """A named quarter without rank: 滨江新城, 赵家坝."""
    community: str | None
    """社区 or 村, with its group: 三才社区, 麻柳村3组."""
    road: str | None
    """With its section: 滨江路西段."""
    number: str | None
    """House number: 76号附48号, 163_167."""
    number_range: tuple[int, int] | None
    """First and last house, equal for a single one."""
    building: str | None
    """Name, block and staircase: 世纪大厦, E栋, 云辉丽都B幢1号."""
    floor: str | None
    room: str | None
    landmark: str | None
    """The first text in brackets, else a place beside which it lies: 政府楼下."""


def parse_address(text: str, region: RegionNames, towns: TownIndex) -> Address:
    """Return the parts of an address as printed in a region's table.

    Any part may be missing, in particular everything up to the town. The town's full name
    counts wherever a town can be named, its bare name only in front or as a section of a road
    (滨江大道几江段), and 鼎山大道 alone does not say 鼎山街道. What stands in brackets is asked
    last, and only if it begins with a full name. A label, a postcode or the country in front
    is no part of it. Linear in the length of the text; raises for no string.
    """
    text = normalise_text(text)
    body = text[preamble_end(text) :]
    brackets = [inside.strip() for inside in _BRACKET.findall(body)]
    # No normalised text has a line break: parts cannot reach across a bracket.
    outside = _BRACKET.sub("\n", body)
    head = read_head(outside, region, towns)
    mentions: list[Spelling] = []
    in_bracket = None
    if not head.is_elsewhere:
        mentions = list(towns_in_address(outside, head.end, region, towns))
        if not mentions:
            in_bracket = _bracketed_town(brackets, region, towns)
    written, rest = _split_town(outside, head.end, mentions)
    if written is None and in_bracket:
        mentions, written = [in_bracket[0]], in_bracket[1]
    keys = frozenset[str]().union(*(mention.keys for mention in mentions))
    parts = read_parts(rest)
    landmark = next(filter(None, brackets), None)
    return Address(
        text=text,
        province=head.province,
        city=head.city,
        district=head.district,
        is_elsewhere=head.is_elsewhere,
        town=next(iter(keys)) if len(keys) == 1 else None,
        town_candidates=tuple(sorted(keys)),
        town_as_written=written,
        area=parts.area,
        community=parts.community,
        road=parts.road,
        number=parts.number,
        number_range=parts.number_range,
        building=parts.building or (parts.landmark if landmark else None),
        floor=parts.floor,
        room=parts.room,
        landmark=landmark or parts.landmark,
    )


def _bracketed_town(
    brackets: list[str], region: RegionNames, towns: TownIndex
) -> tuple[Spelling, str] | None:
    for inside in brackets:
        if spelling := town_heading(inside, region, towns):
            return spelling, inside[: spelling.end]
    return None


def _split_town(text: str, head: int, mentions: list[Spelling]) -> tuple[str | None, str]:
    """Return the town as written and the text that road and number are read from."""
    if not mentions:
        unlisted = read_unlisted_town(text, head)
        return unlisted, text[head + len(unlisted or "") :].lstrip(BETWEEN_NAMES)
    town = mentions[0]
    written = text[town.start : town.end]
    # 滨江大道几江段439号: the town is inside its road. 新城圣泉街道学堂路: the road comes after.
    is_inside_road = _HOUSE_OR_ROAD.search(text, head, town.start)
    return written, text[head:] if is_inside_road else text[town.end :].lstrip(BETWEEN_NAMES)
