"""Tables without serials, with our own ids, and serials that two outlets want."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from sites.importing.apply import BadRowsError, apply_table
from sites.importing.compare import compare_table
from sites.importing.options import LIST, ApplyOptions, Decided, Decision, Rules
from sites.importing.plan import Outcome, Plan
from sites.importing.read_table import parse_table
from sites.importing.spreadsheets import rows_of_points
from sites.models import Region, ServicePoint
from tests.factories import say
from tests.importing.tables import HEADER, Cells, as_csv, real_rows, row, table_of

pytestmark = pytest.mark.usefixtures("real_points")

NEW = row("", "招商银行双福支行", "双福街道学府路1号", "47831999")
UNNUMBERED = HEADER[1:]
WITH_ID = (*HEADER, "公开编号")


def unnumbered(rows: list[Cells]) -> Any:
    return table_of([cells[1:] for cells in rows], UNNUMBERED)


def plan_of(table: Any) -> Plan:
    return compare_table(table, Region.objects.get())


def apply(table: Any, rules: Rules = LIST, **agreed: Any) -> None:
    apply_table(table, Region.objects.get(), rules, ApplyOptions(**agreed))


def active(serial: int) -> ServicePoint:
    return ServicePoint.objects.get(serial=serial, is_active=True)


def test_a_table_without_serials_finds_every_outlet_and_its_number() -> None:
    plan = plan_of(unnumbered(real_rows()[::-1]))
    assert plan.counts["unchanged"] == 57
    assert plan.changes_nothing
    assert sorted(outlet.serial for outlet in plan.outlets) == [*range(1, 58)]


def test_an_outlet_that_comes_without_a_serial_gets_the_next_one() -> None:
    rows = real_rows()
    rows[13][3] = "47695120"
    for table in (unnumbered([*rows, NEW]), table_of([*rows, NEW])):
        plan = plan_of(table)
        (warning,) = (warning for warning in plan.warnings if warning.row == 59)
        assert "58" in warning.text
        assert (plan.counts["added"], plan.counts["changed"]) == (1, 1)
    apply(unnumbered([*rows, NEW]))
    assert (active(58).name, active(14).phone) == ("招商银行双福支行", "47695120")
    # What goes in the same table leaves its number to nobody.
    apply(unnumbered([*rows, row("", "光大银行双福支行", "双福街道学府路3号", "47831998")]))
    assert active(59).name == "光大银行双福支行"


def test_an_outlet_that_returns_without_a_serial_has_its_own_if_it_is_free() -> None:
    apply(unnumbered(real_rows()[:-2]))
    apply(unnumbered(real_rows()[:-1]))
    assert active(56).name == real_rows()[55][1]
    apply(table_of([*real_rows()[:-1], row(57, *NEW[1:])]))
    apply(unnumbered([*real_rows(), NEW]))
    assert (active(57).name, active(58).name) == (NEW[1], real_rows()[56][1])


def test_no_number_is_beyond_those_that_a_table_may_have(clerk: User) -> None:
    say(clerk, 57, serial=1_000_000)
    apply(unnumbered([*real_rows(), NEW]))
    assert active(57).name == NEW[1]


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "农商行油溪分理处", "phone": "47880000"},
        {"name": "农商行油溪分理处", "address": "油溪镇大桥路1号"},
        {"name": "农商行油溪二支行", "address": "油溪镇大桥路1号", "phone": "47880000"},
    ],
)
def test_without_a_serial_one_likeness_is_told_and_not_believed(cells: dict[str, str]) -> None:
    rows = real_rows()
    rows[48] = list((dict(zip(HEADER, rows[48], strict=True)) | named(cells)).values())
    plan = plan_of(unnumbered(rows))
    (error,) = plan.errors
    assert (error.row, error.column, error.name) == (50, "服务网点全称", cells["name"])
    assert "“农商行油溪支行”" in error.problem
    assert str(active(49).public_id) in error.remedy
    assert plan.counts["kept"] == 1
    assert plan.changes_nothing
    # Both ways out that the remedy names.
    with_id = [[*cells[1:], str(active(int(cells[0])).public_id)] for cells in rows]
    plan = plan_of(table_of(with_id, (*UNNUMBERED, "公开编号")))
    (changed,) = (one for one in plan.outlets if one.outcome is Outcome.CHANGED)
    assert (changed.serial, changed.former_name) == (49, "农商行油溪支行")
    rows[48][0] = "58"
    counts = plan_of(table_of(rows)).counts
    assert (counts["added"], counts["removed"]) == (1, 1)


def named(cells: dict[str, str]) -> dict[str, str]:
    columns = dict(zip(("serial", "name", "address", "phone"), HEADER, strict=True))
    return {columns[column]: text for column, text in cells.items()}


def test_an_outlet_that_is_left_over_is_no_doubt_about_others() -> None:
    # Another branch at the address of one that the table has: that one is not looked for.
    twin = row("", "农商行油溪二支行", "油溪镇建新路46号", "47880000")
    plan = plan_of(unnumbered([*real_rows(), twin]))
    assert (plan.errors, plan.counts["added"]) == ((), 1)


def test_a_public_id_names_the_outlet_whatever_else_the_row_says() -> None:
    other = row(49, "农商行白沙二支行", "白沙镇新沙路1号", "47332799")
    rows = [[*cells, ""] for cells in real_rows()]
    rows[48] = [*other, str(active(49).public_id).upper()]
    plan = plan_of(table_of(rows, WITH_ID))
    (changed,) = (one for one in plan.outlets if one.outcome is Outcome.CHANGED)
    assert set(changed.changes) >= {"name", "address", "phone", "town"}
    apply(table_of(rows, WITH_ID))
    assert "public_id" not in active(49).printed


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (["", "x"], "no public id"),
        (["", "00000000-0000-4000-8000-000000000000"], "No outlet of the district"),
        (["ours", "ours"], "2 rows have this public id"),
    ],
)
def test_a_public_id_that_names_nobody_is_an_error(texts: list[str], problem: str) -> None:
    ours = str(active(56).public_id)
    rows = [[*cells, ""] for cells in real_rows()]
    for cells, text in zip(rows[55:], texts, strict=True):
        cells[4] = ours if text == "ours" else text
    plan = plan_of(table_of(rows, WITH_ID))
    assert {error.column for error in plan.errors} == {"公开编号"}
    assert all(problem in error.problem for error in plan.errors)
    assert plan.errors[-1].row == 58
    assert plan.changes_nothing


def test_what_a_table_said_of_a_serial_is_still_known_after_one_without(clerk: User) -> None:
    say(clerk, 14, serial=60)
    rows = real_rows()
    rows[13][3] = "47695120"
    apply(unnumbered(rows))
    assert active(60).phone == "47695120"
    assert plan_of(table_of(rows)).changes_nothing
    assert plan_of(table_of(rows)).counts["conflict"] == 0


def test_exported_and_rewritten_an_outlet_is_the_same(clerk: User) -> None:
    with override("zh-hans"):
        header, *exported = map(list, rows_of_points(Region.objects.get()))
    exported[48][:4] = ["", "农商行白沙二支行", "白沙镇新沙路1号", "47332799"]
    exported[48][7] = "白沙镇"
    table = parse_table(as_csv(exported, header).encode(), "export.csv")
    counts = plan_of(table).counts
    assert (counts["changed"], counts["unchanged"], counts["added"]) == (1, 56, 0)


def wanted(serial: int, other: int) -> list[Cells]:
    """Return a table with another serial for an outlet, and without what had it there."""
    rows = [cells for cells in real_rows() if cells[0] != str(other)]
    rows[serial - 1][0] = str(other)
    return rows


def test_a_serial_that_another_outlet_keeps_is_nothing_to_decide_about(clerk: User) -> None:
    say(clerk, 14, serial=60)
    say(clerk, 57, is_active=False)
    say(clerk, 56, serial=57)
    holder = active(57)
    table = table_of(wanted(14, 57))
    plan = plan_of(table)
    assert plan.errors == ()
    (warning,) = (warning for warning in plan.warnings if warning.row == 15)
    assert f"“{holder.name}” has the table's serial 57: this outlet keeps 60." in warning.text
    assert plan.counts["conflict"] == 0


def test_a_row_is_not_told_to_wait_for_a_conflict_that_nobody_is_asked_about(clerk: User) -> None:
    say(clerk, 14, serial=60)
    say(clerk, 57, is_active=False)
    say(clerk, 56, serial=57)
    plan = plan_of(table_of([*wanted(14, 57), row(60, *NEW[1:])]))
    (error,) = plan.errors
    assert error.problem == f"“{active(60).name}” has this serial and keeps it."
    assert plan.counts["conflict"] == 0


def test_of_two_rows_that_ask_for_a_free_serial_the_first_has_it(clerk: User) -> None:
    say(clerk, 57, serial=70)
    name, *others = real_rows()[56][1:]
    apply(unnumbered(real_rows()[:-1]))
    # Its number was fixed by a person: it returns under that, and another row asks for it.
    plan = plan_of(table_of([*real_rows()[:-1], row("", name, *others), row(70, *NEW[1:])]))
    (error,) = plan.errors
    assert (error.row, error.problem) == (59, f"“{name}” has this serial and keeps it.")
    assert plan.counts["added"] == 1


def test_a_row_that_waits_for_a_conflict_about_its_serial_is_told_so(clerk: User) -> None:
    say(clerk, 14, serial=60)
    rows = real_rows()
    rows[13][0] = "61"
    table = table_of([*rows, row(60, *NEW[1:])])
    plan = plan_of(table)
    (error,) = plan.errors
    assert (error.row, error.value) == (59, "60")
    assert "until its own conflict is decided" in error.problem
    (asked,) = (outlet for outlet in plan.outlets if outlet.conflicts)
    taken = Decided(Decision.TAKE, asked.conflicts["serial"])
    assert asked.public_id is not None
    kept = Decided(Decision.KEEP, asked.conflicts["serial"])
    settled = Rules(decisions={(asked.public_id, "serial"): kept})
    (error,) = compare_table(table, Region.objects.get(), settled).errors
    assert "and keeps it" in error.problem
    rules = Rules(decisions={(asked.public_id, "serial"): taken})
    with pytest.raises(BadRowsError):
        apply(table, rules=rules, fingerprint=plan.fingerprint)
    apply(table, rules=rules, fingerprint=plan.fingerprint, skip_bad_rows=True)
    assert active(61).name == rows[13][1]
    assert plan_of(table).counts["added"] == 1
