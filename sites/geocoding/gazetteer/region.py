"""The gazetteer seen from one region: its stored towns first, then the rest of the country."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sites.addresses.codes import codes_around
from sites.addresses.mentions import CENTRE_FOLLOWS, longer_name_follows
from sites.addresses.parser import parse_address
from sites.addresses.preamble import BETWEEN_NAMES
from sites.addresses.resolving import TownMatch, resolve_town
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import Level
from sites.geocoding.gazetteer.search import Place, Reason, address_of, search_places
from sites.geocoding.gazetteer.text_readings import steps_at
from sites.geocoding.places import RegionPlaces

# Texts that fit several towns of the region, as opposed to one of another region.
_CHOICES: Final = frozenset({"ambiguous_address", "ambiguous_name"})


class _Said(NamedTuple):
    """What a text says about a town, as in `Place`."""

    named: tuple[str, ...]
    rest: str
    reason: Reason
    is_stated: bool


def search_from(places: RegionPlaces, text: str, limit: int = 10) -> list[Place]:
    """Return the places that a text names for somebody in a region: none, one, or a choice.

    As `search_places`, but a town of the region is the stored one, with its key and where staff
    put it; a stored town without a position is not given. Asks no database; raises for no string.
    """
    found = search_places(text, places.adcode, limit)
    text = address_of(text)
    keys = _keys(resolve_town(text, text, places.names, places.index))
    # 杭州西湖 ends like an outlet's name with the region's 西湖镇, and says that it is elsewhere.
    is_elsewhere = (
        any(place.is_stated and not _is_around(place.adcode, places) for place in found)
        or any(_is_longer_name(place, places) for place in found)
        or _begins_elsewhere(text, places)
    )
    if keys and not is_elsewhere:
        return _towns(places, keys, _said(text, places))[:limit]
    others = [stored for place in found for stored in _as_stored(place, places)]
    if keys and _names_centre(text, places):
        # 中山古镇 is in the region's 中山镇, or a town of 中山市.
        return [*_towns(places, keys, _said(text, places)), *others][:limit]
    return others


def _keys(match: TownMatch) -> tuple[str, ...]:
    """Return the stored towns that a text fits."""
    if match.town is not None:
        return (match.town,)
    return match.candidates if match.doubt in _CHOICES else ()


def _said(text: str, places: RegionPlaces) -> _Said:
    """Return the names with which a text begins, district and town, and what stands behind."""
    address = parse_address(text, places.names, places.index)
    named = []
    for name in (address.province, address.city, address.district, address.town_as_written):
        if name and text.startswith(name):
            named.append(name)
            text = text[len(name) :].lstrip(BETWEEN_NAMES)
    # 白沙场镇 is the built-up place of 白沙镇, or a town of that name elsewhere.
    is_stated = not longer_name_follows(text, 0)
    return _Said(tuple(named), text, Reason.NAME, is_stated)


def _is_longer_name(place: Place, places: RegionPlaces) -> bool:
    """Return whether a town elsewhere has a name that begins with a stored one: 白沙场镇."""
    if place.level is not Level.TOWN or place.adcode == places.adcode or not place.named:
        return False
    spelling = places.index.spelling_at(place.named[0], 0)
    return spelling is not None and spelling.end < len(place.named[0])


def _begins_elsewhere(text: str, places: RegionPlaces) -> bool:
    """Return whether a town's name follows that of an area elsewhere: 广州白沙.

    There may be no such place known, but it is not the region's.
    """
    return any(
        step.named.entry.bounds is not None
        and not _is_around(step.named.entry.adcode, places)
        and places.index.spelling_at(text, step.end) is not None
        for step in steps_at(gazetteer_data(), text)
    )


def _names_centre(text: str, places: RegionPlaces) -> bool:
    """Return whether a text begins with the built-up place of a stored town: 中山古镇."""
    spelling = places.index.spelling_at(text, 0)
    return spelling is not None and CENTRE_FOLLOWS.match(text, spelling.end) is not None


def _is_around(adcode: str, places: RegionPlaces) -> bool:
    """Return whether a code is that of the region, or of the prefecture or province around it."""
    return adcode in codes_around(places.adcode)


def _as_stored(place: Place, places: RegionPlaces) -> list[Place]:
    """Return the stored town that is the place, none if it has no position, else the place."""
    if place.adcode != places.adcode or place.level is Level.COUNTY:
        return [place]
    spelling = places.index.spelling_at(place.name, 0)
    if spelling is None or spelling.end < len(place.name):
        return [place]
    said = _Said(place.named, place.rest, place.reason, place.is_stated)
    return _towns(places, sorted(spelling.keys), said)


def _towns(places: RegionPlaces, keys: Iterable[str], said: _Said) -> list[Place]:
    parents = (places.province, places.name)
    return [
        Place(
            name=town.name,
            label="".join((*parents, town.name)),
            coordinate=town.center,
            precision=Precision.TOWN,
            level=Level.TOWN,
            adcode=places.adcode,
            parents=parents,
            town=town.key,
            reason=said.reason,
            is_stated=said.is_stated,
            bounds=None,
            named=said.named,
            rest=said.rest,
        )
        for town in map(places.towns.__getitem__, keys)
        if town.center is not None
    ]
