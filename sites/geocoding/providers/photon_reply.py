"""What a Photon server replies, read strictly, and how precise it is.

Meaning of the fields: README of Photon, "Search API" (https://github.com/komoot/photon).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from sites.geo.precision import Precision
from sites.geocoding.providers.reply_fields import (
    read_list,
    read_number,
    read_object,
    read_optional_text,
    read_pair,
    read_text,
)

# Photon's own levels: the table in docs/providers.md. None: larger than any region.
_TYPES: Final[Mapping[str, Precision | None]] = {
    "house": Precision.ROOFTOP,
    "street": Precision.STREET,
    # Photon's "locality" is a quarter or a hamlet, its "district" a suburb or a subdistrict; its
    # "city" is whatever has towns' rank, from a Chinese town to a prefecture.
    "locality": Precision.VILLAGE,
    "district": Precision.TOWN,
    **dict.fromkeys(["city", "county", "other"], Precision.REGION),
    **dict.fromkeys(["state", "country"], None),
}
# What a `place=…` object is, where that says more than the level.
_PLACES: Final[Mapping[str, Precision]] = {
    **dict.fromkeys(["square", "city_block"], Precision.STREET),
    **dict.fromkeys(["village", "hamlet", "neighbourhood", "locality"], Precision.VILLAGE),
    **dict.fromkeys(["town", "suburb", "borough", "quarter"], Precision.TOWN),
}
# Rivers, mountains and bus routes share their names with towns, and are kilometres long.
_NO_ADDRESSES: Final = frozenset({"natural", "waterway", "mountain_pass", "route"})


_AREAS: Final = ("district", "city", "county")
_NAMES: Final = ("name", "housenumber", "street", "locality", *_AREAS, "state", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotonReply:
    """One feature of a reply; WGS-84 degrees.

    Attributes:
        longitude: degrees.
        latitude: degrees.
        label: name and address, from the smallest to the largest part.
        key: OpenStreetMap's key for the kind of thing (place, highway, amenity).
        value: OpenStreetMap's value for that key.
        level: Photon's own word for the level of the thing.
        house_number: as tagged, None if it has none.
        road: the road that it is, or that it stands at.
        state: name of the province that it lies in.
        county: name of the county that it lies in.
        areas: names of the county and of the smaller areas that it lies in.
    """

    longitude: float
    latitude: float
    label: str
    key: str
    value: str
    level: str
    house_number: str | None
    road: str | None
    state: str | None
    county: str | None
    areas: frozenset[str]

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the place; ``ValueError`` with a reason for anything that is not one."""
        feature = read_object(value, "a feature")
        geometry = read_object(feature.get("geometry"), "geometry")
        pair = read_list(geometry.get("coordinates"), "coordinates")
        if len(pair) != 2 or any(isinstance(degrees, str) for degrees in pair):
            raise ValueError("coordinates is not a pair of numbers")
        named = {"longitude": pair[0], "latitude": pair[1]}
        longitude, latitude = read_pair(
            read_number(named, "longitude"), read_number(named, "latitude")
        )
        raw = read_object(feature.get("properties"), "properties")
        level = read_text(raw, "type")
        names = {key: read_optional_text(raw, key) for key in _NAMES}
        return cls(
            longitude=longitude,
            latitude=latitude,
            label=", ".join(filter(None, names.values())),
            key=read_text(raw, "osm_key"),
            value=read_text(raw, "osm_value"),
            level=level,
            house_number=names["housenumber"],
            road=names["name"] if level == "street" else names["street"],
            state=names["state"],
            county=names["county"],
            areas=frozenset(filter(None, (names[key] for key in _AREAS))),
        )

    @property
    def precision(self) -> Precision | None:
        """The level of the thing that was found; None if it is no place an outlet can be at.

        The coarser one in doubt: what stands at a road without a number (a bus stop) is the road,
        and a level that the manual does not have counts as the coarsest.
        """
        if self.key in _NO_ADDRESSES:
            return None
        if self.key == "highway":
            return Precision.STREET
        if self.key == "place" and self.value in _PLACES:
            return _PLACES[self.value]
        return _TYPES.get(self.level, Precision.REGION)


def read_features(page: object) -> list[object]:
    """Return the features of a whole reply, unread; ``ValueError`` if it has none."""
    return read_list(read_object(page, "the reply").get("features"), "features")
