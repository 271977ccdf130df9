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
    def from_columns(
        cls,
        degrees: tuple[float | None, float | None],
        *,
        precision: str,
        source: str,
        original: tuple[float | None, float | None],
        datum: str,
    ) -> Self | None:
        """Return the position whose parts are stored as plain values, None if there is none.

        Pairs are longitude and latitude: `degrees` in WGS-84, `original` in `datum`.
        """
        longitude, latitude = degrees
        original_longitude, original_latitude = original
        if (
            longitude is None
            or latitude is None
            or original_longitude is None
            or original_latitude is None
        ):
            return None
        return cls(
            coordinate=Coordinate(longitude, latitude),
            precision=Precision(precision),
            source=source,
            original_longitude=original_longitude,
            original_latitude=original_latitude,
            original_datum=Datum(datum),
        )

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
