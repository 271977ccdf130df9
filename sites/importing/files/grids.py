"""Tables as they stand in a file, before anybody looks for their header."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sites.text.normalise import normalise_text

# A notice may put a title and a remark above its table.
HEADER_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of texts, as wide as the file has them.

    Attributes:
        name: what tells it from the file's other tables; "" where there is only one.
        rows: its texts.
        is_merged: whether cells may cover several places; their text is at each of them.
        remarks: what a person ought to know of the table as a whole, sentences.
        row_remarks: what a person ought to know of single rows, by their index.
    """

    name: str
    rows: Sequence[Sequence[str]]
    is_merged: bool = False
    remarks: tuple[str, ...] = ()
    row_remarks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def head(self) -> "Grid":
        """The rows among which the header has to be."""
        return replace(self, rows=self.rows[:HEADER_WITHIN])


def titles_of(row: Iterable[str]) -> tuple[str, ...]:
    """Return the normalised texts of a row, without the blank ones at its end."""
    titles = [normalise_text(cell) for cell in row]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)
