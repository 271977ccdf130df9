"""What is wrong with a row of a table, told so that somebody can put it right."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row cannot be taken over: a row of reference data, or of a table of outlets.

    Attributes:
        row: its number; in a file of reference data the header is row 1, and 0 the whole file.
        column: the column as the file's header calls it, "" for the whole row.
        value: the cell as printed, shortened to what fits on a line.
        problem: what is wrong with it.
        remedy: what to do about it.
        serial: the serial of the row's outlet as printed, "" if it has none.
        name: the outlet's name as printed, "" if the row has none.
        file: the name of the file, "" where one alone is read.
    """

    row: int
    column: str
    value: str
    problem: str
    remedy: str
    serial: str = ""
    name: str = ""
    file: str = ""

    @override
    def __str__(self) -> str:
        place = _("%(file)s, row %(row)d") if self.file else _("row %(row)d")
        return self.text(place % {"file": self.file, "row": self.row})

    def text(self, place: str) -> str:
        """Return all of it on one line; `place` says where the row stands, for people."""
        outlet = " ".join(filter(None, (self.serial, self.name)))
        if outlet:
            text = _("%(row)s (%(outlet)s), %(column)s “%(value)s”: %(problem)s %(remedy)s")
        elif self.column:
            text = _("%(row)s, %(column)s “%(value)s”: %(problem)s %(remedy)s")
        else:
            text = _("%(row)s: %(problem)s %(remedy)s")
        return text % {
            "row": place,
            "outlet": outlet,
            "column": self.column,
            "value": self.value,
            "problem": self.problem,
            "remedy": self.remedy,
        }
