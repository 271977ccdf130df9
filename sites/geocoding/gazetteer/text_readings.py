"""Which places of the national gazetteer a text names: every way of reading its beginning."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sites.addresses.mentions import ROAD_SUFFIX, longer_name_follows, stands_alone
from sites.addresses.preamble import BETWEEN_NAMES
from sites.geocoding.gazetteer.data import GazetteerData
from sites.geocoding.gazetteer.entries import Entry, Level, Manner, Named
from sites.geocoding.gazetteer.names import TOWN_RANK, is_telling
from sites.text.normalise import HAN

# What stands between two names without being one: 中国, and the filler levels of GB/T 2260.
_BETWEEN: Final = f"[{re.escape(BETWEEN_NAMES)}()（）]*"
_SEPARATORS: Final = re.compile(
    f"{_BETWEEN}(?:中国|市辖区|(?:省|自治区)直辖县级行政(?:区划|单位)"
    f"|(?<=市)县(?=[{HAN}]{{1,12}}县))?"
    f"{_BETWEEN}"
)
_SEPARATOR_BEGINS: Final = frozenset(BETWEEN_NAMES + "()（）中市省自县")
_COUNTY_RANKS: Final = frozenset("县市区")
_RANK_BEGINS: Final = frozenset("县市区街镇乡苏")
# 义乌市场 and 江津区街道 are no areas.
_OTHER_WORD_FOLLOWS: Final = re.compile("街道|(?<=市)场(?!镇)")
# Nor is 古县乡: a town can be called like the shortest of them with another rank.
_TOWN_RANK_FOLLOWS: Final = re.compile("[镇乡场]")
_NAME_FOLLOWS: Final = re.compile(f"[镇场][{HAN}]{{1,4}}?(?:{ROAD_SUFFIX}|[镇乡村])")
# 街道 and the like are told by `stands_alone`; these are the frequent ones, told faster.
_RANK_OR_NUMBER_FOLLOWS: Final = re.compile("[0-9A-Za-z省市区县镇乡]")
# The house of an address that leaves out its road: 重庆永川1号.
_HOUSE_FOLLOWS: Final = re.compile("[0-9]+号")
_TOWN_ROAD_FOLLOWS: Final = re.compile("[路巷]|大道")
# The rest of an address after a bare name: 双流 白河路5号, as opposed to 长春藤花园.
_ADDRESS_FOLLOWS: Final = re.compile(
    f"$|[^{HAN}]|[{HAN}]{{0,7}}?(?:{ROAD_SUFFIX}|[村镇乡])|[{HAN}]{{0,10}}?(?:开发区|高新区|园区|新区)"
)
_TOWN_RANK: Final = re.compile(TOWN_RANK)
# What can stand right before a town's name without being a part of it.
_BEFORE_TOWN: Final = frozenset("省市州盟区县旗城镇乡道村路号园与和及")
_HAN: Final = re.compile(f"[{HAN}]")
_LONGEST_NAME: Final = 15
_SHORTEST_NAME: Final = 2
_MOST_REPETITIONS: Final = 4


class Step(NamedTuple):
    """One name in a text: its place and the indices of its first character and behind its last.

    `behind` is the index behind what is said once more, names of the place or of what it lies in:
    椒江区台州市. It is the same as `end` where nothing is.
    """

    named: Named
    start: int
    end: int
    behind: int


class Reading(NamedTuple):
    """Names that follow each other, each a part of the one before.

    `covered` characters of text they make up; `is_present` tells whether all are today's names.
    """

    steps: tuple[Step, ...]
    covered: int
    is_present: bool

    @property
    def last(self) -> Step:
        """The finest place."""
        return self.steps[-1]


def readings(
    data: GazetteerData, text: str, start: int = 0, parent: Entry | None = None
) -> Iterator[Reading]:
    """Yield the readings of a normalised text from an index on, inside an area if one is given.

    A name without its rank counts where a known part of its place follows (青岛市南区), and
    elsewhere only if nothing speaks against it: not in 北京路, not in 朝阳中学, and not where a
    town's longer name begins with it, be that known or not (黄龙溪镇). At most four names follow
    each other, because each is a level finer.
    """
    for found in steps_at(data, text, start, parent):
        named, step = found.named, found
        is_present = not named.manner.is_past
        goes_on = False
        if named.entry.bounds is not None:
            behind = _behind_repetitions(data, text, found.end, named.entry)
            if behind > found.end:
                step = Step(named, found.start, found.end, behind)
            for reading in readings(data, text, behind, named.entry):
                if _skips_county(named, reading) or _is_landmark(step, reading, text):
                    continue
                goes_on = True
                yield Reading(
                    (step, *reading.steps),
                    behind - step.start + reading.covered,
                    is_present and reading.is_present,
                )
        is_repeated = step.behind > step.end
        if not goes_on and (is_repeated or (not named.is_part and _may_end(step, text, parent))):
            yield Reading((step,), step.behind - step.start, is_present)


def towns_later(data: GazetteerData, text: str, start: int, area: Entry) -> Iterator[Step]:
    """Yield the full names of an area's towns behind an index: 高新区(中和街道)."""
    for rank in _TOWN_RANK.finditer(text, start):
        for first in range(max(start, rank.end() - _LONGEST_NAME), rank.start()):
            before = text[first - 1] if first else ""
            if before not in _BEFORE_TOWN and _HAN.match(before):
                continue
            named = [
                town
                for town in data.places_called(text[first : rank.end()], area.inside)
                if town.is_full and town.entry.depth == 3 and town.entry.lies_in(area)
            ]
            named = named or _other_town_ranks(data, text[first : rank.start()], area)
            if named and not _TOWN_ROAD_FOLLOWS.match(text, rank.end()):
                yield from (Step(town, first, rank.end(), rank.end()) for town in named)
                break


def steps_at(
    data: GazetteerData, text: str, start: int = 0, parent: Entry | None = None
) -> Iterator[Step]:
    """Yield the places, inside an area if one is given, named at an index or behind its separators.

    The longest names come first.
    """
    start = _behind_separators(text, start)
    inside = parent.inside if parent else ""
    is_full = False
    for spelling in data.spellings_at(text, start):
        end = start + len(spelling)
        # The beginning of a full name counts where the rest begins another one: 青岛|市南区.
        if is_full and not data.may_begin_at(text, end):
            continue
        called = data.areas_called if is_full else data.places_called
        for named in called(spelling, inside):
            if not _fits(named, parent):
                continue
            is_full |= named.is_full
            yield Step(named, start, end, end)
        if not is_full and text[end : end + 1] in _RANK_BEGINS:
            for named, behind in _other_ranks(data, text, start, end, parent):
                is_full = True
                yield Step(named, start, behind, behind)
    if not is_full and parent is not None:
        yield from _former_town_at(data, text, start, parent)


def local_readings(data: GazetteerData, text: str, region: Entry) -> Iterator[Reading]:
    """Yield the towns of a region that a text begins with, by names that count within it only.

    There 仁沱 is what was 仁沱镇, and 双福镇 is today's 双福街道.
    """
    start = _behind_separators(text, 0)
    steps = [*_former_town_at(data, text, start, region)]
    if found := data.town_stem_at(text, start, region.adcode):
        name, end = found
        rank = _TOWN_RANK.match(text, end)
        if rank and not data.places_called(text[start : rank.end()], region.inside):
            towns = data.places_called(name, region.inside)
            behind = rank.end()
            steps += (
                Step(Named(town.entry, Manner.OTHER_RANK, is_full=True), start, behind, behind)
                for town in towns
            )
    for step in steps:
        if _may_end(step, text, None):
            yield Reading((step,), step.end - step.start, is_present=False)


def _former_town_at(data: GazetteerData, text: str, start: int, area: Entry) -> Iterator[Step]:
    if found := data.former_town_at(text, start, area.adcode):
        named, end = found
        yield Step(named, start, end, end)


def names_area(data: GazetteerData, text: str, start: int) -> bool:
    """Return whether the full name of an area stands at an index or behind its separators."""
    start = _behind_separators(text, start)
    return any(
        # 无为县, which is 无为市 today, is asked for by its name without rank.
        named.is_full or text[start + len(spelling) : start + len(spelling) + 1] in _COUNTY_RANKS
        for spelling in data.spellings_at(text, start)
        for named in data.areas_called(spelling)
    )


def _fits(named: Named, parent: Entry | None) -> bool:
    """Return whether a name can stand behind that of its parent, or in front of all."""
    if named.manner is Manner.ZONE:
        # 二十九团 stands behind 新疆, or behind the very city that it is a part of.
        return named.is_full if parent is None else named.entry.adcode.startswith(parent.inside)
    # 重庆市永川地区江津县: a prefecture that is no more is a part of the province around it.
    return parent is None or named.entry.lies_in(parent) or _was_in(named, parent)


def _skips_county(named: Named, reading: Reading) -> bool:
    """Return whether a town stands right behind the province that its county was in once.

    四川省江津县 is 江津区, 四川白沙镇 need not be there.
    """
    is_former_province = named.is_part and named.entry.level is Level.PROVINCE
    return is_former_province and reading.steps[0].named.entry.bounds is None


def _is_landmark(step: Step, reading: Reading, text: str) -> bool:
    """Return whether a former town behind a short name is a part of its name: 江津大桥."""
    named = reading.steps[0].named
    is_former_stem = named.manner is Manner.FORMER_NAME and not named.is_full
    is_short = not step.named.is_full and step.named.is_of_area
    return is_former_stem and is_short and not _stands(text, step.end)


def _was_in(named: Named, parent: Entry) -> bool:
    return named.is_part and named.entry == parent and named.is_full


def _behind_repetitions(data: GazetteerData, text: str, start: int, area: Entry) -> int:
    """Return the index behind names of an area, or of what it lies in, that are said again."""
    for _ in range(_MOST_REPETITIONS):
        first = _behind_separators(text, start)
        if not data.may_name_around(text, first, area):
            break
        behind = _behind_repetition(data, text, first, area)
        if behind is None:
            break
        start = behind
    return start


def _behind_repetition(data: GazetteerData, text: str, start: int, area: Entry) -> int | None:
    around = (area, *data.parents(area))
    for spelling in data.spellings_at(text, start):
        end = start + len(spelling)
        places = data.places_called(spelling, area.adcode[:2])
        # 吉林吉林市: the city in the province before the province once more.
        if any(named.entry.lies_in(area) for named in places):
            return None
        if any(named.entry in around and (named.is_full or _stands(text, end)) for named in places):
            return end
    return None


def _behind_separators(text: str, start: int) -> int:
    if text[start : start + 1] not in _SEPARATOR_BEGINS:
        return start
    match = _SEPARATORS.match(text, start)
    return match.end() if match else start


def _stands(text: str, end: int) -> bool:
    """Return whether a name without its rank ends here: not in 北京路, 朝阳中学 and 江津5号."""
    return not _RANK_OR_NUMBER_FOLLOWS.match(text, end) and stands_alone(text, end)


def _may_end(step: Step, text: str, parent: Entry | None) -> bool:
    """Return whether a name can be the last one: what follows it is not a part of it."""
    named = step.named
    if named.manner is Manner.ZONE or (named.is_full and not named.is_of_area):
        return not _TOWN_ROAD_FOLLOWS.match(text, step.end)
    if named.is_full:
        return _area_may_end(step, text, parent)
    if named.is_of_area and _HOUSE_FOLLOWS.match(text, step.end):
        return True
    return _stands(text, step.end) and _short_name_may_end(step, text, parent)


def _area_may_end(step: Step, text: str, parent: Entry | None) -> bool:
    """Return whether the full name of an area can be the last one."""
    if _OTHER_WORD_FOLLOWS.match(text, step.end):
        return False
    # No town is called 镇安县镇: 镇安县镇安路 is a road of 镇安县.
    if step.end - step.start > _SHORTEST_NAME:
        return True
    if _TOWN_RANK_FOLLOWS.match(text, step.end):
        is_district = text[step.end - 1] == "区" or parent is not None
        return is_district and _NAME_FOLLOWS.match(text, step.end) is not None
    # 古县渡镇 begins with the shortest kind of a county's name.
    return parent is not None or not longer_name_follows(text, step.end, is_inside=True)


def _short_name_may_end(step: Step, text: str, parent: Entry | None) -> bool:
    """Return whether a name without its rank can be the last one."""
    is_of_area = step.named.is_of_area
    if not is_of_area and not is_telling(text[step.start : step.end]):
        # 城关 and 友谊路 are a town where a county stands before them, and nothing behind.
        return parent is not None and parent.depth == 2 and not _HAN.match(text, step.end)
    if longer_name_follows(text, step.end, is_inside=parent is not None):
        return False
    # It needs more: 双流白河路5号 has an address behind it, 湖南浏阳大瑶 a parent before.
    is_inside = parent is not None and is_of_area
    return is_inside or _ADDRESS_FOLLOWS.match(text, step.end) is not None


def _other_ranks(
    data: GazetteerData, text: str, start: int, end: int, parent: Entry | None
) -> Iterable[tuple[Named, int]]:
    """Return the places meant by a name with another rank (合川县 for 合川区), and its end.

    It is only asked for where no place in the parent bears, or bore, that very name: that one is
    longer, and comes first.
    """
    if text[end : end + 1] in _COUNTY_RANKS:
        behind, find = end + 1, _other_county_ranks
    elif parent is not None and parent.depth and (rank := _TOWN_RANK.match(text, end)):
        behind, find = rank.end(), _other_town_ranks
    else:
        return ()
    return [(named, behind) for named in find(data, text[start:end], parent)]


def _other_county_ranks(data: GazetteerData, stem: str, parent: Entry | None) -> list[Named]:
    """Return the counties, county cities and districts with that name before their rank."""
    return [
        Named(named.entry, Manner.OTHER_RANK, is_full=True)
        for named in data.places_called(stem)
        if named.entry.level is Level.COUNTY
        and named.manner is Manner.WITHOUT_RANK
        and named.entry.name[-1] in _COUNTY_RANKS
        and len(named.entry.name) == len(stem) + 1
        and (parent is None or named.entry.lies_in(parent))
    ]


def _other_town_ranks(data: GazetteerData, stem: str, parent: Entry | None) -> list[Named]:
    """Return the towns with that name before their rank, or without any that is known.

    Towns become subdistricts all the time, and the gazetteer has some without their rank.
    """
    return [
        Named(named.entry, Manner.OTHER_RANK, is_full=True)
        for named in data.places_called(stem)
        if named.entry.depth == 3
        and named.entry.level is not Level.VILLAGE
        and named.manner is not Manner.OTHER_NAME
        and (parent is None or named.entry.lies_in(parent))
    ]
