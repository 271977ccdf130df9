"""The names that an outlet carries: what people abbreviate to initials."""

from functools import lru_cache
from typing import Final

from sites.addresses.parser import parse_address
from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.models import Operator, Region, ServicePoint

# It stands in front of what a mark of an operator ends with.
_ANYTHING: Final = "*"


def named_by(point: ServicePoint, region: Region, operator: Operator) -> list[str]:
    """Return the outlet's name, also without its operator and district, and what it lies at.

    Of 农商行江津琅山支行 at 鼎山街道建宇爱上小区: the name, 江津琅山支行, 琅山支行, 建宇爱上小区.
    """
    region_names = RegionNames.of(region.province, region.name)
    marks = (mark for mark in operator.name_marks if not mark.startswith(_ANYTHING))
    own = _without_head(point.name, (operator.name, *operator.aliases, *marks))
    local = _without_head(_without_head(own, region_names.province), region_names.district)
    address = parse_address(point.address, region_names, _index_of(point))
    parts = (address.area, address.community, address.road, address.building, address.landmark)
    return [point.name, own, local, *filter(None, parts)]


def _without_head(text: str, heads: tuple[str, ...]) -> str:
    """Return a text without the longest of the heads that it begins with and does not end with."""
    for head in sorted(heads, key=len, reverse=True):
        if head and text.startswith(head) and text != head:
            return text[len(head) :]
    return text


def _index_of(point: ServicePoint) -> TownIndex:
    town = point.town
    if town is None:
        return _index(())
    return _index((TownName(town.key, town.name, tuple(town.aliases)),))


@lru_cache(maxsize=1024)
def _index(towns: tuple[TownName, ...]) -> TownIndex:
    return TownIndex(towns)
