from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError

from sites.changes import record as points
from sites.changes.author import Author
from sites.changes.fields import plain_values, position_to_plain
from sites.changes.record import Edit, Recorded, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import ChangeKind, DataVersion, PointChange, Region, ServicePoint, SourceKind
from sites.phones.numbers import PhoneError
from sites.reference.stored import Reference
from tests.changes.conftest import VALUES, MakePoint
from tests.importing.dumps import everything


def change(point: ServicePoint, author: Author, **values: Any) -> Recorded:
    return record([Edit(point=point, values=values)], author)


def stored(point: ServicePoint) -> ServicePoint:
    return ServicePoint.objects.get(pk=point.pk)


def test_adding_writes_values_provenance_log_and_version(machine: Author) -> None:
    version = DataVersion.current()
    point = ServicePoint(region=Region.objects.get())
    printed = {"phone": "023-47881050"}
    edit = Edit(point=point, values=VALUES, printed=printed)
    assert record([edit], machine) == Recorded(1, 0, 0, version + 1)
    point = stored(point)
    values = plain_values(point, Reference())
    assert {field: values[field] for field in VALUES} == VALUES
    assert (values["note"], values["position"]) == ("", None)
    assert point.phone_e164 == "+862347881050"
    assert point.printed == printed
    assert set(point.provenance) == set(VALUES)
    change = PointChange.objects.get(point=point)
    assert (change.kind, change.before, change.data_version) == (
        *(ChangeKind.ADDED, {}, version + 1),
    )
    assert {field: fact["value"] for field, fact in change.after.items()} == VALUES
    assert (change.source, change.reference, change.user) == ("geocoder", "machine", None)
    provenance = point.provenance_of("name")
    assert provenance is not None
    assert provenance.set_at == change.at


def test_changing_logs_old_and_new_of_the_changed_field_alone(
    make_point: MakePoint, clerk: User
) -> None:
    point = make_point()
    before = dict(point.provenance)
    assert change(point, Author.staff(clerk), phone="47881051", name=point.name).changed == 1
    point = stored(point)
    assert (point.phone, point.phone_e164) == ("47881051", "+862347881051")
    provenance = point.provenance_of("phone")
    assert provenance is not None
    assert (provenance.source, provenance.reference) == (SourceKind.STAFF, "clerk")
    assert provenance.locked
    assert provenance.verified_at == provenance.set_at
    # An unchanged value is not locked by being sent along.
    assert {name: fact for name, fact in point.provenance.items() if name != "phone"} == {
        name: fact for name, fact in before.items() if name != "phone"
    }
    log = PointChange.objects.latest("pk")
    assert (log.kind, log.user) == (ChangeKind.CHANGED, clerk)
    assert log.before == {"phone": {"value": "47881050", "provenance": before["phone"]}}
    assert log.after == {"phone": {"value": "47881051", "provenance": point.provenance["phone"]}}


def test_the_same_values_again_touch_nothing(make_point: MakePoint, clerk: User) -> None:
    point = make_point()
    before = everything()
    recorded = record(
        [Edit(point=point, values=VALUES, printed={"name": "other"})], Author.staff(clerk)
    )
    assert recorded == Recorded(0, 0, 0, DataVersion.current())
    assert everything() == before


def test_removing_and_returning_have_kinds_of_their_own(
    make_point: MakePoint, machine: Author
) -> None:
    point = make_point()
    assert change(point, machine, is_active=False).removed == 1
    assert not stored(point).is_active
    assert change(stored(point), machine, is_active=True).added == 1
    kinds = PointChange.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["added", "removed", "added"]


def test_all_edits_of_a_call_share_one_version(make_point: MakePoint, machine: Author) -> None:
    points = [make_point(serial=serial) for serial in (1, 2, 3)]
    version = DataVersion.current()
    edits = [Edit(point=point, values={"phone": "47881059"}) for point in points]
    assert record(edits, machine) == Recorded(0, 3, 0, version + 1)
    assert PointChange.objects.filter(data_version=version + 1).count() == 3


def test_two_points_swap_their_serials(make_point: MakePoint, machine: Author) -> None:
    first, second = make_point(serial=1), make_point(serial=2)
    edits = [Edit(point=first, values={"serial": 2}), Edit(point=second, values={"serial": 1})]
    assert record(edits, machine).changed == 2
    assert (stored(first).serial, stored(second).serial) == (2, 1)
    assert stored(first).is_active
    assert stored(second).is_active


def test_many_points_pass_their_serials_on_as_they_are_read(
    make_point: MakePoint, machine: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each takes the serial of the one before it, the first that of the last: in three batches.
    monkeypatch.setattr(points, "_BATCH", 2)
    keys = [make_point(serial=serial).pk for serial in range(1, 6)]

    def edits() -> Iterator[Edit]:
        for place, key in enumerate(keys):
            yield Edit(
                point=ServicePoint.objects.get(pk=key), values={"serial": (place - 1) % 5 + 1}
            )

    before = list(PointChange.objects.values_list("pk", flat=True))
    assert record(edits(), machine).changed == 5
    found = ServicePoint.objects.filter(is_active=True).order_by("pk")
    assert list(found.values_list("serial", flat=True)) == [5, 1, 2, 3, 4]
    # That they stepped aside meanwhile is no change of theirs.
    for change in PointChange.objects.exclude(pk__in=before):
        assert change.after.keys() == {"serial"}


def test_a_serial_is_not_taken_from_a_point_that_keeps_it(
    make_point: MakePoint, machine: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "_BATCH", 1)
    first, second, holder = (make_point(serial=serial) for serial in (1, 2, 3))
    edits = [
        Edit(point=first, values={"serial": 3}),
        Edit(point=second, values={"serial": 1}),
        Edit(point=holder, values={"note": "another one"}),
    ]
    before = everything()
    with pytest.raises(IntegrityError):
        record(edits, machine)
    assert everything() == before


def test_a_serial_passes_to_a_new_point_in_one_call(make_point: MakePoint, machine: Author) -> None:
    old, new = make_point(serial=1), ServicePoint(region=Region.objects.get())
    edits = [Edit(point=new, values=VALUES), Edit(point=old, values={"is_active": False})]
    recorded = record(edits, machine)
    assert (recorded.added, recorded.removed) == (1, 1)
    assert ServicePoint.objects.get(serial=1, is_active=True) == new


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"serial": 2}, IntegrityError),
        ({"name": ""}, IntegrityError),
        ({"kind": "shop"}, IntegrityError),
        ({"postcode": "4022"}, IntegrityError),
        ({"operator": "nobody"}, KeyError),
        ({"town": "nowhere"}, KeyError),
        ({"services": ["loans"]}, KeyError),
        ({"colour": "red"}, KeyError),
        ({"phone": "4788"}, PhoneError),
        ({"phone": "110"}, PhoneError),
    ],
)
def test_what_cannot_be_written_changes_nothing(
    make_point: MakePoint, machine: Author, values: dict[str, Any], error: type[Exception]
) -> None:
    good, bad = make_point(serial=1), make_point(serial=2)
    bad_values = {"serial": 1} if values == {"serial": 2} else values
    before = everything()
    with pytest.raises(error):
        record(
            [
                Edit(point=good, values={"phone": "47881059", "services": ["activation"]}),
                Edit(point=bad, values=bad_values),
            ],
            machine,
        )
    assert everything() == before


def test_a_number_that_an_earlier_release_took_can_be_restored(
    make_point: MakePoint, machine: Author
) -> None:
    """Undoing an import brings back what was there, whatever a person may enter today."""
    point = make_point()
    origin = point.provenance["phone"]
    edit = Edit(point=point, values={"phone": "110"}, provenance={"phone": origin})
    assert record([edit], machine).changed == 1
    assert (stored(point).phone, stored(point).phone_e164) == ("110", "")


def test_services_are_what_the_mask_says(make_point: MakePoint, machine: Author) -> None:
    point = make_point(services=["reissue", "unlock"])
    assert stored(point).service_mask == 0b011
    change(point, machine, services=["unlock", "activation"])
    assert stored(point).service_mask == 0b110
    codes = stored(point).services.values_list("code", flat=True)
    assert sorted(codes) == ["activation", "unlock"]
    change(stored(point), machine, services=[])
    assert not stored(point).services.exists()


def test_the_search_text_follows_name_town_operator_and_phone(
    make_point: MakePoint, machine: Author
) -> None:
    point = make_point()
    for text in ("农商行油溪支行", "youxi", "|yxz|", "|jxl|", "47881050", "02347881050", "cqrcb"):
        assert text in point.search_text
    change(point, machine, town="baisha")
    assert "baishazhen" in stored(point).search_text
    change(stored(point), machine, operator="icbc", phone="47881051")
    after = stored(point).search_text
    assert "gongshangyinhang" in after
    assert "47881050" not in after


def test_a_position_is_written_whole_and_taken_away_whole(
    make_point: MakePoint, machine: Author
) -> None:
    position = Position.located(106.1, 29.2, precision=Precision.TOWN, source="gazetteer")
    plain = position_to_plain(position)
    point = make_point()
    change(point, machine, position=plain)
    point = stored(point)
    assert plain_values(point, Reference())["position"] == plain
    assert point.x is not None
    assert point.x**2 + (point.y or 0) ** 2 + (point.z or 0) ** 2 == pytest.approx(1)
    change(point, machine, position=None)
    point = stored(point)
    assert (point.longitude, point.x, point.precision, point.original_datum) == (
        *(None, None, "", ""),
    )


def test_given_provenance_is_taken_over_as_it_is(
    make_point: MakePoint, machine: Author, clerk: User
) -> None:
    point = make_point()
    old = point.provenance["phone"]
    change(point, Author.staff(clerk), phone="47881051")
    edit = Edit(
        point=stored(point),
        values={"phone": "47881050", "note": ""},
        provenance={"phone": old, "note": None},
    )
    assert record([edit], machine, reason="because").changed == 1
    assert stored(point).provenance["phone"] == old
    assert "note" not in stored(point).provenance
    log = PointChange.objects.latest("pk")
    assert (log.reason, set(log.after)) == ("because", {"phone"})


def test_only_staff_who_are_logged_in_are_authors() -> None:
    with pytest.raises(TypeError):
        Author.staff(AnonymousUser())
