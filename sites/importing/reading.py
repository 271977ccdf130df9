"""A file becomes a table of texts: nothing is judged here beyond whether it is a table."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from sites.addresses.normalise import normalise_text
from sites.importing.columns import OUTLETS, Columns, Header, HeaderError, find_header
from sites.importing.documents import read_document
from sites.importing.grids import HEADER_WITHIN, Grid
from sites.importing.problems import TableError
from sites.importing.web_tables import is_web_page, read_web_page

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
    """A table as printed.

    Rows without any text are left out, and rows that repeat the header.

    Attributes:
        file_name: the file that it is from.
        sha256: the file's checksum.
        header: what its columns hold.
        rows: below the header.
        headings: number and text of rows that are one merged cell: they are about no outlet.
        name: what tells it from the file's other tables.
        place: its place among the file's tables, from 0.
        others: names of the file's other tables that have a header, by their places.
        grid: all of its texts.
    """

    file_name: str
    sha256: str
    header: Header
    rows: tuple[Row, ...]
    headings: tuple[tuple[int, str], ...]
    name: str
    place: int
    others: Mapping[int, str]
    grid: Grid


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


def parse_table(
    content: bytes, file_name: str, columns: Columns = OUTLETS, *, place: int | None = None
) -> Table:
    """Return the table in the bytes of a CSV, TSV, XLSX, DOCX or HTML file.

    Text is UTF-8 or GB18030. Every cell is text; a formula is its own text, not its result. Of
    several tables it is the first with a header, or the one at `place`, from 0. Raises
    ``TableError``, and nothing else, for bytes that are no such table; soon, however many there
    are. It is a ``HeaderError`` if a person who says what the columns hold can help.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20},
            _("Split the table, or remove what does not belong to it."),
        )

    def header_of(grid: Grid, index: int = 0) -> Header:
        try:
            return find_header(grid.rows, columns)
        except HeaderError as error:
            error.grids[index] = grid.head
            raise

    if content.startswith(_PDF):
        raise _not_text(content)
    grids = _read_archive(content) if content.startswith(_ZIP) else _read_text(content, header_of)
    found, refusals = {}, []
    for index, grid in enumerate(grids):
        try:
            found[index] = header_of(grid, index)
        except HeaderError as error:
            refusals.append(error)
    if not found or (place is not None and place not in found):
        raise _refusal(refusals)
    chosen = next(iter(found)) if place is None else place
    grid, header = grids[chosen], found[chosen]
    if len(grid.rows) > MAX_ROWS:
        raise _too_many_rows()
    headings: list[tuple[int, str]] = []
    body = tuple(_body(grid, header, headings))
    if not body:
        raise TableError(
            _("There is no row below the header."), _("Put the outlets there, one per row.")
        )
    return Table(
        file_name=file_name,
        sha256=sha256(content).hexdigest(),
        header=header,
        rows=body,
        headings=tuple(headings),
        name=grid.name,
        place=chosen,
        others={index: grids[index].name for index in found if index != chosen},
        grid=grid,
    )


def is_long(content: bytes) -> bool:
    """Return whether a table has so many bytes that checking it may take longer than a second."""
    if not content.startswith(_ZIP):
        return len(content) > _LONG_TEXT_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist()) > _LONG_UNPACKED_BYTES
    except _BROKEN:
        return False


def _refusal(refusals: Sequence[HeaderError]) -> TableError:
    """Return what is said of the first table, with the first rows of all of them."""
    if not refusals:
        return TableError(
            _("There is no table in the file."),
            _("Put the outlets into a table with a header, or paste the table."),
        )
    for refusal in refusals:
        refusals[0].grids.update(refusal.grids)
    return refusals[0]


def _too_many_rows() -> TableError:
    return TableError(
        _("The table has more than %(limit)d rows.") % {"limit": MAX_ROWS}, _("Split it.")
    )


def _body(grid: Grid, header: Header, headings: list[tuple[int, str]]) -> Iterator[Row]:
    """Yield the rows below the header; what is no outlet but one merged cell goes to `headings`."""
    rows = grid.rows
    titles = _row_titles(rows[header.index], header)
    for number, row in enumerate(rows[header.index + 1 :], start=header.index + 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {
            column: row[place] if place < len(row) else ""
            for column, place in header.places.items()
        }
        if grid.is_merged and len(set(cells.values())) == 1:
            headings.append((number, row[0]))
        elif _row_titles(row, header) != titles:
            surplus = tuple(cell for cell in row[header.width :] if cell.strip())
            yield Row(number=number, cells=cells, surplus=surplus)


def _row_titles(row: Sequence[str], header: Header) -> list[str]:
    """Return what a row says where the header has the titles of known columns."""
    places = header.places.values()
    return [normalise_text(row[place]) if place < len(row) else "" for place in places]


def _read_text(content: bytes, header_of: Callable[[Grid], Header]) -> list[Grid]:
    """Return the tables of a web page, or the one table with commas or tabs."""
    text = _decode(content)
    if not is_web_page(text):
        return [_read_separated(content, text, header_of)]
    try:
        return read_web_page(text)
    except _BROKEN as error:
        raise TableError(
            _("The web page is damaged."), _("Copy the table from the page and paste it.")
        ) from error


def _read_separated(content: bytes, text: str, header_of: Callable[[Grid], Header]) -> Grid:
    # The header is looked for before pandas sees the rest: garbage is refused at once.
    head = text[:_HEAD_CHARACTERS]
    heads = {separator: _first_rows(head, separator) for separator in _SEPARATORS}
    refusals = []
    for candidate, rows in heads.items():
        try:
            header_of(Grid("", rows))
        except TableError as error:
            refusals.append((_filled(rows), error))
        else:
            separator = candidate
            break
    else:
        # In a table the check names the cell with it.
        if "\0" in text:
            raise _not_text(content)
        raise max(refusals, key=lambda refusal: refusal[0])[1]
    import pandas as pd  # noqa: PLC0415 - see the top

    width = max(map(len, heads[separator]))
    if width > _MAX_COLUMNS:
        raise TableError(
            _("The table has more than %(limit)d columns.") % {"limit": _MAX_COLUMNS},
            _("Remove the columns that do not belong to it."),
        )
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
    return Grid("", _texts(frame))


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
            raise _too_many_rows()
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
