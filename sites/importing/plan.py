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

from sites.importing.problems import RowError, RowWarning
from sites.recording.fields import PlainValue


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
class PlannedOutlet:
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
    """

    region: str
    file_name: str
    sha256: str
    outlets: tuple[PlannedOutlet, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowWarning, ...]
    active_before: int

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of outlets by outcome; conflicts also count where other fields change."""
        counts = Counter(outlet.outcome for outlet in self.outlets)
        with_conflict = sum(1 for outlet in self.outlets if outlet.conflicts)
        return {
            outcome.value: with_conflict if outcome is Outcome.CONFLICT else counts[outcome]
            for outcome in Outcome
        }

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
