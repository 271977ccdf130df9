"""Where a resident says they are: typed into a page, understood, or asked back."""

from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from sites.addresses.codes import codes_around
from sites.finding import InvalidQuery, catalog
from sites.geo.precision import Precision
from sites.locating import Candidate, Reason, locate
from sites.web.cards import precision_note

PLACE: Final = "place"
CHOICE: Final = "choice"
"""The fields of the form: what is typed, and the label of the place that was chosen."""
AT_OUTLETS: Final = "at_outlets"
"""What the forms of an answer keep beside the position: ids of the outlets at the typed place."""

# Notes that ask for a choice: a single place says itself what is open, a chosen one nothing.
_ASKING: Final = frozenset({"several", "only_area_known"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What became of a text.

    Attributes:
        text: what was typed.
        understood: the place that distances are measured from, None if there is none.
        choices: what can be meant where that is open, best first.
        sentence: for people: which place was understood and how precisely, or what to do.
    """

    text: str
    understood: Candidate | None
    choices: tuple[Candidate, ...]
    sentence: str


def whereabouts_of(posted: QueryDict) -> Whereabouts | None:
    """Return what the body of a request says of its place; None if nothing was typed.

    Raises `InvalidQuery` for a text that is too long and for a region that does not exist.
    """
    text = posted.get(PLACE, "").strip()
    if not text:
        return None
    try:
        located = locate(text, posted.get("region") or None)
    except InvalidQuery as invalid:
        # The field has another name here.
        errors = [
            replace(error, name=PLACE) if error.name == "q" else error for error in invalid.errors
        ]
        raise InvalidQuery(tuple(errors)) from None
    chosen = [one for one in located.candidates if one.label == posted.get(CHOICE)]
    understood = next((one for one in chosen if _is_fit(one)), located.settled)
    beside = [note.message for note in located.notes if note.code not in _ASKING]
    if understood is not None:
        sentence = " ".join((_understood(understood), *beside))
        return Whereabouts(text=text, understood=understood, choices=(), sentence=sentence)
    choices = located.candidates
    if len(choices) == 1:
        (only,) = choices
        sentence = " ".join((_open(only), *beside))
        # The sentence has said all that is known of it.
        choices = () if only.reason is Reason.REGION_OF_ADDRESS else choices
    else:
        sentence = " ".join(note.message for note in located.notes)
    return Whereabouts(text=text, understood=None, choices=choices, sentence=sentence)


def near_parameters(place: Candidate) -> dict[str, str]:
    """Return the parameters that ask for what is near a place, the outlets at it first."""
    if place.place is None or place.precision is None:
        return {}
    near = f"{place.place.longitude!r},{place.place.latitude!r}"
    outlets = ",".join(str(outlet.id) for outlet in place.outlets)
    at_outlets = {AT_OUTLETS: outlets} if outlets else {}
    return {"near": near, "near_precision": place.precision.value, **at_outlets}


def _is_fit(candidate: Candidate) -> bool:
    return candidate.place is not None and candidate.precision is not Precision.REGION


def _understood(candidate: Candidate) -> str:
    text = _("Nearest to %(place)s.") % {"place": candidate.label}
    return " ".join(filter(None, (text, candidate.message, precision_note(candidate.precision))))


def _open(candidate: Candidate) -> str:
    """Return why a single place is not taken."""
    if candidate.region is not None and not _is_served(candidate.region):
        return _(
            "%(place)s lies outside of the area of these outlets. Choose a town, or type a place "
            "in the area."
        ) % {"place": candidate.label}
    if candidate.reason is Reason.REGION_OF_ADDRESS:
        return _(
            "This place is not known here, only that it lies in %(place)s. Type its town, its road "
            "or a landmark."
        ) % {"place": candidate.label}
    if candidate.place is None:
        return _("Where this is on the map is not known. It is named by:")
    if candidate.precision is Precision.REGION:
        return _("%(place)s is too large to say what is near: type a town or a road.") % {
            "place": candidate.label
        }
    return _("Is this the place you mean?")


def _is_served(code: str) -> bool:
    """Return whether a district has outlets here, or a city or province such a district."""
    return any(code in codes_around(region.adcode) for region in catalog("zh-hans").regions)
