"""The XML inside of workbooks and documents, looked through without building anything of it."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn
from xml.parsers import expat

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.refusal import Refusal, say, too_much

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,4})\$?([0-9]{1,9})")
_MAX_ROW: Final = 1_048_576
_MAX_SPAN: Final = 200
# Elements of a document that stand for as many cells as their value says.
_SPANS: Final = frozenset({"gridSpan", "gridBefore", "gridAfter"})
# What begins with these signs goes on to those, whatever is between them.
_ENDS: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_BEGINNING: Final = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_LONGEST_SIGN: Final = 9
_ENCODINGS: Final = frozenset({"UTF-8", "UTF-16", "US-ASCII", "ASCII"})
_WIDE: Final = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


@dataclass(slots=True)
class Tally:
    """What all the XML texts of one file add up to.

    Attributes:
        signs: signs "<".
        other_elements: elements of texts that hold no cells.
        area: cells, and the room between them.
    """

    signs: int = 0
    other_elements: int = 0
    area: int = 0


def count_xml(chunks: Iterable[bytes], bounds: Bounds, tally: Tally) -> None:
    """Count the elements of a text and measure its pieces, as bytes: no parser has seen them.

    A parser holds a piece until it has all of it. Raises ``Refusal`` for what is beyond the bounds.
    """
    pieces = _Pieces(bounds)
    for chunk in _in_utf8(chunks):
        pieces.feed(chunk)
        tally.signs += chunk.count(b"<")
        if tally.signs > bounds.elements:
            raise too_much()


def parse_xml(
    chunks: Iterable[bytes], bounds: Bounds, tally: Tally, *, is_whole: bool = True
) -> None:
    """Look through a text that was counted, and add the room that its cells span to the tally.

    Raises ``Refusal`` for what is beyond the bounds or declares a document type, `ExpatError` or
    ``ValueError`` for what is no XML in UTF-8 or UTF-16. What need not be XML as a whole is parsed
    to where its first element begins.
    """
    measure = _Measure(bounds, tally)
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = measure.start
    parser.EndElementHandler = measure.end
    for chunk in _in_utf8(chunks):
        parser.Parse(chunk, False)
        if measure.has_begun and not is_whole:
            return
    parser.Parse(b"", True)


def _in_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text in UTF-8, so that its signs can be counted as bytes."""
    decode: Callable[[bytes], str] | None = None
    for number, chunk in enumerate(chunks):
        if number == 0 and chunk[:2] in _WIDE:
            decode = codecs.getincrementaldecoder(_WIDE[chunk[:2]])().decode
        yield decode(chunk).encode() if decode is not None else chunk


def _refuse(*_declared: object) -> NoReturn:
    raise Refusal(
        say("The file contains a definition of XML entities, which no office program writes."),
        say("Copy the table into a new workbook and save that."),
    )


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in _ENCODINGS:
        raise ValueError(f"office programs do not write {encoding}")


class _Pieces:
    """Measures the longest pieces of a text: what is between two "<", comments and their like."""

    def __init__(self, bounds: Bounds) -> None:
        self._longest = bounds.token
        # Most texts have none: more than so many are no text of an office program.
        self._left = bounds.other_elements
        self._run = 0
        self._end = b""
        self._length = 0
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Take notice of the next bytes; raises ``Refusal``."""
        first = chunk.find(b"<")
        if first < 0:
            self._run += len(chunk)
        else:
            self._take(self._run + first)
            self._run = len(chunk) - chunk.rfind(b"<")
        self._take(self._run)
        self._follow(self._rest + chunk)

    def _take(self, length: int) -> None:
        if length > self._longest:
            raise too_much()

    def _follow(self, text: bytes) -> None:
        """Find where comments and their like begin and end; what may go on is kept."""
        place = 0
        while True:
            if self._end:
                end = text.find(self._end, place)
                if end < 0:
                    kept = max(place, len(text) - _LONGEST_SIGN)
                    self._length += kept - place
                    self._take(self._length)
                    break
                self._take(self._length + end - place)
                place = end + len(self._end)
                self._end, self._length = b"", 0
            begin = _BEGINNING.search(text, place)
            if begin is None:
                kept = max(place, len(text) - _LONGEST_SIGN)
                break
            self._left -= 1
            if self._left < 0:
                raise too_much()
            place, self._end = begin.end(), _ENDS[begin[0]]
        self._rest = text[kept:]


class _Measure:
    """Follows the elements: how deep they are, and the room that cells span."""

    def __init__(self, bounds: Bounds, tally: Tally) -> None:
        self.has_begun = False
        self.holds_cells = False
        self._bounds = bounds
        self._tally = tally
        self._depth = 0
        self._column = 0
        self._sheet = _OpenSheet()
        self._measure: Callable[[str, Mapping[str, str]], None] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element."""
        self._depth += 1
        if self._depth > self._bounds.depth:
            raise too_much()
        local = name.rpartition(":")[2]
        if not self.has_begun:
            self.has_begun = True
            measures = {
                "worksheet": self._in_worksheet,
                "document": self._in_document,
                "document-content": self._in_open_document,
            }
            self._measure = measures.get(local)
            self.holds_cells = local == "sst" or self._measure is not None
        elif self._measure is not None:
            self._measure(local, attributes)
        if not self.holds_cells:
            self._tally.other_elements += 1
            if self._tally.other_elements > self._bounds.other_elements:
                raise too_much()

    def end(self, _name: str) -> None:
        """Take notice of an element's end."""
        self._depth -= 1

    def _grow(self, cells: int) -> None:
        self._tally.area += cells
        if self._tally.area > self._bounds.area:
            raise too_much()

    def _in_worksheet(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "c":
            reference = attributes.get("r", "")
            column = place_of(reference)[0] if reference else self._column + 1
            self._grow(max(column - self._column, 1))
            self._column = max(column, self._column)
        elif local == "row":
            self._column = 0
            if int(attributes.get("r") or 1) > _MAX_ROW:
                raise too_much()
            self._grow(1)
        elif local == "mergeCell":
            left, top, right, bottom = area_of(attributes.get("ref", ""))
            self._grow((right - left + 1) * (bottom - top + 1))

    def _in_document(self, local: str, attributes: Mapping[str, str]) -> None:
        if local in {"tc", "tr", "gridCol"}:
            self._grow(1)
        elif local in _SPANS:
            for name, value in attributes.items():
                if name.rpartition(":")[2] == "val":
                    if int(value) > _MAX_SPAN:
                        raise too_much()
                    self._grow(max(int(value), 0))

    def _in_open_document(self, local: str, attributes: Mapping[str, str]) -> None:
        """Measure from the sheet's first cell to its last one with a value: all is spread out."""
        sheet = self._sheet
        if local == "table":
            self._sheet = _OpenSheet()
        elif local == "table-row":
            sheet.begin_row(_figure(attributes, "number-rows-repeated"))
        elif local in {"table-cell", "covered-table-cell"}:
            is_filled = any(name.endswith(":value-type") for name in attributes)
            self._grow(
                sheet.grow(_figure(attributes, "number-columns-repeated"), is_filled=is_filled)
            )


@dataclass(slots=True)
class _OpenSheet:
    """How far the sheet of an OpenDocument reaches."""

    above: int = 0
    rows: int = 0
    column: int = 0
    bottom: int = 0
    right: int = 0

    def begin_row(self, repeated: int) -> None:
        """Go to the next row, which stands for so many."""
        self.above += self.rows
        self.rows, self.column = repeated, 0

    def grow(self, repeated: int, *, is_filled: bool) -> int:
        """Go to the next cell; return by how many cells the sheet's area has grown."""
        before = self.bottom * self.right
        self.column += repeated
        if is_filled:
            self.bottom = max(self.bottom, self.above + self.rows)
            self.right = max(self.right, self.column)
        return self.bottom * self.right - before


def _figure(attributes: Mapping[str, str], local: str) -> int:
    texts = (text for name, text in attributes.items() if name.rpartition(":")[2] == local)
    return int(next(texts, "1"))


def place_of(reference: str) -> tuple[int, int]:
    """Return column and row of "AB12", counted from 1."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(f"no cell is called {reference[:20]}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def area_of(reference: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of "A1:B2", counted from 1."""
    first, _colon, last = reference.partition(":")
    (left, top), (right, bottom) = place_of(first), place_of(last or first)
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
