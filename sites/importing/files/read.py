"""The bytes of a file become its tables: nothing is judged here beyond whether there are any."""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Final, TypeVar

from django.utils.translation import gettext

from sites.importing.files.bounds import STAFF, Bounds
from sites.importing.files.formats.kinds import is_archive, is_plain_text
from sites.importing.files.formats.pdf import pages_in
from sites.importing.files.formats.read_file import look, read, too_large
from sites.importing.files.formats.refusal import Refusal, Said
from sites.importing.files.grids import Grid
from sites.importing.files.process import ask
from sites.importing.problems import TableError

MAX_BYTES: Final = STAFF.content
MAX_ROWS: Final = STAFF.rows
# A text is read in a few steps per byte: so much of it takes less than a process needs to begin.
_SHORT_TEXT: Final = 1 << 20
# About two thousand rows.
_LONG_TEXT: Final = 256 * 1024
_MANY_PAGES: Final = 5
_LONG_UNPACKED: Final = 4 * 1024 * 1024
_T = TypeVar("_T")


def read_grids(content: bytes, bounds: Bounds = STAFF) -> list[Grid]:
    """Return the tables in the bytes of a file, in its order; every cell is text.

    What a file is, its content tells: CSV and other texts whose columns are apart (UTF-8, UTF-16,
    GB18030), XLSX, XLS, XLSB, ODS, Excel-2003 XML, DOCX, PDF, web pages. Raises ``TableError``, and
    nothing else, for bytes that are no such file or beyond the bounds; soon, however many there
    are. All but a short text is read by a process of its own.
    """
    if _is_short_text(content):
        found = _translated(lambda: [asdict(table) for table in read(content, bounds)])
    else:
        found = _translated(lambda: _ask("read", content, bounds))
    return list(map(_grid, found))


def examine(content: bytes, bounds: Bounds = STAFF) -> None:
    """Raise ``TableError`` for a file that is none of those, or costly to read."""
    if _is_short_text(content):
        _translated(lambda: look(content, bounds))
    else:
        _translated(lambda: _ask("look", content, bounds))


def is_long(content: bytes) -> bool:
    """Return whether a table has so many bytes that checking it may take longer than a second."""
    if is_archive(content):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return sum(entry.file_size for entry in archive.infolist()) > _LONG_UNPACKED
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
            return False
    # A page of a PDF takes a fifth of a second, however few bytes it has.
    return pages_in(content) > _MANY_PAGES or len(content) > _LONG_TEXT


def too_many_rows() -> TableError:
    """Return why a table is refused that has more rows than are read."""
    return TableError(
        gettext("The table has more than %(limit)d rows.") % {"limit": MAX_ROWS},
        gettext("Split it."),
    )


def _is_short_text(content: bytes) -> bool:
    return len(content) <= _SHORT_TEXT and is_plain_text(content)


def _ask(task: str, content: bytes, bounds: Bounds) -> list[dict[str, Any]]:
    # No process is started, and no bytes are copied, for what no process would read.
    if len(content) > bounds.content:
        raise too_large(bounds)
    return ask(task, content, bounds)


def _translated(call: Callable[[], _T]) -> _T:
    """Return what a call returns; what it refuses, in the language of whoever asks."""
    try:
        return call()
    except Refusal as refusal:
        raise TableError(_text(refusal.problem), _text(refusal.remedy)) from refusal


def _grid(found: dict[str, Any]) -> Grid:
    name = found["name"]
    return Grid(
        name=_text(Said(**name)) if name else "",
        rows=found["rows"],
        is_merged=found["is_merged"],
        remarks=_texts(found["remarks"]),
        row_remarks={int(row): _texts(said) for row, said in found["row_remarks"].items()},
    )


def _texts(said: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(_text(Said(**sentence)) for sentence in said)


def _text(said: Said) -> str:
    return gettext(said.text) % said.values
