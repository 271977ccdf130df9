"""Tables as they stand in a file, before anybody looks for their header."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sites.addresses.normalise import normalise_text

# A notice may put a title and a remark above its table.
HEADER_WITHIN: Final = 20
_FEWEST_TITLES: Final = 3


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


def join_continued(grids: Iterable[Grid]) -> list[Grid]:
    """Return the tables, those that a page break cut in two put together.

    A table goes on in the next one if that repeats its header, or goes on counting in its first
    column.
    """
    joined: list[Grid] = []
    for grid in grids:
        if joined and _goes_on(joined[-1].rows, grid.rows):
            joined[-1] = replace(joined[-1], rows=[*joined[-1].rows, *grid.rows])
        else:
            joined.append(grid)
    return joined


def _goes_on(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    if not before or not after:
        return False
    heads = {titles for row in before[:HEADER_WITHIN] if _has_titles(titles := titles_of(row))}
    if any(titles_of(row) in heads for row in after[:HEADER_WITHIN]):
        return True
    last, first = _number(before[-1]), _number(after[0])
    return (
        len(before[-1]) == len(after[0]) and last is not None and first is not None and last < first
    )


def _has_titles(titles: tuple[str, ...]) -> bool:
    words = {title for title in titles if title and not title.isdecimal()}
    return len(words) >= _FEWEST_TITLES and len(words) == sum(map(bool, titles))


def _number(row: Sequence[str]) -> int | None:
    text = normalise_text(row[0]) if row else ""
    return int(text) if text.isdecimal() and len(text) < 9 else None
