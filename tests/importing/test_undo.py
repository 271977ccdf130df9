import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import open_proposals
from sites.importing.apply import apply_table
from sites.importing.compare import compare_table
from sites.importing.options import ApplyOptions
from sites.importing.undo import LaterChange, UndoRefusedError, undo_import
from sites.models import DataVersion, ImportRun, PointChange, Region, ServicePoint
from tests.factories import say
from tests.importing.dumps import everything, public
from tests.importing.tables import Cells, real_rows, row, table_of

pytestmark = pytest.mark.usefixtures("real_points")


def apply(rows: list[Cells]) -> int:
    options = ApplyOptions(force=True)
    run = apply_table(table_of(rows), Region.objects.get(), options=options).run
    assert run is not None
    return run.pk


def next_table() -> list[Cells]:
    """Return a table in which outlets are changed, renamed, swapped, removed and added."""
    rows = real_rows()
    rows[13][3] = "47695119"
    rows[2][2] = "白沙镇新沙路1号"
    rows[31][1] = "农商行琅山分理处"
    rows[48][0], rows[50][0] = "51", "49"
    return [*rows[:-2], row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")]


def test_undoing_restores_exactly_the_previous_public_data(clerk: User) -> None:
    say(clerk, 20, phone="47648876", note="call before noon")
    before, version, log = public(), DataVersion.current(), PointChange.objects.count()
    number = apply(next_table())
    assert public() != before
    undone = undo_import(number, user=clerk)
    assert public() == before
    assert undone.left == ()
    assert undone.data_version == DataVersion.current() == version + 2
    # The log only grows; it says that this was an undoing, and who did it.
    assert PointChange.objects.count() > log + undone.restored
    last = PointChange.objects.latest("pk")
    assert last.reason == f"Import {number} undone"
    assert (last.user, last.import_run) == (clerk, None)
    assert ImportRun.objects.get(pk=number).undone_at is not None


def test_undoing_the_first_import_leaves_no_outlet_and_importing_again_brings_all_back() -> None:
    ids = set(public())
    undo_import(ImportRun.objects.get().pk)
    assert public() == {}
    apply(real_rows())
    assert set(public()) == ids


def test_imports_are_undone_one_after_the_other() -> None:
    states = [public()]
    numbers = []
    for phone in ("47881051", "47881052", "47881053"):
        rows = real_rows()
        rows[48][3] = phone
        numbers.append(apply(rows))
        states.append(public())
    for number in reversed(numbers):
        states.pop()
        undo_import(number)
        assert public() == states[-1]


def test_an_import_is_undone_once() -> None:
    number = apply(next_table())
    undo_import(number)
    before = everything()
    with pytest.raises(UndoRefusedError, match="undone already"):
        undo_import(number)
    assert everything() == before


def test_an_import_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UndoRefusedError, match="no import 99"):
        undo_import(99)


def test_what_a_person_changed_since_is_listed_and_nothing_undone(clerk: User) -> None:
    number = apply(next_table())
    say(clerk, 14, phone="47695120")
    before = everything()
    with pytest.raises(UndoRefusedError) as refusal:
        undo_import(number)
    assert refusal.value.later_changes == (
        LaterChange("广兴镇劳动就业和社会保障服务所", "phone", "47695120", "clerk"),
    )
    assert everything() == before


def test_a_later_import_is_named_and_has_to_be_undone_first() -> None:
    first = apply(next_table())
    numbers = []
    for phone in ("47695131", "47695132"):
        rows = next_table()
        rows[13][3] = phone
        numbers.append(apply(rows))
    with pytest.raises(UndoRefusedError, match=f"Undo import {numbers[1]} first") as refusal:
        undo_import(first)
    assert refusal.value.later_changes == (
        LaterChange(
            *("广兴镇劳动就业和社会保障服务所", "phone", "47695132"),
            by=f"import {numbers[1]}",
            import_number=numbers[1],
        ),
    )


def test_later_changes_stay_on_demand_and_the_rest_is_restored(clerk: User) -> None:
    before = public()
    number = apply(
        [*next_table()[:-1], row(58, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    )
    say(clerk, 14, phone="47695120")
    say(clerk, 58, note="new building")
    undone = undo_import(number, keep_later_changes=True)
    assert {(change.point, change.field) for change in undone.left} == {
        ("广兴镇劳动就业和社会保障服务所", "phone"),
        ("招商银行双福支行", "note"),
    }
    after = public()
    added = str(ServicePoint.objects.get(name="招商银行双福支行").public_id)
    assert after.keys() - before.keys() == {added}
    (corrected,) = (key for key in before if after[key] != before[key])
    assert after[corrected]["phone"] == "47695120"
    assert after[corrected]["provenance"]["phone"]["locked"]


def test_a_correction_of_what_the_import_did_not_touch_stands_in_no_way(clerk: User) -> None:
    number = apply(next_table())
    say(clerk, 14, note="second floor")
    say(clerk, 20, phone="47648876")
    before = public()
    undo_import(number)
    after = public()
    point = str(ServicePoint.objects.get(serial=14).public_id)
    assert after[point]["note"] == "second floor"
    assert after[point]["phone"] == "47695118"
    other = str(ServicePoint.objects.get(serial=20).public_id)
    assert after[other] == before[other]


def test_a_person_who_only_confirms_a_value_has_changed_it(clerk: User) -> None:
    number = apply(next_table())
    point = ServicePoint.objects.get(serial=14)
    confirmed = Author.staff(clerk).provenance(point.changes.latest("pk").at).to_json()
    edit = Edit(point=point, values={"phone": "47695119"}, provenance={"phone": confirmed})
    record([edit], Author.staff(clerk))
    with pytest.raises(UndoRefusedError) as refusal:
        undo_import(number)
    assert [change.field for change in refusal.value.later_changes] == ["phone"]


def test_a_person_who_already_restored_the_value_stands_in_no_way_of_it(clerk: User) -> None:
    point = ServicePoint.objects.get(serial=14)
    old = point.provenance["phone"]
    number = apply(next_table())
    point = ServicePoint.objects.get(serial=14)
    edit = Edit(point=point, values={"phone": "47695118"}, provenance={"phone": old})
    record([edit], Author.staff(clerk))
    assert undo_import(number).left == ()


def test_what_a_geocoder_found_since_goes_with_the_address() -> None:
    before = public()
    number = apply(next_table())
    finer = Position.located(106.1, 29.1, precision=Precision.STREET, source="nominatim")
    for serial in (3, 57):
        point = ServicePoint.objects.get(serial=serial, is_active=True)
        edit = Edit(point=point, values={"position": position_to_plain(finer)})
        record([edit], Author.geocoder("nominatim"))
    undo_import(number)
    assert public() == before


def test_an_outlet_whose_serial_another_one_has_now_is_not_restored() -> None:
    rows = real_rows()[:-1]
    rows[13][3] = "47695119"
    removing = apply(rows)
    apply([*rows, row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")])
    before = everything()
    with pytest.raises(UndoRefusedError, match="serials that it would give back") as refusal:
        undo_import(removing)
    (taken,) = refusal.value.later_changes
    assert (taken.point, taken.field, taken.now) == ("招商银行双福支行", "serial", 57)
    assert everything() == before
    undone = undo_import(removing, keep_later_changes=True)
    assert undone.left == (taken,)
    assert ServicePoint.objects.get(serial=14).phone == "47695118"
    assert ServicePoint.objects.get(serial=57, is_active=True).name == "招商银行双福支行"


def test_an_outlet_that_returned_is_withdrawn_again() -> None:
    apply(real_rows()[:-1])
    before = public()
    number = apply(real_rows())
    undo_import(number)
    assert public() == before


def test_undoing_the_earlier_of_two_imports_leaves_the_cells_that_the_later_one_brought() -> None:
    rows = real_rows()
    rows[13][3] = "023-47695119"
    first = apply(rows)
    rows[13][2] = "广兴镇军民街92号"
    apply(rows)
    undo_import(first)
    point = ServicePoint.objects.get(serial=14)
    assert (point.printed["phone"], point.printed["address"]) == ("47695118", "广兴镇军民街92号")
    assert compare_table(table_of(rows), Region.objects.get()).counts["changed"] == 1


def test_what_a_person_decided_on_since_is_not_asked_again(clerk: User) -> None:
    rows = real_rows()
    rows[13][2], rows[13][3] = "广兴镇军民街92号", "47695119"
    number = apply(rows)
    say(clerk, 14, phone="47695120")
    undo_import(number, keep_later_changes=True)
    point = ServicePoint.objects.get(serial=14)
    assert (point.printed["phone"], point.printed["address"]) == ("47695119", real_rows()[13][2])
    assert compare_table(table_of(rows), Region.objects.get()).counts["conflict"] == 0


def test_positions_of_former_addresses_wait_until_the_import_is_undone(clerk: User) -> None:
    found = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="amap")
    pin = Position.located(106.115, 29.065, precision=Precision.ROOFTOP, source="clerk")
    point = ServicePoint.objects.get(serial=49)
    edit = Edit(point=point, values={"position": position_to_plain(found)})
    record([edit], Author.geocoder("amap"))
    say(clerk, 3, position=position_to_plain(pin))
    before = public()
    rows = real_rows()
    rows[48][2], rows[2][2] = "白沙镇新沙路1号", "油溪镇建新路4号"
    number = apply(rows)
    waiting = {row.point.serial: row.position for row in open_proposals()}
    assert waiting == {49: found, 3: pin}
    undo_import(number, user=clerk)
    assert public() == before
    assert not open_proposals().exists()
