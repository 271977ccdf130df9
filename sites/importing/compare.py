"""A checked table and the stored outlets become a plan; nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from sites.changes.fields import (
    DERIVED,
    PlainValue,
    plain_values,
    position_from_plain,
    position_to_plain,
)
from sites.geo.position import Position
from sites.geocoding.move import Moves, Whereabouts
from sites.geocoding.offline import offline_position
from sites.importing.check import Checked, CheckedRow, Progress, check_table, printed_values
from sites.importing.columns import is_read_from
from sites.importing.context import RegionContext
from sites.importing.match import (
    StoredPoint,
    comparable,
    match_rows,
    points_of_bad_rows,
)
from sites.importing.options import LIST, Decision, Rules, decision_on
from sites.importing.plan import (
    FOLLOWS,
    NO_CHANGES,
    Changes,
    FieldChange,
    Outcome,
    Plan,
    PlannedPoint,
    WeighedPosition,
)
from sites.importing.positions.weigh import Weighing
from sites.importing.problems import RowWarning
from sites.importing.read_table import Table
from sites.importing.refusals import serial_taken, unclear_rows
from sites.importing.rows import Row
from sites.importing.serials import (
    FreeSerials,
    Holder,
    hopeless_conflicts,
    rows_with_taken_serials,
)
from sites.importing.supplements import Supplement
from sites.models import ChangeKind, PointChange, Region, ServicePoint, SourceKind, Town
from sites.reference.stored import Reference

# What most tables leave blank, and a person may know all the same.
_ADDITIONS: Final = frozenset({"hours", "note", "postcode"})
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def stored_points(region: Region) -> list[StoredPoint]:
    """Return all outlets of a region, removed ones included."""
    reference = Reference()
    points = ServicePoint.objects.filter(region=region).order_by("pk").defer(*DERIVED).iterator()
    # Many outlets have the services and the place of others: each of these is kept but once.
    known: dict[str, PlainValue] = {}
    changes = PointChange.objects.filter(
        point__region=region,
        point__is_active=True,
        point__provenance__is_active__locked=True,
        source=SourceKind.IMPORT,
        kind__in=[ChangeKind.ADDED, ChangeKind.REMOVED],
    )
    # The last word of the tables on each outlet that is there because a person says so.
    last = dict(changes.order_by("pk").values_list("point_id", "kind"))
    outlets = []
    for point in points:
        values = plain_values(point, reference)
        for name in ("services", "position"):
            values[name] = known.setdefault(str(values[name]), values[name])
        locked = frozenset(name for name, said in point.provenance.items() if said["locked"])
        outlet = StoredPoint(
            pk=point.pk,
            public_id=point.public_id,
            values=values,
            locked=locked,
            printed=(
                point.printed if locked or _blanks_phone(point) else _serial_cell(point.printed)
            ),
            is_unlisted=not point.printed or last.get(point.pk) == ChangeKind.REMOVED,
        )
        outlets.append(outlet)
    return outlets


def _blanks_phone(point: ServicePoint) -> bool:
    """Return whether the last table has no number for the point, and a person let it stay."""
    return bool(point.phone) and not any(map(str.isdigit, point.printed.get("phone", "0")))


def _serial_cell(printed: Mapping[str, str]) -> Mapping[str, str]:
    return {"serial": printed["serial"]} if "serial" in printed else _NOTHING


def compare_table(
    table: Table, region: Region, rules: Rules = LIST, progress: Progress = iter
) -> Plan:
    """Return what applying a table to a region would change; writes nothing.

    Raises ``ReferenceDataError`` if a file that rows are checked against is broken.
    """
    context = RegionContext.load(region)
    checked = check_table(table, context, progress, datum=rules.datum)
    return compare(checked, stored_points(region), context, rules)


def compare(
    checked: Checked, outlets: list[StoredPoint], context: RegionContext, rules: Rules = LIST
) -> Plan:
    """Return the plan for a checked table and the stored outlets; writes nothing."""
    table = checked.table
    matches = match_rows(checked.rows, outlets, is_supplement=rules.is_supplement)
    unclear = {row.number: row for row in table.rows if matches.is_unclear(row.number)}
    errors = [*checked.errors, *unclear_rows(unclear, matches)]
    bad_rows = [*checked.bad_rows, *unclear.values()]
    clear = [row for row in checked.rows if row.number not in unclear]
    supplement = Supplement.of(clear, matches.found, outlets) if rules.is_supplement else None
    if supplement is not None:
        clear = list(supplement.rows)
    comparison = _Comparison(
        context=context,
        rules=rules,
        free_serials=FreeSerials(clear, outlets),
        serial_holders=supplement.holders if supplement is not None else {},
        doubted=matches.doubted,
        weighing=Weighing.of(context.region, clear, matches.found, outlets),
        moves=Moves(context.region, context.places),
    )
    planned = {row.number: comparison.row(row, matches.found.get(row.number)) for row in clear}
    missing = comparison.missing_points(outlets, planned, bad_rows)
    # What a refused row is meant for stays, under its serial: look again.
    refused: dict[int, Holder] = {}
    while taken := rows_with_taken_serials((*planned.values(), *missing), outlets):
        refused |= taken
        bad_rows += [row for row in table.rows if row.number in taken]
        for number in taken:
            del planned[number]
        missing = comparison.missing_points(outlets, planned, bad_rows)
    hopeless = hopeless_conflicts((*planned.values(), *missing), outlets)
    for number, name in hopeless.items():
        planned[number] = comparison.without_conflict(planned[number], name)
    errors += [
        serial_taken(row, one.name, is_waiting=one.waiting not in {None, *hopeless})
        for row in table.rows
        if (one := refused.get(row.number)) is not None
    ]
    warnings = [*checked.warnings, *comparison.warnings]
    if supplement is not None:
        warnings += supplement.warnings
    bad = {row.number for row in bad_rows}
    return Plan(
        region=context.region.adcode,
        file_name=table.file_name,
        sha256=table.sha256,
        outlets=(*planned.values(), *(() if rules.is_supplement else missing)),
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        warnings=tuple(warning for warning in warnings if warning.row not in bad),
        active_before=sum(outlet.is_active for outlet in outlets),
        is_supplement=rules.is_supplement,
        places=table.places,
        left_out=(*table.left_out, *(supplement.left_out if supplement is not None else ())),
        remarks=(*table.remarks, *checked.remarks),
    )


def _printed(
    row: CheckedRow, outlet: StoredPoint | None, conflicts: Mapping[str, FieldChange]
) -> dict[str, str]:
    """Return the cells to be kept with the outlet.

    What is open for a person to decide is not taken note of: it is told again until then. A row
    without a serial leaves in force what an earlier table said.
    """
    if outlet is None or not (conflicts or row.serial is None):
        return row.printed
    former = outlet.printed
    fields = {*conflicts, "serial"} if row.serial is None else {*conflicts}
    kept = {cell: text for cell, text in former.items() if is_read_from(cell, fields)}
    said = {cell: text for cell, text in row.printed.items() if not is_read_from(cell, fields)}
    return said | kept


def _outcome(changes: Mapping[str, object], conflicts: Mapping[str, object]) -> Outcome:
    if changes:
        return Outcome.CHANGED
    return Outcome.CONFLICT if conflicts else Outcome.UNCHANGED


def _serial_of(
    row: CheckedRow, outlet: StoredPoint | None, changes: Mapping[str, FieldChange]
) -> int:
    """Return the number under which people look for the outlet in the table, else as stored."""
    if row.serial is not None:
        return row.serial
    if "serial" in changes:
        return int(str(changes["serial"].new))
    return outlet.serial if outlet is not None else 0


@dataclass(slots=True)
class _Differences:
    """Where a row differs from its outlet, by field: see `PlannedPoint`."""

    changes: dict[str, FieldChange]
    conflicts: dict[str, FieldChange] = field(default_factory=dict)
    settled: dict[str, FieldChange] = field(default_factory=dict)
    weighed: WeighedPosition | None = None
    doubted: Position | None = None

    def take(self, name: str, change: FieldChange) -> None:
        """Change a field, whatever was said about it before."""
        self.conflicts.pop(name, None)
        self.settled.pop(name, None)
        self.changes[name] = change


def _differ(old: PlainValue, new: PlainValue) -> bool:
    """Return whether values differ in more than the blanks of a text."""
    if isinstance(old, str) and isinstance(new, str):
        return comparable(old) != comparable(new)
    return old != new


@dataclass(slots=True, kw_only=True)
class _Comparison:
    """Rows against outlets, one by one.

    Attributes:
        serial_holders: by row, the outlet whose serial the row of another one has.
        doubted: the primary keys of outlets that refused rows may be about.
        weighing: what the table's positions are weighed against, None if it has none.
    """

    context: RegionContext
    rules: Rules
    free_serials: FreeSerials
    serial_holders: Mapping[int, StoredPoint]
    doubted: set[int]
    weighing: Weighing | None
    moves: Moves
    warnings: list[RowWarning] = field(default_factory=list)

    def row(self, row: CheckedRow, outlet: StoredPoint | None) -> PlannedPoint:
        """Return what becomes of the outlet of a row."""
        if outlet is None:
            position = offline_position(self.context.region, self._town(row.values["town"]))
            values = {**self._said(row, None), "position": position_to_plain(position)}
            changes = {name: FieldChange(old=None, new=value) for name, value in values.items()}
            added = _Differences(changes)
            self._locate(row, None, added)
            return self._planned(row, None, Outcome.ADDED, added)
        differences = self._differences(row, outlet)
        changes, conflicts = differences.changes, differences.conflicts
        outcome = Outcome.ADDED if "is_active" in changes else _outcome(changes, conflicts)
        return self._planned(row, outlet, outcome, differences)

    def missing_points(
        self,
        outlets: Iterable[StoredPoint],
        planned: Mapping[int, PlannedPoint],
        bad_rows: Iterable[Row],
    ) -> list[PlannedPoint]:
        """Return what becomes of the active outlets that are not among the good rows, by serial."""
        found = {outlet.public_id for outlet in planned.values()}
        missing = [
            outlet for outlet in outlets if outlet.is_active and outlet.public_id not in found
        ]
        if self.rules.is_supplement:
            kept = {outlet.pk for outlet in missing}
        else:
            kept = points_of_bad_rows(bad_rows, missing, self.context.region.area_code)
            kept |= self.doubted
        return [
            self._missing(outlet, is_kept=outlet.pk in kept)
            for outlet in sorted(missing, key=lambda outlet: outlet.serial)
        ]

    def _missing(self, outlet: StoredPoint, *, is_kept: bool) -> PlannedPoint:
        """Return what becomes of an active outlet that is not among the good rows.

        One that a person added, or took back after a table had dropped it, is no news.
        """
        removal = {"is_active": FieldChange(old=True, new=False)}
        is_locked = "is_active" in outlet.locked
        found = _Differences({} if is_kept or is_locked else removal)
        printed: dict[str, str] | None = None
        if is_locked and not outlet.is_unlisted and not is_kept:
            self._settle(found, outlet, "is_active", removal, "is_active")
            # From now on it is one that no table lists.
            printed = {} if found.settled else None
        if is_kept:
            outcome = Outcome.KEPT
        elif found.conflicts:
            outcome = Outcome.CONFLICT
        else:
            outcome = Outcome.REMOVED if found.changes else Outcome.UNCHANGED
        return PlannedPoint(
            outcome=outcome,
            row=None,
            public_id=outlet.public_id,
            serial=outlet.serial,
            name=outlet.name,
            changes=found.changes,
            conflicts=found.conflicts,
            settled=found.settled,
            printed=printed,
        )

    def _planned(
        self,
        row: CheckedRow,
        outlet: StoredPoint | None,
        outcome: Outcome,
        differences: "_Differences",
    ) -> PlannedPoint:
        return PlannedPoint(
            outcome=outcome,
            row=row.number,
            public_id=outlet.public_id if outlet else None,
            serial=_serial_of(row, outlet, differences.changes),
            name=row.name,
            changes=differences.changes or NO_CHANGES,
            conflicts=differences.conflicts or NO_CHANGES,
            settled=differences.settled or NO_CHANGES,
            printed=_printed(row, outlet, differences.conflicts),
            weighed=differences.weighed,
            doubted=differences.doubted,
        )

    def _differences(self, row: CheckedRow, outlet: StoredPoint) -> "_Differences":
        """Return what the row changes and where it contradicts a person, by field."""
        different = {
            name: FieldChange(outlet.values[name], value)
            for name, value in self._said(row, outlet).items()
            if _differ(outlet.values[name], value)
        }
        if row.values["town"] is None and "address" not in different:
            # A table that does not tell the town contradicts nobody who knows it.
            different.pop("town", None)
        locked = {name for name in different if name in outlet.locked}
        locked |= {name for name in different if FOLLOWS.get(name) in locked}
        asked = locked | self._blanked_phone(different)
        found = _Differences(
            {name: change for name, change in different.items() if name not in asked}
        )
        news = self._news(row, outlet, asked)
        for name in news:
            # Where the field that it is read from is news as well, that one decides.
            leader = FOLLOWS.get(name) if FOLLOWS.get(name) in news else name
            self._settle(found, outlet, name, different, str(leader))
        for name, leader in FOLLOWS.items():
            if name in locked and leader in locked and leader in found.changes:
                found.take(name, different[name])
        changes = found.changes
        if not changes.keys().isdisjoint({"address", "town"}):
            self._relocate(row, outlet, found)
        self._locate(row, outlet, found)
        return found

    def _said(self, row: CheckedRow, outlet: StoredPoint | None) -> Mapping[str, PlainValue]:
        """Return what the row says, with a number where the outlet needs one and has none.

        That is one that comes, or comes back; a serial that a person fixed stays.
        """
        if row.serial is not None or (
            outlet is not None and (outlet.is_active or "serial" in outlet.locked)
        ):
            return row.values
        serial = self.free_serials.give(outlet.serial if outlet is not None else None)
        holder = self.serial_holders.get(row.number)
        text = (
            _("The table gives it no serial: it gets %(serial)d.")
            if holder is None
            else _("Its number in the table is the serial of “%(outlet)s”: it gets %(serial)d.")
        )
        said = {"serial": serial, "outlet": holder.name if holder is not None else ""}
        self.warnings.append(RowWarning(row.number, row.name, text % said))
        return {"serial": serial, **row.values}

    def without_conflict(self, planned: PlannedPoint, holder: str) -> PlannedPoint:
        """Return what becomes of an outlet whose serial only looks like one to decide about."""
        text = _("“%(outlet)s” has the table's serial %(theirs)s: this outlet keeps %(ours)s.")
        contested = planned.differences["serial"]
        said = {"outlet": holder, "theirs": contested.new, "ours": contested.old}
        self.warnings.append(RowWarning(planned.row or 0, planned.name, text % said))
        changes, conflicts, settled = (
            {name: change for name, change in fields.items() if name != "serial"}
            for fields in (planned.changes, planned.conflicts, planned.settled)
        )
        is_added = planned.outcome is Outcome.ADDED
        return replace(
            planned,
            outcome=Outcome.ADDED if is_added else _outcome(changes, conflicts),
            changes=changes,
            conflicts=conflicts,
            settled=settled,
        )

    def _settle(
        self,
        found: "_Differences",
        outlet: StoredPoint,
        name: str,
        different: Mapping[str, FieldChange],
        leader: str,
    ) -> None:
        """Put a conflict where the decision about its leading field wants it."""
        decision = decision_on(self.rules.decisions, outlet.public_id, leader, different[leader])
        if decision is Decision.TAKE:
            found.take(name, different[name])
        elif decision is Decision.KEEP:
            found.settled[name] = different[name]
        else:
            found.conflicts[name] = different[name]

    def _blanked_phone(self, different: Mapping[str, FieldChange]) -> set[str]:
        """Return the phone's field where the table has none and nobody said that it is to go."""
        phone = different.get("phone")
        is_blanked = phone is not None and phone.old and not phone.new
        return {"phone"} if is_blanked and not self.rules.blank_phones else set()

    def _news(self, row: CheckedRow, outlet: StoredPoint, asked: set[str]) -> list[str]:
        """Return the fields of which the table says something else than when a person decided.

        What a person has added is not contradicted by a cell without a text.
        """
        if not asked:
            return []
        # Positions are no values, and to read them takes the region's outline.
        printed = {
            cell: text
            for cell, text in outlet.printed.items()
            if not is_read_from(cell, ["position"])
        }
        decided = printed_values(printed, self.context) or {}
        return [
            name
            for name, value in row.values.items()
            if name in asked
            and (name not in decided or _differ(decided[name], value))
            and (value or name not in _ADDITIONS)
        ]

    def _relocate(self, row: CheckedRow, outlet: StoredPoint, found: "_Differences") -> None:
        """Add the position that a new address or town brings along."""
        changes, stored = found.changes, outlet.values["position"]
        move = self.moves.move(
            position_from_plain(stored),
            self._whereabouts(outlet, NO_CHANGES),
            self._whereabouts(outlet, changes),
            is_pinned="position" in outlet.locked,
        )
        found.doubted = move.doubted
        if move.asks:
            text = _("Address or town have changed, but the pin that a person set stays: check it.")
            self.warnings.append(RowWarning(row.number, row.name, text))
        elif (position := position_to_plain(move.position)) != stored:
            changes["position"] = FieldChange(stored, position)

    def _whereabouts(self, outlet: StoredPoint, changes: Changes) -> Whereabouts:
        address, town = (
            changes[name].new if name in changes else outlet.values[name]
            for name in ("address", "town")
        )
        return Whereabouts(address=str(address), town=self._town(town))

    def _locate(self, row: CheckedRow, outlet: StoredPoint | None, found: "_Differences") -> None:
        """Add what the position that the table states means.

        It belongs to the table's address: where a person has decided on another, it says nothing.
        """
        if self.weighing is None or "address" in {*found.conflicts, *found.settled}:
            return
        stored = outlet.values["position"] if outlet is not None else None
        new = FieldChange(stored, position_to_plain(row.position))
        if outlet is not None and "position" in outlet.locked:
            if self.weighing.contradicts_pin(row, outlet):
                self._settle(found, outlet, "position", {"position": new}, "position")
            return
        without = found.changes.get("position")
        weighed = self.weighing.weigh(row, outlet, without.new if without else stored)
        if weighed is None:
            return
        found.weighed = weighed
        if weighed.is_taken:
            found.changes["position"] = new
        elif weighed.findings:
            text = _("Its position in the table is not taken, a person decides on it: %(why)s.")
            why = "; ".join(map(str, weighed.findings))
            self.warnings.append(RowWarning(row.number, row.name, text % {"why": why}))

    def _town(self, key: PlainValue) -> Town | None:
        return self.context.towns[str(key)] if key is not None else None
