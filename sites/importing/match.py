"""Which row of a table is which stored outlet."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from sites.changes.fields import PlainValue
from sites.importing.check import CheckedRow
from sites.importing.columns import PUBLIC_ID
from sites.importing.rows import Row
from sites.phones.numbers import PhoneError, parse_phone
from sites.text.normalise import normalise_text

# Share of equal characters. 社会保险服务所 for 社会保障服务所 behind one town's name reaches 0.94;
# two outlets of one bank in one town (工商银行双福支行, 工商银行时代广场支行) stay below 0.75.
_CLEARLY_SIMILAR: Final = 0.85

_T = TypeVar("_T")


def comparable(text: str) -> str:
    """Return a text as it is compared: 77 号 is 77号, however a table spaces it."""
    return normalise_text(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A stored outlet as the comparison sees it.

    Attributes:
        pk: the stored outlet's key.
        public_id: its public id.
        values: its public fields.
        locked: the fields that a person decided on.
        printed: the cells of the last table, where a person decided on something or the table has
            no number for a stored one; else that of the serial alone, since nothing needs the
            others.
        is_unlisted: no table has had it, or the last one that spoke of it dropped it.
    """

    # Not the point itself: of a whole region that is most of the memory that an import takes.
    pk: int
    public_id: UUID
    values: dict[str, PlainValue]
    locked: frozenset[str]
    printed: Mapping[str, str]
    is_unlisted: bool

    @property
    def is_active(self) -> bool:
        """Whether the public sees it."""
        return self.values["is_active"] is True

    @property
    def serial(self) -> int:
        """The serial that it is stored with."""
        return int(str(self.values["serial"]))

    @property
    def name(self) -> str:
        """The name that it is stored with."""
        return str(self.values["name"])

    def spellings(self, field: str) -> tuple[str, ...]:
        """Return the texts, comparable, by which the field is recognised in a table.

        A table goes on printing what a person has corrected here: then the last printed text
        counts as well.
        """
        texts = [str(self.values[field])]
        if field in self.locked and field in self.printed:
            texts.append(self.printed[field])
        return tuple(dict.fromkeys(filter(None, map(comparable, texts))))


@dataclass(frozen=True, slots=True)
class Matches:
    """Which rows are about which stored outlets, each by the row's number.

    Attributes:
        found: the outlet of each row that has one.
        doubtful: of rows without a serial, the outlet that each may be about: only one thing says
            so, and there is nothing else to tell a new outlet from one that was renamed.
        strangers: numbers of rows whose public id no outlet of the region has.
    """

    found: dict[int, StoredPoint]
    doubtful: dict[int, StoredPoint]
    strangers: set[int]

    def is_unclear(self, row: int) -> bool:
        """Return whether nobody can tell for certain which outlet the row is about."""
        return row in self.doubtful or row in self.strangers

    @property
    def doubted(self) -> set[int]:
        """The primary keys of the outlets that rows may be about."""
        return {outlet.pk for outlet in self.doubtful.values()}


def match_rows(
    rows: Sequence[CheckedRow], outlets: Sequence[StoredPoint], *, is_supplement: bool = False
) -> Matches:
    """Return which rows are about which stored outlets.

    A row with a public id is about that outlet. Else an outlet is recognised by its name, else by
    phone and address together. Only what is left then is tried by serial, for active outlets of the
    same operator, and only if phone, address or a clearly similar name in the same town says so
    too: a table that was merely renumbered turns no outlet into another. Removed outlets are
    recognised as well, after active ones, so that an outlet that returns keeps its public id.

    Of a supplement less is certain, since it does not show what else there is: phone and address
    speak for an outlet of the same operator alone, two of which may share a house and its number,
    and a serial that some outlet has may be the supplement's own count.
    """
    matching = _Matching(rows, outlets)
    strangers = matching.by_public_id()
    matching.by_key(
        lambda row: [(_said(row, "name"), _said(row, "address"))],
        lambda outlet: [
            (name, address)
            for name in outlet.spellings("name")
            for address in outlet.spellings("address")
        ],
    )
    matching.by_key(lambda row: [_said(row, "name")], lambda outlet: outlet.spellings("name"))

    def operator(of: CheckedRow | StoredPoint) -> PlainValue:
        return of.values["operator"] if is_supplement else None

    matching.by_key(
        lambda row: (
            [(_said(row, "phone"), _said(row, "address"), operator(row))]
            if row.values["phone"]
            else []
        ),
        lambda outlet: [
            (phone, address, operator(outlet))
            for phone in outlet.spellings("phone")
            for address in outlet.spellings("address")
        ],
    )
    matching.by_serial()
    taken = {outlet.serial for outlet in outlets if outlet.is_active} if is_supplement else set()
    return Matches(matching.found, matching.doubts(taken), strangers)


def _said(row: CheckedRow, field: str) -> str:
    return comparable(str(row.values[field]))


def points_of_bad_rows(
    bad_rows: Iterable[Row], outlets: Sequence[StoredPoint], area_code: str
) -> set[int]:
    """Return the primary keys of outlets that rows with errors may be meant for.

    Any one of public id, name, serial, phone or address is enough: such an outlet must not be
    removed because of a slip in its row.
    """
    hints: dict[Hashable, set[int]] = defaultdict(set)
    for outlet in outlets:
        for field in ("name", "phone", "address"):
            for text in outlet.spellings(field):
                hints[field, text].add(outlet.pk)
        hints["serial", str(outlet.values["serial"])].add(outlet.pk)
        hints[PUBLIC_ID, str(outlet.public_id)].add(outlet.pk)
    found: set[int] = set()
    for row in bad_rows:
        for field in (PUBLIC_ID, "serial", "name", "address", "phone"):
            text = comparable(row.cells.get(field, "")[:200])
            found |= hints.get((field, text), set())
        phone = comparable(_phone_text(row.cells.get("phone", ""), area_code))
        found |= hints.get(("phone", phone), set())
    return found


def _phone_text(printed: str, area_code: str) -> str:
    try:
        return parse_phone(printed, area_code).text
    except PhoneError:
        return ""


class _Matching:
    """Rows and outlets that have not found each other yet."""

    def __init__(self, rows: Sequence[CheckedRow], outlets: Sequence[StoredPoint]) -> None:
        self.found: dict[int, StoredPoint] = {}
        self._rows = list(rows)
        # Active ones first, then those that were removed last.
        self._outlets = sorted(outlets, key=lambda outlet: (not outlet.is_active, -outlet.pk))

    def by_public_id(self) -> set[int]:
        """Pair rows and outlets that a person paired; return the rows whose outlet is unknown."""
        known = {outlet.public_id: outlet for outlet in self._outlets}
        strangers: set[int] = set()
        taken: set[int] = set()
        for row in self._rows:
            if row.public_id is None:
                continue
            outlet = known.get(row.public_id)
            if outlet is None:
                strangers.add(row.number)
            else:
                taken.add(outlet.pk)
                self.found[row.number] = outlet
        self._rows = [row for row in self._rows if row.number not in strangers]
        self._forget(taken)
        return strangers

    def by_key(
        self,
        row_keys: Callable[[CheckedRow], Iterable[Any]],
        point_keys: Callable[[StoredPoint], Iterable[Any]],
    ) -> None:
        """Pair rows and outlets that share a key, active ones with the same serial first."""
        waiting: dict[Any, list[StoredPoint]] = defaultdict(list)
        for outlet in self._outlets:
            for key in point_keys(outlet):
                waiting[key].append(outlet)
        taken: set[int] = set()
        for needs_serial in (True, False):
            for row in self._rows:
                if row.number in self.found:
                    continue
                for outlet in (outlet for key in row_keys(row) for outlet in waiting[key]):
                    same_serial = outlet.is_active and outlet.values["serial"] == row.serial
                    if outlet.pk not in taken and (same_serial or not needs_serial):
                        taken.add(outlet.pk)
                        self.found[row.number] = outlet
                        break
        self._forget(taken)

    def by_serial(self) -> None:
        """Pair what is left by serial where something else agrees."""
        active = {outlet.values["serial"]: outlet for outlet in self._outlets if outlet.is_active}
        taken: set[int] = set()
        for row in self._rows:
            outlet = active.get(row.serial)
            if outlet is not None and _agree(row, outlet):
                taken.add(outlet.pk)
                self.found[row.number] = outlet
        self._forget(taken)

    def doubts(self, taken: Collection[int]) -> dict[int, StoredPoint]:
        """Return the outlets that rows without a serial may be about, by the rows' numbers.

        Serials that are `taken` say nothing. Of the names only that of the one outlet of its
        operator and town is compared.
        """
        rows = [row for row in self._rows if row.serial is None or row.serial in taken]
        if not rows:
            return {}
        waiting: dict[Hashable, list[StoredPoint]] = defaultdict(list)
        for outlet in self._outlets:
            if outlet.is_active:
                for field in ("phone", "address"):
                    for text in outlet.spellings(field):
                        waiting[field, text].append(outlet)
                waiting[outlet.values["operator"], outlet.values["town"]].append(outlet)
        doubts: dict[int, StoredPoint] = {}
        for row in rows:
            neighbours = waiting.get((row.values["operator"], row.values["town"]), [])
            likely = [
                *waiting.get(("phone", _said(row, "phone")), []),
                *waiting.get(("address", _said(row, "address")), []),
                *(neighbours if len(neighbours) == 1 else []),
            ]
            for outlet in likely:
                if _agree(row, outlet):
                    doubts[row.number] = outlet
                    break
        return doubts

    def _forget(self, taken: set[int]) -> None:
        self._rows = [row for row in self._rows if row.number not in self.found]
        self._outlets = [outlet for outlet in self._outlets if outlet.pk not in taken]


def _agree(row: CheckedRow, outlet: StoredPoint) -> bool:
    if row.values["operator"] != outlet.values["operator"]:
        return False
    if _said(row, "address") in outlet.spellings("address"):
        return True
    if row.values["phone"] and _said(row, "phone") in outlet.spellings("phone"):
        return True
    same_town = row.values["town"] is not None and row.values["town"] == outlet.values["town"]
    return same_town and any(
        difflib.SequenceMatcher(None, _said(row, "name"), name).ratio() >= _CLEARLY_SIMILAR
        for name in outlet.spellings("name")
    )
