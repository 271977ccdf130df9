"""Which rows of a table are about outlets, and what their cells stand for."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.geo.datum import Datum
from sites.importing.cell_words import RowWord, is_as_above, is_empty, row_word
from sites.importing.cells import shown
from sites.importing.columns import FURTHER, MAY_HAVE_FURTHER, PUBLIC_ID, Columns
from sites.importing.files.grids import Grid
from sites.importing.headers import Header, header_at, may_be_titles
from sites.importing.serial_texts import read_serial
from sites.reference.row_error import RowError
from sites.text.normalise import normalise_text

# 一、社保经办机构, （二）银行网点, ※ 以上网点周末不休。
_HEADING: Final = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]+部分)"
)
_SENTENCE: Final = re.compile(r"^[※★*]|[。；]$")
# They are counted, and ours: nobody means the one above.
_OWN: Final = frozenset({"serial", PUBLIC_ID})


class Reason(StrEnum):
    """Why a row is no outlet's."""

    ABOVE = "above"
    HEADER = "header"
    HEADING = "heading"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"
    NUMBER = "number"
    NOTHING = "nothing"

    @property
    def label(self) -> Promise:
        """The words that people read."""
        return _LABELS[self]


_LABELS: Final[Mapping[Reason, Promise]] = {
    Reason.ABOVE: gettext_lazy("above the header"),
    Reason.HEADER: gettext_lazy("the header once more"),
    Reason.HEADING: gettext_lazy("a heading"),
    Reason.TOTAL: gettext_lazy("a total"),
    Reason.NOTE: gettext_lazy("a note"),
    Reason.SIGNATURE: gettext_lazy("who made the table, and when"),
    Reason.NUMBER: gettext_lazy("a number without an outlet"),
    Reason.NOTHING: gettext_lazy("nothing in the columns that are read"),
}
_WORDS: Final[Mapping[RowWord, Reason]] = {
    RowWord.TOTAL: Reason.TOTAL,
    RowWord.NOTE: Reason.NOTE,
    RowWord.SIGNATURE: Reason.SIGNATURE,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        number: its place in the table, from 1 for the first row of its first part; in a table of
            one part as a spreadsheet shows it.
        cells: the printed text by the key of its column, for the columns that the header has.
        titles: of these columns, as the file calls them.
        surplus: texts beyond the header's last column.
        section: which list of the table it is in: serials may start again in each.
        remarks: what a person ought to know about how it was read, sentences.
        datum: what the titles say that positions refer to, None if they do not.
    """

    number: int
    cells: dict[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    surplus: tuple[str, ...] = ()
    section: int = 0
    remarks: tuple[str, ...] = ()
    datum: Datum | None = None

    def further(self, column: str) -> Iterator[tuple[str, str]]:
        """Yield the keys and texts of the cells for a column, the best one first."""
        for key, text in self.cells.items():
            if key.partition(FURTHER)[0] == column:
                yield key, text


def row_error(row: Row, column: str, value: str, problem: str, remedy: str) -> RowError:
    """Return why a row cannot be taken over, with what tells people which row it is."""
    title = row.titles.get(column, column)
    serial, name = (shown(row.cells.get(column, "")) for column in ("serial", "name"))
    return RowError(row.number, title, shown(value), problem, remedy, serial, name)


@dataclass(slots=True)
class Body:
    """The rows of one table of a file, while they are read.

    Attributes:
        grid: all of the table's texts.
        columns: the kind of table that it is.
        header: the header that is in force.
        before: how many rows the tables before it have.
        section: which list the row belongs to.
        left_out: of the rows that are no outlet's, number, reason and first text.
    """

    grid: Grid
    columns: Columns
    header: Header
    before: int
    section: int
    left_out: list[tuple[int, Reason, str]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    _above: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of outlets; what is none goes to `left_out`, a new header to `headers`."""
        self.headers = [self.header]
        for index in range(self.header.first):
            self._leave(index, Reason.ABOVE)
        index = self.header.last + 1
        # Numbers before nothing, in advance for more outlets; among others, one is missing.
        numbers: list[int] = []
        while index < len(self.grid.rows):
            row = self.grid.rows[index]
            if again := self._header_again(index):
                self._leave_all(numbers)
                self._begin(again)
                for repeated in range(again.first, again.last + 1):
                    self._leave(repeated, Reason.HEADER)
                index = again.last
            elif any(map(str.strip, row)):
                cells = self._cells(row)
                reason = self._reason(row, cells)
                if reason is Reason.NUMBER:
                    numbers.append(index)
                elif reason is None:
                    yield from self._rows_at(numbers)
                    yield self._row(index, row, cells)
                else:
                    self.section += reason is Reason.HEADING
                    self._leave(index, reason)
            index += 1
        self._leave_all(numbers)

    def _rows_at(self, indices: list[int]) -> Iterator[Row]:
        while indices:
            index = indices.pop(0)
            row = self.grid.rows[index]
            yield self._row(index, row, self._cells(row))

    def _leave_all(self, numbers: list[int]) -> None:
        while numbers:
            self._leave(numbers.pop(0), Reason.NUMBER)

    def _header_again(self, index: int) -> Header | None:
        """Return the header that a row begins: the same one once more, or another."""
        rows, header = self.grid.rows, self.header
        row, titles = rows[index], rows[header.last]
        places = (place for places in header.places.values() for place in places)
        if all(normalise_text(_at(row, at)) == normalise_text(_at(titles, at)) for at in places):
            return replace(header, first=index, last=index)
        return header_at(rows, index, self.columns) if may_be_titles(row) else None

    def _begin(self, header: Header) -> None:
        self.header = header
        self.headers.append(header)
        self.section += 1

    def _leave(self, index: int, reason: Reason) -> None:
        texts = [*filter(str.strip, self.grid.rows[index])]
        # 57|合计: what tells people which row it is has letters.
        text = next((text for text in texts if any(map(str.isalpha, text))), "".join(texts[:1]))
        if text:
            self.left_out.append((self.before + index + 1, reason, shown(text)))

    def _cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return the texts by column.

        A cell that reaches into another column is that one's in which it has more places.
        """
        cells: dict[str, str] = {}
        spread: dict[str, Counter[str]] = {}
        for key, places in self.header.places.items():
            if len(places) == 1:
                cells[key] = _at(row, places[0])
            else:
                texts = Counter(filter(str.strip, (_at(row, place) for place in places)))
                spread[key] = texts
                cells[key] = max(texts, key=texts.__getitem__, default="")
        for key, texts in spread.items():
            others = [text for text in texts if text not in cells.values()]
            for number, text in enumerate(others, start=2):
                title = self.header.titles[key]
                cells[f"{key.partition(FURTHER)[0]}{FURTHER}{title} ({number})"] = text
        return cells

    def _reason(self, row: Sequence[str], cells: Mapping[str, str]) -> Reason | None:
        """Return why a row is no outlet's, None if it may be one's."""
        filled = {key: text.strip() for key, text in cells.items() if text.strip()}
        name, address = filled.get("name", ""), filled.get("address", "")
        texts = set(map(str.strip, row)) - {""}
        first = next(filter(str.strip, row)).strip()
        is_heading = self.grid.is_merged and len(texts) == 1 and len(filled) > 1
        counted = row_word(filled.get("serial", ""))
        is_told = counted not in {None, RowWord.NOTE} or row_word(name) or row_word(address)
        if name and address and not (is_heading or is_told):
            return None
        if word := counted or row_word(first) or row_word(name):
            return _WORDS[word]
        if is_heading or not filled:
            return Reason.HEADING if filled else Reason.NOTHING
        return _reason_of_one(filled) if len(texts) == 1 else None

    def _row(self, index: int, row: Sequence[str], cells: dict[str, str]) -> Row:
        remarks = [*self.grid.row_remarks.get(index, ())]
        for key, text in [*cells.items()]:
            above = self._above.get(key, "")
            if is_as_above(text) and key not in _OWN and above.strip() and not is_empty(above):
                cells[key] = above
                said = {"title": self.header.titles.get(key, key), "text": shown(text)}
                remark = _("%(title)s: “%(text)s” is read as “%(above)s”, as above.")
                remarks.append(remark % {**said, "above": shown(above)})
            elif FURTHER in key and key.partition(FURTHER)[0] not in MAY_HAVE_FURTHER:
                remarks.append(_("“%(text)s” is left out.") % {"text": shown(cells.pop(key))})
        self._above = cells
        surplus = tuple(filter(str.strip, row[self.header.width :]))
        return Row(
            number=self.before + index + 1,
            cells=cells,
            titles=self.header.titles,
            surplus=() if self.grid.is_merged else surplus,
            section=self.section,
            remarks=tuple(remarks),
            datum=self.header.datum,
        )


def _reason_of_one(filled: Mapping[str, str]) -> Reason | None:
    """Return why a row with a single text is no outlet's, None if it may be the rest of one's."""
    text = next(iter(filled.values()))
    if _SENTENCE.search(text):
        return Reason.NOTE
    if "serial" in filled:
        return Reason.NUMBER if read_serial(text) else Reason.HEADING
    return Reason.HEADING if _HEADING.search(text) else None


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
