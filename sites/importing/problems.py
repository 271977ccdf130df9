"""What can be wrong with a table, told so that somebody can put it right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext as _


class TableError(ValueError):
    """A file that cannot be read as a table of the kind that it should be.

    Attributes:
        problem: what is wrong with it, a sentence for people.
        remedy: what to do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the rows of a table stand in its file.

    Attributes:
        parts: of each part its name, and how many rows the parts before it have.
    """

    parts: tuple[tuple[str, int], ...] = (("", 0),)

    @classmethod
    def of(cls, stored: Iterable[Sequence[Any]]) -> Self:
        """Return the places whose `parts` were kept as JSON."""
        return cls(tuple((name, before) for name, before in stored))

    def text(self, row: int) -> str:
        """Return where a row stands, for people: “row 5”, or “sheet 白沙, row 5” among several."""
        if len(self.parts) == 1:
            return _("row %(row)d") % {"row": row}
        name, before = max((part for part in self.parts if part[1] < row), key=lambda part: part[1])
        return _("%(part)s, row %(row)d") % {"part": name, "row": row - before}


class LeftOutKind(StrEnum):
    """What of a file is left out."""

    PART = "part"
    """A sheet, or a table of a document or page."""
    COLUMN = "column"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a file that is not taken, and why.

    Attributes:
        kind: what it is.
        text: what it is, how much of it, and the reason: a sentence or two for people.
        count: how many rows, of a column how many cells with a text.
        rows: the numbers of the table's rows, where it is rows.
        remark: what is said beside each of these rows.
    """

    kind: LeftOutKind
    text: str
    count: int
    rows: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RowWarning:
    """Something about a row that a person ought to know; the row is taken over all the same."""

    row: int
    name: str
    text: str
