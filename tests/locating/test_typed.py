"""Texts that residents type, each with the answer that a careful person would give.

``data/typed.csv`` was written before the code. A verdict is ``certain`` (one place, measured from
without asking back), ``choice`` (candidates, of which a person chooses), ``choice only`` (the same,
of exactly the outlets named), ``unsettled`` (a choice or nothing), ``area unknown`` (only the area
is known, and so no position) or ``none``. What a row leaves empty is not looked at.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.locating import Candidate, Located, locate
from sites.models import ServicePoint

pytestmark = pytest.mark.usefixtures("real_points")

_FILE: Final = Path(__file__).parent / "data" / "typed.csv"
_CLOSE_M: Final = 2.0


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A text and what is wanted of it."""

    trait: str
    text: str
    verdict: str
    towns: str
    outlets: str
    place: str
    notes: str
    label: str


def _typed_texts() -> list[Typed]:
    """Return the rows of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [Typed(**row) for row in csv.DictReader(file)]


_TEXTS: Final = _typed_texts()


@pytest.mark.parametrize("trait", dict.fromkeys(one.trait for one in _TEXTS))
def test_what_is_typed_leads_where_it_should(trait: str) -> None:
    serials = {str(key): n for key, n in ServicePoint.objects.values_list("public_id", "serial")}
    wrong = {
        one.text: (problems, located)
        for one in _TEXTS
        if one.trait == trait
        for located in (locate(one.text),)
        if (problems := _problems(one, located, serials))
    }
    assert not wrong


def test_there_are_texts_of_each_kind() -> None:
    assert len({one.text for one in _TEXTS}) == len(_TEXTS) > 120


def _has_verdict(located: Located, verdict: str) -> bool:
    candidates = located.candidates
    is_open = located.settled is None and not any(one.is_certain for one in candidates)
    match verdict:
        case "certain":
            return located.settled is not None
        case "choice" | "choice only":
            return is_open and bool(candidates)
        case "unsettled":
            return is_open
        case "area unknown":
            return is_open and len(candidates) == 1 and candidates[0].place is None
        case "none":
            return not candidates
    raise AssertionError(verdict)


def _problems(wanted: Typed, located: Located, serials: Mapping[str, int]) -> list[str]:
    """Return what of an answer is not as it is wanted."""
    candidates = located.candidates
    towns = {one.town for one in candidates}
    outlets = {str(serials[outlet.id]) for one in candidates for outlet in one.outlets}
    named = set(filter(None, wanted.outlets.split("|")))
    is_as_wanted = {
        "verdict": _has_verdict(located, wanted.verdict),
        "towns": set(filter(None, wanted.towns.split("|"))) <= towns,
        "outlets": named == outlets if wanted.verdict == "choice only" else named <= outlets,
        "notes": set(filter(None, wanted.notes.split("|"))) <= {one.code for one in located.notes},
        "label": not wanted.label or [one.label for one in candidates[:1]] == [wanted.label],
        "place": not wanted.place or any(_is_at(one, wanted.place) for one in candidates),
    }
    return [name for name, is_right in is_as_wanted.items() if not is_right]


def _is_at(candidate: Candidate, place: str) -> bool:
    longitude, latitude = map(float, place.split())
    wanted = Coordinate(longitude, latitude)
    return candidate.place is not None and great_circle_m(candidate.place, wanted) <= _CLOSE_M
