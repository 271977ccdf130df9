"""A table of positions is applied for the person who made it: compared again and written."""

from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.importing.apply import (
    Applied,
    BadRowsError,
    PlanChangedError,
    hold,
    with_points,
)
from sites.importing.compare import stored_points
from sites.importing.plan import Outcome, Plan
from sites.importing.positions.compare import PinRules, compare_positions
from sites.importing.read_table import Table
from sites.models import ImportKind, ImportRun, Region


def fingerprint_of(plan: Plan) -> str:
    """Return a short text that is the same for plans which say the same."""
    said = repr((plan.outlets, plan.errors, plan.warnings))
    return sha256(said.encode()).hexdigest()


def apply_positions(
    table: Table, region: Region, rules: PinRules, user: User, *, fingerprint: str = ""
) -> Applied:
    """Give the outlets in the table the positions that it states, as the person's own decision.

    All or nothing, in one transaction that holds the region. The positions are final as if the
    person had set each pin by hand; `undo_import` takes them back together. A table that changes
    nothing leaves no trace. `fingerprint` is of the plan that was shown; "" for whatever it may be.

    Raises ``TableError`` if no row could name an outlet, ``BadRowsError`` if rows have errors and
    ``PlanChangedError`` if the plan is another one by now; then nothing is changed.
    """
    with transaction.atomic():
        hold(region)
        plan = compare_positions(table, region, stored_points(region), rules)
        if plan.errors:
            message = _("Nothing was applied: correct the rows with errors, or remove them.")
            raise BadRowsError(message, plan)
        if fingerprint not in {"", fingerprint_of(plan)}:
            message = _("Something was changed meanwhile: please look at the comparison again.")
            raise PlanChangedError(message, plan)
        if plan.changes_nothing:
            return Applied(plan, None)
        run = ImportRun.objects.create(
            region=region,
            kind=ImportKind.POSITIONS,
            file_name=table.file_name[:255],
            sha256=table.sha256,
            applied_at=timezone.now(),
            applied_by=user,
            counts={
                outcome.value: plan.counts[outcome.value]
                for outcome in (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CONFLICT)
            },
        )
        edits = (
            Edit(
                point=point,
                values={name: change.new for name, change in outlet.changes.items()},
            )
            for outlet, point in with_points(outlet for outlet in plan.outlets if outlet.changes)
        )
        reason = _("Table of positions %(file)s (%(datum)s)") % {
            "file": table.file_name[:200],
            "datum": rules.datum.value,
        }
        record(edits, Author.staff(user, import_run=run), reason=reason)
    return Applied(plan, run)
