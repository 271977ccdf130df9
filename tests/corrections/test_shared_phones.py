"""Numbers that more than one outlet has."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.corrections import sharers_of
from sites.models import Region, ServicePoint
from sites.phones.numbers import parse_phone
from tests.desk.conftest import MakePoint


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("023-4756 4298", ["a", "b"]),
        ("47564298转1", ["extension"]),
        ("95588", ["hotline"]),
        ("47838915", []),
        ("", []),
    ],
)
def test_who_has_a_number(make_point: MakePoint, typed: str, expected: list[str]) -> None:
    make_point(name="b")
    make_point(name="a")
    make_point(name="closed", is_active=False)
    make_point(name="extension", phone="47564298转1")
    make_point(name="hotline", phone="95588")
    make_point(name="silent", phone="")
    phone = parse_phone(typed, "023")
    with CaptureQueriesContext(connection) as captured:
        found = sharers_of([phone], ServicePoint.objects.all())
    assert [one.name for one in found.get(phone, [])] == expected
    assert len(captured) <= 1


def test_the_same_line_in_two_areas(make_point: MakePoint) -> None:
    make_point(name="here")
    far = Region.objects.get(pk="500116")
    far.pk, far.area_code = "330100", "0571"
    far.save(force_insert=True)
    point = ServicePoint(region=far)
    plain: dict[str, Any] = {
        "serial": 1,
        "name": "there",
        "kind": "bank",
        "operator": "icbc",
        "address": "x",
        "phone": "023-47564298",
        "town": None,
        "services": [],
    }
    record([Edit(point=point, values=plain)], Author.geocoder("test"))
    phone = parse_phone("47564298", "023")
    names = [one.name for one in sharers_of([phone], ServicePoint.objects.all())[phone]]
    assert names == ["here", "there"]
