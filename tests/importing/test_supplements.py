"""A supplement adds and changes; what it lacks stays, and so do the serials."""

import pytest
from django.contrib.auth.models import User

from sites.importing.apply import apply_table
from sites.importing.compare import compare_table
from sites.importing.options import ApplyOptions, Rules
from sites.importing.plan import FieldChange, Outcome, Plan
from sites.importing.undo import undo_import
from sites.models import ImportRun, Region, ServicePoint
from tests.factories import say
from tests.importing.dumps import everything, public
from tests.importing.tables import HEADER, Cells, real_rows, table_of

pytestmark = pytest.mark.usefixtures("real_points")

SUPPLEMENT = Rules(is_supplement=True)
NEW = ["招商银行双福支行", "双福街道学府路1号", "47831999"]


def compare(rows: list[Cells], header: tuple[str, ...] = HEADER) -> Plan:
    before = everything()
    plan = compare_table(table_of(rows, header), Region.objects.get(), SUPPLEMENT)
    assert everything() == before
    return plan


def apply(rows: list[Cells], *, skip_bad_rows: bool = False) -> ImportRun:
    options = ApplyOptions(skip_bad_rows=skip_bad_rows)
    run = apply_table(table_of(rows), Region.objects.get(), SUPPLEMENT, options).run
    assert run is not None
    return run


def changes(plan: Plan) -> dict[str, set[str]]:
    return {outlet.name: set(outlet.changes) for outlet in plan.outlets if outlet.changes}


def test_what_a_supplement_lacks_stays_and_is_not_told() -> None:
    before = public()
    changed = real_rows()[13]
    changed[3] = "47695120"
    run = apply([changed, ["58", *NEW]])
    assert run.is_supplement
    assert {name: count for name, count in run.counts.items() if count} == {
        "added": 1,
        "changed": 1,
    }
    after = public()
    assert len(after) == len(before) + 1
    differing = [key for key, point in before.items() if after[key] != point]
    assert [after[key]["phone"] for key in differing] == ["47695120"]
    undo_import(run.pk)
    assert public() == before


def test_the_same_table_as_the_whole_list_would_remove_the_others() -> None:
    plan = compare_table(table_of([["58", *NEW]]), Region.objects.get())
    assert (plan.counts["removed"], plan.removes_too_many) == (57, True)
    plan = compare([["58", *NEW]])
    assert (plan.counts["removed"], plan.removes_too_many) == (0, False)
    assert plan.is_supplement


def test_its_own_count_renumbers_nothing_and_is_no_error() -> None:
    phone, address, same = (real_rows()[place] for place in (13, 48, 20))
    phone[3], address[2] = "47695120", "油溪镇建新路48号"
    rows = [[str(number), *cells[1:]] for number, cells in enumerate((phone, address, same), 1)]
    plan = compare([*rows, ["4", *NEW]])
    assert not plan.errors
    assert changes(plan)[phone[1]] == {"phone"}
    assert changes(plan).keys() == {phone[1], address[1], NEW[0]}
    assert "serial" not in changes(plan)[address[1]]
    assert [outlet.serial for outlet in plan.outlets] == [14, 49, 21, 58]
    (text,) = [warning.text for warning in plan.warnings if warning.name == NEW[0]]
    assert "鼎山街道劳动就业和社会保障服务所" in text
    assert "58" in text
    (left,) = plan.left_out
    assert left.count == 3


def test_numbers_that_go_on_from_the_list_count() -> None:
    plan = compare([["60", *NEW], ["61", "招商银行珞璜支行", "珞璜镇龙珠街1号", "47831998"]])
    assert [outlet.serial for outlet in plan.outlets] == [60, 61]
    assert not plan.warnings
    assert not plan.left_out


def test_without_a_serial_new_outlets_get_the_next_ones() -> None:
    plan = compare([NEW], HEADER[1:])
    assert [outlet.serial for outlet in plan.outlets] == [58]


def test_a_likeness_alone_is_asked_about_whatever_the_count_says() -> None:
    # 邮政公司李市邮政所 has serial 56; here another number happens to stand beside its namesake.
    namesake = ["3", "邮政公司李市第二邮政所", "李市镇橘香路85号附2号", "47712999"]
    plan = compare([namesake])
    (error,) = plan.errors
    assert "邮政公司李市邮政所" in error.problem
    assert "公开编号" in error.remedy
    assert not plan.outlets
    # A number that nobody has says that it is another one.
    plan = compare([["58", *namesake[1:]]])
    assert [outlet.outcome for outlet in plan.outlets] == [Outcome.ADDED]
    assert not plan.errors


def test_two_operators_in_one_house_with_one_number_stay_two() -> None:
    bank = real_rows()[48]
    plan = compare([["1", "招商银行油溪支行", *bank[2:]]])
    assert [outlet.outcome for outlet in plan.outlets] == [Outcome.ADDED]
    assert any(bank[1] in warning.text for warning in plan.warnings)
    renamed = compare([["1", "农商行油溪分理处", *bank[2:]]])
    assert changes(renamed) == {"农商行油溪分理处": {"name"}}


def test_an_outlet_that_was_removed_comes_back_with_a_free_serial() -> None:
    apply_table(table_of(real_rows()[:-1]), Region.objects.get())
    gone = ServicePoint.objects.get(name="光大银行江津支行")
    assert not gone.is_active
    run = apply([["1", *real_rows()[-1][1:]]])
    gone.refresh_from_db()
    assert (gone.is_active, gone.serial) == (True, 57)
    undo_import(run.pk)
    gone.refresh_from_db()
    assert not gone.is_active


def test_what_a_person_corrected_is_asked_about(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    changed = real_rows()[13]
    changed[3] = "47695120"
    plan = compare([["1", *changed[1:]]])
    (outlet,) = plan.outlets
    assert outlet.conflicts == {"phone": FieldChange("47695119", "47695120")}


def test_rows_with_errors_are_told_and_left_out() -> None:
    before = public()
    run = apply(
        [["1", *NEW], ["2", "农商行油溪支行", "油溪镇建新路46号", "4788"]], skip_bad_rows=True
    )
    assert run.counts["added"] == 1
    after = public()
    assert {key: after[key] for key in before} == before
