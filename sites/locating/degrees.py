"""A pair of degrees → the places that it can mean."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from sites.finding import Note
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert, in_box
from sites.geo.distance import great_circle_m
from sites.locating.candidates import Candidate, Located, Reason, Slip, answer_of
from sites.locating.messages import DATUM_NAMES, message_for_pair
from sites.locating.pairs import Pair
from sites.locating.surroundings import Surroundings

# About a metre: the position of a person is not kept finer than the answer needs.
_DECIMALS: Final = 5
# Degrees, about 100 m: what lies so near to 0,0 was never measured.
_NULL: Final = 0.001


def located_at(
    pairs: tuple[Pair, ...], datum: Datum | None, around: Surroundings | None, limit: int
) -> Located:
    """Return the places that pairs mean: one, or one per datum where nobody says which.

    What the text itself says of its datum counts more than `datum`. Pairs that lie outside of
    China, and 0,0, are no answer, and the notes say so.
    """
    measured = [pair for pair in pairs if max(abs(pair.longitude), abs(pair.latitude)) > _NULL]
    in_china = [pair for pair in measured if in_box(pair.longitude, pair.latitude, 0.0)]
    found = _candidates(in_china, datum, around)
    if not pairs:
        notes = [Note(code="nowhere", message=_("These figures are no place on Earth in degrees."))]
    elif not measured:
        message = _("0,0 is what a device gives that does not know where it is.")
        notes = [Note(code="null_island", message=message)]
    elif not in_china:
        notes = [Note(code="abroad", message=_("These degrees lie outside of China."))]
    else:
        notes = list(_notes_on(found, around, is_one=len(set(in_china)) == 1))
    return answer_of(found, limit, notes)


def _candidates(
    pairs: list[Pair], datum: Datum | None, around: Surroundings | None
) -> list[Candidate]:
    """Return one candidate per pair and datum, as far as these differ."""
    found: dict[Coordinate, Candidate] = {}
    for pair in pairs:
        for meant in (datum,) if datum and datum in pair.datums else pair.datums:
            longitude, latitude = convert(pair.longitude, pair.latitude, meant, Datum.WGS84)
            place = Coordinate(round(longitude, _DECIMALS), round(latitude, _DECIMALS))
            slip = Slip.ORDER if pair.is_swapped else Slip.NONE
            found.setdefault(
                place,
                Candidate(
                    label=f"{pair.longitude:.5f}, {pair.latitude:.5f} ({DATUM_NAMES[meant]})",
                    place=place,
                    precision=pair.precision,
                    region=_region_at(place, around),
                    town=None,
                    reason=Reason.COORDINATES,
                    slip=slip,
                    message=message_for_pair(meant, slip),
                ),
            )
    return list(found.values())


def _notes_on(
    found: list[Candidate], around: Surroundings | None, *, is_one: bool
) -> Iterator[Note]:
    """Yield what a person has to know about the places of their degrees, one pair or several."""
    if len(found) > 1:
        message = (
            _("The pair does not say which datum it has: choose one.")
            if is_one
            else _("Several places can be meant: choose one.")
        )
        yield Note(code="several", message=message, count=len(found))
    place = found[0].place
    if around is not None and place is not None and all(one.region is None for one in found):
        bounds = around.places.bounds
        edge = Coordinate(
            min(max(place.longitude, bounds.west), bounds.east),
            min(max(place.latitude, bounds.south), bounds.north),
        )
        kilometres = max(1, round(great_circle_m(place, edge) / 1_000))
        message = _("This place lies about %(distance)s km outside of %(region)s.") % {
            "distance": kilometres,
            "region": around.places.name,
        }
        yield Note(code="outside_region", message=message)


def _region_at(place: Coordinate, around: Surroundings | None) -> str | None:
    """Return the region's code if the place lies in it, as far as its outline tells."""
    if around is None or not around.places.bounds.contains(place):
        return None
    outline = around.places.outline
    is_inside = outline is None or outline.contains(place)
    return around.places.adcode if is_inside else None
