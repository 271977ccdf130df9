"""The towns and outlets of the region that a text speaks of."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from sites.addresses.mentions import ROAD_SUFFIX
from sites.addresses.parser import Address, parse_address
from sites.finding import PointRow
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.locating.branches import branch_in, own_name
from sites.locating.candidates import Candidate, NamedPoint, Reason, Slip
from sites.locating.kinds import says_nothing
from sites.locating.landmarks import (
    Naming,
    outlets_of,
    points_at,
    points_heard,
    points_naming,
    points_nearly,
)
from sites.locating.messages import message_for
from sites.locating.slips import is_initials, is_latin, letters_of
from sites.locating.surroundings import Surroundings
from sites.locating.typed_text import Typed
from sites.locating.whole_names import in_address, in_name
from sites.models import Kind
from sites.text.search_text import fold

_Search: TypeAlias = Callable[[str, str, str | None], list[Naming]]
_UNKNOWN_M: Final = float("inf")
# The office of a town; 局 and 中心 are the district's, of which each of its offices is a part.
_OF_TOWN: Final = re.compile("[所站]$")
_NO_ROAD: Final = re.compile(f"(?:{ROAD_SUFFIX})?")


def at_house(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the places of the outlets that have the very house number at the very road."""
    address = typed.address
    if address.road is None or address.number is None or address.number_range is None:
        return []
    region = around.places.adcode
    rows = points_at(address.road, address.number_range[0], region, typed.town)
    number = address.number.replace(" ", "")
    house = f"{address.road}{number if '号' in number else f'{number}号'}"
    found = [
        Naming(row=row, term=house, in_address=True)
        for row in rows
        if _is_house(row, address, around)
    ]
    # There is a 正街 in most towns.
    is_name = typed.town is not None or not says_nothing(address.road)
    said = f"{address.road}{address.number}"
    is_all = not typed.leaves_over(said) or any(
        fold(typed.rest) in fold(one.row["address"]) for one in found
    )
    return _places(found, around, Reason.HOUSE, is_certain=is_name and is_all)


def of_operator(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the outlets of the operator whose name the text is; in the town that it names.

    A bank has more branches than the table, so that none of them is certain. The office of a town
    is the one that there is. Where the town has none all of them are a choice, the nearest first.
    """
    operator = around.operator_called(typed.rest) or around.operator_called(typed.text)
    if operator is None:
        return []
    code, kind = operator
    rows = outlets_of(code, around.places.adcode, typed.town)
    is_office = kind == Kind.OFFICE and _OF_TOWN.search(typed.rest) is not None
    is_certain = typed.town is not None and is_office and len(rows) == 1
    return _point_candidates(
        rows or _nearest_first(code, typed.town, around), is_certain=is_certain
    )


def of_branch(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the outlets of an operator that a text names beside a place: 中国农业银行德感支行.

    The one that is called so, else those whose name has what the text says, else those in the town
    that it names, the nearest if it has none.
    """
    spoken = branch_in(typed.text, around)
    if spoken is None:
        return []
    rows = outlets_of(spoken.operator, around.places.adcode, None)
    if called := [row for row in rows if own_name(row["name"], around) == spoken.name]:
        return _point_candidates(called, is_certain=len(called) == 1)
    if spoken.place:
        named = [row for row in rows if spoken.place in fold(row["name"])]
        return _point_candidates(named or (rows if spoken.is_branch else []), is_certain=False)
    in_town = [row for row in rows if row["town"] == spoken.town]
    return _point_candidates(
        in_town or _nearest_first(spoken.operator, spoken.town, around), is_certain=False
    )


def of_kind(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return what is known of a text that names a kind of place, all of it to be chosen from.

    Of a town's the outlets that name such a place and the town; of the district's that there is
    no more than the district, and the outlets.
    """
    is_bare = typed.rest == typed.text
    if not typed.is_in_district and not is_bare:
        return []
    named = points_naming(typed.rest, around.places.adcode, typed.town)
    outlets = _places(named, around, None, is_certain=False)
    if typed.town is not None:
        return [*outlets, town_candidate(typed.town, around, Reason.TOWN_OF_ADDRESS)]
    return outlets if is_bare else [region_candidate(around), *outlets]


def named_wholly(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the outlets in whose address or name the text stands as it is typed.

    In the town that it names, if it names one, and whatever stands behind that.
    """
    return _outlets(typed, around, points_naming, Slip.NONE, typed.terms[:1])


def named_partly(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the outlets in whose address or name a part of the text stands, such as its road."""
    return _outlets(typed, around, points_naming, Slip.NONE, typed.terms[1:])


def named_by_sound(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the towns and outlets whose name sounds like the text, or has it as its pinyin."""
    slip = Slip.PINYIN if is_latin(typed.text) else Slip.SOUND
    keys = [] if typed.town else around.towns_heard(typed.text)
    towns = [
        town_candidate(
            key,
            around,
            Reason.TOWN,
            slip,
            is_certain=slip is Slip.PINYIN and not _is_initials(typed.text, key, around),
        )
        for key in keys
    ]
    return towns or _outlets(typed, around, points_heard, slip, typed.terms)


def named_nearly(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return the towns and outlets whose name differs from the text in one character."""
    keys = [] if typed.town else around.towns_nearly(typed.text)
    towns = [town_candidate(key, around, Reason.TOWN, Slip.CHARACTER) for key in keys]
    return [*towns, *_outlets(typed, around, points_nearly, Slip.CHARACTER, typed.terms)]


def town_candidate(
    key: str,
    around: Surroundings,
    reason: Reason,
    slip: Slip = Slip.NONE,
    *,
    is_certain: bool = False,
) -> Candidate:
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
        is_certain=is_certain,
    )


def region_candidate(around: Surroundings) -> Candidate:
    """Return that no more than the district of a place is known: its centre is no answer."""
    places = around.places
    return area_candidate(f"{places.province}{places.name}", places.adcode)


def area_candidate(label: str, code: str) -> Candidate:
    """Return that no more than the area of a place is known, and so no position."""
    return Candidate(
        label=label,
        place=None,
        precision=None,
        region=code,
        town=None,
        reason=Reason.REGION_OF_ADDRESS,
        slip=Slip.NONE,
        message=message_for(Reason.REGION_OF_ADDRESS, Slip.NONE),
        is_certain=False,
    )


def _is_initials(text: str, key: str, around: Surroundings) -> bool:
    """Return whether a text has but the initials of a town's name."""
    names = around.spellings[key]
    return letters_of(text) != key and any(is_initials(text, name) for name in names)


def _outlets(
    typed: Typed, around: Surroundings, search: _Search, slip: Slip, terms: Iterable[str]
) -> list[Candidate]:
    """Return the places of the outlets that the first of the terms finds."""
    for term in terms:
        found = search(term, around.places.adcode, typed.town)
        if slip is Slip.CHARACTER:
            # One wrong character in a scrap of a name is another name.
            found = [one for one in found if _as_printed(one, around)[1]]
        if found:
            is_said = slip is Slip.NONE or (
                slip is Slip.PINYIN and not any(is_initials(term, one.term) for one in found)
            )
            is_certain = is_said and not typed.leaves_over(term)
            return _places(found, around, None, slip, is_certain=is_certain)
    return []


def _places(
    found: Sequence[Naming],
    around: Surroundings,
    reason: Reason | None,
    slip: Slip = Slip.NONE,
    *,
    is_certain: bool,
) -> list[Candidate]:
    """Return one candidate per place: outlets at their town's centre share it."""
    placed = sorted(found, key=_place_key)
    groups = [tuple(group) for _key, group in groupby(placed, key=_place_key)]
    candidates = [
        _candidate(group, around, reason, slip, is_certain=is_certain) for group in groups
    ]
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
    group: Sequence[Naming],
    around: Surroundings,
    reason: Reason | None,
    slip: Slip,
    *,
    is_certain: bool,
) -> Candidate:
    """Return the place of outlets at one point; a road is no finer than a road."""
    first = group[0]
    row = first.row
    place, precision = _position(row)
    if reason is None:
        reason = Reason.OUTLET_ADDRESS if first.in_address else Reason.OUTLET_NAME
    if reason is not Reason.HOUSE and precision and precision.finer_than(Precision.STREET):
        precision = Precision.STREET
    places = around.places
    town = places.towns[row["town"]].name if row["town"] in places.towns else ""
    name, is_name = first.term, True
    if reason is not Reason.HOUSE:
        printed = [_as_printed(one, around) for one in group]
        name, is_name = next(filter(itemgetter(1), printed), printed[0])
        is_name = is_name and not says_nothing(first.term)
    return Candidate(
        label=f"{places.province}{places.name}{town}{name}",
        place=place,
        precision=precision,
        region=row["region"],
        town=row["town"],
        reason=reason,
        slip=slip,
        message=message_for(reason, slip),
        is_certain=is_certain and is_name,
        outlets=_named(group),
    )


def _as_printed(one: Naming, around: Surroundings) -> tuple[str, bool]:
    """Return the name that a term is, or is a scrap of, and whether it is all of that name."""
    found = [
        in_address(one.term, one.row["address"], around),
        in_name(one.term, one.row["name"], around),
    ]
    printed = [each for each in found if each is not None]
    return next(filter(itemgetter(1), printed), printed[0] if printed else (one.term, False))


def _nearest_first(operator: str, town: str | None, around: Surroundings) -> list[PointRow]:
    """Return all outlets of an operator in the region, those near a town first."""
    rows = outlets_of(operator, around.places.adcode, None)
    center = around.places.towns[town].center if town else None
    if center is None:
        return rows

    def distance_m(row: PointRow) -> float:
        place, _precision = _position(row)
        return _UNKNOWN_M if place is None else great_circle_m(center, place)

    return sorted(rows, key=distance_m)


def _point_candidates(rows: Sequence[PointRow], *, is_certain: bool) -> list[Candidate]:
    """Return outlets themselves as the places that are meant; namesakes with their addresses."""
    names = Counter(row["name"] for row in rows)
    return [
        _point_candidate(
            row,
            row["name"] if names[row["name"]] == 1 else f"{row['name']}（{row['address']}）",
            is_certain=is_certain,
        )
        for row in rows
    ]


def _point_candidate(row: PointRow, label: str, *, is_certain: bool) -> Candidate:
    """Return an outlet itself as the place that is meant."""
    place, precision = _position(row)
    return Candidate(
        label=label,
        place=place,
        precision=precision,
        region=row["region"],
        town=row["town"],
        reason=Reason.OPERATOR,
        slip=Slip.NONE,
        message=message_for(Reason.OPERATOR, Slip.NONE),
        is_certain=is_certain,
        outlets=(NamedPoint(id=row["id"], name=row["name"]),),
    )


def _position(row: PointRow) -> tuple[Coordinate | None, Precision | None]:
    """Return where an outlet is and how precisely that is known."""
    if row["longitude"] is None or row["latitude"] is None:
        return None, None
    precision = Precision(row["precision"] or Precision.REGION)
    return Coordinate(row["longitude"], row["latitude"]), precision


def _named(group: Iterable[Naming]) -> tuple[NamedPoint, ...]:
    ordered = sorted(group, key=lambda one: one.row["serial"])
    return tuple(NamedPoint(id=one.row["id"], name=one.row["name"]) for one in ordered)


def _is_house(row: PointRow, address: Address, around: Surroundings) -> bool:
    """Return whether an outlet has the very house number at the very road that was typed."""
    own = parse_address(row["address"], around.places.names, around.places.index)
    if own.number_range is None or own.road is None or address.number_range is None:
        return False
    # 德感街道正街 is 德感正街, and 鼎山街道大道 is nothing.
    names = around.spellings.get(row["town"] or "", ())
    without_town = {own.road.removeprefix(name) for name in names}
    roads = {own.road, *(road for road in without_town if not _NO_ROAD.fullmatch(road))}
    if address.road not in roads:
        return False
    return own.number_range[0] <= address.number_range[0] <= own.number_range[1]
