"""What an import would change: plain data, made by comparing and shown, refused or applied."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final, TypeAlias
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sites.changes.fields import PlainValue
from sites.geo.position import Position
from sites.geocoding.findings import Finding
from sites.importing.problems import LeftOut, RowPlaces, RowWarning
from sites.reference.row_error import RowError


class Outcome(StrEnum):
    """What becomes of one outlet."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    """The table contradicts a person, and says nothing else that is new."""
    KEPT = "kept"
    """Not among the good rows, but a row with errors seems to be meant for it."""

    @property
    def label(self) -> Promise:
        """The word that people read."""
        return _LABELS[self]


_LABELS = {
    Outcome.ADDED: _("added"),
    Outcome.CHANGED: _("changed"),
    Outcome.REMOVED: _("removed"),
    Outcome.UNCHANGED: _("unchanged"),
    Outcome.CONFLICT: _("conflict"),
    Outcome.KEPT: _("kept because of a row with errors"),
}


class Group(StrEnum):
    """What an outlet of the comparison is listed under; what matters most comes first."""

    CONFLICT = "conflict"
    REMOVED = "removed"
    KEPT = "kept"
    PHONE = "phone"
    """Of those that change: the phone does, whatever else; and so on down to the serial alone."""
    NAME = "name"
    ADDRESS = "address"
    OTHER = "other"
    ADDED = "added"
    SERIAL = "serial"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> Promise:
        """The heading that people read."""
        return _HEADINGS[self]


_HEADINGS = {
    Group.CONFLICT: _("to be decided"),
    Group.REMOVED: _("removed"),
    Group.KEPT: _("kept because of a row with errors"),
    Group.PHONE: _("another phone number"),
    Group.NAME: _("another name"),
    Group.ADDRESS: _("another address"),
    Group.OTHER: _("other changes"),
    Group.ADDED: _("added"),
    Group.SERIAL: _("another serial only"),
    Group.UNCHANGED: _("unchanged"),
}
_LEADING: Final = (Group.PHONE, Group.NAME, Group.ADDRESS)


def counts_text(counts: Mapping[str, int]) -> str:
    """Return how many outlets there are of each outcome that occurs, for people."""
    # PostgreSQL gives the keys back in an order of its own.
    found = [(outcome.label, counts.get(outcome.value, 0)) for outcome in Outcome]
    return "、".join(f"{label} {count}" for label, count in found if count)


# The fields whose value is read from another one's cell: what is decided about that one holds for
# them as well. A town that was read from a rejected address is no news either.
FOLLOWS: Final = MappingProxyType({"town": "address", "operator": "name", "kind": "name"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A public field's stored plain value and the one that the table asks for."""

    old: PlainValue
    new: PlainValue


Changes: TypeAlias = Mapping[str, FieldChange]
# One for all outlets: in most of them nothing differs.
NO_CHANGES: Final[Changes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedPosition:
    """A position that a table states, held against the stored one and all that is known.

    Attributes:
        position: what the table states.
        is_taken: it takes the stored one's place.
        findings: what speaks against it, for a person to decide on.
    """

    position: Position
    is_taken: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoint:
    """One outlet of the comparison.

    Attributes:
        outcome: what becomes of it.
        row: number of the table's row, None for an outlet that is not in the table.
        public_id: the stored outlet's id, None for one that is new.
        serial: in the table, else as stored.
        name: in the table, else as stored.
        changes: by field, what applying would write; for a new outlet every old value is None.
        conflicts: by field, what a person decided (old) and the table contradicts (new).
        settled: by field, conflicts in which a person has now decided to keep what is stored.
        printed: the row's cells as they are to be kept with the outlet; None where nothing is to be
            noted of an outlet that is not in the table.
        weighed: the position that the table states; None if it states none, or a person has
            decided on the outlet's.
        doubted: its position before, which belongs to the former address, for a person to look at.
    """

    outcome: Outcome
    row: int | None
    public_id: UUID | None
    serial: int
    name: str
    changes: Changes = field(default_factory=lambda: NO_CHANGES)
    conflicts: Changes = field(default_factory=lambda: NO_CHANGES)
    settled: Changes = field(default_factory=lambda: NO_CHANGES)
    printed: dict[str, str] | None = None
    weighed: WeighedPosition | None = None
    doubted: Position | None = None

    @property
    def differences(self) -> Changes:
        """By field, what the table and the stored outlet differ in, whatever becomes of it."""
        return {**self.conflicts, **self.settled, **self.changes}

    @property
    def former_name(self) -> str | None:
        """The stored name, where the table renames the outlet."""
        renamed = self.changes.get("name")
        return str(renamed.old) if renamed and renamed.old is not None else None

    @property
    def group(self) -> Group:
        """What it is listed under."""
        if self.conflicts:
            return Group.CONFLICT
        if self.outcome is not Outcome.CHANGED:
            return Group(self.outcome.value)
        if self.changes.keys() == {Group.SERIAL}:
            return Group.SERIAL
        return next((group for group in _LEADING if group in self.changes), Group.OTHER)

    @property
    def loses_phone(self) -> bool:
        """Whether the table has no number where one is stored, and nobody has settled that."""
        asked = self.changes.get("phone") or self.conflicts.get("phone")
        return (
            self.public_id is not None and asked is not None and bool(asked.old) and not asked.new
        )

    @property
    def is_return(self) -> bool:
        """Whether the outlet had been removed before and comes back."""
        return self.outcome is Outcome.ADDED and self.public_id is not None


# A share of the region's outlets: a table that lacks more than this is more likely the wrong one.
REMOVAL_LIMIT = 0.2


@dataclass(frozen=True)
class Plan:
    """The whole comparison of a table with a region's stored outlets.

    Attributes:
        region: the region's code.
        file_name: the table's file.
        sha256: its checksum.
        outlets: in the order of the table, then those that are not in it, by serial.
        errors: what is wrong with rows; these rows are not among the outlets.
        warnings: what a person ought to know about rows that are taken over.
        active_before: how many active outlets are stored.
        is_supplement: the table adds and changes; what it lacks stays, and is not in the plan.
        places: where the rows of the table stand in its file.
        left_out: what of the file is not taken.
        remarks: what a person ought to know of the table as a whole, sentences.
    """

    region: str
    file_name: str
    sha256: str
    outlets: tuple[PlannedPoint, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowWarning, ...]
    active_before: int
    is_supplement: bool
    places: RowPlaces
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of outlets by outcome; conflicts also count where other fields change."""
        counts = Counter(outlet.outcome for outlet in self.outlets)
        with_conflict = sum(1 for outlet in self.outlets if outlet.conflicts)
        return {
            outcome.value: with_conflict if outcome is Outcome.CONFLICT else counts[outcome]
            for outcome in Outcome
        }

    @cached_property
    def by_group(self) -> dict[Group, list[PlannedPoint]]:
        """The outlets by group, what matters most first; in each as in `outlets`."""
        found: dict[Group, list[PlannedPoint]] = {group: [] for group in Group}
        for outlet in self.outlets:
            found[outlet.group].append(outlet)
        return found

    @cached_property
    def losing_phones(self) -> tuple[str, ...]:
        """The names of the outlets that have a number where the table has none."""
        return tuple(outlet.name for outlet in self.outlets if outlet.loses_phone)

    @cached_property
    def doubtful_positions(self) -> int:
        """How many positions of the table are put before a person when it is applied."""
        return sum(bool(outlet.weighed and outlet.weighed.findings) for outlet in self.outlets)

    @property
    def changes_nothing(self) -> bool:
        """Whether applying would write nothing."""
        return not any(outlet.changes for outlet in self.outlets)

    @cached_property
    def fingerprint(self) -> str:
        """What a person agrees to who applies the plan, whatever was decided about conflicts.

        Without what follows from other fields: that depends on the decisions.
        """
        digest = sha256()
        for outlet in self.outlets:
            fields = {**outlet.conflicts, **outlet.settled, **outlet.changes}
            said = {
                name: [fields[name].old, fields[name].new]
                for name in sorted(fields)
                if name != "position" and FOLLOWS.get(name) not in fields
            }
            if said:
                facts = [str(outlet.public_id or outlet.row), said]
                digest.update(json.dumps(facts, sort_keys=True).encode())
        return digest.hexdigest()

    @property
    def removes_too_many(self) -> bool:
        """Whether more of the region's outlets would go than anybody removes by a table."""
        return self.counts[Outcome.REMOVED] > self.active_before * REMOVAL_LIMIT
