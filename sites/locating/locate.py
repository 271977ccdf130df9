"""A text → the places that it can mean. The one question that this room answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from sites.addresses.codes import codes_around
from sites.finding import InvalidQuery, Note, ParameterError
from sites.geo.datum import Datum
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.geocoding.answers import AddressQuery
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Place, search_places
from sites.geocoding.gazetteer.search import Reason as GazetteerReason
from sites.locating.answer import Candidate, Located, Reason, Slip
from sites.locating.degrees import candidates_of
from sites.locating.nearby import (
    named_by_sound,
    named_exactly,
    named_nearly,
    town_candidate,
)
from sites.locating.online import OnlineAnswer, ask_online
from sites.locating.pairs import read_pair
from sites.locating.reading import Typed, behind_town, read_text
from sites.locating.surroundings import Surroundings, surroundings
from sites.locating.wording import message_for

MAX_LENGTH: Final = 200
"""Characters: longer than any address, short enough to be read at once."""
DEFAULT_LIMIT: Final = 10
MAX_LIMIT: Final = 50

_REASONS: Final = {
    GazetteerReason.NEAREST_NAMESAKE: Reason.NEAREST_NAMESAKE,
    GazetteerReason.CONTRADICTION: Reason.CONTRADICTION,
}


def locate(
    text: str,
    region: str | None = None,
    *,
    datum: Datum | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Located:
    """Return the places that a text can mean for somebody in a region, best first.

    A town or one of its other names, a road or landmark that an outlet names, a pair of degrees, an
    address, or another place of the country. What is written exactly so comes before what sounds
    so, and a wrong character is only corrected where nothing else is found. The map services of the
    chain, if it has any, are asked with a short time-out; without an answer of theirs the offline
    one stands.

    Args:
        text: what a person typed, in any script.
        region: GB/T 2260 code of the district in which they search; ``DEFAULT_REGION`` if None.
        datum: of a pair of degrees that does not say it itself. None leaves the choice open.
        limit: how many candidates at the most, 1…`MAX_LIMIT`.

    Raises `InvalidQuery` for a text longer than `MAX_LENGTH`, a limit out of range and a region
    that is not stored, and for nothing else.
    """
    _require(text, limit)
    around = surroundings(region)
    pairs = read_pair(text)
    if pairs is not None:
        return _noted(candidates_of(pairs, datum, around), limit, is_pair=True)
    if not any(map(str.isalnum, text)):
        return Located(candidates=(), notes=(_note("empty", _("Type a town, road or landmark.")),))
    if around is None:
        return _noted([_of_place(place) for place in search_places(text, None, limit)], limit)
    typed = read_text(text, around)
    found = _offline(typed, around)
    asked = _asked(typed, found, around)
    return _noted(_with_online(found, asked, around), limit, is_incomplete=asked.is_incomplete)


def _require(text: str, limit: int) -> None:
    errors = []
    if len(text) > MAX_LENGTH:
        message = _("Give at most %(max)s characters.") % {"max": MAX_LENGTH}
        errors.append(ParameterError(name="q", value=text[:80], message=message))
    if not 1 <= limit <= MAX_LIMIT:
        message = _("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT}
        errors.append(ParameterError(name="limit", value=str(limit), message=message))
    if errors:
        raise InvalidQuery(tuple(errors))


def _offline(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return what is known without asking anybody."""
    places = search_from(around.places, typed.text)
    if typed.address.is_elsewhere:
        return [_of_place(place) for place in places]
    inside = behind_town(typed, around)
    if inside is not None and (in_town := named_exactly(inside, around)):
        return in_town
    exact = named_exactly(typed, around)
    stored = [place for place in places if place.town is not None]
    if typed.town is not None:
        # The town's outlets say more than the town, and no other place is meant.
        reason = Reason.TOWN_OF_ADDRESS if typed.terms else Reason.TOWN
        town = town_candidate(typed.town, around, reason, Slip.NONE)
        return exact or named_by_sound(typed, around) or [town]
    if stored:
        return [_of_place(place) for place in stored]
    if exact:
        return exact
    others = [_of_place(place) for place in places if not _is_around(place, around, typed)]
    heard = named_by_sound(typed, around)
    whole = [_of_place(place) for place in places if _is_around(place, around, typed)]
    return [*others, *heard] or named_nearly(typed, around) or whole


def _is_around(place: Place, around: Surroundings, typed: Typed) -> bool:
    """Return whether a place is but the region, or what it lies in, and the text says more."""
    is_region = place.adcode in codes_around(around.places.adcode)
    return is_region and place.precision is Precision.REGION and bool(typed.terms)


def _of_place(place: Place) -> Candidate:
    """Return a place of the gazetteer as a candidate."""
    reason = _REASONS.get(place.reason, Reason.TOWN if place.town else Reason.PLACE)
    return Candidate(
        label=place.label,
        place=place.coordinate,
        precision=place.precision,
        region=place.adcode,
        town=place.town,
        reason=reason,
        slip=Slip.NONE,
        message=message_for(reason, Slip.NONE),
        # Without its district a bare name in another one can be that of anything.
        is_certain=place.is_stated or place.town is not None,
    )


def _asked(typed: Typed, found: Sequence[Candidate], around: Surroundings) -> OnlineAnswer:
    """Return what the map services know, if they can know more than is known."""
    is_fine = any(one.precision and one.precision.finer_than(Precision.VILLAGE) for one in found)
    if is_fine or typed.address.is_elsewhere or not typed.terms:
        return OnlineAnswer()
    query = AddressQuery(region=around.places.adcode, address=typed.text, town=typed.town)
    return ask_online(query, around)


def _with_online(
    found: list[Candidate], asked: OnlineAnswer, around: Surroundings
) -> list[Candidate]:
    """Return the candidates with the place that a map service found.

    It takes the place of a coarser one whose circle of error it lies in, and so names the same.
    """
    if asked.found is None:
        return found
    position = asked.found.position
    place, precision = position.coordinate, position.precision
    for index, one in enumerate(found):
        if one.place is None or one.precision is None or not precision.finer_than(one.precision):
            continue
        if great_circle_m(one.place, place) <= one.precision.error_radius_m:
            message = message_for(Reason.MAP_SERVICE, one.slip)
            refined = replace(
                one,
                place=place,
                precision=precision,
                reason=Reason.MAP_SERVICE,
                message=message,
            )
            return [refined, *found[:index], *found[index + 1 :]]
    known = Candidate(
        label=asked.found.label,
        place=place,
        precision=precision,
        region=around.places.adcode,
        town=None,
        reason=Reason.MAP_SERVICE,
        slip=Slip.NONE,
        message=message_for(Reason.MAP_SERVICE, Slip.NONE),
    )
    # What only the beginning of the text names is no alternative to the whole.
    rest = [one for one in found if one.precision is not Precision.REGION]
    exact = [one for one in rest if one.slip is Slip.NONE]
    return [*exact, known, *(one for one in rest if one.slip is not Slip.NONE)]


def _noted(
    found: list[Candidate], limit: int, *, is_pair: bool = False, is_incomplete: bool = False
) -> Located:
    """Return the answer with what a person has to know about it."""
    notes = []
    if not found and is_pair:
        notes.append(_note("nowhere", _("These figures are no place on Earth.")))
    elif not found:
        message = _(
            "No such place is known. Try the name of a town, a road or a landmark in the address "
            "of an outlet, or longitude and latitude."
        )
        notes.append(_note("nothing_found", message))
    elif len(found) > 1:
        message = (
            _("The pair does not say which datum or order it has: choose one.")
            if is_pair
            else _("Several places can be meant: choose one.")
        )
        notes.append(_note("several", message, len(found)))
    if is_incomplete:
        message = _("The map services did not answer in time; this is known without them.")
        notes.append(_note("services_unavailable", message))
    return Located(candidates=tuple(found[:limit]), notes=tuple(notes))


def _note(code: str, message: str, count: int | None = None) -> Note:
    return Note(code=code, message=message, count=count)
