"""Rows of a table of positions become pairs with a datum, or errors that say what to put right."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.cells import CellError
from sites.importing.header_words import datum_of
from sites.importing.positions.pairs import read_degrees, read_precision
from sites.importing.problems import TableError
from sites.importing.read_table import Table
from sites.importing.rows import Row, row_error
from sites.models import SourceKind
from sites.reference.row_error import RowError
from sites.text.normalise import normalise_text

_SERIAL: Final = re.compile(r"\d{1,7}", re.ASCII)
# Nothing that is meant for one of these cells is longer.
_LONGEST_CELL: Final = 200


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A row without errors.

    Attributes:
        number: of the row as a spreadsheet shows it.
        public_id: of the outlet, None if the row has none.
        serial: of the outlet, None if the row has none.
        name: of the outlet, normalised, "" if the row has none.
        position: what the row says, by a member of staff; None if its cells are empty.
    """

    number: int
    public_id: UUID | None
    serial: int | None
    name: str
    position: Position | None


def check_position_rows(
    table: Table, datum: Datum, precision: Precision
) -> tuple[list[PositionRow], list[RowError]]:
    """Return the good rows of a table and what is wrong with the others.

    All pairs are in `datum`; `precision` is that of rows which state none. Raises ``TableError``
    if no row could say which outlet it means.
    """
    if not _names_points(table.titles):
        raise TableError(
            _("No column says which outlet a row means."),
            _("Keep the column 公开编号, or both 序号 and 服务网点全称."),
        )
    rows: list[PositionRow] = []
    errors: list[RowError] = []
    for row in table.rows:
        try:
            rows.append(_checked(row, datum, precision))
        except CellError as error:
            value = row.cells[error.column]
            errors.append(row_error(row, error.column, value, error.problem, error.remedy))
    return rows, errors


def _names_points(columns: Container[str]) -> bool:
    return "public_id" in columns or ("serial" in columns and "name" in columns)


def _checked(row: Row, datum: Datum, precision: Precision) -> PositionRow:
    cells = {
        column: normalise_text(cell[:_LONGEST_CELL]).strip() for column, cell in row.cells.items()
    }
    serial = cells.get("serial", "")
    if serial and not _SERIAL.fullmatch(serial):
        raise CellError(
            _("This is no whole number."), _("Take the serial from the export."), "serial"
        )
    return PositionRow(
        number=row.number,
        public_id=_public_id(cells.get("public_id", "")),
        serial=int(serial) if serial else None,
        name=cells.get("name", ""),
        position=_position(cells, datum, precision),
    )


def _public_id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise CellError(
            _("This is no public id."), _("Take the public id from the export."), "public_id"
        ) from None


def _position(
    cells: Mapping[str, str],
    datum: Datum,
    precision: Precision,
) -> Position | None:
    if not cells["longitude"] and not cells["latitude"]:
        return None
    longitude, latitude = (read_degrees(axis, cells[axis]) for axis in ("longitude", "latitude"))
    stated = cells.get("datum", "")
    if stated and datum_of(stated) != datum:
        raise CellError(
            _("The file was said to be in %(datum)s.") % {"datum": datum.value},
            _("Import the rows of each datum as a file of their own."),
            "datum",
        )
    if text := cells.get("precision", ""):
        precision = read_precision(text)
    return Position.located(
        longitude, latitude, precision=precision, source=SourceKind.STAFF.value, datum=datum
    )
