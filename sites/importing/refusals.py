"""Why rows that are right by themselves are refused once they are held against what is stored."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from sites.importing.columns import PUBLIC_ID
from sites.importing.match import Matches
from sites.importing.rows import Row, row_error
from sites.reference.row_error import RowError


def unclear_rows(rows: Mapping[int, Row], matches: Matches) -> Iterator[RowError]:
    """Yield why nobody can tell for certain which outlets rows are about."""
    for number, row in rows.items():
        outlet = matches.doubtful.get(number)
        if outlet is None:
            problem = _("No outlet of the district has this public id.")
            remedy = _("Take it from the exported table, or leave the cell empty for a new outlet.")
            yield row_error(row, PUBLIC_ID, row.cells[PUBLIC_ID], problem, remedy)
        else:
            problem = _("This may be “%(outlet)s” or a new outlet: the table does not tell.")
            remedy = _(
                "If it is the same one, put %(public_id)s into a column 公开编号; if it is a new "
                "one, give it a number that no outlet has in a column 序号."
            )
            said = {"outlet": outlet.name, "public_id": outlet.public_id}
            yield row_error(row, "name", row.cells["name"], problem % said, remedy % said)


def serial_taken(row: Row, holder: str, *, is_waiting: bool) -> RowError:
    """Return why a row cannot have the serial that it asks for.

    The outlet that has it keeps it, or is waiting for somebody to decide a conflict about that.
    """
    if is_waiting:
        problem = _("“%(outlet)s” has this serial until its own conflict is decided.")
        remedy = _("Leave this row out, decide and apply; then import the table once more.")
    else:
        problem = _("“%(outlet)s” has this serial and keeps it.")
        remedy = _("Give the row another serial, or change that of the other outlet at the desk.")
    serial = row.cells.get("serial", "")
    return row_error(row, "serial", serial, problem % {"outlet": holder}, remedy)
