"""Rows of a table that say what another one does, too."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.importing.columns import PUBLIC_ID
from sites.importing.problems import RowWarning
from sites.importing.read_table import Table
from sites.importing.rows import Row, row_error
from sites.importing.serial_texts import read_serial
from sites.reference.row_error import RowError


def same_serial(rows: Sequence[Row]) -> Iterator[RowError]:
    """Yield an error for each of the rows that have a serial in common."""
    counts = Counter(read_serial(row.cells["serial"]) for row in rows)
    for row in rows:
        printed = row.cells["serial"]
        problem = _("%(count)d rows have this serial.") % {"count": counts[read_serial(printed)]}
        yield row_error(row, "serial", printed, problem, _("Give each outlet a serial of its own."))


def same_public_id(rows: Sequence[tuple[UUID, Row]]) -> Iterator[RowError]:
    """Yield an error for each row that names an outlet which another one names, too."""
    counts = Counter(public_id for public_id, _row in rows)
    for public_id, row in rows:
        if counts[public_id] > 1:
            problem = _("%(count)d rows have this public id.") % {"count": counts[public_id]}
            remedy = _("Keep one of the rows, or leave the cell empty for a new outlet.")
            yield row_error(row, PUBLIC_ID, row.cells[PUBLIC_ID], problem, remedy)


def same_point(table: Table, outlets: Mapping[int, Hashable]) -> Iterator[RowError]:
    """Yield an error for each row whose outlet, by the row's number, is that of another one."""
    rows: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, outlet in outlets.items():
        rows[outlet].append(number)
    twins = {number: same for same in rows.values() if len(same) > 1 for number in same}
    for row in table.rows if twins else ():
        if row.number in twins:
            other = next(number for number in twins[row.number] if number != row.number)
            problem = _("Another row has the same name and address: %(row)s.")
            problem %= {"row": table.places.text(other)}
            yield row_error(row, "name", row.cells["name"], problem, _("Keep one of the rows."))


def same_name(table: Table, outlets: Mapping[int, tuple[str, Hashable]]) -> Iterator[RowWarning]:
    """Yield a remark for each row whose outlet is called as another one of its town.

    `outlets` are name and town by the row's number.
    """
    rows: defaultdict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for number, outlet in outlets.items():
        rows[outlet].append(number)
    for (name, _town), numbers in rows.items():
        for number in numbers if len(numbers) > 1 else ():
            other = next(one for one in numbers if one != number)
            text = _("%(row)s has the same name and another address.")
            yield RowWarning(number, name, text % {"row": capfirst(table.places.text(other))})


def same_house(table: Table, outlets: Mapping[int, tuple[str, Hashable]]) -> Iterator[RowWarning]:
    """Yield a remark for each row that shares address and phone with another outlet's.

    `outlets` are name and what is shared, by the row's number.
    """
    rows: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, (_name, house) in outlets.items():
        rows[house].append(number)
    for numbers in rows.values():
        for number in numbers if len(numbers) > 1 else ():
            other = next(one for one in numbers if one != number)
            text = _("%(row)s, “%(name)s”, has the same address and phone number.")
            said = {"row": capfirst(table.places.text(other)), "name": outlets[other][0]}
            yield RowWarning(number, outlets[number][0], text % said)
