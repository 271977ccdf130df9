"""A file becomes a table of texts: nothing is judged here beyond whether it is a table."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from sites.importing.columns import HEADER_WITHIN, OUTLETS, Columns, Header, find_header
from sites.importing.problems import TableError

if TYPE_CHECKING:
    from pandas import DataFrame

# pandas (0.4 s, 60 MB) is loaded inside the functions that need it: a web worker never does.

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 200_000
# A workbook is compressed: what it unpacks to is limited as well.
_MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024
_MAX_COLUMNS: Final = 100
_HEAD_CHARACTERS: Final = 64 * 1024
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
# What openpyxl and what it stands on raise for a workbook that is damaged or none.
_BROKEN_WORKBOOK: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, OSError, EOFError, RuntimeError, ArithmeticError),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        number: as a spreadsheet shows it; the first row of the file is 1.
        cells: the printed text by column, for the columns that the header has.
        surplus: texts beyond the header's last column.
    """

    number: int
    cells: dict[str, str]
    surplus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed; rows without any text are left out."""

    file_name: str
    sha256: str
    header: Header
    rows: tuple[Row, ...]


def read_table(path: Path, columns: Columns = OUTLETS) -> Table:
    """Return the table in a CSV or XLSX file; raises ``TableError`` for anything else.

    `columns` says which kind of table it has to be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise TableError(
            _("%(file)s cannot be opened: %(reason)s.")
            % {"file": path, "reason": error.strerror or error},
            _("Check its name and whether you may read it."),
        ) from error
    return parse_table(content, path.name, columns)


def parse_table(content: bytes, file_name: str, columns: Columns = OUTLETS) -> Table:
    """Return the table in the bytes of a CSV (UTF-8, GB18030) or XLSX file.

    Every cell is text; a formula is its own text, not its result. Raises ``TableError``, and
    nothing else, for bytes that are no such table; soon, however many there are.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20},
            _("Split the table, or remove what does not belong to it."),
        )
    is_workbook = content.startswith(b"PK\x03\x04")
    read = _read_workbook if is_workbook else _read_csv
    rows, header = read(content, columns)
    if len(rows) > MAX_ROWS:
        raise _too_many_rows()
    body = tuple(_body(rows, header))
    if not body:
        raise TableError(
            _("There is no row below the header."), _("Put the outlets there, one per row.")
        )
    return Table(
        file_name=file_name,
        sha256=sha256(content).hexdigest(),
        header=header,
        rows=body,
    )


def _too_many_rows() -> TableError:
    return TableError(
        _("The table has more than %(limit)d rows.") % {"limit": MAX_ROWS}, _("Split it.")
    )


def _body(rows: Sequence[Sequence[str]], header: Header) -> Iterator[Row]:
    for number, row in enumerate(rows[header.index + 1 :], start=header.index + 2):
        if any(cell.strip() for cell in row):
            yield Row(
                number=number,
                cells={
                    column: row[place] if place < len(row) else ""
                    for column, place in header.places.items()
                },
                surplus=tuple(cell for cell in row[header.width :] if cell.strip()),
            )


def _read_csv(content: bytes, columns: Columns) -> tuple[list[list[str]], Header]:
    text = _decode(content)
    # The header is looked for before pandas sees the rest: garbage is refused at once.
    head = text[:_HEAD_CHARACTERS]
    try:
        first_rows = list(islice(csv.reader(io.StringIO(head, newline="")), HEADER_WITHIN))
    except csv.Error:
        first_rows = []
    try:
        find_header(first_rows, columns)
    except TableError as error:
        # In a table the check names the cell with it.
        if "\0" in text:
            raise _not_text(content) from error
        raise
    import pandas as pd  # noqa: PLC0415 - see the top

    width = max(map(len, first_rows))
    if width > _MAX_COLUMNS:
        raise TableError(
            _("The table has more than %(limit)d columns.") % {"limit": _MAX_COLUMNS},
            _("Remove the columns that do not belong to it."),
        )
    try:
        frame = pd.read_csv(
            io.StringIO(text, newline=""),
            header=None,
            # A few more, for a row with a comma too many: the check names it.
            names=range(width + 4),
            index_col=False,
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
            nrows=MAX_ROWS + 1,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableError(
            _("The rows cannot be told apart: %(reason)s.") % {"reason": str(error).strip()},
            _("Put texts with commas, quotes or line breaks between quotes."),
        ) from error
    rows = _texts(frame)
    return rows, find_header(rows, columns)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_text(content)


def _not_text(content: bytes) -> TableError:
    if content.startswith(_OLD_WORKBOOK):
        problem = _("This is a workbook of an old kind (XLS) or one with a password.")
    else:
        problem = _("This is neither a CSV file in UTF-8 or GB18030 nor an XLSX file.")
    return TableError(problem, _("Save the table as XLSX or as CSV (UTF-8)."))


def _read_workbook(content: bytes, columns: Columns) -> tuple[list[list[str]], Header]:
    """Return the first sheet that has a header."""
    import pandas as pd  # noqa: PLC0415 - see the top

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MAX_UNPACKED_BYTES:
            raise _too_many_rows()
        with warnings.catch_warnings():
            # openpyxl says what it leaves out: styles, validations, nothing that is read here.
            warnings.simplefilter("ignore", UserWarning)
            sheets = pd.read_excel(
                io.BytesIO(content),
                sheet_name=None,
                header=None,
                dtype=object,
                na_filter=False,
                nrows=MAX_ROWS + 1,
                engine="openpyxl",
                # A formula is shown as such and refused; its last result may be anything.
                engine_kwargs={"data_only": False},
            )
    except TableError:
        raise
    except _BROKEN_WORKBOOK as error:
        raise TableError(
            _("The workbook is damaged."), _("Open it in a spreadsheet program and save it anew.")
        ) from error
    refusal: TableError | None = None
    for frame in sheets.values():
        rows = _texts(frame)
        try:
            return rows, find_header(rows, columns)
        except TableError as error:
            refusal = refusal or error
    raise refusal or TableError(_("The workbook has no sheet."), _("Put the table on a sheet."))


def _texts(frame: "DataFrame") -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def _text(cell: object) -> str:
    """Return a cell as text: a figure as it is shown, nothing for a cell without a value."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN, in whatever type, is not itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
