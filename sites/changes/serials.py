"""One serial, one outlet: no two active outlets of a region have the same number.

The database has the last word (`point_one_active_per_serial`). Whoever is about to give numbers
asks here before: who has which, which of many wishes cannot be met, and what is free.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from sites.models import ServicePoint

HIGHEST_SERIAL: Final = 1_000_000
_T = TypeVar("_T")


def holders_of(region: str) -> dict[int, ServicePoint]:
    """Return the active outlets of a region by serial, loaded with their names alone; one query."""
    active = ServicePoint.objects.filter(region=region, is_active=True)
    return {point.serial: point for point in active.only("serial", "name")}


def taken_text(holder: str) -> str:
    """Return why an outlet cannot have the serial of another one, by its name, and the remedy."""
    text = _("“%(name)s” has this serial. Give this outlet another, or deactivate one.")
    return text % {"name": holder}


def free_serials(taken: Collection[int]) -> Iterator[int]:
    """Yield numbers that are not taken by then: those behind all that are in use come first."""
    behind = range(max(taken, default=0) + 1, HIGHEST_SERIAL + 1)
    return (one for one in chain(behind, range(1, HIGHEST_SERIAL + 1)) if one not in taken)


@dataclass(frozen=True, slots=True, eq=False)
class Claim(Generic[_T]):
    """The serial that an active outlet has `now` and the one that it is to have `then`.

    None where it is not active.
    """

    outlet: _T
    now: int | None
    then: int | None


def refused_claims(claims: Iterable[Claim[_T]]) -> dict[Claim[_T], _T]:
    """Return the claims of one region that cannot be met, with the outlet that has the serial.

    Outlets may swap serials, or take over those of others that go. Whoever is refused keeps the
    serial of now, which may be what another one asks for. Of several that ask for the same, the
    first has it.
    """
    holders: dict[int, _T] = {}
    asking: defaultdict[int, list[Claim[_T]]] = defaultdict(list)
    for claim in claims:
        if claim.then is None:
            continue
        if claim.then == claim.now:
            holders[claim.then] = claim.outlet
        else:
            asking[claim.then].append(claim)
    refused: dict[Claim[_T], _T] = {}
    waiting = list(asking)
    while waiting:
        serial = waiting.pop()
        if serial in holders:
            holder, late = holders[serial], asking.pop(serial, [])
        else:
            first, *late = asking[serial]
            holder = first.outlet
        for claim in late:
            refused[claim] = holder
            if claim.now is not None:
                holders[claim.now] = claim.outlet
                waiting.append(claim.now)
    return refused
