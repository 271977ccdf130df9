"""The sheets of an XLSX workbook, and what its cells do not show."""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any, Final
from xml.parsers import expat

from sites.importing.files.formats.found import Found, Meter, Place, listed_cells
from sites.importing.files.formats.office_xml import area_of, place_of
from sites.importing.files.formats.refusal import Refusal, say
from sites.importing.files.formats.unseen import Unseen

_CHUNK: Final = 64 * 1024
_VALUES: Final = frozenset({"v", "is"})
_ZEROS: Final = re.compile(r"0{2,20}")
# Parts of a sheet, by how the kind of the link to them ends.
_DRAWING: Final = "/drawing"
_NOTES: Final = ("/comments", "/threadedComment")


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
        parts = _Parts(archive)
        sheets = [_read_sheet(sheet, parts, meter) for sheet in workbook.worksheets]
        if not sheets:
            raise no_sheet()
    return sheets


def no_sheet() -> Refusal:
    """Return that a workbook has nothing to read."""
    return Refusal(say("The workbook has no sheet."), say("Put the table on a sheet."))


def _read_sheet(sheet: Any, parts: "_Parts", meter: Meter) -> Found:
    # openpyxl tells the path of a sheet nowhere else, and nothing of what is hidden in this mode.
    path = sheet._worksheet_path  # noqa: SLF001
    follower = _Follower()
    parts.follow(path, follower)
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
    found.pictures = [*follower.pictures, *parts.pictures_over(path)]
    if notes := parts.notes_on(path):
        count, cells = listed_cells(notes)
        found.remarks.append(
            say(
                "Notes that are attached to cells were not read: %(count)d (%(cells)s).",
                count=count,
                cells=cells,
            )
        )
    return found


class _Parts:
    """The parts of a workbook that belong to its sheets; each is read once, however many do."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._places: dict[str, list[Place]] = {}

    def pictures_over(self, sheet: str) -> list[Place]:
        """Return the cells of a sheet over which something is drawn."""
        return self._places_in(sheet, (_DRAWING,))

    def notes_on(self, sheet: str) -> list[Place]:
        """Return the cells of a sheet that have notes."""
        return self._places_in(sheet, _NOTES)

    def follow(self, path: str, follower: "_Follower | _Links | _Anchors") -> None:
        """Let somebody see the elements of a part."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = follower.start
        parser.EndElementHandler = follower.end
        parser.CharacterDataHandler = follower.text
        with self._archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _places_in(self, sheet: str, kinds: tuple[str, ...]) -> list[Place]:
        links = _Links()
        folder, _slash, name = sheet.rpartition("/")
        path = f"{folder}/_rels/{name}.rels"
        if path in self._names:
            self.follow(path, links)
        paths = (_joined(folder, target) for kind, target in links.found if kind.endswith(kinds))
        return [place for path in dict.fromkeys(paths) for place in self._places_of(path)]

    def _places_of(self, path: str) -> list[Place]:
        if path not in self._places:
            anchors = _Anchors()
            if path in self._names:
                self.follow(path, anchors)
            self._places[path] = anchors.found
        return self._places[path]


def _joined(folder: str, target: str) -> str:
    """Return the path of a part as a link in a folder names it."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(f"{folder}/{target}")


class _Links:
    """Follows the links of a sheet: their kinds and targets."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element."""
        if name.rpartition(":")[2] == "Relationship":
            self.found.append((attributes.get("Type", ""), attributes.get("Target", "")))

    def end(self, name: str) -> None:
        """Take notice of an element's end."""

    def text(self, text: str) -> None:
        """Take notice of a text."""


class _Anchors:
    """Follows drawings and notes: the cells where they begin."""

    def __init__(self) -> None:
        self.found: list[Place] = []
        self._is_start = False
        self._axis = ""
        self._texts: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element."""
        local = name.rpartition(":")[2]
        if local in {"comment", "threadedComment"}:
            column, row = place_of(attributes.get("ref", ""))
            self.found.append((row - 1, column - 1))
        elif local == "from":
            self._is_start, self._texts = True, {}
        elif self._is_start and local in {"row", "col"}:
            self._axis = local

    def end(self, name: str) -> None:
        """Take notice of an element's end."""
        if name.rpartition(":")[2] == "from":
            self._is_start = False
            self.found.append((int(self._texts.get("row", "0")), int(self._texts.get("col", "0"))))
        self._axis = ""

    def text(self, text: str) -> None:
        """Take notice of a text."""
        if self._axis:
            self._texts[self._axis] = self._texts.get(self._axis, "") + text


class _Follower:
    """Follows the elements of a sheet, and notes what is hidden, merged or computed.

    Attributes:
        unseen: that.
        last_row: the last one with a value, from 1.
        pictures: the cells whose value is a picture.
    """

    def __init__(self) -> None:
        self.unseen = Unseen()
        self.last_row = 0
        self.pictures: list[Place] = []
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
            if attributes.get("t") == "e" and "vm" in attributes:
                # What older programs show as an error.
                self.pictures.append((self._row - 1, self._place()))
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
            self.unseen.results[self._row - 1, self._place()] = result
            self._is_formula, self._result = False, None

    def text(self, text: str) -> None:
        """Take notice of a text."""
        if self._result is not None:
            self._result.append(text)

    def _place(self) -> int:
        return (place_of(self._reference)[0] if self._reference else self._column) - 1


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
