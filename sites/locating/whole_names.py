"""Where the names of things begin and end in what is printed: 大同路, of which 同路 is a scrap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sites.addresses.heads import read_head
from sites.addresses.mentions import ROAD_SUFFIX, towns_in_address
from sites.addresses.parts import read_parts
from sites.locating.surroundings import Surroundings
from sites.text.normalise import HAN
from sites.text.search_text import fold

# A house, a block, a flat: 76号附48号, E栋, 1幢1-1-9.
_NUMBER: Final = re.compile(
    "[0-9A-Za-z]+(?:[-_~][0-9A-Za-z]+)*(?:号院?|单元|[栋幢座楼层室区])*(?:附[0-9]+号?)?"
)
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_ROAD: Final = re.compile(
    f"(?P<road>[{HAN}]{{2,20}}?{ROAD_SUFFIX})(?!口)(?:[{HAN}]{{1,4}}?(?<!地)段)?"
)
# How an address says that it lies at something.
_BESIDE: Final = re.compile(
    "[新老东南西北正]?(?:校门|大门|后门|侧门|门口)|斜?对面|旁边?|隔壁|附近|楼[上下]|[上下]行|侧"
    "|[一二三四五六七八九十底顶负]{1,3}[楼层]|十字路口|路口|转盘|环岛|红绿灯|桥头|交[叉汇]口"
)
# 老四牌坊小学 is where 四牌坊小学 was.
_FORMERLY: Final = re.compile("[老原]")
_BRANCH: Final = re.compile(
    "(?:支行|分行|营业部|营业厅|营业所|分理处|储蓄所|邮政所|邮政支局|支局|网点)+$"
)
# 光大 and 邮政 are parts of other names, too.
_SHORTEST_OPERATOR: Final = 3


@dataclass(slots=True)
class _Borders:
    """The indexes where the name of a thing can begin and where one can end."""

    begins: set[int] = field(default_factory=lambda: {0})
    ends: set[int] = field(default_factory=set[int])

    def add(self, start: int, end: int) -> None:
        """Take in a thing; the next one begins behind it, and what stands before ends at it."""
        self.begins |= {start, end}
        self.ends |= {start, end}


def in_address(term: str, address: str, around: Surroundings) -> tuple[str, bool] | None:
    """Return the printed name that a term is, or is a scrap of, and whether it is all of it.

    None if the term does not stand in the address.
    """
    return _printed(term, address, _borders_of_address(address, around))


def in_name(term: str, name: str, around: Surroundings) -> tuple[str, bool] | None:
    """Return the same of the name of an outlet: 四牌坊 is all of 四牌坊 in 中国银行四牌坊支行."""
    return _printed(term, name, _borders_of_name(name, around))


def _printed(term: str, text: str, borders: _Borders) -> tuple[str, bool] | None:
    found = None
    for start, end in _stretches(term, text):
        begin = max(index for index in borders.begins if index <= start)
        stop = min(index for index in {*borders.ends, len(text)} if index >= end)
        if (begin, stop) == (start, end):
            return text[start:end], True
        found = found or (text[begin:stop], False)
    return found


def _stretches(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a term stands in a text, as searches compare them."""
    places = [(index, sign) for index, one in enumerate(text) for sign in fold(one)]
    folded, sought = "".join(sign for _index, sign in places), fold(term)
    start = folded.find(sought) if sought else -1
    while start >= 0:
        yield places[start][0], places[start + len(sought) - 1][0] + 1
        start = folded.find(sought, start + 1)


def _borders_of_address(text: str, around: Surroundings) -> _Borders:
    borders = _Borders()
    names, index = around.places.names, around.places.index
    head = read_head(text, names, index).end
    borders.add(0, head)
    towns = {}
    for town in towns_in_address(text, head, names, index):
        # 滨江大道几江段: the town is a part of its road.
        if not text.startswith("段", town.end):
            borders.add(town.start, town.end)
            towns[town.start] = town.end
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    for span in numbers:
        borders.add(*span)
    for start, end in _runs(text, numbers):
        borders.add(start, end)
        begin = max(start, min(head, end))
        behind = _add_parts(text, max(begin, towns.get(begin, begin)), end, borders)
        # 时代广场工商银行: the square, and a bank at it.
        for name in around.operators:
            at = text.find(name, behind, end) if len(name) >= _SHORTEST_OPERATOR else -1
            if at >= 0:
                borders.add(at, at + len(name))
    return borders


def _borders_of_name(text: str, around: Surroundings) -> _Borders:
    borders = _Borders()
    names = around.places.names
    begin = _behind(text, 0, tuple(around.operators))
    borders.begins.add(begin)
    for heads in (names.province, names.city, names.district):
        begin = _behind(text, begin, heads)
        borders.begins.add(begin)
    if town := around.places.index.spelling_at(text, begin):
        borders.add(town.start, town.end)
        begin = town.end
    branch = _BRANCH.search(text, begin)
    end = branch.start() if branch else len(text)
    borders.ends |= {end, len(text)}
    _add_parts(text, begin, end, borders)
    return borders


def _runs(text: str, numbers: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of Chinese characters outside of numbers."""
    behind = 0
    for start, end in [*numbers, (len(text), len(text))]:
        for match in _HAN_RUN.finditer(text, behind, start):
            yield match.span()
        behind = end


def _add_parts(text: str, start: int, end: int, borders: _Borders) -> int:
    """Take in quarters and roads, and what stands behind them: a building, a landmark.

    Returns the index behind the roads.
    """
    borders.begins.add(start)
    quarters = read_parts(text[start:end])
    for quarter in (quarters.area, quarters.community):
        # What is all that is left can be 大西门转盘.
        if quarter and len(quarter) < end - start and text.startswith(quarter, start):
            borders.add(start, start + len(quarter))
            start += len(quarter)
    while road := _ROAD.match(text, start, end):
        borders.add(*road.span())
        borders.ends.add(road.end("road"))
        start = road.end()
    if _FORMERLY.match(text, start, end):
        borders.begins.add(start + 1)
    borders.ends |= {match.start() for match in _BESIDE.finditer(text, start + 1, end)}
    return start


def _behind(text: str, start: int, heads: tuple[str, ...]) -> int:
    """Return the index behind the longest of the names that stands at another one."""
    fitting = (len(head) for head in heads if head and text.startswith(head, start))
    return start + max(fitting, default=0)
