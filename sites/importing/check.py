"""Rows of text become checked outlets, or errors that say what to put right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.utils.translation import gettext as _

from sites.changes.fields import PlainValue
from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.importing.columns import FURTHER, PUBLIC_ID, REQUIRED, SERVICES
from sites.importing.context import RegionContext
from sites.importing.count_serials import count_rows
from sites.importing.duplicates import (
    same_house,
    same_name,
    same_point,
    same_public_id,
    same_serial,
)
from sites.importing.positions.reader import PositionReader
from sites.importing.problems import RowWarning
from sites.importing.read_table import Table
from sites.importing.row_check import RowCheck
from sites.importing.rows import Row
from sites.importing.serial_texts import read_serial
from sites.reference.row_error import RowError

Progress: TypeAlias = Callable[[Iterable[Row]], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row without errors.

    Attributes:
        number: the row's number in its table.
        values: the plain value of each public field that the row says something about.
        printed: the cells as printed, without what is ours.
        public_id: of the outlet that the row is about, if it says so.
        position: where the row says that the outlet is, if the table has columns for that.
    """

    number: int
    values: dict[str, PlainValue]
    printed: dict[str, str]
    public_id: UUID | None = None
    position: Position | None = None

    @property
    def name(self) -> str:
        """The outlet's name, normalised."""
        return str(self.values["name"])

    @property
    def serial(self) -> int | None:
        """The outlet's number in the table, None if the row has none."""
        serial = self.values.get("serial")
        return None if serial is None else int(str(serial))


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        table: what was checked.
        rows: the good rows.
        bad_rows: the others.
        errors: what is wrong with these.
        warnings: what a person ought to know about good rows.
        remarks: what a person ought to know about the table as a whole, sentences.
    """

    table: Table
    rows: tuple[CheckedRow, ...]
    bad_rows: tuple[Row, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowWarning, ...]
    remarks: tuple[str, ...] = ()


def check_table(
    table: Table, context: RegionContext, progress: Progress = iter, *, datum: Datum | None = None
) -> Checked:
    """Return the outlets of a table and everything that is wrong with its rows.

    `progress` wraps the rows while they are gone through. `datum` is what positions in the table
    refer to where the table itself does not say so.
    """
    counted = count_rows(table.rows)
    positions = PositionReader(context.region, datum)
    good: list[CheckedRow] = []
    named: list[tuple[UUID, Row]] = []
    errors: list[RowError] = []
    warnings: list[RowWarning] = []
    for row in progress(table.rows):
        serial = counted.serials.get(row.number)
        check = RowCheck(row, context, errors, warnings, positions, serial)
        for text in filter(None, (*row.remarks, counted.remarks.get(row.number))):
            check.warn(text)
        values = check.run()
        if values is not None:
            found = CheckedRow(row.number, values, _printed(row), check.public_id, check.position)
            good.append(found)
        if check.public_id is not None:
            named.append((check.public_id, row))
    errors += same_serial([row for row in table.rows if row.number in counted.twins])
    errors += same_public_id(named)
    errors += same_point(table, {row.number: (row.name, row.values["address"]) for row in good})
    bad = {error.row for error in errors}
    good = [row for row in good if row.number not in bad]
    houses = {
        row.number: (row.name, (row.values["address"], row.values["phone"]))
        for row in good
        if row.values["phone"]
    }
    warnings += same_name(table, {row.number: (row.name, str(row.values["town"])) for row in good})
    warnings += same_house(table, houses)
    return Checked(
        table=table,
        rows=tuple(good),
        bad_rows=tuple(row for row in table.rows if row.number in bad),
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        warnings=tuple(warning for warning in warnings if warning.row not in bad),
        remarks=tuple(_remarks(table, context, positions, starts_again=counted.starts_again)),
    )


def printed_values(
    printed: Mapping[str, str], context: RegionContext
) -> dict[str, PlainValue] | None:
    """Return what a table said with the cells of a row; None if they would have errors today."""
    row = Row(number=0, cells={**dict.fromkeys(REQUIRED, ""), **printed})
    serial = read_serial(printed.get("serial", ""))
    positions = PositionReader(context.region, None)
    return RowCheck(row, context, [], [], positions, serial).run()


def _printed(row: Row) -> dict[str, str]:
    """Return what the table says itself: the public id is ours."""
    if PUBLIC_ID not in row.cells:
        return row.cells
    return {column: text for column, text in row.cells.items() if column != PUBLIC_ID}


def _remarks(
    table: Table, context: RegionContext, positions: PositionReader, *, starts_again: bool
) -> Iterator[str]:
    if starts_again:
        yield _(
            "The serials start again in each list: they are not taken. The outlets are recognised "
            "by their names, and keep their numbers or get the next free ones."
        )
    has_services = any(key.partition(FURTHER)[0] == SERVICES for key in table.titles)
    if not has_services and not context.default_services:
        yield _("No column says which services the outlets offer: none is noted.")
    yield from positions.remarks()
