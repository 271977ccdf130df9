"""The log of changes as a chain: each row is sealed together with the seal of the row before it.

A seal is the SHA-256 of the row's content and the former seal. Whoever alters, removes or slips in
a row past the database's triggers breaks the chain there; whoever makes it all anew from there on
ends in another seal than the one that was noted down, shown or exported before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple, Protocol

import orjson

from sites.changes.bulk_rows import insert_rows
from sites.changes.fields import PUBLIC_FIELDS
from sites.models import ChangedField, LogHead, PointChange

# What a seal covers, in this order: changing it breaks every chain there is.
SEALED: Final = (
    "point_id",
    "kind",
    "before",
    "after",
    "source",
    "reference",
    "user_id",
    "import_run_id",
    "reason",
    "at",
    "data_version",
)
_BATCH: Final = 2_000


class Sealable(Protocol):
    """A row of the log, also as a migration knows it."""

    point_id: int
    kind: str
    before: Any
    after: Any
    source: str
    reference: str
    user_id: int | None
    import_run_id: int | None
    reason: str
    at: datetime
    data_version: int


class _NotedField(NamedTuple):
    """What is stored of a `ChangedField`."""

    change_id: int
    field: str


def seal_of(change: Sealable, previous: str) -> str:
    """Return the seal of a row that follows the row with the seal `previous` ("" for the first).

    Equal on every database: keys are sorted and times are in UTC.
    """
    content = [
        previous,
        change.point_id,
        change.kind,
        change.before,
        change.after,
        change.source,
        change.reference,
        change.user_id,
        change.import_run_id,
        change.reason,
        change.at.astimezone(UTC).isoformat(),
        change.data_version,
    ]
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def append(changes: Sequence[PointChange]) -> None:
    """Seal the changes and add them to the log, in this order.

    The caller has advanced the data version in this transaction: that keeps two writers from
    adding to the same end.
    """
    head = LogHead.current()
    last = PointChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for change in changes:
        head.seal = change.seal = seal_of(change, head.seal)
    insert_rows(PointChange, changes)
    head.length += len(changes)
    head.save()
    _note_fields(changes, last)


def _note_fields(changes: Sequence[PointChange], last: int) -> None:
    """Note the changed fields of the rows that were added behind the row with the key `last`."""
    if not any(change.before for change in changes):
        return
    keys = PointChange.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    rows = [
        _NotedField(key, name)
        for key, change in zip(keys, changes, strict=True)
        for name in change.before
        if name in PUBLIC_FIELDS
    ]
    insert_rows(ChangedField, rows)


@dataclass(slots=True)
class Inspection:
    """What looking through the whole log found.

    Attributes:
        length: how many rows fit.
        seal: of the last of them.
        broken: the key of the first row that does not fit what stands before it, None if all fit.
        missing: how many rows are missing at the end.
        unknown: seals noted earlier that no row has.
    """

    length: int = 0
    seal: str = ""
    broken: int | None = None
    missing: int = 0
    unknown: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing speaks against the log."""
        return self.broken is None and not self.missing and not self.unknown


def inspect_log(noted: Iterable[str] = ()) -> Inspection:
    """Look through the log from its first row to its end; `noted` are seals that it once had."""
    # Before the rows: what is added meanwhile is no sign of a missing end.
    head = LogHead.current()
    found, wanted = Inspection(), set(noted)
    for change in _rows():
        if change.seal != seal_of(change, found.seal):
            found.broken = change.pk
            break
        found.length, found.seal = found.length + 1, change.seal
        wanted.discard(change.seal)
        if found.length == head.length and change.seal != head.seal:
            found.broken = change.pk
            break
    if found.broken is None:
        found.missing = max(0, head.length - found.length)
    found.unknown = sorted(wanted)
    return found


def _rows() -> Iterator[PointChange]:
    rows = PointChange.objects.only("pk", "seal", *SEALED).order_by("pk")
    return rows.iterator(chunk_size=_BATCH)
