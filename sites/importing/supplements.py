"""A supplement adds and changes; it removes nothing, renumbers nothing and often counts from 1."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.changes.fields import PlainValue
from sites.importing.check import CheckedRow
from sites.importing.match import StoredPoint, comparable
from sites.importing.problems import LeftOut, LeftOutKind, RowWarning

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Supplement:
    """The rows of a supplement with the serials that count.

    Attributes:
        rows: in their order; without a serial where it does not count.
        holders: by row, the outlet that has the serial which the row of another one asks for.
        kept: how many outlets keep a serial that is another than the supplement's.
        warnings: new outlets that share address and phone with one that is there.
    """

    rows: tuple[CheckedRow, ...]
    holders: Mapping[int, StoredPoint]
    kept: int
    warnings: tuple[RowWarning, ...]

    @classmethod
    def of(
        cls,
        rows: Iterable[CheckedRow],
        found: Mapping[int, StoredPoint],
        outlets: Iterable[StoredPoint],
    ) -> "Supplement":
        """Return what a supplement's rows say, given the outlets that they were found to be about.

        An outlet that is there keeps its serial, and no other one gets it.
        """
        active = {outlet.serial: outlet for outlet in outlets if outlet.is_active}
        said: list[CheckedRow] = []
        holders: dict[int, StoredPoint] = {}
        kept = 0
        for row in rows:
            outlet = found.get(row.number)
            if row.serial is None:
                said.append(row)
            elif outlet is not None and outlet.is_active:
                said.append(_without_serial(row))
                kept += row.serial != outlet.serial
            elif row.serial in active:
                said.append(_without_serial(row))
                holders[row.number] = active[row.serial]
            else:
                said.append(row)
        return cls(tuple(said), holders, kept, tuple(_twins(said, found, active.values())))

    @property
    def left_out(self) -> Iterator[LeftOut]:
        """What is not taken, and why."""
        if self.kept:
            text = ngettext(
                "The supplement's own number of %(count)d outlet is not taken: what is there "
                "keeps its serial.",
                "The supplement's own numbers of %(count)d outlets are not taken: what is there "
                "keeps its serial.",
                self.kept,
            )
            yield LeftOut(LeftOutKind.COLUMN, text % {"count": self.kept}, self.kept)


def _twins(
    rows: Iterable[CheckedRow],
    found: Mapping[int, StoredPoint],
    outlets: Iterable[StoredPoint],
) -> Iterator[RowWarning]:
    there = {_place(outlet.values): outlet for outlet in outlets if outlet.values["phone"]}
    for row in rows:
        twin = there.get(_place(row.values))
        if row.number not in found and twin is not None:
            text = _("It has the address and the phone number of “%(outlet)s”, which stays.")
            yield RowWarning(row.number, row.name, text % {"outlet": twin.name})


def _place(values: Mapping[str, PlainValue]) -> tuple[str, str]:
    return comparable(str(values["address"])), str(values["phone"])


def _without_serial(row: CheckedRow) -> CheckedRow:
    return replace(row, values=_but_serial(row.values), printed=_but_serial(row.printed))


def _but_serial(said: Mapping[str, _T]) -> dict[str, _T]:
    return {name: value for name, value in said.items() if name != "serial"}
