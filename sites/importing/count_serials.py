"""How a table counts its outlets: which serial each row has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from sites.importing.cell_words import is_empty
from sites.importing.cells import shown
from sites.importing.rows import Row
from sites.importing.serial_texts import is_plain, read_serial


@dataclass(frozen=True, slots=True)
class Counted:
    """The serials of a table.

    Attributes:
        serials: of each row that has one, by the row's number.
        twins: the numbers of rows whose serial another row of their list has, too.
        remarks: what a person ought to know about a row's serial, by the row's number.
        starts_again: whether the lists of the table count for themselves: then none has a serial.
    """

    serials: Mapping[int, int]
    twins: frozenset[int]
    remarks: Mapping[int, str]
    starts_again: bool


def count_rows(rows: Sequence[Row]) -> Counted:
    """Return the serials of a table's rows.

    A serial is never a reason to refuse a row, except where two rows have the same number: what is
    no number is left out, and so is a number that is merely read from something else (①) where
    another row has it.
    """
    read: dict[int, int] = {}
    plain: dict[int, int] = {}
    remarks: dict[int, str] = {}
    for row in rows:
        printed = row.cells.get("serial", "")
        if not printed.strip() or is_empty(printed):
            continue
        serial = read_serial(printed)
        if serial is None:
            text = _("“%(text)s” is no serial: the row is taken without one.")
            remarks[row.number] = text % {"text": shown(printed)}
        else:
            read[row.number] = serial
            if is_plain(printed):
                plain[row.number] = serial
            else:
                text = _("The serial “%(text)s” is read as %(serial)d.")
                remarks[row.number] = text % {"text": shown(printed), "serial": serial}
    starts_again = _starts_again(rows, read)
    sections = {row.number: row.section if starts_again else 0 for row in rows}
    counts = Counter((sections[number], serial) for number, serial in read.items())
    twins = _twins(plain, sections)
    for number in read.keys() - plain.keys():
        if counts[sections[number], read[number]] > 1:
            text = _("Another row has the serial %(serial)d: this one is taken without a serial.")
            remarks[number] = text % {"serial": read[number]}
            del read[number]
    return Counted({} if starts_again else read, twins, remarks, starts_again)


def _starts_again(rows: Iterable[Row], serials: Mapping[int, int]) -> bool:
    """Return whether a list begins with a number that the one before it has already passed."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.number in serials:
            lists[row.section].append(serials[row.number])
    in_order = [lists[section] for section in sorted(lists)]
    return any(after[0] <= before[-1] for before, after in pairwise(in_order))


def _twins(serials: Mapping[int, int], sections: Mapping[int, int]) -> frozenset[int]:
    counts = Counter((sections[number], serial) for number, serial in serials.items())
    return frozenset(
        number for number, serial in serials.items() if counts[sections[number], serial] > 1
    )
