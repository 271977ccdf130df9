"""The answer to "where am I?": the places that a text can mean, best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sites.finding import Note
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision


class Reason(StrEnum):
    """Why a place is a candidate."""

    HOUSE = "house"
    """The address of an outlet: road and number."""
    OUTLET_ADDRESS = "outlet_address"
    """A road, building or landmark that stands in the address of an outlet."""
    OUTLET_NAME = "outlet_name"
    """It stands in the name of an outlet."""
    TOWN = "town"
    """The text names the town."""
    TOWN_OF_ADDRESS = "town_of_address"
    """The text names a place in this town that is not known: the town is the finest that is."""
    REGION_OF_ADDRESS = "region_of_address"
    """The text names a place that is not known: only the area around it is, and no position."""
    OPERATOR = "operator"
    """The text names the operator of an outlet: a bank, the social-security offices."""
    PLACE = "place"
    """A place of the national gazetteer."""
    FORMER_NAME = "former_name"
    """It was called so, or has become of what was called so."""
    NEAREST_NAMESAKE = "nearest_namesake"
    """Of several places with that name, the one in the region where the person searches."""
    CONTRADICTION = "contradiction"
    """The text names places that do not lie in each other: this is one of them."""
    COORDINATES = "coordinates"
    """The text is a pair of degrees."""
    MAP_SERVICE = "map_service"
    """A map service knows the address."""


class Slip(StrEnum):
    """How the text differs from what the place is called."""

    NONE = "none"
    PINYIN = "pinyin"
    """It is the name's pinyin, or its initials."""
    SOUND = "sound"
    """Other characters with the same sound."""
    CHARACTER = "character"
    """One character is wrong, missing or too many."""
    ORDER = "order"
    """The latitude stands before the longitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPoint:
    """An outlet that names the place: its public id and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a text can mean.

    Attributes:
        label: what it is called, in Chinese; of a pair the degrees.
        place: WGS-84 degrees, None if only outlets without a position name it.
        precision: how precisely the place is known, None without one.
        region: GB/T 2260 code of the district, county, city or province; None if it is not known.
        town: key of the stored town, None if it is not known.
        reason: why it is a candidate.
        slip: how the text differs from what the place is called.
        message: reason and slip as a sentence for people, in the active language.
        is_certain: the text has this one meaning: there is no other candidate, it says no more than
            the name of the place, and that is no word for a kind of place (医院). If not, a person
            has to choose or to confirm it.
        outlets: the outlets that name it, [] if none does.
    """

    label: str
    place: Coordinate | None
    precision: Precision | None
    region: str | None
    town: str | None
    reason: Reason
    slip: Slip
    message: str
    is_certain: bool = True
    outlets: tuple[NamedPoint, ...] = ()


def answer_of(found: Sequence[Candidate], limit: int, notes: Iterable[Note] = ()) -> "Located":
    """Return the answer with the first candidates; of several none is certain."""
    if len(found) > 1:
        found = [replace(one, is_certain=False) for one in found]
    return Located(candidates=tuple(found[:limit]), notes=tuple(notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What a text means.

    Attributes:
        candidates: best first; several if the text does not decide.
        notes: why there is none and what to try, or what to know about the candidates.
    """

    candidates: tuple[Candidate, ...]
    notes: tuple[Note, ...] = ()

    @property
    def settled(self) -> Candidate | None:
        """The one candidate that distances can be measured from without asking back.

        None where a person has to choose or to confirm: several candidates, a guess, a whole
        district, or no position.
        """
        if len(self.candidates) != 1:
            return None
        (only,) = self.candidates
        is_fit = only.place is not None and only.precision is not Precision.REGION
        return only if is_fit and only.is_certain else None
