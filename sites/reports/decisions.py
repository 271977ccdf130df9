"""A member of staff decides on a report."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sites.changes.author import Author
from sites.models import Report, ReportField, ReportState
from sites.reports.queries import value_now
from sites.reports.submission import one_line


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

    It changes no public data: who accepts a report corrects the outlet with it. Raises
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


@transaction.atomic
def accept(report: int, user: AbstractBaseUser | AnonymousUser) -> int:
    """Close an open report, by its key, whose outlet was just corrected; return how many closed.

    Reports that say the same in other words are closed with it: of the same outlet and subject,
    those that suggest what it says now, or complain of the same value and suggest nothing. Raises
    as `decide` does.
    """
    decided = decide(report, ReportState.ACCEPTED, user)
    if decided.field == ReportField.OTHER:
        return 1
    decided.point.refresh_from_db()
    now = value_now(decided)
    same = Q(suggested="", shown=decided.shown)
    if now:
        same |= Q(suggested=now)
    others = Report.objects.filter(
        same, point=decided.point, field=decided.field, state=ReportState.OPEN
    )
    keys = list(others.values_list("pk", flat=True))
    for key in keys:
        decide(key, ReportState.ACCEPTED, user)
    return 1 + len(keys)
