"""A number that is still right: verified, locked, and otherwise as it was."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.corrections import verify
from sites.importing.compare import compare_table
from sites.importing.plan import Outcome
from sites.importing.undo import UndoRefusedError, undo_import
from sites.models import DataVersion, ImportRun, PointChange, Region, ServicePoint
from tests.factories import MakePoint
from tests.importing.tables import table_of


def test_only_the_verification_moves(make_point: MakePoint, wang: User) -> None:
    point = make_point()
    before = ServicePoint.objects.get(pk=point.pk)
    origin = before.provenance_of("phone")
    assert origin is not None
    version = DataVersion.current()
    verify(point, "phone", Author.staff(wang))
    after = ServicePoint.objects.get(pk=point.pk)
    now = after.provenance_of("phone")
    assert now is not None
    assert (now.source, now.reference, now.set_at) == (
        origin.source,
        origin.reference,
        origin.set_at,
    )
    assert (now.verified_by, now.locked) == ("wang", True)
    assert origin.verified_at is None
    assert now.verified_at is not None
    same = {field.attname for field in ServicePoint._meta.concrete_fields} - {"provenance"}
    for name in same:
        assert getattr(after, name) == getattr(before, name), name
    del before.provenance["phone"], after.provenance["phone"]
    assert after.provenance == before.provenance
    assert DataVersion.current() == version + 1, "the date of verification is public"
    change = PointChange.objects.filter(point=point).first()
    assert change is not None
    assert (change.user, change.is_verification) == (wang, True)


def test_nothing_cannot_be_verified(
    make_point: MakePoint, wang: User, stored: Callable[[], str]
) -> None:
    point = make_point(phone="")
    before = stored()
    with pytest.raises(ValueError, match="nothing"):
        verify(point, "phone", Author.staff(wang))
    with pytest.raises(KeyError):
        verify(point, "provenance", Author.staff(wang))
    assert stored() == before


def test_a_verified_number_is_locked_for_imports(real_points: None, wang: User) -> None:
    point = ServicePoint.objects.get(serial=2)
    rows = [
        (str(one.serial), one.name, one.address, "47000000" if one == point else one.phone)
        for one in ServicePoint.objects.order_by("serial")
    ]
    region = Region.objects.get(pk="500116")
    planned = {one.serial: one for one in compare_table(table_of(rows), region).outlets}
    assert planned[2].changes["phone"].new == "47000000"
    verify(point, "phone", Author.staff(wang))
    planned = {one.serial: one for one in compare_table(table_of(rows), region).outlets}
    assert planned[2].outcome is Outcome.CONFLICT
    assert not planned[2].changes


def test_undoing_the_import_names_the_person_who_verified(real_points: None, wang: User) -> None:
    verify(ServicePoint.objects.get(serial=2), "phone", Author.staff(wang))
    with pytest.raises(UndoRefusedError) as caught:
        undo_import(ImportRun.objects.get().pk)
    assert {(one.field, one.by, one.import_number) for one in caught.value.later_changes} == {
        ("phone", "wang", None)
    }


def test_a_correction_is_no_verification(make_point: MakePoint, wang: User) -> None:
    point = make_point()
    record([Edit(point=point, values={"phone": "47838915"})], Author.staff(wang))
    change = PointChange.objects.filter(point=point).first()
    assert change is not None
    assert not change.is_verification
    origin = point.provenance_of("phone")
    assert origin is not None
    assert origin.verified_by == "wang"
