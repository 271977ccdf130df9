"""A pair of degrees → the places that it can mean."""

from typing import Final

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.locating.answer import Candidate, Reason, Slip
from sites.locating.pairs import Pair
from sites.locating.surroundings import Surroundings
from sites.locating.wording import DATUM_NAMES, message_for_pair

# About a metre: the position of a person is not kept finer than the answer needs.
_DECIMALS: Final = 5


def candidates_of(
    pairs: tuple[Pair, ...], datum: Datum | None, around: Surroundings | None
) -> list[Candidate]:
    """Return the places that pairs mean: one, or one per datum where nobody says which.

    What the text itself says of its datum counts more than `datum`. Unsaid, it is WGS-84 first and
    the others behind it, as far as they differ there.
    """
    found: dict[Coordinate, Candidate] = {}
    for pair in pairs:
        said = pair.datum or datum
        for meant in (said,) if said else tuple(Datum):
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


def _region_at(place: Coordinate, around: Surroundings | None) -> str | None:
    """Return the region's code if the place lies in it, as far as its outline tells."""
    if around is None or not around.places.bounds.contains(place):
        return None
    outline = around.places.outline
    is_inside = outline is None or outline.contains(place)
    return around.places.adcode if is_inside else None
