"""What hints at another district where no address says it: a landmark's name, an outlet's name."""

import re
from typing import Final, NamedTuple

from sites.addresses.codes import codes_around
from sites.addresses.mentions import BEFORE_IN_NAME, OUTLET_FOLLOWS, ROAD_SUFFIX
from sites.geocoding.gazetteer.data import GazetteerData, gazetteer_data
from sites.geocoding.gazetteer.entries import Entry, Level, Manner
from sites.geocoding.gazetteer.names import is_telling
from sites.geocoding.places import RegionPlaces
from sites.text.normalise import HAN

# 永川汽车站旁 and 沙坪坝三峡广场, but 永川银行 is a bank and 永川路口广场 is beside a road.
_LANDMARK: Final = re.compile(
    f"(?!{ROAD_SUFFIX})[{HAN}]{{0,6}}?"
    "(?:广场|车站|客运站|高铁站|医院|卫生院|[大中小]学|学院|公园|大厦|商场|市场|体育[馆场]|影剧?院)"
)
_HAN: Final = re.compile(f"[{HAN}]")
_COUNTY_RANKS: Final = frozenset("区县市")
_SHORTEST_FULL: Final = 3


class Hint(NamedTuple):
    """The districts elsewhere that a text hints at, one or several of a name.

    `is_full` tells that it states what they are: 永川区, and not 永川.
    """

    areas: tuple[Entry, ...]
    is_full: bool


class _Mention(NamedTuple):
    """Areas named in an outlet's name, and the index behind them."""

    areas: tuple[Entry, ...]
    is_full: bool
    end: int


def hint_of_landmark(text: str, places: RegionPlaces) -> Hint | None:
    """Return what a landmark behind a short name hints at: 永川汽车站旁; None if at nothing.

    Only districts of the province and cities count: 东方广场 and 和平医院 are in any town.
    """
    start = max((len(name) for name in places.names.province if text.startswith(name)), default=0)
    data = gazetteer_data()
    if _is_of_region(data, text, start, places):
        return None
    for spelling in data.spellings_at(text, start):
        areas = _short_areas(data, spelling, places)
        if areas and _LANDMARK.match(text, start + len(spelling)):
            return Hint(areas, is_full=False)
    return None


def hint_of_name(text: str, places: RegionPlaces) -> Hint | None:
    """Return the district elsewhere that an outlet's name speaks of: 农行永川支行; None if of none.

    The last one counts, which is the finest: 泸州市合江县支行 is one of 合江县.
    """
    data = gazetteer_data()
    hint = None
    start = behind = 0
    around: tuple[Entry, ...] = ()
    while start < len(text):
        is_free = start == behind or _may_stand_behind(text[start - 1])
        mention = _mention_at(data, text, start, places) if is_free else None
        if mention is None:
            start += 1
            continue
        inside = tuple(
            area for area in mention.areas if any(area.lies_in(larger) for larger in around)
        )
        around = inside or mention.areas
        if not any(area.adcode in codes_around(places.adcode) for area in around):
            is_county = any(area.level is Level.COUNTY for area in around)
            hint = Hint(around, mention.is_full and is_county)
        start = behind = mention.end
    return hint


def _mention_at(
    data: GazetteerData, text: str, start: int, places: RegionPlaces
) -> _Mention | None:
    """Return the areas that are named at an index of an outlet's name, None if there are none."""
    if not data.may_begin_at(text, start) or _is_of_region(data, text, start, places):
        return None
    for spelling in data.spellings_at(text, start):
        end = start + len(spelling)
        called = [named for named in data.areas_called(spelling) if named.manner is not Manner.ZONE]
        full = tuple(named.entry for named in called if named.is_full and not named.is_part)
        if full and len(spelling) >= _SHORTEST_FULL and is_telling(spelling):
            is_county = any(area.level is Level.COUNTY for area in full)
            # 深圳市某某公司 may have an office anywhere.
            if is_county or _goes_on(data, text, end, places):
                return _Mention(full, is_full=True, end=end)
        short = _short_areas(data, spelling, places)
        counties = tuple(area for area in short if area.level is Level.COUNTY)
        if counties and text[end : end + 1] in _COUNTY_RANKS:
            return _Mention(counties, is_full=True, end=end + 1)
        provinces = tuple(named.entry for named in called if named.entry.level is Level.PROVINCE)
        if (short or provinces) and _goes_on(data, text, end, places):
            return _Mention(short or provinces, is_full=False, end=end)
    return None


def _goes_on(data: GazetteerData, text: str, end: int, places: RegionPlaces) -> bool:
    """Return whether the word for an outlet follows a name, or that of an area in it."""
    if end == len(text):
        return False
    return (
        OUTLET_FOLLOWS.match(text, end) is not None
        or _mention_at(data, text, end, places) is not None
    )


def _short_areas(data: GazetteerData, spelling: str, places: RegionPlaces) -> tuple[Entry, ...]:
    """Return the cities and the districts of the province elsewhere that are short called so.

    None where a far district is, too: 朝阳 and 和平 are quarters of any city.
    """
    called = [
        named.entry
        for named in data.areas_called(spelling)
        if not named.is_full and not named.is_part and named.manner is not Manner.ZONE
    ]
    near = [area for area in called if area.adcode[:2] == places.adcode[:2]]
    cities = [area for area in called if area.level is Level.CITY and area not in near]
    if any(area.name.endswith("区") for area in called if area not in near):
        cities = []
    around = codes_around(places.adcode)
    return tuple(
        area
        for area in (*near, *cities)
        if area.level is not Level.PROVINCE and area.adcode not in around
    )


def _is_of_region(data: GazetteerData, text: str, start: int, places: RegionPlaces) -> bool:
    """Return whether a town of the region, or one that was there, is named at an index."""
    if places.index.spelling_at(text, start) is not None:
        return True
    return data.former_town_at(text, start, places.adcode) is not None


def _may_stand_behind(character: str) -> bool:
    return character in BEFORE_IN_NAME or not _HAN.match(character)
