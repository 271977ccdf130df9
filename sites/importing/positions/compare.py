"""A table of positions and the stored outlets become a plan; nothing is written here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.changes.fields import position_from_plain, position_to_plain
from sites.geo.datum import Datum
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.pins import Pin, pin_findings
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.importing.cells import shown
from sites.importing.match import StoredPoint, comparable
from sites.importing.plan import FieldChange, Outcome, Plan, PlannedPoint
from sites.importing.positions.reader import IMPOSSIBLE
from sites.importing.positions.rows import PositionRow, check_position_rows
from sites.importing.problems import RowWarning
from sites.importing.read_table import Table
from sites.models import Region, ServicePoint
from sites.reference.row_error import RowError

# The export has seven decimals and a conversion is right to a centimetre; a spreadsheet program
# may leave five or six decimals, and nobody corrects a pin by less.
SAME_PLACE_M: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRules:
    """How a table of positions is meant.

    Attributes:
        datum: what its pairs refer to.
        precision: of the rows that state none.
        force: positions outside the region are taken, too.
        replace_pins: so are those of outlets whose position a person has set before.
    """

    datum: Datum
    precision: Precision = Precision.ROOFTOP
    force: bool = False
    replace_pins: bool = False


def compare_positions(
    table: Table, region: Region, outlets: Sequence[StoredPoint], rules: PinRules
) -> Plan:
    """Return what applying a table of positions would change.

    Only rows whose place differs from the stored one count; outlets that are not in the table, and
    rows without a pair, stay as they are. Raises ``TableError`` if no row could name an outlet.
    """
    rows, errors = check_position_rows(table, rules.datum, rules.precision)
    comparison = _Comparison(table, region, rules, errors)
    comparison.match(rows, [outlet for outlet in outlets if outlet.is_active])
    comparison.check()
    return Plan(
        region=region.adcode,
        file_name=table.file_name,
        sha256=table.sha256,
        outlets=tuple(comparison.planned()),
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        warnings=tuple(comparison.warnings),
        active_before=sum(outlet.is_active for outlet in outlets),
        is_supplement=True,
        places=table.places,
        left_out=table.left_out,
        remarks=table.remarks,
    )


@dataclass(slots=True)
class _Comparison:
    """Rows against outlets."""

    table: Table
    region: Region
    rules: PinRules
    errors: list[RowError]
    warnings: list[RowWarning] = field(default_factory=list)
    pairs: list[tuple[PositionRow, StoredPoint]] = field(default_factory=list)

    def match(self, rows: Sequence[PositionRow], outlets: Sequence[StoredPoint]) -> None:
        """Find the outlet of each row: by public id, else by serial and name together."""
        by_id = {outlet.public_id: outlet for outlet in outlets}
        by_name = {
            (outlet.serial, name): outlet for outlet in outlets for name in outlet.spellings("name")
        }
        for row in rows:
            outlet = by_id.get(row.public_id) if row.public_id else None
            outlet = outlet or by_name.get((row.serial or 0, comparable(row.name)))
            if outlet is None:
                problem = _("No active outlet of %(region)s is meant by this.")
                remedy = _("Take public id, serial and name from the export.")
                problem %= {"region": self.region.name}
                self._error(row, self._point_cell(row), problem, remedy)
            elif self._contradicts(row, outlet):
                problem = _("The public id is that of %(serial)d %(name)s.") % {
                    "serial": outlet.serial,
                    "name": outlet.name,
                }
                remedy = _("Sort whole rows, not single columns.")
                self._error(row, self._point_cell(row), problem, remedy)
            else:
                self.pairs.append((row, outlet))
        counts = Counter(outlet.pk for _row, outlet in self.pairs)
        for row, outlet in self.pairs:
            if counts[outlet.pk] > 1:
                problem = _("Another row is for the same outlet.")
                self._error(row, self._point_cell(row), problem, _("Keep one of the rows."))
        self.pairs = [pair for pair in self.pairs if counts[pair[1].pk] == 1]

    def check(self) -> None:
        """Hold the positions that differ against what is known of the place."""
        places = RegionPlaces.of(self.region, stored_outline(self.region.adcode))
        differing = [
            (row, outlet, row.position)
            for row, outlet in self.pairs
            if row.position is not None and _moves(row.position, outlet)
        ]
        points = ServicePoint.objects.in_bulk([outlet.pk for _row, outlet, _position in differing])
        pins = [
            Pin(point=points[outlet.pk], town=_town(outlet), position=position)
            for _row, outlet, position in differing
        ]
        impossible: set[int] = set()
        for (row, outlet, position), findings in zip(
            differing, pin_findings(places, pins), strict=True
        ):
            for finding in findings:
                if finding.kind in IMPOSSIBLE and not self.rules.force:
                    impossible.add(row.number)
                    remedy = _("Correct the pair or the datum, or say that it is meant.")
                    problem = f"{capfirst(str(finding))}."
                    self._error(row, self._pair_cells(position), problem, remedy)
                else:
                    self._warn(row, outlet, str(finding))
            if not position.precision.finer_than(Precision.TOWN):
                text = _("The pin is new, but its precision is still that of a town or district.")
                self._warn(row, outlet, text)
        self.pairs = [pair for pair in self.pairs if pair[0].number not in impossible]

    def planned(self) -> list[PlannedPoint]:
        """Return what becomes of the outlets in the table."""
        return [self._planned(row, outlet) for row, outlet in self.pairs]

    def _planned(self, row: PositionRow, outlet: StoredPoint) -> PlannedPoint:
        changes: dict[str, FieldChange] = {}
        conflicts: dict[str, FieldChange] = {}
        outcome = Outcome.UNCHANGED
        if row.position is not None and _moves(row.position, outlet):
            new = position_to_plain(row.position)
            change = {"position": FieldChange(outlet.values["position"], new)}
            if "position" in outlet.locked and not self.rules.replace_pins:
                conflicts, outcome = change, Outcome.CONFLICT
            else:
                changes, outcome = change, Outcome.CHANGED
        return PlannedPoint(
            outcome=outcome,
            row=row.number,
            public_id=outlet.public_id,
            serial=outlet.serial,
            name=outlet.name,
            changes=changes,
            conflicts=conflicts,
        )

    def _contradicts(self, row: PositionRow, outlet: StoredPoint) -> bool:
        """Return whether serial and name both say that another outlet is meant."""
        return (
            row.serial is not None
            and row.serial != outlet.serial
            and bool(row.name)
            and comparable(row.name) not in outlet.spellings("name")
        )

    def _error(self, row: PositionRow, cell: tuple[str, str], problem: str, remedy: str) -> None:
        serial, name = str(row.serial or ""), shown(row.name)
        self.errors.append(RowError(row.number, *cell, problem, remedy, serial, name))

    def _point_cell(self, row: PositionRow) -> tuple[str, str]:
        """Return the title and the value of the cell that names the outlet."""
        titles = self.table.titles
        if row.public_id is not None or "name" not in titles:
            return titles["public_id"], str(row.public_id or "")
        return titles["name"], shown(row.name)

    def _pair_cells(self, position: Position) -> tuple[str, str]:
        """Return the titles and the values of the cells that make the pair."""
        titles = self.table.titles
        pair = f"{position.original_longitude}, {position.original_latitude}"
        return f"{titles['longitude']}, {titles['latitude']}", pair

    def _warn(self, row: PositionRow, outlet: StoredPoint, text: str) -> None:
        self.warnings.append(RowWarning(row.number, outlet.name, text))


def is_same_place(one: Position, other: Position) -> bool:
    """Return whether two positions are as near to each other as if they were written once."""
    return great_circle_m(one.coordinate, other.coordinate) <= SAME_PLACE_M


def _moves(position: Position, outlet: StoredPoint) -> bool:
    stored = position_from_plain(outlet.values["position"])
    return stored is None or not is_same_place(stored, position)


def _town(outlet: StoredPoint) -> str | None:
    town = outlet.values["town"]
    return None if town is None else str(town)
