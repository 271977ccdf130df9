"""A file becomes a table of texts: nothing is judged here beyond whether it is a table."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.importing.cell_words import is_ticked
from sites.importing.cells import shown
from sites.importing.columns import OUTLETS, Columns
from sites.importing.files.bounds import STAFF, Bounds
from sites.importing.files.grids import Grid
from sites.importing.files.read import MAX_BYTES, MAX_ROWS, read_grids, too_many_rows
from sites.importing.files.system import reason_of
from sites.importing.headers import Header, HeaderError, find_header
from sites.importing.problems import LeftOut, LeftOutKind, RowPlaces, TableError
from sites.importing.rows import Body, Reason, Row
from sites.importing.service_words import speaks_of_service

# Of the rows that are left out, how many are named.
_NAMED: Final = 10
# So many rows tell whether a column is ticked.
_LOOKED_THROUGH: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, or a table of a document or page, whose rows a table has.

    Attributes:
        place: its place among the file's tables, from 0.
        grid: all of its texts.
        headers: what its columns hold; a later one may say it anew for the rows below it.
        before: how many rows the parts before it have.
    """

    place: int
    grid: Grid
    headers: tuple[Header, ...]
    before: int

    @property
    def name(self) -> str:
        """What tells it from the file's other tables."""
        return self.grid.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed: the rows of one sheet or of several, as one list.

    Attributes:
        file_name: the file that it is from.
        sha256: the file's checksum.
        parts: what it is made of.
        rows: of outlets, below the headers.
        left_out: what of the file is not taken.
        remarks: what a person ought to know of the parts as a whole, sentences.
        choices: names of the file's tables that have a header, by their places.
    """

    file_name: str
    sha256: str
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]
    choices: Mapping[int, str]

    @property
    def places(self) -> RowPlaces:
        """Where its rows stand in the file."""
        return RowPlaces(tuple((part.name, part.before) for part in self.parts))

    @property
    def titles(self) -> dict[str, str]:
        """Its columns as the file calls them, where parts differ as the first one does."""
        return {
            column: title
            for part in reversed(self.parts)
            for header in reversed(part.headers)
            for column, title in header.titles.items()
        }


def read_table(
    path: Path, columns: Columns = OUTLETS, *, parts: Collection[int] | None = None
) -> Table:
    """Return the table in a file; raises ``TableError`` for anything else: see `parse_table`."""
    try:
        if path.exists() and not path.is_file():
            # A pipe would be waited for, and a device has no end.
            raise TableError(_("%(file)s is no file.") % {"file": path}, _("Name a table."))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise TableError(
            _("%(file)s cannot be opened: %(reason)s.")
            % {"file": path, "reason": _(reason_of(error))},
            _("Check its name and whether you may read it."),
        ) from error
    return parse_table(content, path.name, columns, parts=parts)


def parse_table(
    content: bytes,
    file_name: str,
    columns: Columns = OUTLETS,
    *,
    parts: Collection[int] | None = None,
    bounds: Bounds = STAFF,
) -> Table:
    """Return the table in the bytes of a file: see `read_grids` for the kinds of files.

    `columns` says which kind of table it has to be. All sheets of a workbook, or tables of a
    document or page, that have such a header are read as one list; `parts` are the places, from 0,
    of those that are wanted, if not all are; `bounds` limit what reading may cost. Raises
    ``TableError``, and nothing else, for bytes that are no such table; soon, however many there
    are. It is a ``HeaderError`` if a person who says what the columns hold can help.
    """
    grids = read_grids(content, bounds)
    headers, refusals = _headers(grids, columns)
    if columns.may_have_ticks:
        for place, header in headers.items():
            if parts is None or place in parts:
                _refuse_ticks(place, grids[place], header)
    chosen = [place for place in headers if parts is None or place in parts]
    if not chosen:
        raise _refusal(refusals)
    if sum(len(grids[place].rows) for place in chosen) > MAX_ROWS:
        raise too_many_rows()
    found: list[Part] = []
    rows: list[Row] = []
    without: list[tuple[int, Reason, str]] = []
    before = section = 0
    for place in chosen:
        body = Body(grids[place], replace(columns, said={}), headers[place], before, section)
        rows += body.rows()
        without += body.left_out
        found.append(Part(place, grids[place], tuple(body.headers), before))
        before += len(grids[place].rows)
        section = body.section + 1
    if not rows:
        raise TableError(
            _("There is no row below the header."), _("Put the outlets there, one per row.")
        )
    places = RowPlaces(tuple((part.name, part.before) for part in found))
    left_parts = (place for place in range(len(grids)) if place not in chosen)
    return Table(
        file_name=file_name,
        sha256=sha256(content).hexdigest(),
        parts=tuple(found),
        rows=tuple(rows),
        left_out=(
            *(_left_part(grids[place], refusals.get(place)) for place in left_parts),
            *(left for part in found for left in _left_columns(part)),
            *_left_rows(without, places),
        ),
        remarks=tuple(_remarks(found)),
        choices={place: grids[place].name for place in headers},
    )


def _headers(
    grids: Sequence[Grid], columns: Columns
) -> tuple[dict[int, Header], dict[int, HeaderError]]:
    """Return the headers of the tables that have one, and what the others lack, by place."""
    headers: dict[int, Header] = {}
    refusals: dict[int, HeaderError] = {}
    for place, grid in enumerate(grids):
        try:
            headers[place] = find_header(grid, columns)
        except HeaderError as error:
            error.grids[place] = grid.head
            refusals[place] = error
    return headers, refusals


def _refuse_ticks(place: int, grid: Grid, header: Header) -> None:
    """Raise ``HeaderError`` for a column that is ticked for a service of which nobody knows which.

    Left out, it would give an outlet services that it has not, or take some away.
    """
    rows = grid.rows[header.last + 1 :]
    for column in () if header.is_said else header.untaken:
        if not speaks_of_service(column.title):
            continue
        at = column.places[0]
        ticks = [is_ticked(row[at]) for row in rows[:_LOOKED_THROUGH] if at < len(row)]
        if any(ticks) and ticks.count(None) <= len(ticks) // 2:
            error = HeaderError(
                _("The column “%(title)s” is ticked, but its title is no service that is known.")
                % {"title": shown(column.title)},
                _("Call it as the service is called, or say what it holds."),
            )
            error.grids[place] = grid.head
            raise error


def _refusal(refusals: Mapping[int, HeaderError]) -> TableError:
    """Return what is said of the first table, with the first rows of all of them."""
    if not refusals:
        return TableError(
            _("There is no table in the file."),
            _("Put the outlets into a table with a header, or paste the table."),
        )
    first = next(iter(refusals.values()))
    for refusal in refusals.values():
        first.grids.update(refusal.grids)
    return first


def _left_part(grid: Grid, refusal: HeaderError | None) -> LeftOut:
    count = sum(any(map(str.strip, row)) for row in grid.rows)
    reason = _("You have not chosen it.") if refusal is None else refusal.problem
    text = ngettext(
        "%(part)s (%(count)d row) is left out. %(reason)s",
        "%(part)s (%(count)d rows) is left out. %(reason)s",
        count,
    )
    said = {"part": grid.name or _("a table"), "count": count, "reason": reason}
    return LeftOut(LeftOutKind.PART, text % said, count)


def _left_columns(part: Part) -> Iterator[LeftOut]:
    counts: Counter[tuple[str, str]] = Counter()
    ends = [*(header.first for header in part.headers[1:]), len(part.grid.rows)]
    for header, end in zip(part.headers, ends, strict=True):
        rows = part.grid.rows[header.last + 1 : end]
        for column in header.untaken:
            counts[column.title, column.doubles] += _filled(rows, column.places)
        known = {place for places in header.places.values() for place in places}
        known.update(place for column in header.untaken for place in column.places)
        width = max(map(len, rows), default=0) if part.grid.is_merged else header.width
        for place in range(width):
            if place not in known and (count := _filled(rows, [place])):
                counts[_letters(place), ""] += count
    for (title, doubles), count in counts.items():
        if doubles:
            text = ngettext(
                "The column “%(title)s” (%(count)d cell) is left out: “%(other)s” is taken.",
                "The column “%(title)s” (%(count)d cells) is left out: “%(other)s” is taken.",
                count,
            )
        else:
            text = ngettext(
                "The column “%(title)s” (%(count)d cell) means nothing to the import.",
                "The column “%(title)s” (%(count)d cells) means nothing to the import.",
                count,
            )
        said = {"title": shown(title), "count": count, "other": shown(doubles)}
        yield LeftOut(LeftOutKind.COLUMN, text % said, count)


def _filled(rows: Sequence[Sequence[str]], places: Sequence[int]) -> int:
    """Return how many rows have a text at some places."""
    return sum(any(place < len(row) and row[place].strip() for place in places) for row in rows)


def _letters(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B, …, AA."""
    letters = ""
    while place >= 0:
        letters, place = chr(ord("A") + place % 26) + letters, place // 26 - 1
    return letters


def _left_rows(without: Sequence[tuple[int, Reason, str]], places: RowPlaces) -> Iterator[LeftOut]:
    for reason in Reason:
        rows = [(number, text) for number, found, text in without if found is reason]
        if not rows:
            continue
        named = [f"{places.text(number)} “{text}”" for number, text in rows[:_NAMED]]
        text = ngettext(
            "%(count)d row is left out (%(reason)s): %(rows)s.",
            "%(count)d rows are left out (%(reason)s): %(rows)s.",
            len(rows),
        ) % {
            "count": len(rows),
            "reason": reason.label,
            "rows": ", ".join(named) + (" …" if len(rows) > _NAMED else ""),
        }
        remark = _("Left out: %(reason)s.") % {"reason": reason.label}
        numbers = tuple(number for number, _text in rows)
        yield LeftOut(LeftOutKind.ROWS, text, len(rows), numbers, remark)


def _remarks(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        for remark in part.grid.remarks:
            yield f"{part.name}: {remark}" if part.name and len(parts) > 1 else remark
