"""The bytes of a file become its tables: nothing is judged here beyond whether there are any."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from sites.importing.files.documents import read_document
from sites.importing.files.grids import HEADER_WITHIN, Grid
from sites.importing.files.web_tables import is_web_page, read_web_page
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
# Larger workbooks are not read twice, which the places of merged cells would need.
_FEW_CELLS_BYTES: Final = 8 * 1024 * 1024
# About two thousand rows.
_LONG_TEXT_BYTES: Final = 256 * 1024
_LONG_UNPACKED_BYTES: Final = 4 * 1024 * 1024
_SEPARATORS: Final = (",", "\t")
_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF"
_OLD_FILE: Final = b"\xd0\xcf\x11\xe0"
# What the readers and what they stand on raise for a file that is damaged or none of theirs.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, OSError, EOFError, RuntimeError, ArithmeticError, SyntaxError),
)


def read_grids(content: bytes) -> list[Grid]:
    """Return the tables in the bytes of a file, in its order; every cell is text.

    Text is UTF-8 or GB18030; a formula is its own text, not its result. Raises ``TableError``, and
    nothing else, for bytes that are no such file; soon, however many there are.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20},
            _("Split the table, or remove what does not belong to it."),
        )
    if content.startswith(_PDF):
        raise _not_text(content)
    return _read_archive(content) if content.startswith(_ZIP) else _read_text(content)


def is_long(content: bytes) -> bool:
    """Return whether a table has so many bytes that checking it may take longer than a second."""
    if not content.startswith(_ZIP):
        return len(content) > _LONG_TEXT_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist()) > _LONG_UNPACKED_BYTES
    except _BROKEN:
        return False


def too_many_rows() -> TableError:
    """Return why a table is refused that has more rows than are read."""
    return TableError(
        _("The table has more than %(limit)d rows.") % {"limit": MAX_ROWS}, _("Split it.")
    )


def _read_text(content: bytes) -> list[Grid]:
    """Return the tables of a web page, or the one table with commas or tabs."""
    text = _decode(content)
    if not is_web_page(text):
        return [_read_separated(content, text)]
    try:
        return read_web_page(text)
    except _BROKEN as error:
        raise TableError(
            _("The web page is damaged."), _("Copy the table from the page and paste it.")
        ) from error


def _read_separated(content: bytes, text: str) -> Grid:
    head = text[:_HEAD_CHARACTERS]
    heads = {separator: _first_rows(head, separator) for separator in _SEPARATORS}
    separator = max(heads, key=lambda candidate: _filled(heads[candidate]))
    width = max(map(len, heads[separator]), default=0)
    # Bytes that are no text at all; a cell with a NUL is left to the check, which names it.
    if "\0" in text and (width < 2 or text.count("\0") > len(text) // 4):
        raise _not_text(content)
    if not width:
        return Grid("", [])
    if width > _MAX_COLUMNS:
        raise TableError(
            _("The table has more than %(limit)d columns.") % {"limit": _MAX_COLUMNS},
            _("Remove the columns that do not belong to it."),
        )
    import pandas as pd  # noqa: PLC0415 - see the top

    try:
        frame = pd.read_csv(
            io.StringIO(text, newline=""),
            sep=separator,
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
    filled = max((_filled_width(row) for row in rows), default=0)
    return Grid("", [row[:filled] for row in rows])


def _filled_width(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _first_rows(head: str, separator: str) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        return list(islice(lines, HEADER_WITHIN))
    except csv.Error:
        return []


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(1 for row in rows for cell in row if cell.strip())


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_text(content)


def _not_text(content: bytes) -> TableError:
    if content.startswith(_OLD_FILE):
        problem = _("This is a file of an old kind (XLS, DOC) or one with a password.")
    elif content.startswith(_PDF):
        problem = _("This is a PDF: what is a table in it cannot be told for certain.")
        remedy = _("Copy the table from it, put it into a spreadsheet, and save that as XLSX.")
        return TableError(problem, remedy)
    else:
        problem = _("This is neither a CSV file in UTF-8 or GB18030 nor an XLSX or DOCX file.")
    return TableError(problem, _("Save the table as XLSX, DOCX or CSV (UTF-8)."))


def _read_archive(content: bytes) -> list[Grid]:
    """Return the tables of a workbook or of a document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > _MAX_UNPACKED_BYTES:
            raise too_many_rows()
        if any(entry.filename.startswith("word/") for entry in entries):
            return read_document(content)
        return _read_workbook(content, has_few_cells=unpacked <= _FEW_CELLS_BYTES)
    except TableError:
        raise
    except _BROKEN as error:
        raise TableError(
            _("The workbook or document is damaged."), _("Open it in its program and save it anew.")
        ) from error


def _read_workbook(content: bytes, *, has_few_cells: bool) -> list[Grid]:
    import pandas as pd  # noqa: PLC0415 - see the top

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
        grids = {str(name): _texts(frame) for name, frame in sheets.items()}
        if has_few_cells:
            _fill_merged(content, grids)
    if not grids:
        raise TableError(_("The workbook has no sheet."), _("Put the table on a sheet."))
    return [
        Grid(_("sheet %(name)s") % {"name": name}, rows, is_merged=has_few_cells)
        for name, rows in grids.items()
    ]


def _fill_merged(content: bytes, grids: Mapping[str, list[list[str]]]) -> None:
    """Repeat the text of each merged cell at all the places that it covers."""
    import openpyxl  # noqa: PLC0415 - see the top

    workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=False)
    for name, rows in grids.items():
        for area in getattr(workbook[name], "merged_cells", ()):
            if area.min_row > len(rows) or area.min_col > len(rows[area.min_row - 1]):
                continue
            text = rows[area.min_row - 1][area.min_col - 1]
            for row in rows[area.min_row - 1 : area.max_row]:
                for place in range(area.min_col - 1, min(area.max_col, len(row))):
                    row[place] = text


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
