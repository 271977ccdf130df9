"""The tables of a DOCX file, wherever in it they stand."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from sites.importing.files.grids import Grid, join_continued

# python-docx and lxml come without types. An element of the document:
_Element: TypeAlias = Any

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What a text box is for programs that cannot draw it: the same table once more.
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_COLUMNS: Final = 100
_WRAPPERS: Final = frozenset(
    _WORD + name for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag")
)
_TEXT: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def read_document(content: bytes) -> list[Grid]:
    """Return the tables of the document in its order; tables inside of tables count as well.

    A merged cell's text stands at each place that the cell covers, a line break is one; text that
    is deleted or hidden is none. Where Word counts a column by itself, the counts are its text.
    Raises ``ValueError``, or what lxml raises, for a damaged document.
    """
    from docx import Document  # noqa: PLC0415 - a web worker needs it for imports alone
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        body = Document(io.BytesIO(content)).element.body
    except OpcError as error:
        raise ValueError(str(error)) from error
    grids = (
        Grid("", _Table().rows(table), is_merged=True)
        for table in body.iter(_WORD + "tbl")
        if not any(ancestor.tag == _FALLBACK for ancestor in table.iterancestors())
    )
    joined = join_continued(grid for grid in grids if grid.rows)
    return [
        replace(grid, name=_("table %(number)d of the document") % {"number": number})
        for number, grid in enumerate(joined, start=1)
    ]


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self._above: dict[int, str] = {}
        self._counts: Counter[str] = Counter()

    def rows(self, table: _Element) -> list[list[str]]:
        """Return the texts of the table's rows."""
        return [
            self._row(row)
            for row in _children(table, _WORD + "tr")
            if row.find(f"{_WORD}trPr/{_WORD}del") is None
        ]

    def _row(self, row: _Element) -> list[str]:
        texts = [""] * min(_MOST_COLUMNS, _figure(row, "trPr", "gridBefore", 0))
        above, self._above = self._above, {}
        for cell in _children(row, _WORD + "tc"):
            place = len(texts)
            merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            if merge is not None and merge.get(_WORD + "val") != "restart":
                text = above.get(place, "")
            else:
                text = self._cell(cell)
            if merge is not None:
                self._above[place] = text
            span = max(1, _figure(cell, "tcPr", "gridSpan", 1))
            texts += [text] * min(span, _MOST_COLUMNS - place)
        return texts

    def _cell(self, cell: _Element) -> str:
        paragraphs = [
            paragraph
            for paragraph in cell.iter(_WORD + "p")
            if next(paragraph.iterancestors(_WORD + "tc")) is cell
        ]
        text = "\n".join("".join(_texts(paragraph)) for paragraph in paragraphs)
        if text.strip() or not paragraphs:
            return text
        number = paragraphs[0].find(f"{_WORD}pPr/{_WORD}numPr/{_WORD}numId")
        if number is None or number.get(_WORD + "val") == "0":
            return text
        key = number.get(_WORD + "val")
        self._counts[key] += 1
        return str(self._counts[key])


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield the children with that tag, those inside of content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _figure(element: _Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_WORD}{properties}/{_WORD}{name}")
    text = found.get(_WORD + "val") if found is not None else None
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def _texts(element: _Element) -> Iterator[str]:
    for child in element:
        name = child.tag.removeprefix(_WORD) if isinstance(child.tag, str) else ""
        if name == "t":
            yield child.text or ""
        elif name in _TEXT:
            yield _TEXT[name]
        elif name not in {"p", "tbl"} and not (name == "r" and _is_hidden(child)):
            yield from _texts(child)


def _is_hidden(run: _Element) -> bool:
    return run.find(f"{_WORD}rPr/{_WORD}vanish") is not None
