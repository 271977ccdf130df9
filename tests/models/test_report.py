"""What the database refuses of reports, whoever writes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from sites.models import Kind, Operator, Report, ServicePoint
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def point() -> ServicePoint:
    region = make_region()
    operator = Operator.objects.create(code="bank", name="银行", kind=Kind.BANK)
    return ServicePoint.objects.create(
        region=region, operator=operator, serial=1, name="网点", kind=Kind.BANK, address="某路"
    )


def create(point: ServicePoint, **values: Any) -> Report:
    defaults: dict[str, Any] = {
        "code": f"{Report.objects.count():09}",
        "field": "phone",
        "shown": "1",
        "created_at": timezone.now(),
    }
    with transaction.atomic():
        return Report.objects.create(point=point, **(defaults | values))


def decided(state: str, reason: str = "") -> dict[str, Any]:
    user, _made = User.objects.get_or_create(username="wang")
    return {
        "state": state,
        "reason": reason,
        "decided_by": user,
        "decided_at": timezone.now(),
    }


def test_one_open_report_per_value_and_suggestion(point: ServicePoint) -> None:
    create(point)
    for different in ({"field": "address"}, {"shown": "2"}, {"suggested": "3"}):
        create(point, **different)
    create(point, **decided("spam"))
    create(point, **decided("rejected", "打通了"))
    with pytest.raises(IntegrityError):
        create(point)


def test_a_code_is_one_reports(point: ServicePoint) -> None:
    create(point, code="346346346")
    with pytest.raises(IntegrityError):
        create(point, code="346346346", shown="2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "346"},
        {"field": "name"},
        {"count": 0},
        {"remarks": "字" * 3001},
        {"field": "other"},
        {"state": "accepted"},
        {"state": "lost"},
        {"reason": "为什么"},
        {"decided_at": datetime(2026, 3, 1, tzinfo=UTC)},
    ],
    ids=str,
)
def test_what_no_report_is(point: ServicePoint, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        create(point, **wrong)


def test_a_rejection_has_a_reason(point: ServicePoint) -> None:
    with pytest.raises(IntegrityError):
        create(point, **decided("rejected"))
    with pytest.raises(IntegrityError):
        create(point, **decided("lost", "为什么"))
