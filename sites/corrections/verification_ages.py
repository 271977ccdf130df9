"""How long ago the numbers of active outlets were verified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from sites.models import ServicePoint

# In SQL: the ISO text of the time, of which a day's text is the beginning. SQLite gives a null in
# JSON as a text.
_VERIFIED: Final = NullIf(
    Cast(KT("provenance__phone__verified_at"), TextField()), Value("null", TextField())
)
_DAYS_PER_MONTH: Final = 30.4375


@dataclass(frozen=True, slots=True)
class PhoneAge:
    """Numbers verified from `since` on and before `until`; both None: never verified.

    `key` names the span in addresses; `months` is (from, to), to None where it has no end.
    """

    key: str
    months: tuple[int, int | None] | None
    since: date | None = None
    until: date | None = None

    @property
    def condition(self) -> Q:
        """What holds for the points, as `with_phone` returns them."""
        if self.months is None:
            return Q(phone_verified__isnull=True)
        condition = Q(phone_verified__isnull=False)
        if self.since is not None:
            condition &= Q(phone_verified__gte=self.since.isoformat())
        if self.until is not None:
            condition &= Q(phone_verified__lt=self.until.isoformat())
        return condition


def phone_ages(months: int, today: date | None = None) -> list[PhoneAge]:
    """Return spans that every number is in one of: within `months`, twice that, longer, never."""
    today = today or timezone.now().date()
    once, twice = _ago(months, today), _ago(2 * months, today)
    return [
        PhoneAge("fresh", (0, months), since=once),
        PhoneAge("aging", (months, 2 * months), since=twice, until=once),
        PhoneAge("old", (2 * months, None), until=twice),
        PhoneAge("never", None),
    ]


def with_phone(points: QuerySet[ServicePoint]) -> QuerySet[ServicePoint]:
    """Return the active ones among some points that have a number."""
    return points.filter(is_active=True).exclude(phone="").annotate(phone_verified=_VERIFIED)


def due(
    points: QuerySet[ServicePoint], months: int, today: date | None = None
) -> QuerySet[ServicePoint]:
    """Return the active ones among some points whose number nobody has verified for so long."""
    limit = _ago(months, today or timezone.now().date())
    overdue = Q(phone_verified__isnull=True) | Q(phone_verified__lt=limit.isoformat())
    return with_phone(points).filter(overdue)


def of_age(points: QuerySet[ServicePoint], age: PhoneAge) -> QuerySet[ServicePoint]:
    """Return the active ones among some points whose number was verified in a span."""
    return with_phone(points).filter(age.condition)


def phones_by_age(
    points: QuerySet[ServicePoint], ages: Iterable[PhoneAge]
) -> list[tuple[PhoneAge, int]]:
    """Return how many numbers are in each span."""
    ages = list(ages)
    counts = (
        with_phone(points)
        .order_by()
        .aggregate(**{age.key: Count("pk", filter=age.condition) for age in ages})
    )
    return [(age, counts[age.key]) for age in ages]


def _ago(months: int, today: date) -> date:
    return today - timedelta(days=round(months * _DAYS_PER_MONTH))
