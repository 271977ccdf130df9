"""Recorded changes are taken back, with each policy."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.changes.restore import Policy, TakenBack, take_back
from sites.models import PointChange, ServicePoint
from sites.models.provenance import StoredProvenance
from tests.changes.conftest import MakePoint


def last(point: ServicePoint) -> PointChange:
    return PointChange.objects.filter(point=point).latest("pk")


def say(author: Author, point: ServicePoint, **values: Any) -> None:
    point.refresh_from_db()
    record([Edit(point=point, values=values)], author)


def taken_back(policy: Policy, *changes: PointChange, **options: Any) -> TakenBack:
    points = ServicePoint.objects.in_bulk([change.point_id for change in changes])
    return take_back(changes, points, policy, **options)


@pytest.fixture
def changed_since(
    make_point: MakePoint, machine: Author, clerk: User
) -> tuple[PointChange, StoredProvenance]:
    """Return a change of four fields after three of them were set anew, and their origin before.

    A machine has found one value, a person said another, and the third is as it was before.
    """
    author = Author.staff(clerk)
    point = make_point(name="旧名", phone="", note="")
    origin: StoredProvenance = point.provenance["note"]
    say(author, point, name="新名", phone="47881051", note="新", postcode="402260")
    change = last(point)
    say(machine, point, name="又名")
    say(author, point, phone="47881052")
    point.refresh_from_db()
    record([Edit(point=point, values={"note": ""}, provenance={"note": origin})], author)
    return change, origin


@pytest.mark.parametrize(
    ("policy", "expected", "kept"),
    [
        (Policy.KEEP_ALL, {"postcode": ""}, ["name", "phone", "note"]),
        (Policy.KEEP_SAID, {"name": "旧名", "postcode": "", "note": ""}, ["phone"]),
        (Policy.KEEP_NONE, {"name": "旧名", "phone": "", "note": "", "postcode": ""}, []),
    ],
)
def test_what_was_set_since_stays_as_the_policy_says(
    changed_since: tuple[PointChange, StoredProvenance],
    policy: Policy,
    expected: Mapping[str, Any],
    kept: list[str],
) -> None:
    change, origin = changed_since
    result = taken_back(policy, change)
    (edit,) = result.edits
    assert edit.values == expected
    assert [one.field for one in result.kept] == kept
    assert result.displaced == []
    assert edit.provenance.get("name", origin) == origin, "with its source and its date"


@pytest.mark.parametrize(
    ("policy", "is_withdrawn"),
    [(Policy.KEEP_ALL, False), (Policy.KEEP_SAID, False), (Policy.KEEP_NONE, True)],
)
def test_an_added_outlet_is_withdrawn_or_stays_as_a_whole(
    make_point: MakePoint, clerk: User, policy: Policy, is_withdrawn: bool
) -> None:
    point = make_point()
    change = last(point)
    say(Author.staff(clerk), point, note="second floor")
    result = taken_back(policy, change)
    assert [edit.values for edit in result.edits] == [{"is_active": False}] * is_withdrawn
    assert [one.field for one in result.kept] == ["note"] * (not is_withdrawn)


@pytest.mark.parametrize("policy", Policy)
def test_no_outlet_comes_back_under_the_serial_of_another_one(
    make_point: MakePoint, clerk: User, policy: Policy
) -> None:
    author = Author.staff(clerk)
    moved, closed, other = make_point(serial=1), make_point(serial=2), make_point(serial=3)
    say(author, moved, serial=4)
    say(author, closed, is_active=False)
    say(author, other, serial=5, note="third")
    changes = list(map(last, (moved, closed, other)))
    newcomer = make_point(serial=2)
    result = taken_back(policy, *changes)
    assert [(one.point, one.holder) for one in result.displaced] == [(closed, newcomer)]
    assert {edit.point.pk: edit.values["serial"] for edit in result.edits} == {
        moved.pk: 1,
        other.pk: 3,
    }
    say(author, newcomer, serial=1)
    result = taken_back(policy, *changes)
    assert [(one.point, one.holder) for one in result.displaced] == [(moved, newcomer)]


def test_only_some_fields_and_the_printed_cells(make_point: MakePoint, clerk: User) -> None:
    point = make_point(phone="", note="")
    say(Author.staff(clerk), point, phone="47881051", note="新")
    result = taken_back(
        Policy.KEEP_NONE,
        last(point),
        fields={"note"},
        cells_before=lambda _change, point, kept: {"note": point.note, "kept": "".join(kept)},
    )
    (edit,) = result.edits
    assert (edit.values, edit.printed) == ({"note": ""}, {"note": "新", "kept": ""})
    assert taken_back(Policy.KEEP_NONE, last(point), fields=()).edits == []
