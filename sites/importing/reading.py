"""A file becomes a table of texts: nothing is judged here beyond whether it is a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from sites.addresses.normalise import normalise_text
from sites.importing.columns import OUTLETS, Columns, Header, HeaderError, find_header
from sites.importing.files.grids import Grid
from sites.importing.files.read import MAX_BYTES, MAX_ROWS, read_grids, too_many_rows
from sites.importing.problems import TableError


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

    def header_of(grid: Grid, index: int) -> Header:
        try:
            return find_header(grid.rows, columns)
        except HeaderError as error:
            error.grids[index] = grid.head
            raise

    grids = read_grids(content)
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
        raise too_many_rows()
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
