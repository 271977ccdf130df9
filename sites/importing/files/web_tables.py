"""The tables of a web page, or of a part of one that somebody copied."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from sites.importing.files.grids import Grid, join_continued

# lxml comes without types. An element of the page:
_Element: TypeAlias = Any
_MOST_COLUMNS: Final = 100
_MOST_ROWS_OF_A_CELL: Final = 1_000
_HEAD_CHARACTERS: Final = 64 * 1024
_UNREAD: Final = frozenset({"script", "style", "template", "table"})
_LINES: Final = frozenset({"br", "p", "div", "li"})


def is_web_page(text: str) -> bool:
    """Return whether a text is a web page rather than a table with separators."""
    head = text[:_HEAD_CHARACTERS].lstrip("\ufeff \t\r\n").casefold()
    return head.startswith("<") and ("<t" in head or "<html" in head)


def read_web_page(text: str) -> list[Grid]:
    """Return the tables of a page in its order; a merged cell's text stands at all its places."""
    from lxml import html  # type: ignore[import-untyped]  # noqa: PLC0415 - for imports alone

    # The text is decoded already: what it says about its encoding no longer holds.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    grids = (Grid("", _rows(table), is_merged=True) for table in page.iter("table"))
    joined = join_continued(grid for grid in grids if grid.rows)
    return [
        replace(grid, name=_("table %(number)d of the page") % {"number": number})
        for number, grid in enumerate(joined, start=1)
    ]


def _rows(table: _Element) -> list[list[str]]:
    rows: list[list[str]] = []
    # By column, the text of a cell that reaches down, and into how many more rows.
    reaching: dict[int, tuple[str, int]] = {}
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _reach(texts, reaching)
            text = "".join(_texts(cell))
            down = _span(cell, "rowspan", _MOST_ROWS_OF_A_CELL)
            for _place in range(min(_span(cell, "colspan", _MOST_COLUMNS), _room(texts))):
                if down > 1:
                    reaching[len(texts)] = (text, down - 1)
                texts.append(text)
        _reach(texts, reaching)
        rows.append(texts)
    return rows


def _reach(texts: list[str], reaching: dict[int, tuple[str, int]]) -> None:
    """Put the cells from above where they reach the next places of the row."""
    while (place := len(texts)) in reaching:
        text, rest = reaching.pop(place)
        texts.append(text)
        if rest > 1:
            # Not at once: this row is not to meet it again.
            reaching[place] = (text, rest - 1)


def _room(texts: list[str]) -> int:
    return max(0, _MOST_COLUMNS - len(texts))


def _span(cell: _Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(most, int(text))) if text.isdecimal() and len(text) < 9 else 1


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNREAD:
            if child.tag in _LINES:
                yield "\n"
            yield from _texts(child)
        yield child.tail or ""
