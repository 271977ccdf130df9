"""The call sheet, and what came of each call."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.corrections.verify import verify
from sites.models import CallResult, PhoneCall, ServicePoint
from sites.phones.numbers import parse_phone


class ChangedMeanwhileError(Exception):
    """The number is no longer the one that was called; `phone` is what it is now."""

    def __init__(self, phone: str) -> None:
        super().__init__("the number has been changed meanwhile")
        self.phone = phone


@dataclass(frozen=True, slots=True)
class CallSheetRow:
    """One number to be called, with the calls of it that did not settle it, the last one first."""

    point: ServicePoint
    calls: tuple[PhoneCall, ...]


def sheet_order(points: QuerySet[ServicePoint]) -> QuerySet[ServicePoint]:
    """Return points as they stand on the call sheet: town by town, in the notice's order."""
    return points.order_by("region", F("town__order").asc(nulls_last=True), "serial", "pk")


def call_sheet(points: Iterable[ServicePoint]) -> list[CallSheetRow]:
    """Return a row per point, in the given order; one query."""
    points = list(points)
    made: dict[int, list[PhoneCall]] = {point.pk: [] for point in points}
    phones = {point.pk: point.phone for point in points}
    for call in PhoneCall.objects.filter(point__in=list(made)).select_related("called_by"):
        if call.phone == phones[call.point_id]:
            made[call.point_id].append(call)
    return [CallSheetRow(point, tuple(made[point.pk])) for point in points]


@transaction.atomic
def record_call(
    point: ServicePoint,
    result: CallResult,
    user: AbstractBaseUser | AnonymousUser,
    *,
    called: str,
    right_number: str = "",
) -> PhoneCall:
    """Keep what came of calling a point's number, and do what follows from it; return the call.

    A number that is right becomes verified. For one that was wrong and is put right,
    `right_number` is recorded. `called` is the number that the person saw. The caller holds the
    row. Raises ``ChangedMeanwhileError`` if the stored number is another one by now, `PhoneError`
    for a right number that is none, ``ValueError`` for one that is missing or is the wrong one.
    """
    author, reason = Author.staff(user), _("call")
    if called != point.phone or not point.phone:
        raise ChangedMeanwhileError(point.phone)
    if result is CallResult.RIGHT:
        verify(point, "phone", author, reason=reason)
    elif result is CallResult.CORRECTED:
        phone = parse_phone(right_number, point.region.area_code).text
        if phone in {"", called}:
            raise ValueError("the right number is missing, or the same")
        record([Edit(point=point, values={"phone": phone})], author, reason=reason)
    if author.user is None:
        raise TypeError("a call is made by a person")
    return PhoneCall.objects.create(
        point=point,
        phone=called,
        result=result,
        called_at=timezone.now(),
        called_by=author.user,
    )
