"""The tables of a web page, or of a part of one that somebody copied."""

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from sites.importing.files.formats.found import (
    Found,
    Meter,
    Place,
    join_continued,
    tell_outside,
)
from sites.importing.files.formats.refusal import say, too_much
from sites.importing.files.formats.symbols import is_symbol_font, read_symbols
from sites.importing.files.formats.unseen import hidden_row

# lxml comes without types. An element of the page:
_Element: TypeAlias = Any
_MOST_COLUMNS: Final = 100
_MOST_ROWS_OF_A_CELL: Final = 1_000
_UNREAD: Final = frozenset({"script", "style", "template", "table"})
_LINES: Final = frozenset({"br", "p", "div", "li"})
# Beside a table these lead through the site, or are filled in.
_LEADING: Final = frozenset({"a", "button", "select", "textarea", "label"})
_BESIDE: Final = frozenset({"nav", "header", "footer", "aside", "menu", "title", "head", "option"})
_INLINE: Final = frozenset({"b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub"})
_BOXES: Final = frozenset({"checkbox", "radio"})
_NO_TEXTS: Final = frozenset({"hidden", "image", "password", "file"})
_PICTURES: Final = frozenset({"img", "svg", "canvas", "object", "embed", "video", "iframe"})
_ICONS: Final = frozenset({"i", "span", "em", "b", "s"})
_ICON: Final = re.compile(
    r"ico|glyph|(?<![a-z])(fa|bi|mdi|ok|yes|no|check\w*|tick\w*|cross|close|gou|dui|true|false|right"
    r"|wrong|on|off)(?![a-z])",
    re.IGNORECASE,
)
# What an author says of a picture, the best first.
_SPOKEN: Final = ("alt", "aria-label", "title")
_FONT: Final = re.compile(r"font-family\s*:\s*([^;]*)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))", re.IGNORECASE
)


def read_page(text: str, meter: Meter) -> list[Found]:
    """Return the tables of a page in its order; a merged cell's text stands at all its places."""
    from lxml import html  # type: ignore[import-untyped]  # noqa: PLC0415 - for pages alone

    if text.count("<") > meter.bounds.elements:
        raise too_much()
    # The text is decoded already: what it says about its encoding no longer holds.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    tables = (_read_table(table, meter) for table in page.iter("table"))
    joined = join_continued(table for table in tables if table.rows)
    for number, table in enumerate(joined, start=1):
        table.name = say("table %(number)d of the page", number=number)
    body = page.find("body")
    texts = (" ".join(text.split()) for text in _outside(page if body is None else body))
    tell_outside(joined, [text for text in texts if any(map(str.isalnum, text))])
    return joined


def _read_table(table: _Element, meter: Meter) -> Found:
    elements = list(_rows_of(table))
    cells = _Cells()
    found = Found(meter.rows(cells.texts_of(elements)), is_merged=True)
    found.pictures, found.signs = cells.pictures, cells.signs
    if any(map(_is_hidden, (table, *table.iterancestors()))):
        found.remarks.append(say("The table is hidden in the file; it was read all the same."))
    for index, row in enumerate(elements[: len(found.rows)]):
        if found.rows[index] and _is_hidden(row):
            found.remark_row(index, hidden_row())
        elif index in cells.hidden:
            found.remark_row(index, say("A text of the row is hidden in the file; it was read."))
    return found


def _rows_of(element: _Element) -> Iterator[_Element]:
    """Yield the rows of a table, those of tables within it left out."""
    for child in element.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag != "table":
            yield from _rows_of(child)


class _Cells:
    """The cells of one table, while they are read.

    Attributes:
        pictures: those with pictures.
        signs: those with signs that nobody knows.
        hidden: indexes of the rows where some text is hidden.
    """

    def __init__(self) -> None:
        self.pictures: list[Place] = []
        self.signs: list[Place] = []
        self.hidden: set[int] = set()
        self._place: Place = (0, 0)
        self._decorated: list[Place] = []

    def texts_of(self, rows: list[_Element]) -> Iterator[list[str]]:
        """Yield the texts of the rows."""
        # By column, the text of a cell that reaches down, and into how many more rows.
        reaching: dict[int, tuple[str, int]] = {}
        for index, row in enumerate(rows):
            texts: list[str] = []
            for cell in row.iterchildren("td", "th"):
                _reach(texts, reaching)
                self._place = index, len(texts)
                text = self._text(cell)
                down = _span(cell, "rowspan", _MOST_ROWS_OF_A_CELL)
                # A cell is never left out; only how often it is repeated is bounded.
                for _n in range(max(1, min(_span(cell, "colspan"), _MOST_COLUMNS - len(texts)))):
                    if down > 1:
                        reaching[len(texts)] = (text, down - 1)
                    texts.append(text)
            _reach(texts, reaching)
            yield texts

    def _text(self, cell: _Element) -> str:
        self._decorated.clear()
        text = "".join(self._child(cell, ""))
        if not text.strip():
            self.pictures += self._decorated
        return text

    def _inside(self, element: _Element, font: str) -> Iterator[str]:
        yield self._read(element.text or "", font)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNREAD:
                if child.tag in _LINES:
                    yield "\n"
                yield from self._child(child, font)
            yield self._read(child.tail or "", font)

    def _child(self, element: _Element, font: str) -> Iterator[str]:
        """Yield the texts of an element: what a person sees of it, or is told by its author."""
        if element.tag == "input":
            text = _input_text(element)
        elif element.tag == "select":
            text = _chosen_text(element)
        else:
            text = "".join(self._inside(element, _font_of(element) or font))
        if not text.strip() and _is_picture(element):
            text = next(filter(None, map(element.get, _SPOKEN)), "")
            if not text.strip():
                # One that says it is none is an ornament, unless the cell has nothing else.
                is_ornament = element.get("alt") is not None
                (self._decorated if is_ornament else self.pictures).append(self._place)
        if text.strip() and _is_hidden(element):
            self.hidden.add(self._place[0])
        yield text

    def _read(self, text: str, font: str) -> str:
        read = read_symbols(font, text)
        if read is None:
            self.signs.append(self._place)
        return text if read is None else read


def _input_text(field: _Element) -> str:
    kind = (field.get("type") or "").strip().casefold()
    if kind in _BOXES:
        return "√" if field.get("checked") is not None else ""
    return "" if kind in _NO_TEXTS else field.get("value") or ""


def _chosen_text(field: _Element) -> str:
    """Return what is chosen of a list: its first option where nothing is said."""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    return "、".join(option.text_content().strip() for option in chosen or options[:1])


def _is_picture(element: _Element) -> bool:
    """Return whether an element without a text shows something."""
    if element.tag in _PICTURES or (element.tag == "input" and element.get("type") == "image"):
        return True
    named = element.get("class") or ""
    return element.tag in _ICONS and len(element) == 0 and bool(_ICON.search(named))


def _font_of(element: _Element) -> str:
    """Return the font of an element that draws signs, "" for one of letters or none."""
    named = _FONT.search(element.get("style") or "")
    fonts = f"{element.get('face') or ''},{named[1] if named else ''}".split(",")
    return next(filter(is_symbol_font, (font.strip(" \"'") for font in fonts)), "")


def _reach(texts: list[str], reaching: dict[int, tuple[str, int]]) -> None:
    """Put the cells from above where they reach the next places of the row."""
    while (place := len(texts)) in reaching:
        text, rest = reaching.pop(place)
        texts.append(text)
        if rest > 1:
            # Not at once: this row is not to meet it again.
            reaching[place] = (text, rest - 1)


def _span(cell: _Element, name: str, most: int = _MOST_COLUMNS) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(most, int(text))) if text.isdecimal() and len(text) < 9 else 1


def _is_hidden(row: _Element) -> bool:
    return row.get("hidden") is not None or bool(_HIDDEN.search(row.get("style") or ""))


def _outside(element: _Element) -> Iterator[str]:
    """Yield the texts of a page beside its tables, in the pieces that it breaks into lines.

    What only leads elsewhere is none.
    """
    pieces = [element.text or ""]
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in _LEADING:
            inside = []
        elif name in _INLINE:
            inside = list(_outside(child))
        else:
            yield "".join(pieces)
            pieces = []
            if name and name not in _UNREAD | _BESIDE:
                yield from _outside(child)
            inside = []
        pieces += [*inside, child.tail or ""]
    yield "".join(pieces)
