"""A place on Earth as WGS-84 longitude and latitude."""

from dataclasses import dataclass


def require_degrees(longitude: float, latitude: float) -> None:
    """Check that a pair is a place on Earth.

    Returns nothing. Raises ``ValueError`` with a sentence that names the wrong value if the
    longitude is not in -180…180 or the latitude not in -90…90 degrees; NaN and infinity are
    in neither range.
    """
    if not -180.0 <= longitude <= 180.0:
        raise ValueError(f"longitude must lie between -180 and 180 degrees, got {longitude!r}")
    if not -90.0 <= latitude <= 90.0:
        raise ValueError(f"latitude must lie between -90 and 90 degrees, got {latitude!r}")


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A place in WGS-84 degrees. Making one outside the valid ranges raises ``ValueError``."""

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        require_degrees(self.longitude, self.latitude)
