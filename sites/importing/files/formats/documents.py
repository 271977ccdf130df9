"""The tables of a DOCX file, wherever in it they stand."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from sites.importing.files.formats.found import (
    Found,
    Meter,
    Place,
    join_continued,
    tell_outside,
)
from sites.importing.files.formats.refusal import say
from sites.importing.files.formats.symbols import is_symbol_font, read_symbols

# python-docx and lxml come without types. An element of the document:
_Element: TypeAlias = Any

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# What a text box is for programs that cannot draw it: the same table once more.
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_COLUMNS: Final = 100
_WRAPPERS: Final = frozenset(
    _WORD + name for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag")
)
# What a paragraph holds that is not its text: others, and what was deleted or moved elsewhere.
_NOT_OF_IT: Final = frozenset({"p", "tbl", "del", "moveFrom"})
_PICTURES: Final = frozenset({"drawing", "pict", "object"})
_FONTS: Final = ("ascii", "hAnsi")
_FALSE: Final = frozenset({"0", "false", "off"})
_BOXES: Final = {True: "√", False: "□"}
_TEXT: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def read_document(content: bytes, meter: Meter) -> list[Found]:
    """Return the tables of the document in its order; tables inside of tables count as well.

    A merged cell's text stands at each place that the cell covers, a line break is one; text that
    is deleted or hidden is none. Where Word counts a column by itself, the counts are its text; a
    box to tick is √ or □. Raises ``Refusal``, ``ValueError``, or what lxml raises, for a damaged
    document.
    """
    from docx import Document  # noqa: PLC0415 - for documents alone
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        body = Document(io.BytesIO(content)).element.body
    except OpcError as error:
        raise ValueError(str(error)) from error
    _settle_boxes(body)
    tables = (_read_table(table, meter) for table in _tables(body))
    joined = join_continued(table for table in tables if table.rows)
    for number, table in enumerate(joined, start=1):
        table.name = say("table %(number)d of the document", number=number)
    texts = (" ".join(_Texts().paragraph(one).split()) for one in _paragraphs(body))
    tell_outside(joined, list(filter(None, texts)))
    return joined


def _settle_boxes(body: _Element) -> None:
    """Let a content control that can be ticked have one text: what it shows is a matter of taste.

    Word itself draws a cross in a box that is ticked.
    """
    for control in body.iter(_WORD + "sdt"):
        box = control.find(f"{_WORD}sdtPr/{_WORD_2010}checkbox")
        content = control.find(_WORD + "sdtContent")
        if box is None or content is None:
            continue
        mark = _BOXES[_is_on(box.find(_WORD_2010 + "checked"), _WORD_2010)]
        for number, sign in enumerate(list(content.iter(_WORD + "t", _WORD + "sym"))):
            sign.tag, sign.text = _WORD + "t", mark if number == 0 else ""


def _tables(element: _Element) -> Iterator[_Element]:
    """Yield the tables below an element, but for those that a text box has once more."""
    for child in element.iterchildren():
        if child.tag == _WORD + "tbl":
            yield child
        if child.tag != _FALLBACK:
            yield from _tables(child)


def _read_table(table: _Element, meter: Meter) -> Found:
    rows = list(_children(table, _WORD + "tr"))
    kept = [row for row in rows if row.find(f"{_WORD}trPr/{_WORD}del") is None]
    texts = _Texts()
    found = Found(meter.rows(texts.of(kept)), is_merged=True)
    found.pictures, found.signs = texts.pictures, texts.signs
    if deleted := len(rows) - len(kept):
        found.remarks.append(
            say("%(count)d rows that are marked as deleted were left out.", count=deleted)
        )
    for index, row in enumerate(kept[: len(found.rows)]):
        if any(_is_hidden(run) for run in row.iter(_WORD + "r")):
            found.remark_row(index, say("Text that is hidden in the document was left out."))
    return found


class _Texts:
    """The texts of one table, while they are read.

    Attributes:
        pictures: the cells with pictures.
        signs: the cells with signs that nobody knows.
    """

    def __init__(self) -> None:
        self.pictures: list[Place] = []
        self.signs: list[Place] = []
        self._place: Place = (0, 0)
        self._above: dict[int, str] = {}
        self._counts: Counter[str] = Counter()

    def of(self, rows: Iterable[_Element]) -> Iterator[list[str]]:
        """Yield the texts of the rows."""
        for index, row in enumerate(rows):
            yield self._row(index, row)

    def paragraph(self, paragraph: _Element) -> str:
        """Return the text of a paragraph."""
        return "".join(self._inside(paragraph))

    def _row(self, index: int, row: _Element) -> list[str]:
        texts = [""] * min(_MOST_COLUMNS, _figure(row, "trPr", "gridBefore", 0))
        above, self._above = self._above, {}
        for cell in _children(row, _WORD + "tc"):
            place = len(texts)
            self._place = index, place
            merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            if merge is not None and merge.get(_WORD + "val") != "restart":
                text = above.get(place, "")
            else:
                text = self._cell(cell)
            if merge is not None:
                self._above[place] = text
            # A cell is never left out; only how often it is repeated is bounded.
            span = _figure(cell, "tcPr", "gridSpan", 1)
            texts += [text] * max(1, min(span, _MOST_COLUMNS - place))
        return texts

    def _cell(self, cell: _Element) -> str:
        paragraphs = list(_paragraphs(cell))
        text = "\n".join(map(self.paragraph, paragraphs))
        if text.strip() or not paragraphs:
            return text
        number = paragraphs[0].find(f"{_WORD}pPr/{_WORD}numPr/{_WORD}numId")
        if number is None or number.get(_WORD + "val") == "0":
            return text
        key = number.get(_WORD + "val")
        self._counts[key] += 1
        return str(self._counts[key])

    def _inside(self, element: _Element, font: str = "") -> Iterator[str]:
        """Yield the texts below an element; note the place of what is none."""
        for child in element:
            name = child.tag.removeprefix(_WORD) if isinstance(child.tag, str) else ""
            if name == "t":
                yield self._read(font, child.text or "")
            elif name == "sym":
                code = int(child.get(_WORD + "char", ""), 16)
                yield self._read(child.get(_WORD + "font", ""), chr(code), unknown="")
            elif name == "checkBox":
                given = child.find(_WORD + "checked")
                yield _BOXES[_is_on(child.find(_WORD + "default") if given is None else given)]
            elif name in _TEXT:
                yield _TEXT[name]
            elif name == "r":
                if not _is_hidden(child):
                    yield from self._inside(child, _symbol_font(child))
            elif name not in _NOT_OF_IT and child.tag != _FALLBACK:
                if name in _PICTURES and _is_picture(child):
                    self.pictures.append(self._place)
                yield from self._inside(child, font)

    def _read(self, font: str, text: str, unknown: str | None = None) -> str:
        read = read_symbols(font, text)
        if read is None:
            self.signs.append(self._place)
            return text if unknown is None else unknown
        return read


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield the children with that tag, those inside of content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _paragraphs(element: _Element) -> Iterator[_Element]:
    """Yield the paragraphs of a cell, those of its text boxes too, those of tables in it not."""
    for child in element.iterchildren():
        if child.tag == _WORD + "p":
            yield child
        if child.tag not in {_FALLBACK, _WORD + "tbl"}:
            yield from _paragraphs(child)


def _figure(element: _Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_WORD}{properties}/{_WORD}{name}")
    text = found.get(_WORD + "val") if found is not None else None
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def _is_hidden(run: _Element) -> bool:
    return run.find(f"{_WORD}rPr/{_WORD}vanish") is not None


def _symbol_font(run: _Element) -> str:
    """Return the font of a run that draws signs, "" for a font of letters."""
    fonts = run.find(f"{_WORD}rPr/{_WORD}rFonts")
    names = [] if fonts is None else [fonts.get(_WORD + name, "") for name in _FONTS]
    return next(filter(is_symbol_font, names), "")


def _is_picture(drawing: _Element) -> bool:
    """Return whether something is drawn there that is no mere text box."""
    names = {child.tag.rpartition("}")[2] for child in drawing.iter() if isinstance(child.tag, str)}
    return "txbxContent" not in names or bool(names & {"blip", "imagedata"})


def _is_on(switch: _Element | None, space: str = _WORD) -> bool:
    return switch is not None and switch.get(space + "val", "1") not in _FALSE
