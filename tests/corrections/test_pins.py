"""Pins are set, taken off, and left to machines again."""

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import stored_position
from sites.changes.record import Edit
from sites.corrections import move_pin, pinned, unpinned
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import ServicePoint
from tests.desk.conftest import MakePoint

PIN = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="staff")


@pytest.fixture
def author(db: None) -> Author:
    return Author.staff(User.objects.create_user("li"))


def move(edit: Edit | None, author: Author) -> ServicePoint:
    assert edit is not None
    move_pin(edit, author)
    return ServicePoint.objects.select_related("town").get(pk=edit.point.pk)


def test_a_pin_is_set_and_taken_off(make_point: MakePoint, author: Author) -> None:
    point = move(pinned(make_point(town="youxi"), PIN), author)
    assert stored_position(point) == PIN
    assert point.provenance["position"]["locked"]
    assert pinned(point, PIN) is None
    point = move(pinned(point, None), author)
    assert stored_position(point) is None
    assert point.provenance["position"]["locked"]


def test_a_position_is_left_to_machines_again(make_point: MakePoint, author: Author) -> None:
    assert unpinned(make_point(town=None)) is None
    point = move(unpinned(move(pinned(make_point(town="youxi"), PIN), author)), author)
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    assert not point.provenance["position"]["locked"]
    assert unpinned(point) is None
