"""What a sheet holds beyond the texts that a person sees: merged, hidden and computed cells."""

from dataclasses import dataclass, field
from typing import Final

from sites.importing.files.formats.found import Area, Found, Meter, letter_of
from sites.importing.files.formats.refusal import Said, say

_SHOWN: Final = 60


@dataclass(slots=True)
class Unseen:
    """Rows and columns count from 0.

    Attributes:
        is_hidden: whether the sheet itself is.
        merged: the areas of merged cells.
        hidden_rows: their indexes.
        hidden_columns: first and last of each group.
        results: the last results of formulas by row and column, "" for none.
    """

    is_hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    results: dict[tuple[int, int], str] = field(default_factory=dict)

    def tell(self, found: Found, meter: Meter) -> None:
        """Fill the merged cells of a table, and remark on what is hidden or computed in it."""
        rows = found.rows
        meter.fill_merged(rows, self.merged)
        if self.is_hidden and rows:
            found.remarks.append(say("The sheet is hidden in the file; it was read all the same."))
        width = max(map(len, rows), default=0)
        for first, last in self.hidden_columns:
            for place in range(first, min(last + 1, width)):
                if any(row[place : place + 1] not in ([], [""]) for row in rows):
                    found.remarks.append(
                        say(
                            "Column %(column)s is hidden in the file; it was read all the same.",
                            column=letter_of(place),
                        )
                    )
        for index in self.hidden_rows:
            if index < len(rows) and rows[index]:
                found.remark_row(index, hidden_row())
        for (index, place), result in self.results.items():
            name = f"{letter_of(place)}{index + 1}"
            said = say("%(cell)s is a formula without a stored result.", cell=name)
            if result:
                said = say(
                    "%(cell)s is a formula; its last result was “%(result)s”.",
                    cell=name,
                    result=result[:_SHOWN],
                )
            found.remark_row(index, said)


def hidden_row() -> Said:
    """Return the remark on a row that a person does not see."""
    return say("The row is hidden in the file; it was read all the same.")
