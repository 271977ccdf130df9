"""A position: where something is, how precisely that is known, and who said so."""

from dataclasses import dataclass
from typing import Self

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.precision import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A located place.

    Attributes:
        coordinate: WGS-84 degrees.
        precision: the level of the thing that was located, never finer than is known.
        source: the provider or person that located it.
        original_longitude: degrees as the source gave them, in `original_datum`.
        original_latitude: degrees as the source gave them, in `original_datum`.
        original_datum: the datum that the source speaks.
    """

    coordinate: Coordinate
    precision: Precision
    source: str
    original_longitude: float
    original_latitude: float
    original_datum: Datum

    @classmethod
    def located(
        cls,
        longitude: float,
        latitude: float,
        *,
        precision: Precision,
        source: str,
        datum: Datum = Datum.WGS84,
    ) -> Self:
        """Return the position of a pair in degrees of `datum`; the pair itself is kept.

        Raises ``ValueError`` if the pair is not a place on Earth.
        """
        return cls(
            coordinate=Coordinate(*convert(longitude, latitude, datum, Datum.WGS84)),
            precision=precision,
            source=source,
            original_longitude=longitude,
            original_latitude=latitude,
            original_datum=datum,
        )
