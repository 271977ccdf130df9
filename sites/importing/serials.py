"""The serials of a table: numbers for rows that have none, and rows that cannot have theirs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sites.changes.fields import PlainValue
from sites.changes.serials import Claim, free_serials, refused_claims
from sites.importing.check import CheckedRow
from sites.importing.match import StoredPoint
from sites.importing.plan import FieldChange, PlannedPoint


class FreeSerials:
    """The numbers for outlets to which a table gives none: behind all that are in use."""

    def __init__(self, rows: Sequence[CheckedRow], stored: Sequence[StoredPoint]) -> None:
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
        return free_serials(self._taken)

    def give(self, former: int | None) -> int:
        """Return a number that nobody has: the former one of an outlet that returns, if it can."""
        if former is None or former in self._taken:
            former = next(self._free)
        self._taken.add(former)
        return former


@dataclass(frozen=True, slots=True)
class _Holding:
    """An outlet that is active after the import: its serial before and then, and a conflict on it.

    One in a conflict keeps its serial, whatever was decided: that is not known when rows of others
    are looked at.
    """

    outlet: PlannedPoint
    now: int | None
    then: int
    contested: FieldChange | None

    @property
    def waiting(self) -> int | None:
        """The row of a conflict that may still change the serial."""
        is_open = self.contested is not None and "serial" not in self.outlet.settled
        return self.outlet.row if is_open else None


@dataclass(frozen=True, slots=True)
class Holder:
    """The name of an outlet with a serial; the row of a conflict that may yet take it off."""

    name: str
    waiting: int | None = None


def rows_with_taken_serials(
    planned: Iterable[PlannedPoint], stored: Iterable[StoredPoint]
) -> dict[int, Holder]:
    """Return the numbers of rows that ask for a serial which an outlet keeps, with that outlet.

    An outlet whose row is refused keeps its own serial, which may be what another row asks for.
    """
    claims = (Claim(one, one.now, one.then) for one in _holdings(planned, stored))
    return {
        claim.outlet.outlet.row: Holder(holder.outlet.name, holder.waiting)
        for claim, holder in refused_claims(claims).items()
        if claim.outlet.outlet.row is not None
    }


def hopeless_conflicts(
    planned: Sequence[PlannedPoint], stored: Sequence[StoredPoint]
) -> dict[int, str]:
    """Return the rows in a conflict about a serial that another outlet keeps, with its name.

    No decision could give it to them. Rows whose serial is taken are not among the planned.
    """
    holdings = list(_holdings(planned, stored))
    contested = {
        one.outlet.row: _number(one.contested.new)
        for one in holdings
        if one.contested is not None and one.outlet.row is not None
    }
    if not contested:
        return {}
    names = {one.then: one.outlet.name for one in holdings}
    return {row: names[serial] for row, serial in contested.items() if serial in names}


def _holdings(planned: Iterable[PlannedPoint], stored: Iterable[StoredPoint]) -> Iterator[_Holding]:
    stored_by_id = {outlet.public_id: outlet for outlet in stored}
    for outlet in planned:
        former = stored_by_id[outlet.public_id] if outlet.public_id is not None else None
        if not _after(outlet, former, "is_active"):
            continue
        now = former.serial if former is not None and former.is_active else None
        then = _number(_after(outlet, former, "serial"))
        contested = _conflict(outlet, former)
        if contested is not None:
            now = then = _number(contested.old)
        yield _Holding(outlet, now, then, contested)


def _number(serial: PlainValue) -> int:
    return int(str(serial))


def _after(outlet: PlannedPoint, former: StoredPoint | None, field: str) -> PlainValue:
    """Return the value of a field after the import."""
    change = outlet.changes.get(field)
    if change is not None:
        return change.new
    return former.values[field] if former is not None else None


def _conflict(outlet: PlannedPoint, former: StoredPoint | None) -> FieldChange | None:
    """Return what a person decides, or has decided, about the outlet's serial; None if nothing."""
    if former is None or "serial" not in former.locked:
        return None
    return outlet.differences.get("serial")
