"""What is put back is what was made, row by row, and the numbers go on behind it."""

from uuid import uuid4

from django.db import transaction

from sites.importing.apply import apply_table
from sites.importing.read_table import Table
from sites.models import PointChange, Region, ServicePoint
from tests.importing.dumps import everything
from tests.stored import stored_once


def test_what_is_put_back_is_what_was_made(reference_data: None, real_table: Table) -> None:
    made = 0

    def make() -> None:
        nonlocal made
        made += 1
        apply_table(real_table, Region.objects.get(pk="500116"))

    seen = []
    for _time in range(2):
        before = transaction.savepoint()
        stored_once("outlets of this test", make)
        seen.append(everything())
        transaction.savepoint_rollback(before)
    assert made == 1
    assert seen[0] == seen[1]
    assert "农商行油溪支行" in str(seen[0])


def test_what_is_stored_next_has_numbers_of_its_own(real_points: None) -> None:
    point = ServicePoint.objects.order_by("pk")[0]
    last = PointChange.objects.order_by("-pk")[0]
    point.pk, point.public_id, point.serial = None, uuid4(), 99
    point.save()
    assert ServicePoint.objects.count() == 58
    assert PointChange.objects.order_by("-pk")[0] == last
