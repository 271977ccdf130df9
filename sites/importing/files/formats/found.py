"""Tables as they were found in a file, while they are counted against its bounds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeAlias

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.refusal import Refusal, Said, say, too_much
from sites.importing.files.grids import HEADER_WITHIN, titles_of
from sites.text.normalise import normalise_text

Rows: TypeAlias = list[list[str]]
# First row, first column, last row and last column of a merged cell, from 0.
Area: TypeAlias = tuple[int, int, int, int]
# Row and column, from 0.
Place: TypeAlias = tuple[int, int]
_FEWEST_TITLES: Final = 3
_MOST_LISTED: Final = 10
_SHOWN: Final = 40
_MOST_SHOWN: Final = 5
_PAGE_NUMBER: Final = re.compile(r"[\s\d第页共/—–\-]+")
_HALF: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(slots=True)
class Found:
    """One table: what becomes a `Grid` once its sentences are translated.

    Attributes:
        name: what tells it from the file's other tables, None where there is only one.
        rows: its texts, without the blank ones at the ends of rows and of the table.
        is_merged: whether cells may cover several places; their text is at each of them.
        remarks: what a person ought to know of the table.
        row_remarks: what a person ought to know of single rows, by their index.
        pictures: row and column of the cells with pictures, which nobody reads, from 0.
        signs: those of the cells with signs of a font that nobody knows.
    """

    rows: Rows
    name: Said | None = None
    is_merged: bool = False
    remarks: list[Said] = field(default_factory=list)
    row_remarks: dict[int, list[Said]] = field(default_factory=dict)
    pictures: list[Place] = field(default_factory=list)
    signs: list[Place] = field(default_factory=list)

    def remark_row(self, index: int, remark: Said) -> None:
        """Add a remark on a row."""
        self.row_remarks.setdefault(index, []).append(remark)

    def tell_unread(self) -> None:
        """Remark on what stands in cells and is no text."""
        if self.pictures:
            count, cells = listed_cells(self.pictures)
            self.remarks.append(
                say(
                    "Pictures and drawings in cells are not read: %(count)d (%(cells)s). Where they"
                    " are ticks, type √ in their place.",
                    count=count,
                    cells=cells,
                )
            )
        if self.signs:
            count, cells = listed_cells(self.signs)
            self.remarks.append(
                say(
                    "Cells with signs of a symbol font (such as Wingdings) that are not known:"
                    " %(count)d (%(cells)s). Type the sign itself in another font, such as √ or ×.",
                    count=count,
                    cells=cells,
                )
            )


class Meter:
    """Counts the texts of a file while they are read, and refuses what is beyond its bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._rows = 0
        self._characters = 0

    def expect(self, rows: int) -> None:
        """Refuse a table that is known to have so many rows; raises ``Refusal``."""
        if self._rows + rows > self.bounds.rows + HEADER_WITHIN:
            raise too_many_rows(self.bounds)

    def rows(self, rows: Iterable[Iterable[str]]) -> Rows:
        """Return the rows of a table, without what is blank at their ends; raises ``Refusal``."""
        kept: Rows = []
        filled = 0
        for number, row in enumerate(rows, start=1):
            cells = self._row(row)
            if any(map(str.strip, cells)):
                filled = number
                self.expect(filled)
            kept.append(cells)
        del kept[filled:]
        self._rows += filled
        return kept

    def _row(self, row: Iterable[str]) -> list[str]:
        cells = [_whole(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if any(map(str.strip, cells[self.bounds.columns :])):
            raise too_many_columns(self.bounds)
        self._count(sum(map(len, cells)))
        return cells

    def fill_merged(self, rows: Rows, areas: Iterable[Area]) -> None:
        """Repeat the text of each merged cell at all the places that it covers.

        No farther than the table reaches: many are merged across a whole sheet.
        """
        width = max(map(len, rows), default=0)
        for top, left, bottom, right in areas:
            if top >= len(rows) or left >= len(rows[top]) or not rows[top][left].strip():
                continue
            text, end = rows[top][left], min(right + 1, width)
            for row in rows[top : bottom + 1]:
                row.extend([""] * (end - len(row)))
                row[left:end] = [text] * (end - left)
                self._count(len(text) * (end - left))

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self.bounds.characters:
            raise too_much()


def letter_of(place: int) -> str:
    """Return a column, counted from 0, as spreadsheets call it."""
    return "".join(reversed(list(_letters(place))))


def _letters(place: int) -> Iterator[str]:
    while place >= 0:
        yield chr(ord("A") + place % 26)
        place = place // 26 - 1


def listed_cells(places: Iterable[Place]) -> tuple[int, str]:
    """Return how many cells there are, and the names of the first: A1, B2."""
    ordered = sorted(set(places))
    names = [f"{letter_of(column)}{row + 1}" for row, column in ordered[:_MOST_LISTED]]
    return len(ordered), ", ".join(names) + (" …" if len(ordered) > _MOST_LISTED else "")


def _whole(text: str) -> str:
    """Return a text that every encoding can hold: halves of characters become U+FFFD."""
    return text if text.isascii() else _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def too_many_rows(bounds: Bounds) -> Refusal:
    """Return that the table is longer than is read."""
    return Refusal(
        say("The table has more than %(limit)d rows.", limit=bounds.rows), say("Split it.")
    )


def too_many_columns(bounds: Bounds) -> Refusal:
    """Return that the table is wider than is read."""
    return Refusal(
        say("The table has more than %(limit)d columns.", limit=bounds.columns),
        say("Remove the columns that do not belong to it."),
    )


def join_continued(tables: Iterable[Found]) -> list[Found]:
    """Return the tables, those that a page break cut in two put together.

    A table goes on in the next one if that goes on counting in its first column, below the same
    header or none. One that counts from the start again is another table.
    """
    joined: list[Found] = []
    for table in tables:
        if joined and goes_on(joined[-1].rows, table.rows):
            append(joined[-1], table)
        else:
            joined.append(table)
    return joined


def tell_outside(tables: Sequence[Found], texts: Sequence[str]) -> None:
    """Remark on the texts outside of the tables, once: where most of the rows are."""
    if not tables or not texts:
        return
    max(tables, key=lambda table: len(table.rows)).remarks.append(
        say(
            "%(count)d texts outside of the tables were left out: %(texts)s …",
            count=len(texts),
            texts=_quoted(texts),
        )
    )


def _quoted(texts: Iterable[str]) -> str:
    """Return the first texts that are no page numbers, each only once."""
    kinds = dict.fromkeys(text for text in texts if not _PAGE_NUMBER.fullmatch(text))
    return " ".join(f"“{text[:_SHOWN]}”" for text in islice(kinds or texts, _MOST_SHOWN))


def append(table: Found, rest: Found) -> None:
    """Put the rest of a table below its beginning."""
    offset = len(table.rows)
    table.rows.extend(rest.rows)
    table.remarks.extend(remark for remark in rest.remarks if remark not in table.remarks)
    table.row_remarks.update(
        {offset + index: remarks for index, remarks in rest.row_remarks.items()}
    )
    table.pictures.extend((offset + row, column) for row, column in rest.pictures)
    table.signs.extend((offset + row, column) for row, column in rest.signs)


def goes_on(before: Rows, after: Rows) -> bool:
    """Return whether the second table's texts say that it is the rest of the first one."""
    if not before or not after or starts_anew(before, after):
        return False
    heads = {titles for row in before[:HEADER_WITHIN] if _has_titles(titles := titles_of(row))}
    if any(titles_of(row) in heads for row in after[:HEADER_WITHIN]):
        return True
    counts = len(before[-1]) == len(after[0])
    return counts and _number(before[-1]) is not None and _number(after[0]) is not None


def starts_anew(before: Rows, after: Rows) -> bool:
    """Return whether the second table counts in its first column from no more than the first."""
    last = next((n for row in reversed(before) if (n := _number(row)) is not None), None)
    first = next((n for row in after if (n := _number(row)) is not None), None)
    return last is not None and first is not None and first <= last


def _has_titles(titles: tuple[str, ...]) -> bool:
    words = {title for title in titles if title and not title.isdecimal()}
    return len(words) >= _FEWEST_TITLES and len(words) == sum(map(bool, titles))


def _number(row: Sequence[str]) -> int | None:
    text = normalise_text(row[0]) if row else ""
    return int(text) if text.isdecimal() and len(text) < 9 else None
