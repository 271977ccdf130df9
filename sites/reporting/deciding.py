"""A member of staff decides on a report."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from sites.models import Report, ReportState
from sites.recording.author import Author
from sites.reporting.filing import one_line


class ReportClosedError(Exception):
    """Somebody has decided on the report already, or there is none."""


@transaction.atomic
def decide(
    report: int,
    state: ReportState,
    user: AbstractBaseUser | AnonymousUser,
    *,
    reason: str = "",
) -> Report:
    """Close an open report, by its key, as the staff member's decision, and return it.

    It changes no public data: who accepts a report corrects the outlet next. Raises
    ``ReportClosedError`` if it is not open, ``ValueError`` for the state "open" and for a rejection
    without a reason, ``TypeError`` for anybody who is not logged in.
    """
    author = Author.staff(user)
    reason = one_line(reason)
    if state is ReportState.OPEN or (state is ReportState.REJECTED and not reason):
        raise ValueError("a decision is needed, and for a rejection its reason")
    row = Report.objects.select_for_update(of=("self",)).filter(pk=report).first()
    if row is None or row.state != ReportState.OPEN:
        raise ReportClosedError(f"report {report} is not open")
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = author.user, timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return row
