"""The tables of a web page, or of a part of one that somebody copied."""

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from sites.importing.files.formats.found import Found, Meter, join_continued
from sites.importing.files.formats.said import say, too_much
from sites.importing.files.formats.unseen import hidden_row

# lxml comes without types. An element of the page:
_Element: TypeAlias = Any
_MOST_COLUMNS: Final = 100
_MOST_ROWS_OF_A_CELL: Final = 1_000
_UNREAD: Final = frozenset({"script", "style", "template", "table"})
_LINES: Final = frozenset({"br", "p", "div", "li"})
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
    return joined


def _read_table(table: _Element, meter: Meter) -> Found:
    elements = list(_rows_of(table))
    found = Found(meter.rows(_texts_of_rows(elements)), is_merged=True)
    for index, row in enumerate(elements[: len(found.rows)]):
        if found.rows[index] and _is_hidden(row):
            found.remark_row(index, hidden_row())
    return found


def _rows_of(element: _Element) -> Iterator[_Element]:
    """Yield the rows of a table, those of tables within it left out."""
    for child in element.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag != "table":
            yield from _rows_of(child)


def _texts_of_rows(rows: list[_Element]) -> Iterator[list[str]]:
    # By column, the text of a cell that reaches down, and into how many more rows.
    reaching: dict[int, tuple[str, int]] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _reach(texts, reaching)
            text = "".join(_texts(cell))
            down = _span(cell, "rowspan", _MOST_ROWS_OF_A_CELL)
            # A cell is never left out; only how often it is repeated is bounded.
            for _place in range(max(1, min(_span(cell, "colspan"), _MOST_COLUMNS - len(texts)))):
                if down > 1:
                    reaching[len(texts)] = (text, down - 1)
                texts.append(text)
        _reach(texts, reaching)
        yield texts


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


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNREAD:
            if child.tag in _LINES:
                yield "\n"
            yield from _texts(child)
        yield child.tail or ""
