"""In which district an address says that it is: this one, another one, or perhaps another one."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sites.addresses.codes import codes_around
from sites.addresses.parser import parse_address
from sites.addresses.resolving import resolve_town
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import DEPTHS, Level
from sites.geocoding.gazetteer.hints import Hint, hint_of_landmark, hint_of_name
from sites.geocoding.gazetteer.names import TOWN_RANK, has_town_rank, is_telling
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Place, Reason, address_of
from sites.geocoding.places import RegionPlaces
from sites.text.normalise import HAN

_CHOICE: Final = 50
_AREA_RANK: Final = re.compile("[省市区县旗州盟会]$")
_RANK: Final = re.compile(f"(?:[省市区县旗州盟会]|{TOWN_RANK})$")
_TELLING_LENGTH: Final = 3
_NEW_AREA: Final = re.compile(f"[{HAN}]{{1,4}}新区")
_SURE: Final = frozenset({Reason.NAME, Reason.WITHOUT_RANK})


class Verdict(StrEnum):
    """What an address says about the district that it is in."""

    HERE = "here"
    """It names the district or one of its towns, or it does not say."""
    ELSEWHERE = "elsewhere"
    """It names another district, or a place that there is only in another one."""
    DOUBTFUL = "doubtful"
    """It can be read as one of another district, or contradicts itself: a person should look."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Where an address says that it is.

    `counties` are the full names of the other districts that it can mean, each with the areas
    around it (重庆市永川区); empty if the verdict is ``HERE``. `is_by_name` tells that the outlet's
    name says so, and the address nothing.
    """

    verdict: Verdict
    counties: tuple[str, ...] = ()
    is_by_name: bool = False


def claim_of(address: str, places: RegionPlaces, name: str = "") -> Claim:
    """Return in which district an address says that it is, asked in a region.

    Only what stands at the beginning counts, and a bare road, building or village says nothing.
    `name` is the outlet's: it settles a doubt where it names the region or one of its towns. One
    that names another district is a doubt, and counts where it states the rank (永川区) and the
    address names nothing of the region. Asks no database; raises for no string.
    """
    found = search_from(places, address, _CHOICE)
    claim = _claim_of_address(address_of(address), found, places)
    hint = _hint_of_name(address_of(name), places)
    if hint is None and _names_region(name, places):
        return Claim(Verdict.HERE) if claim.verdict is Verdict.DOUBTFUL else claim
    if hint is None or claim.verdict is not Verdict.HERE:
        return claim
    is_here = any(_is_inside(place, places) for place in found)
    is_here = is_here or _names_region(address, places, is_address=True)
    verdict = Verdict.ELSEWHERE if hint.is_full and not is_here else Verdict.DOUBTFUL
    return Claim(verdict, _labels(hint), is_by_name=True)


def _claim_of_address(text: str, found: list[Place], places: RegionPlaces) -> Claim:
    """Return in which district an address alone says that it is; `found` is what it names."""
    if not any(place.is_stated or _is_town_at_head(place, text) for place in found):
        claim = _claim_of_unknown(text, places)
        if claim is not None:
            return claim
    elsewhere = [place for place in found if not _may_be_here(place, places)]
    if not any(_tells(place, places) for place in elsewhere) or _is_recalled(found, places):
        is_here = any(_is_inside(place, places) for place in found)
        hint = None if is_here else hint_of_landmark(text, places)
        return Claim(Verdict.DOUBTFUL, _labels(hint)) if hint else Claim(Verdict.HERE)
    is_stated = any(_states_county(place) for place in elsewhere) and not _is_any(elsewhere)
    is_only = len(found) == 1 and _is_only_possible(elsewhere[0], places)
    is_settled = (is_stated or is_only) and len(elsewhere) == len(found)
    verdict = Verdict.ELSEWHERE if is_settled else Verdict.DOUBTFUL
    return Claim(verdict, tuple(dict.fromkeys(_county(place) for place in elsewhere)))


def _is_inside(place: Place, places: RegionPlaces) -> bool:
    """Return whether a place is the region or lies in it."""
    return DEPTHS[place.level] >= DEPTHS[Level.COUNTY] and place.adcode == places.adcode


def _is_town_at_head(place: Place, text: str) -> bool:
    """Return whether a text begins with the full name of a town."""
    return has_town_rank(place.named[0]) and text.startswith(place.named[0])


def _is_recalled(found: list[Place], places: RegionPlaces) -> bool:
    """Return whether a text names a town of the region by another rank: 双福镇.

    There are towns called so elsewhere, and no text that says so.
    """
    is_first = any(
        place.reason is Reason.OTHER_RANK and _is_inside(place, places) for place in found[:1]
    )
    return is_first and not any(place.is_stated for place in found[1:])


def _is_any(elsewhere: list[Place]) -> bool:
    """Return whether one word that any city has is all that tells of several districts: 新城区."""
    return len(elsewhere) > 1 and not any(
        len(place.named) > 1 or is_telling(place.named[0]) for place in elsewhere
    )


def _may_be_here(place: Place, places: RegionPlaces) -> bool:
    """Return whether a place is in the region, or the region in it."""
    if DEPTHS[place.level] >= DEPTHS[Level.COUNTY]:
        return place.adcode == places.adcode
    return place.adcode in codes_around(places.adcode)


def _states_county(place: Place) -> bool:
    """Return whether a text says where it is: 永川区, 永川朱沱镇 or 重庆永川, and not just 永川."""
    if not place.is_stated or place.reason is Reason.CONTRADICTION:
        return False
    # 广州 is short for 广州市, whatever it ends with.
    is_short = place.reason is Reason.WITHOUT_RANK or not _AREA_RANK.search(place.named[0])
    # 成都东部新区 states more than 成都, be the zone known or not.
    return len(place.named) > 1 or not is_short or _NEW_AREA.match(place.rest) is not None


def _tells(place: Place, places: RegionPlaces) -> bool:
    """Return whether the name of a place elsewhere is worth a remark.

    Without their rank most towns, and most districts of far cities (滨江, 朝阳), are called like a
    quarter of any city.
    """
    if len(place.named) > 1 or place.name == place.named[0] or _RANK.search(place.named[0]):
        return True
    if DEPTHS[place.level] > DEPTHS[Level.COUNTY]:
        return _is_only_possible(place, places)
    is_far = place.adcode[:2] != places.adcode[:2]
    return not (is_far and place.level is Level.COUNTY and place.name.endswith("区"))


def _is_only_possible(place: Place, places: RegionPlaces) -> bool:
    """Return whether the one town of that name is meant where no county is named.

    虎门镇 is in 东莞, wherever it is typed. Without its rank it has to be a longer name, and one of
    the region's prefecture: 解放碑民权路 is no road of 江津.
    """
    name = place.named[-1]
    if len(place.named) > 1 or place.level is not Level.TOWN or place.reason not in _SURE:
        return False
    if has_town_rank(name):
        return True
    return len(name) >= _TELLING_LENGTH and place.adcode[:4] == places.adcode[:4]


def _claim_of_unknown(text: str, places: RegionPlaces) -> Claim | None:
    """Return the claim of an address whose district nobody knows: 壁山区丁家镇, meant for 璧山区.

    A wrong character may also be in the region's own name, so one of its towns makes it doubtful.
    None if the address names no such district.
    """
    address = parse_address(text, places.names, places.index)
    if not address.is_elsewhere or not address.town_as_written:
        return None
    behind = text.find(address.town_as_written)
    is_here = places.index.spelling_at(address.town_as_written, 0) is not None
    verdict = Verdict.DOUBTFUL if is_here else Verdict.ELSEWHERE
    return Claim(verdict, (text[:behind],))


def _hint_of_name(name: str, places: RegionPlaces) -> Hint | None:
    """Return the district elsewhere that an outlet's name speaks of, None if it means the region.

    合江县白沙镇社保所 is not in the region's 白沙镇, but 泸州银行白沙支行 is.
    """
    if any(spelling in name for spelling in places.names.district):
        return None
    hint = hint_of_name(name, places)
    return None if hint and not hint.is_full and _names_region(name, places) else hint


def _labels(hint: Hint) -> tuple[str, ...]:
    """Return the full names of the districts, each with the areas around it."""
    data = gazetteer_data()
    chains = ((*data.parents(area), area) for area in hint.areas)
    return tuple(dict.fromkeys("".join(area.name for area in chain) for chain in chains))


def _names_region(text: str, places: RegionPlaces, *, is_address: bool = False) -> bool:
    """Return whether a name or an address speaks of the region or of one of its towns."""
    text = address_of(text)
    if any(spelling in text for spelling in places.names.district):
        return True
    match = resolve_town(text if is_address else "", text, places.names, places.index)
    return match.town is not None or (is_address and bool(match.candidates))


def _county(place: Place) -> str:
    """Return the full name of the county that a place is or lies in, else of its city."""
    return place.label if DEPTHS[place.level] <= DEPTHS[Level.COUNTY] else "".join(place.parents)
