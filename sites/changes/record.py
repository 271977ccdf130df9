"""The one way in which service points change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, TypedDict, TypeVar

from django.db import transaction
from django.utils import timezone

from sites.changes.author import Author
from sites.changes.bulk_rows import update_rows
from sites.changes.fields import (
    DAY_FIELDS,
    ORDINARY,
    SIMPLE_FIELDS,
    PlainValue,
    plain_value,
    search_text_of,
    set_plain_value,
)
from sites.changes.log import append
from sites.changes.schedules import Schedules
from sites.models import ChangeKind, DataVersion, PointChange, ServicePoint
from sites.models.provenance import StoredProvenance
from sites.reference.stored import Reference

# Logged with the fields of a stored point as if it were one, so that it can be restored with them.
PRINTED: Final = "printed"
_T = TypeVar("_T")
# Few enough rows for any database's limit on parameters, enough to make round trips cheap.
_BATCH: Final = 500
_RENUMBERING: Final = frozenset({"serial", "is_active"})
_SEARCHED_FIELDS: Final = frozenset({"name", "address", "phone", "operator", "town"})
# The columns that a public field is stored in, with those that follow from it alone.
_COLUMNS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    **{field: (field,) for field in (*SIMPLE_FIELDS, *DAY_FIELDS)},
    "phone": ("phone", "phone_e164"),
    "hours": ("hours", "schedule_id"),
    "operator": ("operator_id",),
    "town": ("town_id",),
    "successor": ("successor_id",),
    "services": ("service_mask",),
    PRINTED: (PRINTED,),
    "position": (
        "longitude",
        "latitude",
        "x",
        "y",
        "z",
        "precision",
        "position_source",
        "original_longitude",
        "original_latitude",
        "original_datum",
    ),
}


class Fact(TypedDict):
    """What the log keeps of one field: its value and where that came from."""

    value: PlainValue
    provenance: StoredProvenance | None


@dataclass(slots=True, kw_only=True)
class Edit:
    """What a point's public fields are to be.

    Attributes:
        point: the stored point, or an unsaved one (with its region set) that is to be added.
        values: the plain value of each field that is spoken of; others stay as they are.
        provenance: by field, where given, taken over as it is instead of the author's: that is how
            undoing an import brings back dates and sources along with the values, and how what a
            machine has read from a person's word stays the machine's.
        printed: the cells of the table that the values were read from; kept where a value differs.
    """

    point: ServicePoint
    values: Mapping[str, PlainValue]
    provenance: Mapping[str, StoredProvenance | None] = field(default_factory=dict)
    printed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many points a call of `record` touched, and the data version after it."""

    added: int
    changed: int
    removed: int
    data_version: int


@transaction.atomic
def record(edits: Iterable[Edit], author: Author, *, reason: str = "") -> Recorded:
    """Make the edits, with provenance, log and data version, in one transaction.

    A value that is already stored is no change: it moves no date. If nothing differs, nothing is
    written and the data version stays. For points that others may be changing at the same time the
    caller holds the rows (``select_for_update``) since it read them.

    The edits are taken and written some hundred at a time, so that an iterator may read or make
    the points as they are asked for. A new point may take over the serial of a stored one whose
    edit stands before it; stored ones may take over each other's in any order.

    Raises ``KeyError`` for a code or key that the reference data does not have, ``PhoneError`` for
    a phone that cannot be dialled and ``IntegrityError`` where a constraint is broken; then
    nothing is changed.
    """
    recording = _Recording(author, reason)
    stored: list[Edit] = []
    new: list[Edit] = []
    for edit in edits:
        (stored if edit.point.pk is not None else new).append(edit)
        if _BATCH in {len(stored), len(new)}:
            recording.write(stored, new)
            stored, new = [], []
    recording.write(stored, new)
    return recording.result()


class _Recording:
    """One call of `record`: what all its edits share, and what has come of them so far."""

    def __init__(self, author: Author, reason: str) -> None:
        self._reference = Reference()
        self._schedules = Schedules()
        self._now = timezone.now()
        # What the author says now has one provenance.
        self._said = author.provenance(self._now).to_json()
        # By key: the rows are many, and following a relation for each of them takes its time.
        self._signature = {
            "source": author.source,
            "reference": author.reference,
            "user_id": author.user.pk if author.user is not None else None,
            "import_run_id": author.import_run.pk if author.import_run is not None else None,
            "reason": reason,
            "at": self._now,
        }
        self._counts: Counter[str] = Counter()
        # Active points that are stored as inactive until an edit of theirs comes, or the end.
        self._aside: set[int] = set()
        self._version: int | None = None

    def result(self) -> Recorded:
        """Return what came of all edits; ``IntegrityError`` if two points have one serial."""
        for keys in _batches(sorted(self._aside)):
            ServicePoint.objects.filter(pk__in=keys).update(is_active=True)
        return Recorded(
            added=self._counts[ChangeKind.ADDED],
            changed=self._counts[ChangeKind.CHANGED],
            removed=self._counts[ChangeKind.REMOVED],
            data_version=DataVersion.current() if self._version is None else self._version,
        )

    def write(self, stored: Sequence[Edit], new: Sequence[Edit]) -> None:
        """Make edits of stored points, then add new ones; of each not more than a batch."""
        self._change(stored)
        self._add(new)

    def _change(self, edits: Sequence[Edit]) -> None:
        self._step_aside(edits)
        changes = self._apply_all(edits)
        groups: defaultdict[frozenset[str], list[ServicePoint]] = defaultdict(list)
        for change in changes:
            groups[_columns(change)].append(change.point)
        for columns, points in groups.items():
            update_rows(ServicePoint, points, sorted(columns))
            if columns >= _RENUMBERING:
                self._aside.difference_update(point.pk for point in points)
        self._write_services_and_log(changes)

    def _add(self, edits: Sequence[Edit]) -> None:
        changes = self._apply_all(edits)
        ServicePoint.objects.bulk_create([change.point for change in changes], batch_size=_BATCH)
        self._write_services_and_log(changes)

    def _step_aside(self, edits: Sequence[Edit]) -> None:
        """Free the serials that stored points take over.

        Two outlets that swap serials would meet half-way, and one that takes over the serial of
        a removed one would come too early.
        """
        for edit in edits:
            if edit.point.pk in self._aside:
                # Perhaps read after it stepped aside.
                edit.point.is_active = True
        renumbered = [edit for edit in edits if self._renumbers(edit)]
        if not renumbered:
            return
        wanted: defaultdict[str, set[PlainValue]] = defaultdict(set)
        for edit in renumbered:
            serial = edit.values.get("serial", edit.point.serial)
            wanted[edit.point.region_id].add(serial)
        keys = {edit.point.pk for edit in renumbered if edit.point.is_active}
        for region, serials in wanted.items():
            holders = ServicePoint.objects.filter(region=region, serial__in=serials, is_active=True)
            keys |= set(holders.values_list("pk", flat=True))
        self._aside |= keys
        for batch in _batches(sorted(keys)):
            ServicePoint.objects.filter(pk__in=batch).update(is_active=False)

    def _renumbers(self, edit: Edit) -> bool:
        return any(
            field in edit.values
            and plain_value(edit.point, field, self._reference) != edit.values[field]
            for field in _RENUMBERING
        )

    def _apply_all(self, edits: Iterable[Edit]) -> list[PointChange]:
        """Set the values on the points; return the log entries of those that differ."""
        changes = [change for edit in edits if (change := self._apply(edit)) is not None]
        for change in changes:
            change.data_version = self._advanced_version()
        return changes

    def _advanced_version(self) -> int:
        if self._version is None:
            self._version = DataVersion.advance()
        return self._version

    def _apply(self, edit: Edit) -> PointChange | None:
        """Set the edit's values on its point; return the log entry, None if nothing differs."""
        point = edit.point
        is_new = point.pk is None
        before: dict[str, Fact] = {}
        after: dict[str, Fact] = {}
        values = self._with_life(edit)
        for name, value in values.items():
            old: StoredProvenance | None = point.provenance.get(name)
            new = edit.provenance.get(name, self._said) if name in edit.values else None
            stored = None if is_new else plain_value(point, name, self._reference)
            same_value = not is_new and stored == value
            if same_value and (name not in edit.provenance or old == new):
                continue
            before[name] = {"value": stored, "provenance": old}
            if not same_value:
                is_restored = name in edit.provenance
                set_plain_value(point, name, value, self._reference, is_restored=is_restored)
            if new is None:
                point.provenance.pop(name, None)
            else:
                point.provenance[name] = new
            after[name] = {"value": value, "provenance": new}
        if not after:
            return None
        kind = _kind(is_new, before, after)
        if edit.printed is not None and edit.printed != point.printed:
            if not is_new:
                before[PRINTED] = {"value": point.printed, "provenance": None}
                after[PRINTED] = {"value": dict(edit.printed), "provenance": None}
            point.printed = dict(edit.printed)
        if "hours" in after:
            point.schedule_id = self._schedules.key_of(point.hours)
        if is_new or not _SEARCHED_FIELDS.isdisjoint(after):
            point.search_text = search_text_of(point, self._reference)
        return PointChange(
            point=point,
            kind=kind,
            before={} if is_new else before,
            after=after,
            **self._signature,
        )

    def _with_life(self, edit: Edit) -> Mapping[str, PlainValue]:
        """Return the edit's values, and how an outlet stands that leaves the lists or returns.

        What was said of the time before holds no longer, unless the edit says it of this one.
        """
        point = edit.point
        turns = edit.values.get("is_active", point.is_active) != point.is_active
        return {**ORDINARY, **edit.values} if turns and point.pk is not None else edit.values

    def _write_services_and_log(self, changes: Sequence[PointChange]) -> None:
        _write_services(
            [change.point for change in changes if "services" in change.after], self._reference
        )
        for change in changes:
            change.point_id = change.point.pk
        if changes:
            append(changes)
        self._counts.update(change.kind for change in changes)


def _kind(is_new: bool, before: Mapping[str, Fact], after: Mapping[str, Fact]) -> ChangeKind:
    if is_new:
        return ChangeKind.ADDED
    if "is_active" in after and before["is_active"]["value"] != after["is_active"]["value"]:
        return ChangeKind.ADDED if after["is_active"]["value"] else ChangeKind.REMOVED
    return ChangeKind.CHANGED


def _columns(change: PointChange) -> frozenset[str]:
    """Return the columns of a stored point that have to be written."""
    columns = {"provenance", *chain.from_iterable(_COLUMNS_OF[field] for field in change.after)}
    if not _SEARCHED_FIELDS.isdisjoint(change.after):
        columns.add("search_text")
    if not _RENUMBERING.isdisjoint(change.after):
        columns |= _RENUMBERING
    return frozenset(columns)


def _write_services(points: Sequence[ServicePoint], reference: Reference) -> None:
    """Make the many-to-many rows say what the service masks of a batch of points say."""
    through = ServicePoint.services.through
    wanted = {(point.pk, code) for point in points for code in reference.codes(point.service_mask)}
    rows = through.objects.filter(servicepoint__in=[point.pk for point in points])
    stored = set(rows.values_list("servicepoint_id", "service_id"))
    for point_id, code in stored - wanted:
        rows.filter(servicepoint_id=point_id, service_id=code).delete()
    through.objects.bulk_create(
        [
            through(servicepoint_id=point_id, service_id=code)
            for point_id, code in sorted(wanted - stored)
        ],
        batch_size=_BATCH,
    )


def _batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
