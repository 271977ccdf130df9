"""Every serial belongs to one active outlet: who holds which, and which are free."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from sites.changes.fields import PlainValue
from sites.importing.cells import HIGHEST_SERIAL
from sites.importing.check import CheckedRow
from sites.importing.match import StoredOutlet
from sites.importing.plan import FieldChange, PlannedOutlet


@dataclass(frozen=True, slots=True)
class Holder:
    """An outlet with a serial; `is_contested` while a person has to decide whether it stays."""

    name: str
    is_contested: bool = False


def numbers_for(taken: Collection[int]) -> Iterator[int]:
    """Yield the numbers to be tried for outlets without one: those behind all that are in use."""
    behind = range(max(taken, default=0) + 1, HIGHEST_SERIAL + 1)
    return chain(behind, range(1, HIGHEST_SERIAL + 1))


class FreeSerials:
    """The numbers for outlets to which a table gives none: behind all that are in use."""

    def __init__(self, rows: Sequence[CheckedRow], stored: Sequence[StoredOutlet]) -> None:
        self._rows = rows
        self._stored = stored

    @cached_property
    def _taken(self) -> set[int]:
        return {
            *(row.serial for row in self._rows if row.serial is not None),
            *(outlet.serial for outlet in self._stored if outlet.is_active),
        }

    @cached_property
    def _free(self) -> Iterator[int]:
        return numbers_for(self._taken)

    def give(self, former: int | None) -> int:
        """Return a number that nobody has: the former one of an outlet that returns, if it can."""
        if former is not None and former not in self._taken:
            number = former
        else:
            number = next(number for number in self._free if number not in self._taken)
        self._taken.add(number)
        return number


@dataclass(frozen=True, slots=True)
class _Holding:
    """An outlet that is active after the import, its serial then, and a conflict about that."""

    outlet: PlannedOutlet
    former: StoredOutlet | None
    serial: PlainValue
    contested: FieldChange | None


def rows_with_taken_serials(
    planned: Iterable[PlannedOutlet], stored: Iterable[StoredOutlet]
) -> dict[int, Holder]:
    """Return the numbers of rows that ask for a serial which an outlet keeps, with that outlet.

    An outlet whose row is refused keeps its own serial, which may be what another row asks for. So
    does one in a conflict about its serial, whatever was decided: that is not known when the
    other row is looked at.
    """
    holders: dict[PlainValue, Holder] = {}
    claims: defaultdict[PlainValue, list[tuple[int, StoredOutlet | None]]] = defaultdict(list)
    for one in _standing(planned, stored):
        outlet = one.outlet
        if one.contested is not None:
            holders[one.contested.old] = Holder(outlet.name, is_contested=True)
        elif outlet.row is None or outlet.changes.keys().isdisjoint({"serial", "is_active"}):
            holders[one.serial] = Holder(outlet.name)
        else:
            claims[one.serial].append((outlet.row, one.former))
            if len(claims[one.serial]) > 1:
                holders.setdefault(one.serial, Holder(outlet.name))
    refused: dict[int, Holder] = {}
    contested = [serial for serial in claims if serial in holders]
    while contested:
        serial = contested.pop()
        for row, former in claims.pop(serial, ()):
            refused[row] = holders[serial]
            if former is not None and former.is_active:
                holders[former.values["serial"]] = Holder(former.name)
                contested.append(former.values["serial"])
    return refused


def hopeless_conflicts(
    planned: Sequence[PlannedOutlet], stored: Sequence[StoredOutlet]
) -> dict[int, Holder]:
    """Return the rows in a conflict about a serial that another outlet keeps, with that outlet.

    No decision could give it to them. Rows whose serial is taken are not among the planned.
    """
    all_contested = {
        one.outlet.row: one.contested.new
        for one in _standing(planned, stored)
        if one.contested is not None and one.outlet.row is not None
    }
    if not all_contested:
        return {}
    wanted = set(all_contested.values())
    holders = {
        serial: Holder(one.outlet.name)
        for one in _standing(planned, stored)
        if (serial := one.serial if one.contested is None else one.contested.old) in wanted
    }
    return {row: holders[serial] for row, serial in all_contested.items() if serial in holders}


def _standing(
    planned: Iterable[PlannedOutlet], stored: Iterable[StoredOutlet]
) -> Iterator[_Holding]:
    stored_by_id = {outlet.public_id: outlet for outlet in stored}
    for outlet in planned:
        former = stored_by_id[outlet.public_id] if outlet.public_id is not None else None
        if _after(outlet, former, "is_active"):
            serial = _after(outlet, former, "serial")
            yield _Holding(outlet, former, serial, _conflict(outlet, former))


def _after(outlet: PlannedOutlet, former: StoredOutlet | None, field: str) -> PlainValue:
    """Return the value of a field after the import."""
    change = outlet.changes.get(field)
    if change is not None:
        return change.new
    return former.values[field] if former is not None else None


def _conflict(outlet: PlannedOutlet, former: StoredOutlet | None) -> FieldChange | None:
    """Return what a person decides, or has decided, about the outlet's serial; None if nothing."""
    if former is None or "serial" not in former.locked:
        return None
    return outlet.differences.get("serial")
