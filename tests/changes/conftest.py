from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import Region, ServicePoint

VALUES: dict[str, Any] = {
    "serial": 1,
    "name": "农商行油溪支行",
    "kind": "bank",
    "operator": "cqrcb",
    "address": "油溪镇建新路46号",
    "town": "youxi",
    "phone": "47881050",
    "services": ["reissue", "unlock"],
    "is_active": True,
}
MakePoint = Callable[..., ServicePoint]


@pytest.fixture
def machine(reference_data: None) -> Author:
    """Return an author whose values are not locked."""
    return Author.geocoder("machine")


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk")


@pytest.fixture
def make_point(machine: Author) -> MakePoint:
    def make(**values: Any) -> ServicePoint:
        point = ServicePoint(region=Region.objects.get())
        record([Edit(point=point, values=VALUES | values)], machine)
        return ServicePoint.objects.get(pk=point.pk)

    return make
