"""Which places of the national gazetteer a text names: every way of reading its beginning."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sites.addresses.heads import SEPARATORS
from sites.addresses.mentions import ROAD_SUFFIX, stands_alone
from sites.addresses.normalise import HAN
from sites.geocoding.gazetteer.data import Entry, GazetteerData, Level, Manner, Named

# What stands between two names without being one: 中国, and the filler levels of GB/T 2260.
_SEPARATORS: Final = re.compile(
    f"[{re.escape(SEPARATORS)}()（）-]*(?:中国|市辖区|(?:省|自治区)直辖县级行政(?:区划|单位))?"
)
_COUNTY_RANKS: Final = frozenset("县市区")
_RANK_BEGINS: Final = frozenset("县市区街镇乡苏")
_RANK_FOLLOWS: Final = re.compile("[镇乡场]|街道")
# 街道 and the like are told by `stands_alone`; these are the frequent ones, told faster.
_RANK_OR_NUMBER_FOLLOWS: Final = re.compile("[0-9A-Za-z省市区县镇乡]")
_TOWN_ROAD_FOLLOWS: Final = re.compile("[路巷]|大道")
# The rest of an address after a bare name: 双流 白河路5号, as opposed to 长春藤花园.
_ADDRESS_FOLLOWS: Final = re.compile(f"$|[^{HAN}]|[{HAN}]{{0,7}}?(?:{ROAD_SUFFIX}|[村镇乡])")
_TOWN_RANK: Final = re.compile("街道办事处|街道|街办|苏木|镇|乡")
# What can stand right before a town's name without being a part of it.
_BEFORE_TOWN: Final = frozenset("省市州盟区县旗城镇乡道村路号园与和及")
_HAN: Final = re.compile(f"[{HAN}]")
_LONGEST_NAME: Final = 15
_PAST: Final = frozenset({Manner.FORMER_NAME, Manner.OTHER_RANK})


class Step(NamedTuple):
    """One name in a text: its place and the indices of its first character and behind its last."""

    named: Named
    start: int
    end: int


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

    Names without their rank count only where nothing speaks against it: not in 北京路 and not in
    朝阳中学. At most four names follow each other, because each is a level finer.
    """
    for step in steps_at(data, text, start, parent):
        named, covered = step.named, step.end - step.start
        is_present = named.manner not in _PAST
        goes_on = False
        if named.entry.bounds is not None:
            for reading in readings(data, text, step.end, named.entry):
                goes_on = True
                steps = (step, *reading.steps)
                yield Reading(steps, covered + reading.covered, is_present and reading.is_present)
        if not goes_on and _may_end(step, text, parent):
            yield Reading((step,), covered, is_present)


def towns_later(data: GazetteerData, text: str, start: int, area: Entry) -> Iterator[Step]:
    """Yield the full names of an area's towns behind an index: 高新区(中和街道)."""
    for rank in _TOWN_RANK.finditer(text, start):
        for first in range(max(start, rank.end() - _LONGEST_NAME), rank.start()):
            before = text[first - 1] if first else ""
            if before not in _BEFORE_TOWN and _HAN.match(before):
                continue
            named = [
                town
                for town in data.spellings.get(text[first : rank.end()], ())
                if town.is_full and town.entry.depth == 3 and town.entry.lies_in(area)
            ]
            named = named or _other_town_ranks(data, text[first : rank.start()], area)
            if named and not _TOWN_ROAD_FOLLOWS.match(text, rank.end()):
                yield from (Step(town, first, rank.end()) for town in named)
                break


def steps_at(
    data: GazetteerData, text: str, start: int = 0, parent: Entry | None = None
) -> Iterator[Step]:
    """Yield the places, inside an area if one is given, named at an index or behind its separators.

    Where a name states its rank, no shorter one is given.
    """
    match = _SEPARATORS.match(text, start)
    start = match.end() if match else start
    for end, places in data.spelled_at(text, start):
        is_full = False
        for named in places:
            if parent is not None and not named.entry.lies_in(parent):
                continue
            if named.is_full or _stands(text, end):
                is_full |= named.is_full
                yield Step(named, start, end)
        if text[end : end + 1] in _RANK_BEGINS:
            for named, behind in _other_ranks(data, text, start, end, parent):
                is_full = True
                yield Step(named, start, behind)
        if is_full:
            return


def _stands(text: str, end: int) -> bool:
    """Return whether a name without its rank ends here: not in 北京路, 朝阳中学 and 江津5号."""
    return not _RANK_OR_NUMBER_FOLLOWS.match(text, end) and stands_alone(text, end)


def _may_end(step: Step, text: str, parent: Entry | None) -> bool:
    """Return whether a name can be the last one: what follows it is not a part of it."""
    named = step.named
    if named.entry.depth == 3:
        pattern = _TOWN_ROAD_FOLLOWS if named.is_full else None
    else:
        # 义乌市场 and 江津区街道 are no districts; 南阳市镇平县 goes on, and never comes here.
        pattern = _RANK_FOLLOWS
    if pattern and pattern.match(text, step.end):
        return False
    # A bare name needs more: 双流白河路5号 has an address behind it, 湖南浏阳大瑶 a parent before.
    is_inside = parent is not None and named.entry.depth < 3
    return named.is_full or is_inside or bool(_ADDRESS_FOLLOWS.match(text, step.end))


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
        for named in data.spellings.get(stem, ())
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
        for named in data.spellings.get(stem, ())
        if named.entry.depth == 3
        and named.entry.level is not Level.VILLAGE
        and named.manner is not Manner.OTHER_NAME
        and (parent is None or named.entry.lies_in(parent))
    ]
