"""The beginning of an address: the province, city and district that it names."""

import re
from dataclasses import dataclass
from typing import Final

from sites.addresses.mentions import ROAD_SUFFIX, longer_name_follows, stands_alone
from sites.addresses.preamble import BETWEEN_NAMES_CLASS, PROVINCES
from sites.addresses.towns import RegionNames, TownIndex
from sites.text.normalise import HAN

_SEPARATORS: Final = re.compile(f"{BETWEEN_NAMES_CLASS}*")

_NAME: Final = f"(?:(?![镇乡街路道村号])[{HAN}])"
# 园区, 社区, 新区, 高新区 … are no districts; 李市镇 is no city.
_COUNTY: Final = "(?<![社小园校景库城新老片矿发业高税])区(?![镇乡])|县(?![城医政中镇乡])"
# 李市镇 is a town, 南阳市镇平县 a city and its county.
_CITY_RANK: Final = f"市(?![镇乡](?!{_NAME}{{1,5}}?县(?![城医政中镇乡])))"
_OTHER_PROVINCE: Final = re.compile(
    f"(?:{PROVINCES})(?:省|市|特别行政区|{_NAME}{{0,5}}自治区"
    f"|{_NAME}{{1,6}}?(?:{_CITY_RANK}|{_COUNTY}))"
)
_CITY: Final = re.compile(f"{_NAME}{{2,8}}?(?:市|自治州|地区|盟)")
_OTHER_DISTRICT: Final = re.compile(f"[镇乡]?{_NAME}{{1,7}}?(?:{_CITY_RANK}|{_COUNTY})")
# 增城区 is a district, 老城区 a part of any: what stands behind tells.
_OTHER_CITY_DISTRICT: Final = re.compile(f"{_NAME}{{1,3}}城区")
_UNLISTED_TOWN: Final = re.compile(
    # 南津街街道, 南京东路街道: what a subdistrict is named after may be a street itself.
    f"{_NAME}{{1,6}}(?:[街路道村镇乡](?=街道))?"
    f"(?:街道(?:办事处|办(?!公))?|(?<![古小老城集场])[镇乡]|苏木)(?!{ROAD_SUFFIX})"
)


@dataclass(frozen=True, slots=True)
class AddressHead:
    """The regions that an address begins with, as written, and the index behind them."""

    province: str | None
    city: str | None
    district: str | None
    end: int
    is_elsewhere: bool
    """Whether it names a province or district other than the region's."""


def read_head(text: str, region: RegionNames, towns: TownIndex) -> AddressHead:
    """Return what a normalised address without its preamble says about its areas.

    Any of the three may be missing. An address of another province or district is recognised
    by a rank (合川区, 平江县) at its beginning.
    """
    start = _skip(text, 0)
    province, end = _read_level(text, start, region.province, towns)
    if province is None:
        province, end = _read_former_around(text, start, region, towns)
    city, end = _read_city(text, end, region, towns)
    district, end = _read_level(text, end, region.district, towns)
    other = None
    if district is None:
        other = _read_elsewhere(text, end, bool(province or city), towns)
    return AddressHead(province, city, district, other or end, other is not None)


def read_unlisted_town(text: str, head: int) -> str | None:
    """Return the town written at an index, for a region whose list does not have it, or None."""
    match = _UNLISTED_TOWN.match(text, head)
    return match.group() if match else None


def _skip(text: str, start: int) -> int:
    match = _SEPARATORS.match(text, start)
    return match.end() if match else start


def _read_level(
    text: str, start: int, names: tuple[str, ...], towns: TownIndex
) -> tuple[str | None, int]:
    """Return the name found at an index and the index behind it and its separators."""
    town = towns.spelling_at(text, start)
    for rank, name in enumerate(names):
        end = start + len(name)
        if not text.startswith(name, start):
            continue
        if rank > 0 and (
            not stands_alone(text, end)
            or longer_name_follows(text, end, is_inside=True)
            or (town and town.end > end)
        ):
            continue
        return name, _skip(text, end)
    return None, start


def _read_city(
    text: str, start: int, region: RegionNames, towns: TownIndex
) -> tuple[str | None, int]:
    """Return the city found at an index and the index behind it and its separators."""
    city, end = _read_level(text, start, region.city, towns)
    district, _ = _read_level(text, start, region.district, towns)
    if district and len(district) > len(city or ""):  # 岳阳楼区 does not begin with 岳阳.
        return None, start
    if city is None and (match := _CITY.match(text, start)):
        # A city that the region's names leave out counts where the district follows it.
        district, _ = _read_level(text, match.end(), region.district, towns)
        return (match.group(), match.end()) if district else (None, start)
    return city, end


def _read_former_around(
    text: str, start: int, region: RegionNames, towns: TownIndex
) -> tuple[str | None, int]:
    """Return the area that the district lay in once, if the district follows, and the index."""
    for name in region.former_around:
        if not text.startswith(name, start):
            continue
        end = _skip(text, start + len(name))
        _city, behind = _read_city(text, end, region, towns)
        district, _behind = _read_level(text, behind, region.district, towns)
        if district:
            return name, end
    return None, start


def _read_elsewhere(text: str, start: int, has_parent: bool, towns: TownIndex) -> int | None:
    """Return the index behind another province's or district's name, or None."""
    if not has_parent and (match := _OTHER_PROVINCE.match(text, start)):
        return match.end()
    if towns.spelling_at(text, start):
        return None
    if match := _OTHER_DISTRICT.match(text, start):
        if not has_parent and (district := _OTHER_DISTRICT.match(text, match.end())):
            return district.end()
        town = towns.spelling_at(text, match.end())
        is_proven = has_parent or match.group().endswith("县") or bool(town and town.is_full)
    else:
        match = _OTHER_CITY_DISTRICT.match(text, start)
        if match and towns.spelling_at(text, match.end()):
            match = None
        is_proven = False
    if match and (is_proven or read_unlisted_town(text, match.end())):
        return match.end()
    return None
