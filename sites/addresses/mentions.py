"""Where a text names a town, as opposed to a road or a building that only sounds like one."""

import re
from collections.abc import Iterator
from typing import Final

from sites.addresses.towns import RegionNames, Spelling, TownIndex
from sites.text.normalise import HAN

ROAD_SUFFIX: Final = "(?:大[道街路]|胡同|[路街巷弄道])"
# 中山路, 中山东路, 西湖二环路: the name belongs to the road.
_ROAD_FOLLOWS: Final = re.compile(
    f"[东南西北中上下前后左右内外新老旧正横后环支一二三四五六七八九十]{{0,3}}{ROAD_SUFFIX}"
)
# 中山镇路 is a road, but 德感街道正街203号 and 吴滩镇东街 are a town and its road.
_ROAD_FOLLOWS_FULL_NAME: Final = re.compile("(?:[路巷]|大道)")
_RANK_FOLLOWS: Final = re.compile("(?:街道|镇|乡|苏木|办事处|[省市区县])")
# 先锋小区, 中山医院: as common in any other town.
_PLACE_FOLLOWS: Final = re.compile(
    "(?:[大小中]学|医院|公园|花园|家园|广场|大厦|大桥|酒店|小区|[社园新]区|新城|新村|"
    "火车站|[村桥苑城院段号])"
)
# 黄龙溪镇, 香港中路街道: a town's name that begins with what may be the name of another place.
_MORE: Final = f"(?:(?![路街巷弄号村](?!街道|[镇乡]))[{HAN}])"
_REST_OF_NAME: Final = f"(?:街道|镇|乡|苏木)(?!{ROAD_SUFFIX})"
_LONGER_NAME: Final = re.compile(f"{_MORE}{{1,12}}?{_REST_OF_NAME}")
_ONE_LONGER_NAME: Final = re.compile(f"{_MORE}{_REST_OF_NAME}")
# In a region 中山古镇 and 李市场镇 are the built-up places of its 中山镇 and 李市镇.
CENTRE_FOLLOWS: Final = re.compile("[古老集场]镇")
"""What follows a town's short name where its built-up place is meant."""
_NUMBER_FOLLOWS: Final = re.compile("[0-9A-Za-z]")
_SECTION_BEFORE: Final = re.compile(f"{ROAD_SUFFIX}$")

# What can stand right before a town's name without being a part of it.
_BEFORE_IN_ADDRESS: Final = frozenset("省市州盟区县旗城镇乡道村路号园与和及")
BEFORE_IN_NAME: Final = frozenset("行司社局储所厅心部政保商省市区县州旗镇乡道")
"""What can stand right before a place in an outlet's name."""
# What makes a bare name in an outlet's name the place of that outlet: 白沙支行, 珞璜园区支行.
OUTLET_FOLLOWS: Final = re.compile(
    "$|支行|分行|分理处|分社|支局|信用社|营业|储蓄|邮政|邮局|网点|服务|社保|社会保|劳动|便民|"
    "人力|园区|新区|工业园|片区|中心|[所站点]"
)
"""What follows the short name of an outlet's place in the outlet's name, for use as a pattern."""
_HAN: Final = re.compile(f"[{HAN}]")
_OFFICE: Final = re.compile("(?<=街道)办(?:事处|(?!公))")


def stands_alone(text: str, end: int) -> bool:
    """Return whether a short name that ends here is one by itself.

    江津 is in 江津滨江路5号, and is not in 江津路5号, 江津镇 or 江津中学.
    """
    return not any(
        pattern.match(text, end) for pattern in (_ROAD_FOLLOWS, _RANK_FOLLOWS, _PLACE_FOLLOWS)
    )


def longer_name_follows(text: str, end: int, *, is_inside: bool = False) -> bool:
    """Return whether a short name that ends here is but the beginning of a town's name.

    黄龙 is in 黄龙溪镇. Where a name stands before that it `is_inside`, two names behind each other
    are likely, so that only one character more counts: 湖南浏阳大瑶镇 is a town of 浏阳.
    """
    pattern = _ONE_LONGER_NAME if is_inside else _LONGER_NAME
    return pattern.match(text, end) is not None


def towns_in_address(
    text: str, head: int, region: RegionNames, towns: TownIndex
) -> Iterator[Spelling]:
    """Yield what names a town in an address without its brackets.

    A full name counts wherever a town can be named; a bare one only at ``head``, the index
    behind province and district, or as a section of a road (滨江大道几江段).
    """
    for spelling in towns.spellings_in(text):
        if spelling.start < head:
            continue
        if spelling.is_full:
            named = _full_name_counts(text, spelling, head, region)
        elif spelling.start == head:
            named = _bare_name_counts_at_head(text, spelling.end)
        else:
            named = _is_section_of_road(text, spelling)
        if named:
            yield _with_office(text, spelling)


def town_heading(text: str, region: RegionNames, towns: TownIndex) -> Spelling | None:
    """Return the full name of a town with which a text begins, or None."""
    spelling = towns.spelling_at(text, 0)
    if spelling and spelling.is_full and _full_name_counts(text, spelling, 0, region):
        return _with_office(text, spelling)
    return None


def towns_in_name(text: str, region: RegionNames, towns: TownIndex) -> list[Spelling]:
    """Return what names a town in an outlet's name: full names, or if there is none bare ones."""
    full: list[Spelling] = []
    bare: list[Spelling] = []
    for spelling in towns.spellings_in(text):
        if not _may_begin(text, spelling.start, BEFORE_IN_NAME, region):
            continue
        if spelling.is_full:
            full.append(spelling)
        elif _is_point_s(text, spelling, region):
            bare.append(spelling)
    return full or bare


def _is_point_s(text: str, spelling: Spelling, region: RegionNames) -> bool:
    """Return whether a bare name in an outlet's name is that of the outlet's place.

    The branch of a name that is the district's, too, is the district's branch: 岳阳楼支行.
    """
    if text[spelling.start : spelling.end] in region.district:
        return False
    if not _HAN.match(text, spelling.end):
        return True
    return bool(OUTLET_FOLLOWS.match(text, spelling.end)) and not longer_name_follows(
        text, spelling.end
    )


def _full_name_counts(text: str, spelling: Spelling, head: int, region: RegionNames) -> bool:
    begins = spelling.start == head or _may_begin(text, spelling.start, _BEFORE_IN_ADDRESS, region)
    return begins and not _ROAD_FOLLOWS_FULL_NAME.match(text, spelling.end)


def _bare_name_counts_at_head(text: str, end: int) -> bool:
    return (
        not _NUMBER_FOLLOWS.match(text, end)
        and stands_alone(text, end)
        and (bool(CENTRE_FOLLOWS.match(text, end)) or not longer_name_follows(text, end))
    )


def _is_section_of_road(text: str, spelling: Spelling) -> bool:
    return text.startswith("段", spelling.end) and bool(
        _SECTION_BEFORE.search(text, max(0, spelling.start - 2), spelling.start)
    )


def _may_begin(text: str, start: int, before: frozenset[str], region: RegionNames) -> bool:
    if start == 0 or not _HAN.match(text, start - 1) or text[start - 1] in before:
        return True
    return text.endswith((*region.province, *region.city, *region.district), 0, start)


def _with_office(text: str, spelling: Spelling) -> Spelling:
    office = _OFFICE.match(text, spelling.end)
    if office is None:
        return spelling
    return Spelling(spelling.keys, spelling.start, office.end(), spelling.is_full)
