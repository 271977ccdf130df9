"""The sheets of a workbook as Excel 2003 writes it in XML, and many programs after it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.parsers import expat

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.found import Found, Meter
from sites.importing.files.formats.office_xml import Tally, count_xml, parse_xml
from sites.importing.files.formats.refusal import say, too_much
from sites.importing.files.formats.unseen import Unseen
from sites.importing.files.formats.workbooks import no_sheet, text_of

_CHUNK: Final = 64 * 1024
_HIGHEST_ROW: Final = 1_048_576


def read_xml_workbook(text: str, meter: Meter) -> list[Found]:
    """Return the sheets of a workbook in its order; raises ``Refusal``, or `ExpatError`.

    A merged cell's text stands at each place that the cell covers. A formula is its result.
    """
    # What was decoded is no longer what it declares to be.
    head, mark, body = text.lstrip("\ufeff \t\r\n").partition("?>")
    whole = body if mark and head.startswith("<?xml") else text
    content = whole.lstrip().encode("utf-8", "replace")
    chunks = [content[place : place + _CHUNK] for place in range(0, len(content), _CHUNK)]
    tally = Tally()
    count_xml(chunks, meter.bounds, tally)
    parse_xml(chunks, meter.bounds, tally)
    reader = _Reader(meter)
    for chunk in chunks:
        reader.parser.Parse(chunk, False)
    reader.parser.Parse(b"", True)
    if not reader.sheets:
        raise no_sheet()
    return reader.sheets


class _Reader:
    """Follows the elements of a workbook; what is in no sheet means nothing to it."""

    def __init__(self, meter: Meter) -> None:
        self.sheets: list[Found] = []
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._hear
        self._meter = meter
        self._sheet = _Sheet("", meter.bounds)
        self._type = ""
        self._text: list[str] | None = None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        said = {_local(key): value for key, value in attributes.items()}
        if local == "Worksheet":
            self._sheet = _Sheet(said.get("Name", ""), self._meter.bounds)
        elif local == "Column":
            self._sheet.begin_columns(said)
        elif local == "Row":
            self._sheet.begin_row(said)
        elif local == "Cell":
            self._sheet.begin_cell(said)
        elif local in {"Data", "Visible"}:
            self._type, self._text = said.get("Type", ""), []

    def _end(self, name: str) -> None:
        local = _local(name)
        if local == "Worksheet":
            self.sheets.append(self._sheet.found(self._meter))
        elif local in {"Data", "Visible"}:
            text, self._text = "".join(self._text or ()), None
            if local == "Data":
                self._sheet.put(text_of(_value(text, self._type)))
            else:
                self._sheet.unseen.is_hidden = text.strip() != "SheetVisible"

    def _hear(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


class _Sheet:
    """One sheet while it is read; rows and columns count from 0."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        self.unseen = Unseen()
        self._name = name
        self._left = bounds.area
        self._rows: dict[int, list[str]] = {}
        self._row = self._column = self._described = -1
        # A cell that is merged moves the next one on.
        self._across = 0

    def begin_columns(self, said: Mapping[str, str]) -> None:
        """Go to the next columns that are described."""
        first = _next(self._described, said)
        self._described = first + _figure(said, "Span")
        if said.get("Hidden") == "1":
            self.unseen.hidden_columns.append((first, self._described))

    def begin_row(self, said: Mapping[str, str]) -> None:
        """Go to the next row."""
        self._row = _next(self._row, said)
        if self._row >= _HIGHEST_ROW:
            raise too_much()
        self._column, self._across = -1, 0
        if said.get("Hidden") == "1":
            self.unseen.hidden_rows.append(self._row)

    def begin_cell(self, said: Mapping[str, str]) -> None:
        """Go to the next cell of the row."""
        place = _next(self._column + self._across, said)
        self._across, down = _figure(said, "MergeAcross"), _figure(said, "MergeDown")
        self._grow((place - self._column) + (self._across + 1) * (down + 1))
        self._column = place
        if self._across or down:
            self.unseen.merged.append((self._row, place, self._row + down, place + self._across))
        if "Formula" in said:
            self.unseen.results[max(self._row, 0), place] = ""

    def put(self, text: str) -> None:
        """Put a text into the cell."""
        place = max(self._row, 0), max(self._column, 0)
        row = self._rows.setdefault(place[0], [])
        row.extend([""] * (place[1] + 1 - len(row)))
        row[place[1]] = text
        if place in self.unseen.results:
            self.unseen.results[place] = text

    def found(self, meter: Meter) -> Found:
        """Return the sheet as a table."""
        rows = (self._rows.get(number, []) for number in range(max(self._rows, default=-1) + 1))
        found = Found(meter.rows(rows), say("sheet %(name)s", name=self._name), is_merged=True)
        self.unseen.tell(found, meter)
        return found

    def _grow(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise too_much()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _value(text: str, kind: str) -> object:
    """Return what a text of that type stands for."""
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    return text == "1" if kind == "Boolean" else text


def _next(place: int, said: Mapping[str, str]) -> int:
    """Return the place after one, or the one that is said, which counts from 1."""
    return max(place + 1, _figure(said, "Index") - 1)


def _figure(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "0")
    if not (text.isdecimal() and len(text) < 10):
        raise ValueError(f"{name} is no number")
    return int(text)
