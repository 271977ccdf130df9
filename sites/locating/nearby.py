"""The towns and outlets of the region that a text speaks of."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, TypeAlias

from sites.addresses.parser import Address, parse_address
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.locating.answer import Candidate, NamedOutlet, Reason, Slip
from sites.locating.naming import Naming, outlets_heard, outlets_naming, outlets_nearly
from sites.locating.reading import Typed
from sites.locating.slips import is_latin
from sites.locating.surroundings import Surroundings
from sites.locating.wording import message_for

_Search: TypeAlias = Callable[[str, str, str | None], list[Naming]]
_UNKNOWN_M: Final = float("inf")


def named_exactly(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the outlets in whose address or name the text stands as it is typed.

    In the town that it names, if it names one.
    """
    return _outlets(typed, around, outlets_naming, Slip.NONE)


def named_by_sound(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the towns and outlets whose name sounds like the text, or has it as its pinyin."""
    slip = Slip.PINYIN if is_latin(typed.text) else Slip.SOUND
    towns = [town_candidate(key, around, Reason.TOWN, slip) for key in _heard(typed, around)]
    return towns or _outlets(typed, around, outlets_heard, slip)


def named_nearly(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the towns and outlets whose name differs from the text in one character."""
    keys = [] if typed.town else around.towns_nearly(typed.text)
    towns = [town_candidate(key, around, Reason.TOWN, Slip.CHARACTER) for key in keys]
    return [*towns, *_outlets(typed, around, outlets_nearly, Slip.CHARACTER)]


def town_candidate(key: str, around: Surroundings, reason: Reason, slip: Slip) -> Candidate:
    """Return a stored town as a candidate."""
    places = around.places
    town = places.towns[key]
    return Candidate(
        label=f"{places.province}{places.name}{town.name}",
        place=town.center,
        precision=Precision.TOWN if town.center else None,
        region=places.adcode,
        town=key,
        reason=reason,
        slip=slip,
        message=message_for(reason, slip),
        is_certain=slip is not Slip.CHARACTER,
    )


def _heard(typed: Typed, around: Surroundings) -> list[str]:
    if typed.town:
        return []
    return around.towns_heard(typed.text)


def _outlets(typed: Typed, around: Surroundings, search: _Search, slip: Slip) -> list[Candidate]:
    """Return the places of the outlets that the first telling term finds."""
    for term in typed.terms:
        found = search(term, around.places.adcode, typed.town)
        if found:
            return _places(found, typed.address, around, slip)
    return []


def _places(
    found: Sequence[Naming], address: Address, around: Surroundings, slip: Slip
) -> list[Candidate]:
    """Return one candidate per place: outlets at their town's centre share it."""
    houses = [one for one in found if _is_house(one, address, around)]
    placed = sorted(houses or found, key=_place_key)
    groups = [tuple(group) for _key, group in groupby(placed, key=_place_key)]
    candidates = [_candidate(group, around, slip, is_house=bool(houses)) for group in groups]
    labels = Counter(one.label for one in candidates)
    # At several places along one road the outlets tell which is which.
    candidates = [
        replace(one, label=f"{one.label}（{one.outlets[0].name}）")
        if labels[one.label] > 1
        else one
        for one in candidates
    ]
    return sorted(candidates, key=_rank)


def _place_key(one: Naming) -> tuple[str, float, float]:
    row = one.row
    return (
        row["town"] or "",
        _UNKNOWN_M if row["longitude"] is None else row["longitude"],
        _UNKNOWN_M if row["latitude"] is None else row["latitude"],
    )


def _rank(candidate: Candidate) -> tuple[bool, float]:
    """Return what comes first: what stands in addresses, then what is known more precisely."""
    error_m = candidate.precision.error_radius_m if candidate.precision else _UNKNOWN_M
    return candidate.reason is Reason.OUTLET_NAME, error_m


def _candidate(
    group: Sequence[Naming], around: Surroundings, slip: Slip, *, is_house: bool
) -> Candidate:
    """Return the place of outlets at one point; a road is no finer than a road."""
    first = group[0]
    row = first.row
    place, precision = None, None
    if row["longitude"] is not None and row["latitude"] is not None:
        place = Coordinate(row["longitude"], row["latitude"])
        known = Precision(row["precision"] or Precision.REGION)
        is_too_fine = known.finer_than(Precision.STREET) and not is_house
        precision = Precision.STREET if is_too_fine else known
    reason = Reason.OUTLET_ADDRESS if first.in_address else Reason.OUTLET_NAME
    if is_house:
        reason = Reason.HOUSE
    places = around.places
    town = places.towns[row["town"]].name if row["town"] in places.towns else ""
    return Candidate(
        label=f"{places.province}{places.name}{town}{first.term}",
        place=place,
        precision=precision,
        region=row["region"],
        town=row["town"],
        reason=reason,
        slip=slip,
        message=message_for(reason, slip),
        is_certain=slip is not Slip.CHARACTER,
        outlets=_named(group),
    )


def _named(group: Iterable[Naming]) -> tuple[NamedOutlet, ...]:
    ordered = sorted(group, key=lambda one: one.row["serial"])
    return tuple(NamedOutlet(id=one.row["id"], name=one.row["name"]) for one in ordered)


def _is_house(one: Naming, address: Address, around: Surroundings) -> bool:
    """Return whether an outlet has the very house number at the very road that was typed."""
    if address.number_range is None or address.road is None or not one.in_address:
        return False
    own = parse_address(one.row["address"], around.places.names, around.places.index)
    if own.number_range is None or own.road != address.road:
        return False
    return own.number_range[0] <= address.number_range[0] <= own.number_range[1]
