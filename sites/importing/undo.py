"""An import is undone: the public data are again what they were before it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.fields import DERIVED, PUBLIC_FIELDS, PlainValue, plain_values
from sites.changes.record import PRINTED, Edit, Fact, record
from sites.geocoding.proposals import withdraw_questions
from sites.importing.columns import is_read_from
from sites.models import ImportRun, PointChange, Region, ServicePoint, SourceKind
from sites.reference.stored import Reference

_NEVER_SET: Final[Fact] = {"value": None, "provenance": None}


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A value that somebody has set since the import, so that undoing it would destroy it.

    `by` is a user name or says which import; `import_number` is that of the import, if it is one.
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
    reference = Reference()
    held = ServicePoint.objects.select_for_update().filter(region=run.region_id)
    points = held.defer(*DERIVED).in_bulk()
    edits: list[Edit] = []
    left: list[LaterChange] = []
    for change in run.changes.order_by("pk").iterator():
        edit, later = _restore(change, points[change.point_id], reference)
        left += later
        if edit is not None:
            edits.append(edit)
    edits, taken = _leave_taken_serials(points, edits)
    left += taken
    if left and not keep_later_changes:
        message = _("Import %(number)d was not undone: what it set has been changed since.")
        texts = [message % {"number": number}, *_remedy(left)]
        raise UndoRefusedError(" ".join(texts), tuple(left))
    author = Author(source=SourceKind.IMPORT, reference=str(run.pk), user=user)
    reason = _("Import %(number)d undone") % {"number": number}
    recorded = record(edits, author, reason=reason)
    withdraw_questions(edit.point for edit in edits if "address" in edit.values)
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return Undone(len(edits), tuple(left), recorded.data_version)


def _locked_run(number: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(pk=number).first()
    if run is None:
        raise UndoRefusedError(_("There is no import %(number)d.") % {"number": number})
    if run.undone_at is not None:
        raise UndoRefusedError(_("Import %(number)d is undone already.") % {"number": number})
    Region.objects.select_for_update().get(pk=run.region_id)
    return run


def _restore(
    change: PointChange, point: ServicePoint, reference: Reference
) -> tuple[Edit | None, list[LaterChange]]:
    """Return the edit that takes a change back, if any, and the fields that stand in its way."""
    now: dict[str, Fact] = {
        field: {"value": value, "provenance": point.provenance.get(field)}
        for field, value in plain_values(point, reference).items()
    }
    was_new = not change.before
    # A new outlet has no earlier values: it is withdrawn as a whole, or stays as a whole.
    wanted: dict[str, Fact] = (
        {"is_active": {"value": False, "provenance": None}}
        if was_new
        else {field: change.before[field] for field in PUBLIC_FIELDS if field in change.before}
    )
    later = [
        LaterChange(point.name, field, now[field]["value"], *_who(now[field]))
        for field in (PUBLIC_FIELDS if was_new else wanted)
        if now[field] != wanted.get(field)
        and _is_set_since(now[field], change.after.get(field, _NEVER_SET))
    ]
    if was_new and later:
        return None, later
    kept = {entry.field for entry in later}
    facts = {field: fact for field, fact in wanted.items() if field not in kept}
    if not facts:
        return None, later
    edit = Edit(
        point=point,
        values={field: fact["value"] for field, fact in facts.items()},
        provenance={field: fact["provenance"] for field, fact in facts.items()},
        printed=_printed_before(change, point, kept),
    )
    return edit, later


def _printed_before(
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


def _is_set_since(now: Fact, imported: Fact) -> bool:
    provenance = now["provenance"]
    return (
        now != imported
        and provenance is not None
        and provenance["source"] != SourceKind.GEOCODER.value
    )


def _who(fact: Fact) -> tuple[str, int | None]:
    """Return who set a value, and the number of the import if it was one."""
    provenance = fact["provenance"]
    if provenance is None:
        return "", None
    if verified_by := provenance.get("verified_by"):
        # Set by an import perhaps, but a person has said since that it is right.
        return verified_by, None
    if provenance["source"] != SourceKind.IMPORT.value:
        return provenance["reference"], None
    number = int(provenance["reference"])
    return _("import %(number)d") % {"number": number}, number


def _remedy(left: Sequence[LaterChange]) -> Iterator[str]:
    """Yield what to do about later imports; the last one has to go first."""
    numbers = {change.import_number for change in left if change.import_number is not None}
    if numbers:
        yield _("Undo import %(numbers)s first.") % {
            "numbers": ", ".join(map(str, sorted(numbers, reverse=True)))
        }


def _leave_taken_serials(
    points: Mapping[int, ServicePoint], edits: Sequence[Edit]
) -> tuple[list[Edit], list[LaterChange]]:
    """Return the edits that leave every serial to one active outlet, and who holds the others."""
    possible = {edit.point.pk: edit for edit in edits}
    taken: list[LaterChange] = []
    while rivals := _rivals(points, possible):
        # Leaving one edit out may get in the way of the next: look again.
        for point in rivals:
            if possible.pop(point.pk, None) is None:
                serial: Fact = {
                    "value": point.serial,
                    "provenance": point.provenance.get("serial"),
                }
                taken.append(LaterChange(point.name, "serial", point.serial, *_who(serial)))
    return list(possible.values()), taken


def _rivals(points: Mapping[int, ServicePoint], edits: Mapping[int, Edit]) -> list[ServicePoint]:
    """Return the outlets that would be active under the serial of another one."""
    holders: defaultdict[PlainValue, list[ServicePoint]] = defaultdict(list)
    for point in points.values():
        values = edits[point.pk].values if point.pk in edits else {}
        if values.get("is_active", point.is_active):
            holders[values.get("serial", point.serial)].append(point)
    return [point for rivals in holders.values() if len(rivals) > 1 for point in rivals]
