"""What an outlet's position is worth once its address or its town is another one."""

from dataclasses import dataclass, replace
from functools import cached_property

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.offline import offline_position
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.models import Region, Town
from sites.text.normalise import normalise_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The address of an outlet and the town that it lies in, None if nobody knows."""

    address: str
    town: Town | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What becomes of a position.

    Attributes:
        position: what the outlet has from now on.
        instead: the best that is known of the new address by itself, if the position is doubted.
        doubted: the position before, where it belongs to the former address and a person should
            look at it. A town's centre is never doubted: it is replaced.
        asks: a person has said what the position is, so that it stays until a person says what
            becomes of it.
    """

    position: Position | None
    instead: Position | None = None
    doubted: Position | None = None
    asks: bool = False


class Moves:
    """Tells what becomes of positions of outlets in one region that move."""

    def __init__(self, region: Region, places: RegionPlaces) -> None:
        self._region = region
        self._places = places

    @cached_property
    def _checks(self) -> Checks:
        # The outline is read for those alone that may keep a position.
        return Checks(replace(self._places, outline=stored_outline(self._places.adcode)))

    def move(
        self, stored: Position | None, before: Whereabouts, after: Whereabouts, *, is_pinned: bool
    ) -> Move:
        """Return what becomes of a stored position when the outlet's address or town changes.

        A position that fits the new address as well stays: that of the same house for a house, of
        the same street for a street. Another one is no place to send anybody to: the town's centre
        takes its place, or nothing where that is not known. Only a pin that a person set stays all
        the same, and so does a person's word that there is none.
        """
        instead = offline_position(self._region, after.town)
        is_coarse = stored is None or not stored.precision.finer_than(Precision.TOWN)
        if stored is not None and self._fits(stored, before, after):
            return Move(position=stored)
        if is_pinned:
            return Move(position=stored, instead=instead, doubted=stored, asks=stored != instead)
        return Move(position=instead, instead=instead, doubted=None if is_coarse else stored)

    def _fits(self, stored: Position, before: Whereabouts, after: Whereabouts) -> bool:
        # Who learns the town learns nothing against a place; who is told of another one does.
        if before.town not in {None, after.town}:
            return False
        if not stored.precision.finer_than(Precision.TOWN):
            return before.town == after.town
        address = normalise_text(after.address)
        return self._checks.is_one_place(
            stored.precision, normalise_text(before.address), address
        ) and not self._checks.findings(
            stored, after.town.key if after.town is not None else None, address
        )
