"""The parts of an address behind its town: road, house number, building, landmark."""

import re
from dataclasses import dataclass, replace
from typing import Final

from sites.addresses.mentions import ROAD_SUFFIX
from sites.addresses.preamble import SEPARATORS
from sites.text.normalise import HAN

_NUMERAL: Final = "一二三四五六七八九十"
_SECTION: Final = f"(?:[{HAN}]{{1,4}}?(?<!地)段)?"
_AREA: Final = re.compile(
    f"[{HAN}]{{2,8}}?(?:新城|新区|工业园区?|产业园区?|开发区|高新区|园区)"
    f"(?![东南西北中大]?{ROAD_SUFFIX})"
)
_COMMUNITY: Final = re.compile(
    f"(?:(?![路街巷号])[{HAN}]){{1,10}}?(?:社区|(?<![新假农])村)(?!{ROAD_SUFFIX}|[小委信商银])"
    f"(?:[0-9{_NUMERAL}]{{1,3}}[组社队])?"
)
_ROAD_ENDS: Final = re.compile(f"{ROAD_SUFFIX}{_SECTION}$")
# A road with more behind it needs two characters before its suffix: 公路局 is none.
_ROAD_BEGINS: Final = re.compile(f"[{HAN}0-9A-Za-z]{{2,20}}?{ROAD_SUFFIX}(?!口){_SECTION}")
_RANGE_SIGN: Final = "[-_~–—－～至到、/]"
_HOUSES: Final = f"[0-9]{{1,5}}[A-Za-z]?(?:{_RANGE_SIGN}[0-9]{{1,5}}[A-Za-z]?){{0,9}}"
_NUMBER: Final = re.compile(
    # 3号楼 is a building; figures without 号 are a house number only at the end of a road.
    f"(?<![0-9A-Za-z]){_HOUSES} ?号院?(?![楼栋幢线桥])"
    "(?:[附之][0-9]{1,4}(?:-[0-9]{1,4}){0,3}号?)?"
    f"|(?<=[路街道巷弄段]){_HOUSES}(?=$|[\n,，、;；])"
)
_FIGURE: Final = re.compile("[0-9]+")
_BLOCK_SIGN: Final = re.compile("[栋幢座楼厦]")
_FLOOR: Final = re.compile(
    f"(?<![0-9{_NUMERAL}])(?:负?[0-9]{{1,3}}(?:[-~至][0-9]{{1,3}})?|负?[{_NUMERAL}]{{1,3}}|[底顶])"
    "[楼层F]$"
)
_ROOM: Final = re.compile(
    "(?<![-0-9A-Za-z])[0-9A-Za-z]{1,6}(?:-[0-9A-Za-z]{1,6}){0,3}(?:号?[室房铺]|号门[面市]|号商铺)$"
)
_LANDMARK_ENDS: Final = re.compile(
    "(?:旁边?|斜?对面|楼[上下]|隔壁|附近|门口|路口|交[叉汇]口|交[汇界]处|[前后]面|背后|侧|米处?)$"
)
_BUILDING_SIGN: Final = re.compile(
    "[栋幢座楼厦苑园寓]|广场|小区|商城|中心|市场|银行|酒店|[0-9A-Za-z]"
)


@dataclass(frozen=True, slots=True)
class StreetParts:
    """What stands behind the town, as written; None where there is no such part."""

    area: str | None = None
    community: str | None = None
    road: str | None = None
    number: str | None = None
    number_range: tuple[int, int] | None = None
    building: str | None = None
    floor: str | None = None
    room: str | None = None
    landmark: str | None = None


def read_parts(text: str) -> StreetParts:
    """Return the parts of an address behind its town.

    A line break stands for a bracket that was taken out. The house number is searched first,
    because the road is what stands before it; a square or a village that houses are numbered by
    counts as a road (滨河广场26号). Behind the number comes the building with its floor and room,
    or a landmark (政府楼下, 501公交车站旁).
    """
    text, area, community = _read_quarters(text)
    number = _NUMBER.search(text)
    before = _first_line(text[: number.start()] if number else text)
    road, behind = _split_road(before, is_numbered=number is not None)
    if number and not behind:
        parts = replace(
            _read_building(_first_line(text[number.end() :])),
            number=number.group(),
            number_range=_number_range(number.group()),
        )
    else:  # No number, or that of a building: 人民路阳光花园3号.
        parts = _read_building(_first_line(text[len(road or "") :]))
    if road is None and parts.number is None and _is_quarter(parts):
        area, parts = area or parts.building, replace(parts, building=None)
    return replace(parts, area=area, community=community, road=road)


def _first_line(text: str) -> str:
    return text.lstrip(SEPARATORS).split("\n", 1)[0].rstrip(SEPARATORS)


def _read_quarters(text: str) -> tuple[str, str | None, str | None]:
    """Return the text behind area (滨江新城) and community (三才社区), and the two."""
    found: dict[re.Pattern[str], str] = {}
    text = text.strip(SEPARATORS)
    for pattern in (_AREA, _COMMUNITY, _AREA):
        match = pattern.match(text)
        if match and pattern not in found:
            found[pattern] = match.group()
            text = text[match.end() :].lstrip(SEPARATORS)
    return text, found.get(_AREA), found.get(_COMMUNITY)


def _split_road(text: str, *, is_numbered: bool) -> tuple[str | None, str]:
    """Return the road at the beginning of a text and what stands behind it."""
    if _ROAD_ENDS.search(text):
        return text, ""
    if match := _ROAD_BEGINS.match(text):
        return match.group(), text[match.end() :]
    if is_numbered and not _BLOCK_SIGN.search(text):
        return text or None, ""
    return None, text


def _number_range(number: str) -> tuple[int, int]:
    """Return the first and last house: (163, 167) for 163_167, (76, 76) for 76号附48号."""
    figures = [int(figure) for figure in _FIGURE.findall(number.split("号", 1)[0])]
    return figures[0], max(figures[0], figures[-1])


def _read_building(text: str) -> StreetParts:
    if not text:
        return StreetParts()
    if _LANDMARK_ENDS.search(text):
        return StreetParts(landmark=text)
    text, room = _split_end(text, _ROOM)
    text, floor = _split_end(text, _FLOOR)
    return StreetParts(building=text or None, floor=floor, room=room)


def _split_end(text: str, pattern: re.Pattern[str]) -> tuple[str, str | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return text[: match.start()].rstrip(SEPARATORS), match.group()


def _is_quarter(parts: StreetParts) -> bool:
    """Return whether what looks like a building is a named place (赵家坝)."""
    return bool(parts.building and not _BUILDING_SIGN.search(parts.building))
