import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.apply import apply_table
from sites.importing.compare import compare_table
from sites.importing.plan import FieldChange, Outcome, Plan, PlannedPoint
from sites.importing.read_table import Table, parse_table
from sites.models import Region, ServicePoint
from tests.factories import make_point, say
from tests.importing.cases import CASES
from tests.importing.dumps import everything
from tests.importing.tables import HEADER, Cells, real_rows, row, table_of

pytestmark = pytest.mark.usefixtures("real_points")


def compare(rows: list[Cells]) -> Plan:
    before = everything()
    plan = compare_table(table_of(rows), Region.objects.get())
    assert everything() == before
    return plan


def with_cell(serial: int, place: int, text: str) -> list[Cells]:
    rows = real_rows()
    rows[serial - 1][place] = text
    return rows


def only(plan: Plan, outcome: Outcome) -> PlannedPoint:
    (outlet,) = (outlet for outlet in plan.outlets if outlet.outcome is outcome)
    return outlet


def test_the_same_table_is_unchanged(real_table: Table) -> None:
    plan = compare_table(real_table, Region.objects.get())
    assert plan.counts == {
        "added": 0,
        "changed": 0,
        "removed": 0,
        "unchanged": 57,
        "conflict": 0,
        "kept": 0,
    }
    assert plan.changes_nothing


def test_a_changed_phone_is_told_old_and_new() -> None:
    plan = compare(with_cell(14, 3, "47695119"))
    changed = only(plan, Outcome.CHANGED)
    assert (changed.row, changed.serial) == (15, 14)
    assert changed.changes == {"phone": FieldChange("47695118", "47695119")}
    assert plan.counts["unchanged"] == 56


def test_a_rename_is_told_as_a_rename() -> None:
    renamed = only(compare(with_cell(49, 1, "农商行油溪分理处")), Outcome.CHANGED)
    assert renamed.former_name == "农商行油溪支行"
    assert renamed.changes == {"name": FieldChange("农商行油溪支行", "农商行油溪分理处")}


def test_two_outlets_that_swap_serials_change_serials_only() -> None:
    rows = real_rows()
    rows[48][0], rows[50][0] = "51", "49"
    plan = compare(rows)
    changes = {outlet.name: outlet.changes for outlet in plan.outlets if outlet.changes}
    assert changes == {
        "农商行油溪支行": {"serial": FieldChange(49, 51)},
        "农商行双福支行": {"serial": FieldChange(51, 49)},
    }


def test_other_blanks_brackets_and_widths_are_no_change() -> None:
    rows = real_rows()
    rows[48][2] = "油溪镇建新路４６号"
    rows[37][2] = rows[37][2].replace("（", "(")
    assert compare(rows).changes_nothing


def test_an_outlet_that_is_missing_is_removed_and_a_new_one_added() -> None:
    rows = [*real_rows()[:-1], row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    plan = compare(rows)
    assert only(plan, Outcome.REMOVED).name == "光大银行江津支行"
    added = only(plan, Outcome.ADDED)
    assert added.public_id is None
    assert not added.is_return
    assert added.changes["town"].new == "shuangfu"
    position = added.changes["position"].new
    assert isinstance(position, dict)
    assert position["precision"] == "town"


def test_a_new_address_moves_the_point_to_its_town() -> None:
    changed = only(compare(with_cell(49, 2, "白沙镇新沙路1号")), Outcome.CHANGED)
    assert set(changed.changes) == {"address", "town", "position"}
    assert changed.changes["town"] == FieldChange("youxi", "baisha")
    position = changed.changes["position"].new
    assert isinstance(position, dict)
    assert position["longitude"] == pytest.approx(106.11, abs=0.1)


def test_a_position_found_for_an_address_does_not_stay_with_another(clerk: User) -> None:
    finer = Position.located(106.1, 29.1, precision=Precision.STREET, source="nominatim")
    point = ServicePoint.objects.get(serial=49)
    edit = Edit(point=point, values={"position": position_to_plain(finer)})
    record([edit], Author.geocoder("nominatim"))
    assert compare(real_rows()).changes_nothing
    changed = only(compare(with_cell(49, 2, "油溪镇建新路48号")), Outcome.CHANGED)
    assert set(changed.changes) == {"address", "position"}


def test_a_pin_set_by_a_person_stays_with_a_warning(clerk: User) -> None:
    pin = Position.located(106.1, 29.1, precision=Precision.ROOFTOP, source="clerk")
    say(clerk, 49, position=position_to_plain(pin))
    plan = compare(with_cell(49, 2, "油溪镇建新路48号"))
    assert set(only(plan, Outcome.CHANGED).changes) == {"address"}
    assert any(warning.row == 50 and "pin" in warning.text for warning in plan.warnings)


def test_what_a_person_said_is_a_conflict_and_stays(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    plan = compare(with_cell(14, 3, "47695120"))
    conflict = only(plan, Outcome.CONFLICT)
    assert conflict.conflicts == {"phone": FieldChange("47695119", "47695120")}
    assert plan.counts["conflict"] == 1
    assert plan.changes_nothing


def test_what_a_person_has_decided_is_not_asked_again(clerk: User) -> None:
    say(clerk, 14, phone="47695119", note="n", services=["unlock"])
    say(clerk, 49, address="白沙镇新沙路1号", town="baisha", is_active=False)
    for rows in (real_rows(), with_cell(14, 3, "023-47695118")):
        assert compare(rows).counts["unchanged"] == 57
    # It is what the table said before, whatever else has changed since.
    apply_table(table_of(with_cell(14, 2, "广兴镇军民街92号")), Region.objects.get())
    assert compare(with_cell(14, 2, "广兴镇军民街92号")).counts["unchanged"] == 57


def test_a_new_value_is_asked_about_until_a_person_decides(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    rows = with_cell(14, 3, "47695120")
    rows[13][2] = "广兴镇军民街92号"
    assert apply_table(table_of(rows), Region.objects.get()).run is not None
    assert ServicePoint.objects.get(serial=14).printed["address"] == "广兴镇军民街92号"
    again = only(compare(rows), Outcome.CONFLICT)
    assert again.conflicts == {"phone": FieldChange("47695119", "47695120")}
    rows[13][3] = "47695118"
    assert compare(rows).counts["unchanged"] == 57
    rows[13][3] = "47695120"
    say(clerk, 14, phone="47695120")
    assert compare(rows).counts["unchanged"] == 57


def test_an_outlet_that_a_person_added_is_not_missed(clerk: User) -> None:
    make_point(serial=58, name="农商行新设支行", author=Author.staff(clerk))
    plan = compare(real_rows())
    assert (plan.counts["unchanged"], plan.counts["conflict"]) == (58, 0)
    assert plan.changes_nothing


def added_by(clerk: User, serial: int) -> ServicePoint:
    return make_point(
        serial=serial,
        name="农商行新设支行",
        address="油溪镇新街1号",
        phone="47881999",
        town="youxi",
        author=Author.staff(clerk),
    )


def test_a_row_with_the_serial_of_an_outlet_that_stays_is_an_error(clerk: User) -> None:
    added_by(clerk, 58)
    rows = [*real_rows(), row(58, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    rows[13][3] = "47695119"
    plan = compare(rows)
    (error,) = plan.errors
    assert (error.row, error.column, error.value, error.serial) == (59, "序号", "58", "58")
    assert "“农商行新设支行” has this serial" in error.problem
    assert "another serial" in error.remedy
    # The rest of the table is compared all the same.
    assert only(plan, Outcome.CHANGED).serial == 14
    assert (plan.counts["added"], plan.counts["unchanged"]) == (0, 56)


def test_a_row_that_moves_onto_the_serial_of_an_outlet_that_stays_is_an_error(clerk: User) -> None:
    added_by(clerk, 58)
    rows = real_rows()
    # A new first outlet: every other one moves on by one serial, the last one cannot.
    shifted = [[str(int(cells[0]) + 1), *cells[1:]] for cells in rows]
    new = row(1, "招商银行双福支行", "双福街道学府路1号", "47831999")
    plan = compare([new, *shifted])
    assert len(plan.errors) == 58
    assert plan.errors[-1].problem.startswith("“农商行新设支行”")
    assert plan.errors[-2].problem.startswith(f"“{rows[-1][1]}”")
    assert (plan.counts["kept"], plan.counts["removed"]) == (58, 0)
    assert plan.changes_nothing


def test_a_serial_that_a_person_fixed_is_not_given_to_another_outlet(clerk: User) -> None:
    say(clerk, 14, serial=60)
    plan = compare([*real_rows(), row(60, "招商银行双福支行", "双福街道学府路1号", "47831999")])
    assert [error.row for error in plan.errors] == [59]
    assert "广兴镇" in plan.errors[0].problem


def test_the_serial_of_an_outlet_that_goes_is_free(clerk: User) -> None:
    rows = [*real_rows()[:-1], row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    assert compare(rows).errors == ()


def test_an_outlet_that_a_person_took_back_is_not_missed_again(clerk: User) -> None:
    apply_table(table_of(real_rows()[:-1]), Region.objects.get())
    say(clerk, 57, is_active=True)
    assert compare(real_rows()[:-1]).counts["unchanged"] == 57
    # That a table drops one which it had until then is news.
    say(clerk, 56, is_active=False)
    say(clerk, 56, is_active=True)
    assert compare(real_rows()[:-2]).counts["conflict"] == 1


def test_a_table_that_agrees_with_the_person_is_no_conflict(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    assert compare(with_cell(14, 3, "47695119")).counts["unchanged"] == 57


def test_other_fields_of_a_corrected_outlet_still_change(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    rows = with_cell(14, 2, "广兴镇军民街92号")
    rows[13][3] = "47695120"
    plan = compare(rows)
    changed = only(plan, Outcome.CHANGED)
    assert set(changed.changes) == {"address"}
    assert set(changed.conflicts) == {"phone"}
    assert plan.counts["conflict"] == 1


def test_a_corrected_name_is_recognised_by_what_the_table_prints(clerk: User) -> None:
    say(clerk, 49, name="农商行油溪分理处", address="油溪镇大桥路1号", phone="47880000", serial=60)
    assert compare(real_rows()).counts["unchanged"] == 57
    plan = compare(with_cell(49, 3, "47881051"))
    assert set(only(plan, Outcome.CONFLICT).conflicts) == {"phone"}
    assert plan.counts["added"] == plan.counts["removed"] == 0


def test_what_follows_from_a_rejected_value_is_rejected_too(clerk: User) -> None:
    say(clerk, 49, address="白沙镇新沙路1号", town="baisha")
    say(clerk, 50, address="油溪镇建新路48号")
    rows = with_cell(50, 2, "双福街道学府路1号")
    rows[48][2] = "德感街道前进街1号"
    plan = compare(rows)
    assert plan.changes_nothing
    conflicts = {
        outlet.serial: set(outlet.conflicts) for outlet in plan.outlets if outlet.conflicts
    }
    assert conflicts == {49: {"address", "town"}, 50: {"address", "town"}}


def test_a_town_that_a_person_knows_is_not_contradicted_by_a_table_that_does_not(
    clerk: User,
) -> None:
    say(clerk, 40, town="jijiang")
    plan = compare(real_rows())
    assert plan.counts["unchanged"] == 57


def test_an_outlet_that_a_person_keeps_is_a_conflict_and_one_that_was_withdrawn_is_not(
    clerk: User,
) -> None:
    say(clerk, 49, is_active=False)
    say(clerk, 57, is_active=False)
    say(clerk, 57, is_active=True)
    plan = compare(real_rows()[:-1])
    conflicts = {outlet.serial: outlet.conflicts for outlet in plan.outlets if outlet.conflicts}
    assert conflicts == {57: {"is_active": FieldChange(old=True, new=False)}}
    assert plan.counts["unchanged"] == 56
    assert plan.changes_nothing


def test_a_bad_row_keeps_its_outlet_and_the_good_rows_are_compared() -> None:
    rows = with_cell(14, 3, "4769")
    rows[48][3] = "47881051"
    plan = compare(rows)
    assert only(plan, Outcome.KEPT).name == "广兴镇劳动就业和社会保障服务所"
    assert only(plan, Outcome.CHANGED).changes == {"phone": FieldChange("47881050", "47881051")}
    assert [error.row for error in plan.errors] == [15]
    assert plan.counts["removed"] == 0


@pytest.mark.parametrize(("removed", "too_many"), [(11, False), (12, True)])
def test_more_than_a_fifth_is_too_many(removed: int, *, too_many: bool) -> None:
    # A fifth of 57 is 11.4.
    assert compare(real_rows()[removed:]).removes_too_many is too_many


def test_an_unknown_column_is_mentioned() -> None:
    table = table_of([[*row(), "x"]], ("序号", "服务网点全称", "网点地址", "联系电话", "启用时间"))
    (left,) = compare_table(table, Region.objects.get()).left_out
    assert "启用时间" in left.text


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        # A table that was counted anew turns no outlet into another.
        ("24_renumbered.csv", {"serial"}),
        # Blanks at figures, another order, area codes, wide figures: no difference.
        ("24b_shuffled_nospace.csv", set()),
        ("24c_areacode.csv", set()),
        ("24d_fullwidth.csv", set()),
        # The full name of a bank renames the outlet.
        ("24f_fullbank.csv", {"name"}),
    ],
)
def test_the_same_outlets_written_otherwise_are_the_same(name: str, fields: set[str]) -> None:
    (case,) = (case for case in CASES if case.name == name)
    plan = compare_table(parse_table(case.content, name), Region.objects.get())
    assert (plan.counts["added"], plan.counts["removed"], plan.errors) == (0, 0, ())
    assert {field for outlet in plan.outlets for field in outlet.changes} == fields


def test_blanks_that_are_stored_at_figures_are_no_difference(clerk: User) -> None:
    printed = real_rows()[48]
    say(clerk, 49, address="油溪镇建新路 46 号")
    ServicePoint.objects.filter(serial=48).update(address="几江街道 48 号")
    assert printed[2].strip() == "油溪镇建新路46号"
    plan = compare([*real_rows()[:47], ["48", real_rows()[47][1], "几江街道48号", "47563013"]])
    outlets = {outlet.serial: outlet for outlet in plan.outlets}
    assert "address" not in outlets[48].changes
    assert not outlets[49].conflicts


def test_what_is_left_out_and_said_of_the_table_is_in_the_plan() -> None:
    rows = [*real_rows(), ["合计", "57", "", ""]]
    plan = compare_table(table_of([*rows, HEADER, *rows[:1]]), Region.objects.get())
    assert [left.count for left in plan.left_out] == [1, 1]
    assert len(plan.remarks) == 1
    assert plan.places.text(5) == "row 5"
