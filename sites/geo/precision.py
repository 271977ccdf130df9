"""How precisely a position is known."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Precision(StrEnum):
    """The level of the thing that was located, from the finest to the coarsest.

    The members are strings, and ``<`` on strings is alphabetical: compare with
    :meth:`finer_than`.
    """

    ROOFTOP = "rooftop"
    STREET = "street"
    VILLAGE = "village"
    TOWN = "town"
    REGION = "region"

    @property
    def error_radius_m(self) -> float:
        """Metres within which the true place usually lies of a position this precise.

        An order of magnitude for circles on a map, for "about" in front of a distance and for
        plausibility checks; never a guarantee.
        """
        return _ERROR_RADIUS_M[self]

    @property
    def is_approximate(self) -> bool:
        """Whether distances from such a position, and the way there, are only approximate."""
        return Precision.STREET.finer_than(self)

    @classmethod
    def of_decimals(cls, count: int) -> "Precision":
        """Return what the last figure of a pair of degrees stands for on the ground.

        Three decimals are about a hundred metres. `count` is not negative.
        """
        return _OF_DECIMALS[count] if count < len(_OF_DECIMALS) else cls.ROOFTOP

    def finer_than(self, other: "Precision") -> bool:
        """Return whether this precision is strictly finer than ``other``."""
        return self.error_radius_m < other.error_radius_m


_OF_DECIMALS: Final = (
    Precision.REGION,
    Precision.REGION,
    Precision.VILLAGE,
    Precision.STREET,
)
_ERROR_RADIUS_M: Final[Mapping[Precision, float]] = {
    # The building is known, its entrance is not.
    Precision.ROOFTOP: 30.0,
    # Half the length of an ordinary town street.
    Precision.STREET: 300.0,
    # A village of about 3 km² taken as a circle.
    Precision.VILLAGE: 1_000.0,
    # Outlets lie 0.5–2 km from the centre of their town (a few in spread-out towns: 5 km), and
    # nine in ten published town centres agree within 1.1 km: 2 + 1 km.
    Precision.TOWN: 3_000.0,
    # A county-level district of about 3,000 km² taken as a circle.
    Precision.REGION: 30_000.0,
}
