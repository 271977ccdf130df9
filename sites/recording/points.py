"""The one way in which service points change."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final, TypedDict, TypeVar

from django.db import transaction
from django.utils import timezone

from sites.models import ChangeKind, DataVersion, PointChange, ServicePoint
from sites.models.provenance import StoredProvenance
from sites.recording.author import Author
from sites.recording.fields import (
    SIMPLE_FIELDS,
    PlainValue,
    Reference,
    plain_value,
    search_text_of,
    set_plain_value,
)
from sites.recording.rows import insert_rows, update_rows

_T = TypeVar("_T")
# Few enough rows for any database's limit on parameters, enough to make round trips cheap.
_BATCH: Final = 500
_RENUMBERING: Final = frozenset({"serial", "is_active"})
_SEARCHED_FIELDS: Final = frozenset({"name", "address", "phone", "operator", "town"})
# The columns that a public field is stored in, with those that follow from it alone.
_COLUMNS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    **{field: (field,) for field in SIMPLE_FIELDS},
    "phone": ("phone", "phone_e164"),
    "operator": ("operator_id",),
    "town": ("town_id",),
    "services": ("service_mask",),
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
        provenance: where given, taken over as it is instead of the author's: that is how undoing
            an import brings back dates and sources along with the values.
        printed: the cells of the table that the values were read from.
    """

    point: ServicePoint
    values: Mapping[str, PlainValue]
    provenance: Mapping[str, StoredProvenance | None] | None = None
    printed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many points a call of `record` touched, and the data version after it."""

    added: int
    changed: int
    removed: int
    data_version: int


@transaction.atomic
def record(edits: Sequence[Edit], author: Author, *, reason: str = "") -> Recorded:
    """Make the edits, with provenance, log and data version, in one transaction.

    A value that is already stored is no change: it moves no date. If nothing differs, nothing is
    written and the data version stays. For points that others may be changing at the same time the
    caller holds the rows (``select_for_update``) since it read them.

    Raises ``KeyError`` for a code or key that the reference data does not have, ``PhoneError`` for
    a phone that cannot be dialled and ``IntegrityError`` where a constraint is broken; then
    nothing is changed.
    """
    reference = Reference.load()
    now = timezone.now()
    said = author.provenance(now).to_json()
    applied = [(edit, _apply(edit, author, now, said, reference)) for edit in edits]
    changed = [(edit, change) for edit, change in applied if change is not None]
    if not changed:
        return Recorded(0, 0, 0, DataVersion.current())
    version = DataVersion.advance()
    changes = [change for _edit, change in changed]
    for change in changes:
        change.reason, change.data_version = reason, version
    _write(changed, reference)
    counts = Counter(change.kind for change in changes)
    return Recorded(
        added=counts[ChangeKind.ADDED],
        changed=counts[ChangeKind.CHANGED],
        removed=counts[ChangeKind.REMOVED],
        data_version=version,
    )


def _apply(
    edit: Edit, author: Author, now: datetime, said: StoredProvenance, reference: Reference
) -> PointChange | None:
    """Set the edit's values on its point; return the log entry, None if nothing differs.

    `said` is the provenance of what the author says now.
    """
    point = edit.point
    is_new = point.pk is None
    before: dict[str, Fact] = {}
    after: dict[str, Fact] = {}
    for field, value in edit.values.items():
        old: StoredProvenance | None = point.provenance.get(field)
        new = said if edit.provenance is None else edit.provenance.get(field)
        stored = None if is_new else plain_value(point, field, reference)
        same_value = not is_new and stored == value
        if same_value and (edit.provenance is None or old == new):
            continue
        before[field] = {"value": stored, "provenance": old}
        if not same_value:
            set_plain_value(point, field, value, reference)
        if new is None:
            point.provenance.pop(field, None)
        else:
            point.provenance[field] = new
        after[field] = {"value": value, "provenance": new}
    if not after:
        return None
    if edit.printed is not None:
        point.printed = dict(edit.printed)
    if is_new or not _SEARCHED_FIELDS.isdisjoint(after):
        point.search_text = search_text_of(point, reference)
    return PointChange(
        point=point,
        kind=_kind(is_new, before, after),
        before={} if is_new else before,
        after=after,
        source=author.source,
        reference=author.reference,
        user=author.user,
        import_run=author.import_run,
        at=now,
    )


def _kind(is_new: bool, before: Mapping[str, Fact], after: Mapping[str, Fact]) -> ChangeKind:
    if is_new:
        return ChangeKind.ADDED
    if "is_active" in after and before["is_active"]["value"] != after["is_active"]["value"]:
        return ChangeKind.ADDED if after["is_active"]["value"] else ChangeKind.REMOVED
    return ChangeKind.CHANGED


def _write(changed: Sequence[tuple[Edit, PointChange]], reference: Reference) -> None:
    changes = [change for _edit, change in changed]
    stored = [pair for pair in changed if pair[0].point.pk is not None]
    added = [edit.point for edit, _change in changed if edit.point.pk is None]
    renumbered = [
        edit.point.pk for edit, change in stored if not _RENUMBERING.isdisjoint(change.after)
    ]
    # Two outlets that swap serials would meet half-way, and one that takes over the serial of a
    # removed one would come too early: step aside first.
    for keys in _batches(renumbered):
        ServicePoint.objects.filter(pk__in=keys).update(is_active=False)
    groups: defaultdict[frozenset[str], list[ServicePoint]] = defaultdict(list)
    for edit, change in stored:
        groups[_columns(edit, change)].append(edit.point)
    for columns, points in groups.items():
        update_rows(ServicePoint, points, sorted(columns))
    ServicePoint.objects.bulk_create(added, batch_size=_BATCH)
    _write_services([change.point for change in changes if "services" in change.after], reference)
    for change in changes:
        change.point_id = change.point.pk
    insert_rows(PointChange, changes)


def _columns(edit: Edit, change: PointChange) -> frozenset[str]:
    """Return the columns of a stored point that have to be written."""
    columns = {"provenance", *chain.from_iterable(_COLUMNS_OF[field] for field in change.after)}
    if edit.printed is not None:
        columns.add("printed")
    if not _SEARCHED_FIELDS.isdisjoint(change.after):
        columns.add("search_text")
    if not _RENUMBERING.isdisjoint(change.after):
        columns |= _RENUMBERING
    return frozenset(columns)


def _write_services(points: Sequence[ServicePoint], reference: Reference) -> None:
    """Make the many-to-many rows say what the service masks say."""
    through = ServicePoint.services.through
    for batch in _batches(points):
        wanted = {
            (point.pk, code) for point in batch for code in reference.codes(point.service_mask)
        }
        rows = through.objects.filter(servicepoint__in=[point.pk for point in batch])
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
