"""An import is undone: the public data are again what they were before it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.fields import DERIVED, PlainValue
from sites.changes.record import PRINTED, record
from sites.changes.restore import Policy, TakenBack, take_back
from sites.geocoding.proposals import withdraw_questions
from sites.importing.columns import is_read_from
from sites.models import ImportRun, PointChange, Region, ServicePoint, SourceKind
from sites.models.provenance import StoredProvenance


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A value that somebody has set since the import and that undoing it would destroy.

    Or the serial that an outlet has now and another one had before. `by` is a user name or says
    which import; `import_number` is that of the import, if it is one.
    """

    point: str
    field: str
    now: PlainValue
    by: str
    import_number: int | None = None


class UndoRefusedError(Exception):
    """An import that was not undone; nothing has changed."""

    def __init__(self, message: str, later_changes: tuple[LaterChange, ...] = ()) -> None:
        super().__init__(message)
        self.later_changes = later_changes


@dataclass(frozen=True, slots=True)
class Undone:
    """How many outlets were restored, what was left as it is now, and the data version."""

    restored: int
    left: tuple[LaterChange, ...]
    data_version: int


@transaction.atomic
def undo_import(
    number: int, *, keep_later_changes: bool = False, user: User | None = None
) -> Undone:
    """Restore the public data that an import changed, with their dates and sources.

    Outlets that the import added are withdrawn; they keep their ids in case they return. What a
    geocoder has found since stands in nobody's way: it can be found again.

    Raises ``UndoRefusedError``, and changes nothing, if there is no such import, if it is undone
    already, or if something that would be restored has been changed since or stands under a serial
    that another outlet has now; with `keep_later_changes` that is left as it is instead.
    """
    run = _locked_run(number)
    held = ServicePoint.objects.select_for_update().filter(region=run.region_id)
    points = held.defer(*DERIVED).in_bulk()
    taken_back = take_back(
        run.changes.order_by("pk").iterator(),
        points,
        Policy.KEEP_SAID,
        cells_before=_cells_before,
    )
    edits, left = taken_back.edits, tuple(_left(taken_back, points))
    if left and not keep_later_changes:
        is_changed = bool(taken_back.kept)
        raise UndoRefusedError(_refusal(number, left, is_changed=is_changed), left)
    author = Author(source=SourceKind.IMPORT, reference=str(run.pk), user=user)
    reason = _("Import %(number)d undone") % {"number": number}
    recorded = record(edits, author, reason=reason)
    withdraw_questions(edit.point for edit in edits if "address" in edit.values)
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return Undone(len(edits), left, recorded.data_version)


def _locked_run(number: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(pk=number).first()
    if run is None:
        raise UndoRefusedError(_("There is no import %(number)d.") % {"number": number})
    if run.undone_at is not None:
        raise UndoRefusedError(_("Import %(number)d is undone already.") % {"number": number})
    Region.objects.select_for_update().get(pk=run.region_id)
    return run


def _left(taken_back: TakenBack, points: Mapping[int, ServicePoint]) -> Iterator[LaterChange]:
    for kept in taken_back.kept:
        now = kept.now
        yield LaterChange(kept.point.name, kept.field, now["value"], *_who(now["provenance"]))
    for holder in (one.holder for one in taken_back.displaced):
        # The holder was read with its name alone.
        who = _who(points[holder.pk].provenance.get("serial"))
        yield LaterChange(holder.name, "serial", holder.serial, *who)


def _cells_before(
    change: PointChange, point: ServicePoint, kept: Collection[str]
) -> dict[str, str] | None:
    """Return the point's printed cells as they were before a change; None if it brought none.

    The cells of the `kept` fields, and those that a later table has brought, stay.
    """
    if PRINTED not in change.after:
        return None
    old, new = change.before[PRINTED]["value"], change.after[PRINTED]["value"]
    cells = dict(point.printed)
    for cell in old.keys() | new.keys():
        if not is_read_from(cell, kept) and cells.get(cell) == new.get(cell):
            cells.pop(cell, None)
            if cell in old:
                cells[cell] = old[cell]
    return cells


def _who(provenance: StoredProvenance | None) -> tuple[str, int | None]:
    """Return who set a value, and the number of the import if it was one."""
    if provenance is None:
        return "", None
    if verified_by := provenance.get("verified_by"):
        # Set by an import perhaps, but a person has said since that it is right.
        return verified_by, None
    if provenance["source"] != SourceKind.IMPORT.value:
        return provenance["reference"], None
    number = int(provenance["reference"])
    return _("import %(number)d") % {"number": number}, number


def _refusal(number: int, left: Sequence[LaterChange], *, is_changed: bool) -> str:
    if is_changed:
        text = _("Import %(number)d was not undone: what it set has been changed since.")
    else:
        text = _(
            "Import %(number)d was not undone: serials that it would give back belong to other "
            "outlets now."
        )
    return " ".join([text % {"number": number}, *_remedy(left)])


def _remedy(left: Sequence[LaterChange]) -> Iterator[str]:
    """Yield what to do about later imports; the last one has to go first."""
    numbers = {change.import_number for change in left if change.import_number is not None}
    if numbers:
        yield _("Undo import %(numbers)s first.") % {
            "numbers": ", ".join(map(str, sorted(numbers, reverse=True)))
        }
