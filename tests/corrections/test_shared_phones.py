"""Numbers that more than one outlet has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.corrections import sharers_of
from sites.models import ServicePoint
from sites.phones.numbers import parse_phone
from tests.factories import MakePoint, make_region


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
    far = make_region(area_code="0571")
    make_point(name="there", region=far.pk, phone="023-47564298")
    phone = parse_phone("47564298", "023")
    names = [one.name for one in sharers_of([phone], ServicePoint.objects.all())[phone]]
    assert names == ["here", "there"]
