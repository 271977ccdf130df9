"""What can be wrong with a table, told so that somebody can put it right."""

from dataclasses import dataclass


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
class RowError:
    """Why a row cannot be taken over.

    Attributes:
        row: number of the row as a spreadsheet shows it; the first row of the file is 1.
        column: the column as the file's header calls it.
        value: the cell as printed, shortened to what fits on a line.
        problem: what is wrong with it.
        remedy: what to do about it.
        serial: the row's serial as printed, "" if it has none.
        name: the outlet's name as printed, "" if the row has none.
    """

    row: int
    column: str
    value: str
    problem: str
    remedy: str
    serial: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RowWarning:
    """Something about a row that a person ought to know; the row is taken over all the same."""

    row: int
    name: str
    text: str
