"""A text → the places that it can mean. The one question that this room answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from sites.addresses.codes import codes_around
from sites.finding import InvalidQuery, Note, ParameterError
from sites.geo.datum import Datum
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.geo.shared_links import LONGEST_TEXT as LONGEST_WITH_LINK
from sites.geo.shared_links import SharedLink, find_links
from sites.geocoding.gazetteer.claims import Verdict, claim_of
from sites.geocoding.gazetteer.entries import DEPTHS, Level
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Place, search_places
from sites.geocoding.gazetteer.search import Reason as GazetteerReason
from sites.geocoding.provider_answers import AddressQuery
from sites.locating.candidates import Candidate, Located, Reason, Slip, answer_of
from sites.locating.degrees import located_at
from sites.locating.kinds import says_nothing, without_kind
from sites.locating.letters import in_chinese
from sites.locating.local_names import (
    area_candidate,
    at_house,
    named_by_sound,
    named_nearly,
    named_partly,
    named_wholly,
    of_branch,
    of_kind,
    of_operator,
    town_candidate,
)
from sites.locating.messages import message_for
from sites.locating.online import OnlineAnswer, ask_online
from sites.locating.pairs import pairs_of_links, read_pair
from sites.locating.surroundings import Surroundings, surroundings
from sites.locating.typed_text import Typed, behind_names, beside_link, read_text

MAX_LENGTH: Final = 200
"""Characters: longer than any address, short enough to be read at once."""
MAX_LENGTH_WITH_LINK: Final = LONGEST_WITH_LINK
"""Characters of a text with a link: names in it are written in signs of nine characters."""
DEFAULT_LIMIT: Final = 10
MAX_LIMIT: Final = 50

# 双福镇 is the region's 双福街道, or the town that is called so today.
_MAY_BE_ELSEWHERE: Final = frozenset({GazetteerReason.OTHER_RANK, GazetteerReason.FORMER_NAME})
_REASONS: Final = {
    GazetteerReason.FORMER_NAME: Reason.FORMER_NAME,
    GazetteerReason.FORMER_TOWN: Reason.FORMER_NAME,
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

    A town or one of its other names, the house, road or landmark that an outlet names, an outlet
    itself, a pair of degrees, a link shared from a map service, an address, or another place of the
    country. What is written exactly so comes before what sounds so, and a wrong character is only
    corrected where nothing else is found. A word that names a kind of place (医院) leads to a
    choice at the most. The map services of the chain, if it has any, are asked with a short
    time-out; without an answer of theirs the offline one stands.

    Args:
        text: what a person typed, in any script.
        region: GB/T 2260 code of the district in which they search; ``DEFAULT_REGION`` if None.
        datum: of a pair of degrees that does not say it itself. None leaves the choice open.
        limit: how many candidates at the most, 1…`MAX_LIMIT`.

    Raises `InvalidQuery` for a text longer than `MAX_LENGTH`, with a link `MAX_LENGTH_WITH_LINK`, a
    limit out of range and a region that is not stored, and for nothing else.
    """
    links = find_links(text) if len(text) <= MAX_LENGTH_WITH_LINK else []
    _require(text, limit, MAX_LENGTH_WITH_LINK if links else MAX_LENGTH)
    around = surroundings(region)
    if links:
        return _of_links(text, links, datum, around, limit)
    pairs = read_pair(text)
    if pairs is not None:
        return located_at(pairs, datum, around, limit)
    return _of_words(text, around, limit)


def _require(text: str, limit: int, max_length: int) -> None:
    errors = []
    if len(text) > max_length:
        message = _("Give at most %(max)s characters.") % {"max": max_length}
        errors.append(ParameterError(name="q", value=text, message=message))
    if not 1 <= limit <= MAX_LIMIT:
        message = _("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT}
        errors.append(ParameterError(name="limit", value=str(limit), message=message))
    if errors:
        raise InvalidQuery(tuple(errors))


def _of_links(
    text: str,
    links: Sequence[SharedLink],
    datum: Datum | None,
    around: Surroundings | None,
    limit: int,
) -> Located:
    """Return the places of links, else what the words beside them mean; no link is followed."""
    places = [place for link in links for place in link.places]
    if places:
        return located_at(pairs_of_links(places), datum, around, limit)
    message = _(
        "The link does not say where the place is. Open it and copy the longitude and latitude, or "
        "type the address."
    )
    note = Note(code="link_unread", message=message)
    words = text
    for link in reversed(links):
        words = f"{words[: link.start]} {words[link.end :]}"
    words = beside_link(words)[:MAX_LENGTH]
    if not any(map(str.isalnum, words)):
        return Located(candidates=(), notes=(note,))
    located = _of_words(words, around, limit)
    return replace(located, notes=(note, *located.notes))


def _of_words(text: str, around: Surroundings | None, limit: int) -> Located:
    """Return what the words of a text mean."""
    if not any(map(str.isalnum, text)):
        message = _("Type a town, road or landmark.")
        return Located(candidates=(), notes=(Note(code="empty", message=message),))
    if around is None:
        found = [_of_place(place) for place in search_places(text, None, limit)]
        return answer_of(found, limit, _notes_on(found, limit))
    typed = read_text(text, around)
    if not around.towns_heard(typed.text) and (said := in_chinese(typed.text, around)):
        typed = read_text(said, around)
    readings = [one for one in (typed, behind_names(typed, around)) if one is not None]
    places = search_from(around.places, typed.text)
    if says_nothing(typed.text):
        # 楼下 is no town, but 老城区 and 郊区 are districts in full.
        places = [place for place in places if place.name == typed.text]
    asked = OnlineAnswer()
    if places and _is_elsewhere(typed, places, around):
        found = [_of_place(place) for place in places]
    else:
        found = _offline(readings, places, around)
        asked = _asked(readings, found, around)
        found = _with_online(found, asked, around)
    if any(one.is_kind for one in readings):
        found = [replace(one, is_certain=False) for one in found]
    notes = _notes_on(found, limit, is_incomplete=asked.is_incomplete)
    return answer_of(found, limit, notes)


def _is_elsewhere(typed: Typed, places: Sequence[Place], around: Surroundings) -> bool:
    """Return whether a text says that it speaks of another district."""
    if typed.address.is_elsewhere:
        return True
    start = around.places.index.spelling_at(typed.text, 0)
    if start is not None and start.is_full:
        # 白沙镇路口 is a crossing in the region's town, whatever else is called so.
        return False
    # 白砂镇 alone is a town of another district, and what 白沙镇 sounds like.
    names_area = any(
        len(place.named) > 1 or DEPTHS[place.level] < DEPTHS[Level.TOWN] for place in places
    )
    claim = claim_of(typed.text, around.places)
    return names_area and claim.verdict is Verdict.ELSEWHERE


def _offline(
    readings: Sequence[Typed], places: Sequence[Place], around: Surroundings
) -> list[Candidate]:
    """Return what is known without asking anybody.

    `readings` are the text as the parser takes it, and behind short names if it begins with any;
    `places` are what the gazetteer finds in it.
    """
    typed = readings[0]
    for reading in readings:
        if found := at_house(reading, around) or of_operator(reading, around):
            return found
        if reading.is_kind:
            return of_kind(reading, around) or _around_kind(typed, around)
        if found := named_wholly(reading, around):
            return [*found, *_namesakes(found, places)]
    if found := of_branch(typed, around):
        return found
    # What the outlets say is more than the town, and no other place is meant.
    partly = named_partly(typed, around)
    if typed.town is not None:
        reason = Reason.TOWN_OF_ADDRESS if typed.rest else Reason.TOWN
        town = town_candidate(typed.town, around, reason, is_certain=not typed.rest)
        return partly or named_by_sound(typed, around) or [town]
    return _stored(places) or partly or _further_away(typed, places, around)


def _stored(places: Sequence[Place]) -> list[Candidate]:
    """Return the stored towns among places, with what else one that is no more may be."""
    stored = [_of_place(place) for place in places if place.town is not None]
    if stored and not places[0].is_stated and places[0].reason in _MAY_BE_ELSEWHERE:
        named = [place for place in places if place.town is not None or not place.rest]
        return [replace(_of_place(place), is_certain=False) for place in named]
    return stored


def _further_away(typed: Typed, places: Sequence[Place], around: Surroundings) -> list[Candidate]:
    """Return what a text means that names neither a town nor an outlet as they are written."""
    named = [_of_place(place) for place in places if not place.rest]
    heard = named_by_sound(typed, around)
    if named or heard:
        return [*named, *heard]
    partly = [_of_place(place) for place in places if place.rest]
    return _around_kind(typed, around) or named_nearly(typed, around) or partly


def _around_kind(typed: Typed, around: Surroundings) -> list[Candidate]:
    """Return what lies around a place of a kind: 成都 of 成都火车站, which may be written short."""
    head = without_kind(typed.text)
    kind = typed.text[len(head) :]
    of_head = search_from(around.places, head) if kind else []
    return [_of_place(replace(place, rest=kind)) for place in of_head if not place.rest]


def _namesakes(found: Sequence[Candidate], places: Sequence[Place]) -> list[Candidate]:
    """Return the places elsewhere that a text names in full where it may be but part of a road."""
    if any(one.is_certain for one in found):
        return []
    return [_of_place(place) for place in places if not place.rest and place.town is None]


def _of_place(place: Place) -> Candidate:
    """Return a place of the gazetteer as a candidate.

    Where the text says more than its name, or names a zone in it, it is but what lies around the
    place that is meant; a district, a city or a province is then no position.
    """
    is_around = bool(place.rest) or place.reason is GazetteerReason.ZONE
    if is_around and place.precision is Precision.REGION:
        return area_candidate(place.label, place.adcode)
    reason = _REASONS.get(place.reason, Reason.TOWN if place.town else Reason.PLACE)
    # What is gone has namesakes that are not, unless the text says where it was.
    is_former = reason is Reason.FORMER_NAME
    is_single = reason in {Reason.TOWN, Reason.PLACE} or (is_former and len(place.named) > 1)
    # 老城区 is a district of 洛阳, and a word for a kind all the same.
    is_name = not place.named or not says_nothing(place.named[-1])
    if place.rest and is_single and not is_former:
        reason = Reason.TOWN_OF_ADDRESS
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
        is_certain=not place.rest
        and is_single
        and is_name
        and (place.is_stated or place.town is not None),
    )


def _asked(
    readings: Sequence[Typed], found: Sequence[Candidate], around: Surroundings
) -> OnlineAnswer:
    """Return what the map services know, if they can know more than is known."""
    typed = readings[0]
    is_fine = any(one.precision and one.precision.finer_than(Precision.VILLAGE) for one in found)
    # A kind of place by itself can be any of them.
    is_telling = bool(typed.terms) or any(one.is_kind and one.is_in_district for one in readings)
    here = codes_around(around.places.adcode)
    is_settled = any(
        one.reason is Reason.OPERATOR
        or (one.reason is Reason.REGION_OF_ADDRESS and one.region not in here)
        for one in found
    )
    if is_fine or is_settled or not is_telling:
        return OnlineAnswer()
    query = AddressQuery(region=around.places.adcode, address=typed.text, town=typed.town)
    return ask_online(query, around)


def _with_online(
    found: list[Candidate],
    asked: OnlineAnswer,
    around: Surroundings,
) -> list[Candidate]:
    """Return the candidates with the place that a map service found.

    It takes the place of a coarser one whose circle of error it lies in, and so names the same. The
    middle of a district is no place that anybody asked for.
    """
    if asked.found is None or asked.found.position.precision is Precision.REGION:
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
                is_certain=one.slip is Slip.NONE,
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
    rest = [
        one
        for one in found
        if one.precision is not Precision.REGION and one.reason is not Reason.REGION_OF_ADDRESS
    ]
    exact = [one for one in rest if one.slip is Slip.NONE]
    return [*exact, known, *(one for one in rest if one.slip is not Slip.NONE)]


def _notes_on(
    found: Sequence[Candidate], limit: int, *, is_incomplete: bool = False
) -> Iterable[Note]:
    """Yield what a person has to know about the answer."""
    if not found:
        message = _(
            "No such place is known. Try the name of a town, a road or a landmark in the address "
            "of an outlet, or longitude and latitude."
        )
        yield Note(code="nothing_found", message=message)
    elif all(one.reason is Reason.REGION_OF_ADDRESS for one in found):
        message = _("This place is not known here. Type its town, its road or a landmark.")
        yield Note(code="only_area_known", message=message)
    elif len(found) > 1:
        message = _("Several places can be meant: choose one.")
        if len(found) > limit:
            message += " " + _(
                "These are %(shown)s of %(count)s: with its town there are fewer."
            ) % {
                "shown": limit,
                "count": len(found),
            }
        yield Note(code="several", message=message, count=len(found))
    if is_incomplete:
        message = _("The map services did not answer in time; this is known without them.")
        yield Note(code="services_unavailable", message=message)
