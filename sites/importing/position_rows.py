"""Rows of a table of positions become pairs with a datum, or errors that say what to put right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from sites.addresses.normalise import normalise_text
from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.checking import row_error
from sites.importing.problems import RowError, TableError
from sites.importing.reading import Row, Table
from sites.models import SourceKind
from sites.models.service_point import PRECISION_CHOICES

_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
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


class _CellError(Exception):
    """What is wrong with a cell: its column, and two sentences."""

    def __init__(self, column: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.remedy = column, problem, remedy


def check_position_rows(
    table: Table, datum: Datum, precision: Precision
) -> tuple[list[PositionRow], list[RowError]]:
    """Return the good rows of a table and what is wrong with the others.

    All pairs are in `datum`; `precision` is that of rows which state none. Raises ``TableError``
    if no row could say which outlet it means.
    """
    columns = table.header.places
    if "public_id" not in columns and not columns.keys() >= {"serial", "name"}:
        raise TableError(
            _("No column says which outlet a row means."),
            _("Keep the column 公开编号, or both 序号 and 服务网点全称."),
        )
    precisions = _precisions()
    rows: list[PositionRow] = []
    errors: list[RowError] = []
    for row in table.rows:
        try:
            rows.append(_checked(row, datum, precision, precisions))
        except _CellError as error:
            title = table.header.titles[error.column]
            value = row.cells[error.column]
            errors.append(row_error(row, title, value, error.problem, error.remedy))
    return rows, errors


def _checked(
    row: Row, datum: Datum, precision: Precision, precisions: Mapping[str, Precision]
) -> PositionRow:
    cells = {
        column: normalise_text(cell[:_LONGEST_CELL]).strip() for column, cell in row.cells.items()
    }
    serial = cells.get("serial", "")
    if serial and not _SERIAL.fullmatch(serial):
        raise _CellError(
            "serial", _("This is no whole number."), _("Take the serial from the export.")
        )
    return PositionRow(
        number=row.number,
        public_id=_public_id(cells.get("public_id", "")),
        serial=int(serial) if serial else None,
        name=cells.get("name", ""),
        position=_position(cells, datum, precision, precisions),
    )


def _public_id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise _CellError(
            "public_id", _("This is no public id."), _("Take the public id from the export.")
        ) from None


def _position(
    cells: Mapping[str, str],
    datum: Datum,
    precision: Precision,
    precisions: Mapping[str, Precision],
) -> Position | None:
    if not cells["longitude"] and not cells["latitude"]:
        return None
    longitude = _degrees("longitude", cells["longitude"], 180.0)
    latitude = _degrees("latitude", cells["latitude"], 90.0)
    stated = cells.get("datum", "").casefold().replace("-", "").replace(" ", "")
    if stated and stated != datum.value:
        raise _CellError(
            "datum",
            _("The file was said to be in %(datum)s.") % {"datum": datum.value},
            _("Import the rows of each datum as a file of their own."),
        )
    if text := cells.get("precision", "").casefold():
        if text not in precisions:
            known = ", ".join(str(label) for _value, label in PRECISION_CHOICES)
            raise _CellError(
                "precision",
                _("This is no precision."),
                _("Use one of these: %(known)s.") % {"known": known},
            )
        precision = precisions[text]
    return Position.located(
        longitude, latitude, precision=precision, source=SourceKind.STAFF.value, datum=datum
    )


def _degrees(column: str, text: str, limit: float) -> float:
    if not _DEGREES.fullmatch(text):
        raise _CellError(
            column,
            _("These are no degrees."),
            _("Write degrees as a number with decimals, such as 106.259120."),
        )
    degrees = float(text)
    if not -limit <= degrees <= limit:
        raise _CellError(
            column,
            _("There are no more than %(limit)d degrees.") % {"limit": limit},
            _("Check whether longitude and latitude are exchanged."),
        )
    return degrees


def _precisions() -> dict[str, Precision]:
    """Return the levels by their codes and by their names in every language of the desk."""
    by_text = {level.value: level for level in Precision}
    for language in ("zh-hans", "en"):
        with override(language):
            by_text |= {
                str(label).casefold(): Precision(value) for value, label in PRECISION_CHOICES
            }
    return by_text
