"""The XML inside of workbooks and documents, looked through without building anything of it."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NoReturn
from xml.parsers import expat

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,4})\$?([0-9]{1,9})")
# Twice a table of 200,000 rows with 25 columns: what is counted is the room between cells, too.
MAX_AREA: Final = 10_000_000
_MAX_ROW: Final = 1_048_576
_MAX_SPAN: Final = 200
# Elements of a document that stand for as many cells as their value says.
_SPANS: Final = frozenset({"gridSpan", "gridBefore", "gridAfter"})
_MEASURED: Final = frozenset({"worksheet", "document"})


class DoctypeError(ValueError):
    """The text declares a document type, which could define entities."""


class TooLargeError(ValueError):
    """The cells span far more than a table needs."""


def examine_xml(chunks: Iterable[bytes]) -> None:
    """Look through one XML text.

    Raises ``DoctypeError`` and ``TooLargeError`` as they say, `ExpatError` or ``ValueError`` for
    what is no XML in UTF-8 or UTF-16. A sheet or a document is read whole, of anything else no
    more than where a document type can stand.
    """
    measure = _Measure()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = measure.start
    for chunk in chunks:
        parser.Parse(chunk, False)
        if measure.is_done:
            return
    parser.Parse(b"", True)


def _refuse(*_declared: object) -> NoReturn:
    raise DoctypeError


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in {"UTF-8", "UTF-16", "US-ASCII", "ASCII"}:
        raise ValueError(f"office programs do not write {encoding}")


class _Measure:
    """Counts the cells of a sheet or of a document's tables, and the room they span."""

    def __init__(self) -> None:
        self.is_done = False
        self._root = ""
        self._area = 0
        self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element."""
        local = name.rpartition(" ")[2]
        if not self._root:
            self._root = local
            self.is_done = local not in _MEASURED
        elif local == "c":
            self._cell(attributes.get("r", ""))
        elif local == "row":
            self._row(attributes.get("r", ""))
        elif local == "mergeCell":
            self._merged(attributes.get("ref", ""))
        elif local in {"tc", "tr", "gridCol"}:
            self._grow(1)
        elif local in _SPANS:
            self._span(attributes)

    def _grow(self, cells: int) -> None:
        self._area += cells
        if self._area > MAX_AREA:
            raise TooLargeError

    def _row(self, number: str) -> None:
        self._column = 0
        if number and int(number) > _MAX_ROW:
            raise TooLargeError
        self._grow(1)

    def _cell(self, reference: str) -> None:
        column = _place(reference)[0] if reference else self._column + 1
        self._grow(max(column - self._column, 1))
        self._column = max(column, self._column)

    def _merged(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        left, top = _place(first)
        right, bottom = _place(last or first)
        self._grow((abs(right - left) + 1) * (abs(bottom - top) + 1))

    def _span(self, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if name.rpartition(" ")[2] == "val":
                if int(value) > _MAX_SPAN:
                    raise TooLargeError
                self._grow(max(int(value), 0))


def _place(reference: str) -> tuple[int, int]:
    """Return column and row of "AB12", counted from 1."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(f"no cell is called {reference[:20]}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])
