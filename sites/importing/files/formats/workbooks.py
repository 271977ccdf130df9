"""The sheets of an XLSX workbook, and what its cells do not show."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import IO, Any, Final
from xml.parsers import expat

from sites.importing.files.formats.found import Found, Meter
from sites.importing.files.formats.office_xml import area_of, place_of
from sites.importing.files.formats.said import Refusal, say
from sites.importing.files.formats.unseen import Unseen

_CHUNK: Final = 64 * 1024
_VALUES: Final = frozenset({"v", "is"})
_ZEROS: Final = re.compile(r"0{2,20}")
_NOTES: Final = re.compile(r"xl/(threadedComments/|comments).*\.xml")


def read_workbook(content: bytes, meter: Meter) -> list[Found]:
    """Return the sheets of a workbook in its order, hidden ones too.

    A merged cell's text stands at each place that the cell covers. A formula is its own text: its
    last result, which may be anything, is in a remark. Raises ``Refusal``, or what openpyxl raises
    for a damaged workbook.
    """
    import openpyxl  # noqa: PLC0415 - for workbooks alone

    with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        # openpyxl says what it leaves out: styles, validations, nothing that is read here.
        warnings.simplefilter("ignore", UserWarning)
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [_read_sheet(sheet, archive, meter) for sheet in workbook.worksheets]
        if not sheets:
            raise no_sheet()
        if any(map(_NOTES.fullmatch, archive.namelist())):
            sheets[0].remarks.append(say("Notes that are attached to cells were not read."))
    return sheets


def no_sheet() -> Refusal:
    """Return that a workbook has nothing to read."""
    return Refusal(say("The workbook has no sheet."), say("Put the table on a sheet."))


def _read_sheet(sheet: Any, archive: zipfile.ZipFile, meter: Meter) -> Found:
    # openpyxl tells the path of a sheet nowhere else, and nothing of what is hidden in this mode.
    with archive.open(sheet._worksheet_path) as part:  # noqa: SLF001
        follower = _look_through(part)
    # What a sheet says about its own size may be wrong; programs write a million blank rows.
    sheet.reset_dimensions()
    meter.expect(follower.last_row)
    found = Found(
        meter.rows(map(_texts, sheet.iter_rows(max_row=max(1, follower.last_row)))),
        name=say("sheet %(name)s", name=sheet.title),
        is_merged=True,
    )
    follower.unseen.is_hidden = sheet.sheet_state != "visible"
    follower.unseen.tell(found, meter)
    return found


def _look_through(part: IO[bytes]) -> "_Follower":
    """Return what followed a sheet to its end."""
    follower = _Follower()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = follower.start
    parser.EndElementHandler = follower.end
    parser.CharacterDataHandler = follower.text
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return follower


class _Follower:
    """Follows the elements of a sheet, and notes what is hidden, merged or computed.

    Attributes:
        unseen: that.
        last_row: the last one with a value, from 1.
    """

    def __init__(self) -> None:
        self.unseen = Unseen()
        self.last_row = 0
        self._row = self._column = 0
        self._reference = ""
        self._is_formula = False
        self._result: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element."""
        local = name.rpartition(":")[2]
        if local == "c":
            self._column += 1
            self._reference = attributes.get("r", "")
        elif local == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
            if _is_hidden(attributes, "ht"):
                self.unseen.hidden_rows.append(self._row - 1)
        elif local == "f":
            self.last_row = max(self.last_row, self._row)
            self._is_formula, self._result = True, None
        elif local in _VALUES:
            self.last_row = max(self.last_row, self._row)
            if local == "v" and self._is_formula:
                self._result = []
        elif local == "col" and _is_hidden(attributes, "width"):
            place = int(attributes["min"]) - 1, int(attributes["max"]) - 1
            self.unseen.hidden_columns.append(place)
        elif local == "mergeCell":
            left, top, right, bottom = area_of(attributes.get("ref", ""))
            self.unseen.merged.append((top - 1, left - 1, bottom - 1, right - 1))

    def end(self, name: str) -> None:
        """Take notice of an element's end."""
        if self._is_formula and name.rpartition(":")[2] == "c":
            result = "".join(self._result or ())
            column = place_of(self._reference)[0] if self._reference else self._column
            self.unseen.results[self._row - 1, column - 1] = result
            self._is_formula, self._result = False, None

    def text(self, text: str) -> None:
        """Take notice of a text."""
        if self._result is not None:
            self._result.append(text)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    if attributes.get("hidden") in {"1", "true"}:
        return True
    return size in attributes and float(attributes[size]) == 0


def _texts(row: Iterable[Any]) -> list[str]:
    """Return a row as texts; most of the rows of many sheets are blank."""
    cells = list(row)
    while cells and cells[-1].value is None:
        cells.pop()
    return list(map(_text, cells))


def _text(cell: Any) -> str:
    """Return a cell as text: a figure as it is shown, nothing for a cell without a value."""
    value = cell.value
    if isinstance(value, int) and not isinstance(value, bool):
        # A format of zeros alone is for numbers that begin with one: postcodes, codes, phones.
        zeros = cell.number_format
        return str(value).zfill(len(zeros)) if _ZEROS.fullmatch(zeros or "") else str(value)
    return text_of(value)


def text_of(value: object) -> str:
    """Return a value as the text that a spreadsheet shows."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - NaN, in whatever type, is not itself
        return ""
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, datetime) and value.time() == time():
        value = value.date()
    # A formula for several cells at once has a text.
    return str(getattr(value, "text", value))
