"""What a Nominatim server replies, read strictly, and how precise it is.

Meaning of the fields: Nominatim's manual, "Place output formats" and "Place ranks"
(https://nominatim.org/release-docs/latest/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from sites.geo.precision import Precision
from sites.geocoding.providers.reply_fields import read_object, read_pair, read_text

# What a `place=…` object is; others go by their rank.
_PLACES: Final[Mapping[str, Precision]] = {
    "house": Precision.ROOFTOP,
    **dict.fromkeys(["square", "city_block"], Precision.STREET),
    **dict.fromkeys(["village", "hamlet", "neighbourhood", "locality"], Precision.VILLAGE),
    **dict.fromkeys(["town", "suburb", "borough", "subdistrict", "quarter"], Precision.TOWN),
    **dict.fromkeys(["city", "municipality", "county", "district", "postcode"], Precision.REGION),
}
# Rivers, mountains and bus routes share their names with towns, and are kilometres long.
_NO_ADDRESSES: Final = frozenset({"natural", "waterway", "mountain_pass", "route"})

# Lowest rank of each level. A boundary's rank is twice its `admin_level`, and China's levels are
# 6 county, 8 town and subdistrict, 10 village; anything below 12 is larger than a region.
_RANKS: Final = (
    (28, Precision.ROOFTOP),
    (26, Precision.STREET),
    (19, Precision.VILLAGE),
    (16, Precision.TOWN),
    (12, Precision.REGION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NominatimReply:
    """One place of a reply in the format `json` with `addressdetails`; WGS-84 degrees."""

    longitude: float
    latitude: float
    label: str
    category: str
    type: str
    rank: int
    house_number: str | None

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the place; ``ValueError`` with a reason for anything that is not one."""
        raw = read_object(value, "a place")
        longitude, latitude = read_pair(_degrees(raw, "lon"), _degrees(raw, "lat"))
        rank = raw.get("place_rank")
        if not isinstance(rank, int) or isinstance(rank, bool) or not 0 <= rank <= 30:
            raise ValueError("place_rank is not a whole number from 0 to 30")
        address = read_object(raw.get("address", {}), "address")
        return cls(
            longitude=longitude,
            latitude=latitude,
            label=read_text(raw, "display_name"),
            category=read_text(raw, "class"),
            type=read_text(raw, "type"),
            rank=rank,
            house_number=read_text(address, "house_number") if "house_number" in address else None,
        )

    @property
    def precision(self) -> Precision | None:
        """The level of the thing that was found; None if it is no place an outlet can be at.

        By class, type and rank, the coarser one in doubt: what stands at a road (a bus stop) is
        the road.
        """
        if self.category in _NO_ADDRESSES:
            return None
        if self.category == "highway":
            return Precision.STREET
        if self.category == "place" and self.type in _PLACES:
            return _PLACES[self.type]
        return next((precision for rank, precision in _RANKS if self.rank >= rank), None)


def _degrees(raw: Mapping[str, object], key: str) -> float:
    """Return a number that Nominatim writes as a text."""
    try:
        return float(read_text(raw, key))
    except ValueError:
        raise ValueError(f"{key} is not a number written as a text") from None
