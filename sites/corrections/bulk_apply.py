"""An edit of many outlets is made and undone, each in one transaction."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.record import record
from sites.changes.restore import Policy, take_back
from sites.changes.serials import taken_text
from sites.corrections.bulk_change import BulkChange
from sites.corrections.bulk_plan import BulkPlan, plan_bulk_edit
from sites.corrections.correct import make_corrections
from sites.geocoding.proposals import withdraw_questions
from sites.models import BulkEdit, PointChange, ServicePoint


class PlanOutdatedError(Exception):
    """Somebody has changed the outlets since the plan was shown; `plan` is what it is now."""

    def __init__(self, plan: BulkPlan) -> None:
        super().__init__("the plan is another one by now")
        self.plan = plan


class AlreadyUndoneError(Exception):
    """Somebody has undone the edit already, or there is none."""


@dataclass(frozen=True, slots=True)
class Left:
    """An outlet of which something stays as it is when an edit is undone.

    Fields that were changed since, or all of it: then `problem` says who has its serial now.
    """

    name: str
    fields: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many outlets were restored, and what was left as it is now."""

    restored: int
    left: tuple[Left, ...]


@transaction.atomic
def make_bulk_edit(
    points: QuerySet[ServicePoint],
    asked: BulkChange,
    user: AbstractBaseUser | AnonymousUser,
    *,
    token: str,
    reason: str = "",
) -> BulkEdit:
    """Make the edit whose plan has that token, and return it; all of it or nothing.

    Raises ``PlanOutdatedError`` if the plan is another one by now, ``ValueError`` if nothing would
    change, what `plan_bulk_edit` raises, and ``TypeError`` for anybody who is not logged in.
    """
    author = Author.staff(user)
    if author.user is None:
        raise TypeError("an edit is made by a person")
    held = points.order_by("pk").select_for_update(of=("self",))
    plan = plan_bulk_edit(sorted(held, key=_list_order), asked)
    if plan.token != token:
        raise PlanOutdatedError(plan)
    if not plan.corrections:
        raise ValueError("nothing would change")
    recorded = make_corrections(plan.corrections, author, reason=reason)
    return BulkEdit.objects.create(
        region=plan.corrections[0].point.region,
        asked=asked.to_json(),
        reason=reason,
        count=len(plan.corrections),
        data_version=recorded.data_version,
        made_at=timezone.now(),
        made_by=author.user,
    )


@transaction.atomic
def undo_bulk_edit(key: int, user: AbstractBaseUser | AnonymousUser) -> Undone:
    """Restore what an edit changed, with dates and sources; what was set since stays.

    Raises ``AlreadyUndoneError``, and ``TypeError`` for anybody who is not logged in.
    """
    author = Author.staff(user)
    row = BulkEdit.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or row.undone_at is not None:
        raise AlreadyUndoneError
    changes = list(changes_of(row).order_by("point_id"))
    held = ServicePoint.objects.filter(pk__in=[change.point_id for change in changes])
    points = held.select_related("town").order_by("pk").select_for_update(of=("self",)).in_bulk()
    taken_back = take_back(changes, points, Policy.KEEP_ALL)
    edits = taken_back.edits
    record(edits, author, reason=_("Bulk edit %(number)d undone") % {"number": key})
    withdraw_questions(edit.point for edit in edits if "address" in edit.values)
    row.undone_at, row.undone_by = timezone.now(), author.user
    row.save(update_fields=["undone_at", "undone_by"])
    kept = groupby(taken_back.kept, key=attrgetter("point"))
    left = (
        *(Left(point.name, tuple(one.field for one in fields)) for point, fields in kept),
        *(
            Left(one.point.name, ("serial",), taken_text(one.holder.name))
            for one in taken_back.displaced
        ),
    )
    return Undone(len(edits), left)


def changes_of(edit: BulkEdit) -> QuerySet[PointChange]:
    """Return the changes that an edit made, in the order of the notice."""
    changes = PointChange.objects.filter(data_version=edit.data_version)
    return changes.select_related("point").order_by("point__serial", "point")


def _list_order(point: ServicePoint) -> tuple[int, int]:
    return point.serial, point.pk
