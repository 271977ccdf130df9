"""A text → the places of the national gazetteer that it speaks of, best first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sites.addresses.preamble import BETWEEN_NAMES, preamble_end
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.data import GazetteerData, gazetteer_data
from sites.geocoding.gazetteer.entries import Entry, Level, Manner
from sites.geocoding.gazetteer.text_readings import (
    Reading,
    Step,
    local_readings,
    names_area,
    readings,
    steps_at,
    towns_later,
)
from sites.text.normalise import normalise_text
from sites.text.traditional import simplified

LONGEST_TEXT: Final = 300
"""Characters of a text that are read: an address names its places at its beginning."""

_IN_SAME_COUNTY: Final = 3
_AROUND_NAMES: Final = BETWEEN_NAMES + "()（）"
# The past manners, the most telling first.
_WORTH_SAYING: Final = (Manner.FORMER_NAME, Manner.FORMER_TOWN, Manner.OTHER_RANK)
# The cities of Taiwan have districts that the tables leave out: 台北市大同区 is not in 大庆.
_DISTRICTS_NOT_KNOWN: Final = "71"


class Reason(StrEnum):
    """Why a place is an answer: the manner in which it is named, or what decided among several."""

    NAME = "name"
    OTHER_NAME = "other_name"
    WITHOUT_RANK = "without_rank"
    OTHER_RANK = "other_rank"
    FORMER_NAME = "former_name"
    FORMER_TOWN = "former_town"
    ZONE = "zone"
    NEAREST_NAMESAKE = "nearest_namesake"
    """Of several places with that name, the one in the region where the person searches."""
    CONTRADICTION = "contradiction"
    """The text names places that do not lie in each other: this is one of them."""


_REASONS: Final = {manner: Reason(manner.value) for manner in Manner}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a text names.

    Attributes:
        name: its full name.
        label: the full names of the areas around it and its own, written together.
        coordinate: WGS-84 degrees of its seat or centre.
        precision: of the coordinate, never finer than the place. A province or city is coarser
            than its precision says, see `level`; a town of which nobody says where it lies has the
            coordinate of its county, and that precision.
        level: what the place is.
        adcode: its GB/T 2260 code, for a town or village that of the county around it.
        parents: full names of the areas around it, the province first.
        town: its key if it is a town stored for the region, else None.
        reason: why it is an answer.
        is_stated: whether the text itself says in which county it lies, or is of that kind.
        bounds: its extent, None if it is not known.
        named: the names that lead to it, coarsest first, as they stand in the text.
        rest: what of the text no name explains, without separators around it; empty where the text
            is the place's name and nothing else.
    """

    name: str
    label: str
    coordinate: Coordinate
    precision: Precision
    level: Level
    adcode: str
    parents: tuple[str, ...]
    town: str | None
    reason: Reason
    is_stated: bool
    bounds: Box | None
    named: tuple[str, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A place with what speaks for it: the steps of a text that lead to it."""

    steps: tuple[Step, ...]
    reason: Reason
    is_stated: bool

    @property
    def entry(self) -> Entry:
        """The place itself."""
        return self.steps[-1].named.entry


def search_places(text: str, region: str | None = None, limit: int = 10) -> list[Place]:
    """Return the places that a text names: none, one, or several where it does not decide.

    An address is read from its beginning: province, city, county and town, any of them missing,
    with or without rank, in simplified or traditional characters, under their present or former
    names; in a county that it names a town is also found further back. Places of one name are told
    apart by the areas that the text names, else by how near they are to `region`, the GB/T 2260
    code of the district in which the person searches; what is left is returned as a choice. A
    street, a house or an unknown village does not narrow the answer: it is the finest place that
    is known around it.

    At most `limit` places, never one finer than known. Only the first `LONGEST_TEXT` characters
    are read. Raises for no string.
    """
    data = gazetteer_data()
    text = address_of(text)
    around = data.areas.get(region) if region is not None else None
    unique = {place.entry: place for place in _read(data, text, around)}
    return [_place(data, text, place) for place in list(unique.values())[:limit]]


def address_of(text: str) -> str:
    """Return the part of a text that is read: normalised, simplified, without its preamble."""
    text = simplified(normalise_text(text[:LONGEST_TEXT]))
    return text[preamble_end(text) :]


def _read(data: GazetteerData, text: str, region: Entry | None) -> list[_Found]:
    found = list(readings(data, text))
    if region is not None:
        found += local_readings(data, text, region)
    best, is_nearest = _best(found, region)
    if not best:
        towns = _only(towns_later(data, text, 0, region)) if region is not None else None
        return [_Found((towns,), Reason.NEAREST_NAMESAKE, is_stated=False)] if towns else []
    if len(best) == 1:
        return _finish(data, text, best[0], is_nearest=is_nearest)
    return [_found(reading) for reading in best]


def _finish(data: GazetteerData, text: str, reading: Reading, *, is_nearest: bool) -> list[_Found]:
    """Return the answer of the one best reading, with what stands behind it."""
    last = reading.last
    area = last.named.entry
    if area.bounds is not None:
        if stray := _stray(data, text, last):
            if _is_former_city(last, stray):
                (county,) = stray
                return [replace(_found(county), steps=(*reading.steps, *county.steps))]
            contradicting = [reading.steps, *(other.steps for other in stray)]
            return [_Found(steps, Reason.CONTRADICTION, is_stated=True) for steps in contradicting]
        if area.level is not Level.PROVINCE:
            town = _only(towns_later(data, text, last.behind, area))
            if town is not None:
                reason = _REASONS[town.named.manner]
                return [_Found((*reading.steps, town), reason, is_stated=True)]
            if stray_town := _stray_town(data, text, last):
                contradicting = [reading.steps, (stray_town,)]
                return [
                    _Found(steps, Reason.CONTRADICTION, is_stated=True) for steps in contradicting
                ]
    return [_found(reading, is_nearest=is_nearest)]


def _best(found: list[Reading], region: Entry | None) -> tuple[list[Reading], bool]:
    """Return the readings that nothing tells apart, and whether the region chose among them."""
    if not found:
        return [], False
    ranked = [(_quality(reading, region), reading) for reading in found]
    top = max(quality for quality, _ in ranked)
    best = _without_parts([reading for quality, reading in ranked if quality == top])
    if len(best) == 1 or region is None:
        return best, False
    relations = [_relation(reading.last.named.entry, region) for reading in best]
    nearest = max(relations)
    by_nearness = sorted(zip(relations, best, strict=True), key=lambda pair: -pair[0])
    is_open = relations.count(nearest) > 1 or nearest < _deciding_relation(best)
    if is_open or _is_recalled(by_nearness[0][1]):
        return [reading for _relation, reading in by_nearness], False
    return [by_nearness[0][1]], True


def _is_recalled(reading: Reading) -> bool:
    """Return whether a town is named by what it need not be: 双福镇 and 龙门 are elsewhere, too."""
    named = reading.last.named
    is_of_past = named.manner is Manner.OTHER_RANK or (named.manner.is_past and not named.is_full)
    return len(reading.steps) == 1 and named.entry.bounds is None and is_of_past


def _deciding_relation(found: list[Reading]) -> int:
    """Return how near the nearest of several places must be to be the one that is meant.

    All districts are known, so the only 江北区 in the province is the one. Not all towns are: the
    only known 太平镇 in the province need not be the nearest one.
    """
    is_area = all(reading.last.named.entry.bounds is not None for reading in found)
    return 1 if is_area else _IN_SAME_COUNTY


def _quality(reading: Reading, region: Entry | None) -> tuple[int, bool, int]:
    """Return what makes one reading better than another, whatever their places are.

    That is how much of the text it explains, then present before former names, then what people
    mean by a single name without rank: a town of their own county above all, a province as if it
    stated its rank, any other area before a town.
    """
    last = reading.last.named
    likely = 2
    if not last.is_full:
        is_alone = len(reading.steps) == 1
        is_of_region = region is not None and _relation(last.entry, region) == _IN_SAME_COUNTY
        if is_alone and is_of_region:
            # 龙门 was a town here, and is a county elsewhere.
            likely = 1 if last.manner.is_past and last.entry.bounds is None else 3
        elif last.entry.level is not Level.PROVINCE:
            likely = int(last.entry.bounds is not None)
    return reading.covered, reading.is_present or _is_remembered(reading, region), likely


def _is_remembered(reading: Reading, region: Entry | None) -> bool:
    """Return whether a person in a region means a past name as if it were one of today's.

    In 重庆 江北区 is the one that was there, and not the one in 宁波.
    """
    if region is None:
        return False
    entry = reading.last.named.entry
    return _relation(entry, region) >= (_IN_SAME_COUNTY if entry.bounds is None else 1)


def _without_parts(found: list[Reading]) -> list[Reading]:
    """Leave out places that lie in another one of the same name: 长沙 is 长沙市, not 长沙县."""
    areas = [
        reading.last.named.entry for reading in found if reading.last.named.entry.bounds is not None
    ]
    return [
        reading
        for reading in found
        if not any(reading.last.named.entry.lies_in(area) for area in areas)
    ]


def _relation(entry: Entry, region: Entry) -> int:
    """Return how near a place is: 3 in the region, 2 in its prefecture, 1 in its province."""
    for digits, relation in ((6, _IN_SAME_COUNTY), (4, 2), (2, 1)):
        if entry.adcode[:digits] == region.adcode[:digits]:
            return relation
    return 0


def _stray(data: GazetteerData, text: str, last: Step) -> list[Reading]:
    """Return readings of an area named right behind another one in which it does not lie."""
    area = last.named.entry
    if area.adcode.startswith(_DISTRICTS_NOT_KNOWN) and area.level is Level.COUNTY:
        return []
    if not names_area(data, text, last.behind):
        return []
    others = [
        reading
        for reading in readings(data, text, last.behind)
        if reading.steps[0].named.is_full
        and reading.steps[0].named.is_of_area
        and reading.steps[0].named.entry != area
    ]
    return _best(others, area)[0]


def _stray_town(data: GazetteerData, text: str, last: Step) -> Step | None:
    """Return the town right behind a county that only another county of its prefecture has."""
    area = last.named.entry
    if area.level is not Level.COUNTY:
        return None
    around = data.parents(area)[-1]
    return _only(
        step
        for step in steps_at(data, text, last.behind, around)
        if step.named.is_full and step.named.manner is Manner.NAME and not step.named.is_of_area
    )


def _is_former_city(last: Step, stray: list[Reading]) -> bool:
    """Return whether a county stands behind the city that it belonged to: 巢湖市无为县."""
    (first, *more) = stray
    city, county = last.named.entry, first.steps[0].named.entry
    return (
        not more
        and city.name.endswith("市")
        and city.level is county.level is Level.COUNTY
        and city.adcode[:2] == county.adcode[:2]
    )


def _only(steps: Iterable[Step]) -> Step | None:
    """Return the step if all lead to the same place, None if they differ or there is none."""
    found = list(steps)
    return found[0] if len({step.named.entry for step in found}) == 1 else None


def _found(reading: Reading, *, is_nearest: bool = False) -> _Found:
    last = reading.last.named
    reason = _REASONS[last.manner]
    if not reading.is_present:
        # A past name anywhere in the text is worth saying, even if the last one is a present one.
        manners = {step.named.manner for step in reading.steps}
        reason = next(_REASONS[manner] for manner in _WORTH_SAYING if manner in manners)
    elif is_nearest:
        reason = Reason.NEAREST_NAMESAKE
    is_stated = last.is_of_area or len(reading.steps) > 1
    return _Found(reading.steps, reason, is_stated)


def _place(data: GazetteerData, text: str, found: _Found) -> Place:
    entry, named, rest, behind = found.entry, [], "", 0
    for step in found.steps:
        rest += text[behind : step.start].strip(_AROUND_NAMES)
        named.append(text[step.start : step.end])
        behind = step.behind
        if behind > step.end:
            named.append(text[step.end : behind].strip(_AROUND_NAMES))
    rest += text[behind:].strip(_AROUND_NAMES)
    parents = tuple(area.name for area in data.parents(entry))
    return Place(
        name=entry.name,
        label="".join((*parents, entry.name)),
        coordinate=Coordinate(entry.longitude, entry.latitude),
        precision=entry.precision,
        level=entry.level,
        adcode=entry.adcode,
        parents=parents,
        town=None,
        reason=found.reason,
        is_stated=found.is_stated,
        bounds=Box(*entry.bounds) if entry.bounds else None,
        named=tuple(named),
        rest=rest,
    )
