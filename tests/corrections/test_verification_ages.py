"""Which numbers are due, on either database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sites.corrections import due, of_age, phone_ages, phones_by_age
from sites.models import Provenance, ServicePoint, SourceKind
from tests.factories import MakePoint

TODAY = date(2026, 6, 15)


def verified_days_ago(point: ServicePoint, days: int | None) -> ServicePoint:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 12, 30, tzinfo=UTC)
    origin = Provenance(
        source=SourceKind.IMPORT,
        reference="1",
        set_at=at,
        verified_at=None if days is None else at - timedelta(days=days),
    )
    ServicePoint.objects.filter(pk=point.pk).update(
        provenance=point.provenance | {"phone": dict(origin.to_json())}
    )
    return point


@pytest.fixture
def aged(make_point: MakePoint) -> dict[str, ServicePoint]:
    days = {"today": 0, "fresh": 182, "due": 184, "aging": 364, "old": 366, "never": None}
    points = {name: verified_days_ago(make_point(name=name), at) for name, at in days.items()}
    verified_days_ago(make_point(name="closed", is_active=False), None)
    verified_days_ago(make_point(name="silent", phone=""), None)
    unknown = make_point(name="unknown")
    del unknown.provenance["phone"]
    unknown.save()
    return points | {"unknown": unknown}


def names(points: object) -> set[str]:
    assert hasattr(points, "values_list")
    return set(points.values_list("name", flat=True))


def test_due_is_what_nobody_has_verified_for_so_long(aged: dict[str, ServicePoint]) -> None:
    everything = ServicePoint.objects.all()
    assert names(due(everything, 6, TODAY)) == {"due", "aging", "old", "never", "unknown"}
    assert names(due(everything, 12, TODAY)) == {"old", "never", "unknown"}
    assert names(due(everything, 13, TODAY)) == {"never", "unknown"}


def test_every_number_is_in_one_span(aged: dict[str, ServicePoint]) -> None:
    everything = ServicePoint.objects.all()
    ages = phone_ages(6, TODAY)
    assert {age.key: names(of_age(everything, age)) for age in ages} == {
        "fresh": {"today", "fresh"},
        "aging": {"due", "aging"},
        "old": {"old"},
        "never": {"never", "unknown"},
    }
    counts = {age.key: count for age, count in phones_by_age(everything, ages)}
    assert counts == {"fresh": 2, "aging": 2, "old": 1, "never": 2}
