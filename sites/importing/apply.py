"""A table is applied: compared again and written, in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.fields import DERIVED
from sites.changes.record import Edit, record
from sites.changes.source_cells import note_printed
from sites.geocoding.proposals import Former, propose_former
from sites.importing.check import Checked, Progress, check_table
from sites.importing.compare import compare, stored_points
from sites.importing.context import RegionContext
from sites.importing.options import LIST, STRICT, ApplyOptions, Rules
from sites.importing.plan import REMOVAL_LIMIT, Outcome, Plan, PlannedPoint
from sites.importing.positions.weigh import propose
from sites.importing.read_table import Table
from sites.models import ImportRun, Region, ServicePoint

_BATCH: Final = 500


class ImportRefusedError(Exception):
    """A table that was not applied; nothing has changed. `plan` says what it would have done."""

    def __init__(self, message: str, plan: Plan) -> None:
        super().__init__(message)
        self.plan = plan


class BadRowsError(ImportRefusedError):
    """The table has rows with errors, and they were not to be skipped."""


class TooManyRemovedError(ImportRefusedError):
    """The table lacks so many stored outlets that it may be the wrong one."""


class PlanChangedError(ImportRefusedError):
    """It would do something else than was shown to the person who agreed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The plan that was carried out, and the import; None where nothing differed."""

    plan: Plan
    run: ImportRun | None


def apply_table(
    table: Table,
    region: Region,
    rules: Rules = LIST,
    options: ApplyOptions = STRICT,
    progress: Progress = iter,
) -> Applied:
    """Make the region's outlets what the table says, except where a person decided otherwise.

    A supplement leaves those that it lacks as they are.

    All or nothing: the comparison is made, and what it says written, in one transaction that
    holds the region, so that nobody changes an outlet in between. A table that changes nothing
    leaves no trace.

    Raises ``BadRowsError`` or ``TooManyRemovedError``, and ``ReferenceDataError`` if a file that
    rows are checked against is broken; then nothing is changed.
    """
    # The long part does not depend on stored outlets: it needs no lock.
    context = RegionContext.load(region)
    checked = check_table(table, context, progress, datum=rules.datum)
    return apply_checked(checked, context, rules, options)


@transaction.atomic
def apply_checked(
    checked: Checked,
    context: RegionContext,
    rules: Rules,
    options: ApplyOptions,
    user: User | None = None,
) -> Applied:
    """Compare a checked table and write what that says: see `apply_table`.

    What a person has decided to keep is noted, so that no table asks for it again.
    """
    table, region = checked.table, context.region
    hold(region)
    plan = compare(checked, stored_points(region), context, rules)
    _refuse(plan, options)
    note_printed(_settled(plan))
    if plan.changes_nothing:
        propose(plan, region)
        return Applied(plan, None)
    run = ImportRun.objects.create(
        region=region,
        file_name=table.file_name[:255],
        sha256=table.sha256,
        applied_at=timezone.now(),
        applied_by=user,
        counts=plan.counts,
        is_supplement=plan.is_supplement,
    )
    former: list[Former] = []
    record(_edits(plan, region, former), Author.importer(run))
    propose_former(former)
    propose(plan, region)
    return Applied(plan, run)


def hold(region: Region) -> None:
    """Hold the region's row against other imports, and its points against everybody else."""
    Region.objects.select_for_update().get(pk=region.pk)
    list(ServicePoint.objects.select_for_update().filter(region=region).values_list("pk"))


def _refuse(plan: Plan, options: ApplyOptions) -> None:
    if options.fingerprint not in {"", plan.fingerprint}:
        message = _("Nothing was applied: outlets have changed meanwhile. See what differs now.")
        raise PlanChangedError(message, plan)
    if plan.errors and not options.skip_bad_rows:
        raise BadRowsError(
            _("Nothing was applied: correct the rows with errors, or leave them out on purpose."),
            plan,
        )
    if plan.removes_too_many and not options.force:
        message = _(
            "Nothing was applied: %(removed)d of %(stored)d outlets would be removed, more than "
            "%(limit)d %%. Is it the right table? If so, say so."
        )
        numbers = {
            "removed": plan.counts[Outcome.REMOVED],
            "stored": plan.active_before,
            "limit": round(REMOVAL_LIMIT * 100),
        }
        raise TooManyRemovedError(message % numbers, plan)


def with_points(
    outlets: Iterable[PlannedPoint],
) -> Iterator[tuple[PlannedPoint, ServicePoint]]:
    """Yield stored outlets with their points, whose rows the caller holds.

    The points are read some hundred at a time: all of a region's would fill the memory.
    """
    waiting = iter(outlets)
    points = ServicePoint.objects.select_related("town").defer(*DERIVED)
    while batch := list(islice(waiting, _BATCH)):
        keys = [outlet.public_id for outlet in batch]
        found: dict[object, ServicePoint] = {
            point.public_id: point for point in points.filter(public_id__in=keys)
        }
        for outlet in batch:
            yield outlet, found[outlet.public_id]


def _settled(plan: Plan) -> Iterator[ServicePoint]:
    settled = (outlet for outlet in plan.outlets if outlet.settled)
    for outlet, point in with_points(settled):
        if outlet.printed is not None:
            point.printed = outlet.printed
            yield point


def _edits(plan: Plan, region: Region, former: list[Former]) -> Iterator[Edit]:
    """Yield the edits, those of stored outlets first, as they are asked for.

    Positions that belong to the address before an edit are put into `former`.
    """
    changed = [outlet for outlet in plan.outlets if outlet.changes]
    for outlet, point in with_points(outlet for outlet in changed if outlet.public_id is not None):
        if outlet.doubted is not None:
            former.append(Former(point=point, position=outlet.doubted, address=point.address))
        yield _edit(outlet, point)
    for outlet in changed:
        if outlet.public_id is None:
            yield _edit(outlet, ServicePoint(region=region))


def _edit(outlet: PlannedPoint, point: ServicePoint) -> Edit:
    values = {name: change.new for name, change in outlet.changes.items()}
    return Edit(point=point, values=values, printed=outlet.printed)
