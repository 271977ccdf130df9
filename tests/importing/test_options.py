from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.importing.apply import PlanChangedError, apply_table
from sites.importing.compare import compare_table
from sites.importing.options import NONE, ApplyOptions, Decided, Decision, Decisions, Rules
from sites.importing.plan import Plan
from sites.importing.undo import undo_import
from sites.models import DataVersion, ImportRun, Region, ServicePoint, SourceKind
from tests.factories import say
from tests.importing.dumps import everything
from tests.importing.dumps import public as public_and_printed
from tests.importing.tables import Cells, real_rows, table_of

pytestmark = pytest.mark.usefixtures("real_points")


def plan_of(rows: list[Cells]) -> Plan:
    return compare_table(table_of(rows), Region.objects.get())


def decide(plan: Plan, decision: Decision) -> dict[Any, Decided]:
    return {
        (outlet.public_id, name): Decided(decision, conflict)
        for outlet in plan.outlets
        for name, conflict in outlet.conflicts.items()
    }


def apply(
    rows: list[Cells], decisions: Decisions = NONE, fingerprint: str = ""
) -> ImportRun | None:
    rules, options = Rules(decisions=decisions), ApplyOptions(fingerprint=fingerprint)
    return apply_table(table_of(rows), Region.objects.get(), rules, options).run


def public() -> dict[str, dict[str, Any]]:
    """Return the public data, without the cells of the tables: those say what was decided."""
    return {
        key: {field: value for field, value in point.items() if field != "printed"}
        for key, point in public_and_printed().items()
    }


def other_phone() -> list[Cells]:
    rows = real_rows()
    rows[13][3] = "47695120"
    return rows


def test_what_is_kept_is_not_asked_again_for_the_same_value(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    plan = plan_of(other_phone())
    assert plan.counts["conflict"] == 1
    before, version = public(), DataVersion.current()
    # Nothing public changes: there is no import, and no new version.
    assert apply(other_phone(), decisions=decide(plan, Decision.KEEP)) is None
    assert (public(), DataVersion.current()) == (before, version)
    assert plan_of(other_phone()).counts["conflict"] == 0
    dump = everything()
    assert apply(other_phone()) is None
    assert everything() == dump
    rows = other_phone()
    rows[13][3] = "47695121"
    assert plan_of(rows).counts["conflict"] == 1


def test_what_is_kept_stays_kept_beside_other_changes_and_after_their_undoing(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    rows = other_phone()
    rows[13][2] = "广兴镇军民街92号"
    before = public()
    run = apply(rows, decisions=decide(plan_of(rows), Decision.KEEP))
    assert run is not None
    assert ServicePoint.objects.get(serial=14).phone == "47695119"
    assert plan_of(rows).changes_nothing
    assert plan_of(rows).counts["conflict"] == 0
    undo_import(run.pk)
    assert public() == before
    assert plan_of(rows).counts["conflict"] == 0


def test_what_is_taken_follows_the_tables_again(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    before = public()
    run = apply(other_phone(), decisions=decide(plan_of(other_phone()), Decision.TAKE))
    assert run is not None
    assert (run.counts["changed"], run.counts["conflict"]) == (1, 0)
    point = ServicePoint.objects.get(serial=14)
    said = point.provenance_of("phone")
    assert point.phone == "47695120"
    assert said is not None
    assert (said.source, said.reference, said.locked) == (SourceKind.IMPORT, str(run.pk), False)
    undo_import(run.pk)
    assert public() == before


def test_without_a_decision_it_is_asked_again(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    assert apply(other_phone()) is None
    assert plan_of(other_phone()).counts["conflict"] == 1


def test_a_decision_about_other_values_decides_nothing(clerk: User) -> None:
    say(clerk, 14, phone="47695119")
    decisions = decide(plan_of(other_phone()), Decision.TAKE)
    say(clerk, 14, phone="47695118")
    say(clerk, 14, phone="47695117")
    assert apply(other_phone(), decisions=decisions) is None
    assert ServicePoint.objects.get(serial=14).phone == "47695117"


def test_the_town_goes_with_the_address_that_is_taken(clerk: User) -> None:
    say(clerk, 14, address="白沙镇新沙路1号", town="baisha")
    plan = plan_of(real_rows())
    assert plan.counts["conflict"] == 0
    rows = real_rows()
    rows[13][2] = "广兴镇军民街92号"
    plan = plan_of(rows)
    assert [set(outlet.conflicts) for outlet in plan.outlets if outlet.conflicts] == [{"address"}]
    run = apply(rows, decisions=decide(plan, Decision.TAKE), fingerprint=plan.fingerprint)
    assert run is not None
    point = ServicePoint.objects.get(serial=14)
    assert point.town is not None
    assert (point.address, point.town.name) == ("广兴镇军民街92号", "广兴镇")


def test_a_locked_town_stays_where_the_address_was_nobodys(clerk: User) -> None:
    say(clerk, 14, town="baisha")
    rows = real_rows()
    rows[13][2] = "石蟆镇军民街92号"
    apply(rows)
    point = ServicePoint.objects.get(serial=14)
    assert point.town is not None
    assert (point.address, point.town.key) == ("石蟆镇军民街92号", "baisha")


@pytest.mark.parametrize("decision", Decision)
def test_an_outlet_that_the_table_lacks_and_a_person_keeps(clerk: User, decision: Decision) -> None:
    say(clerk, 57, is_active=False)
    say_again = ServicePoint.objects.get(serial=57)
    record([Edit(point=say_again, values={"is_active": True})], Author.staff(clerk))
    rows = real_rows()[:-1]
    plan = plan_of(rows)
    assert plan.counts["conflict"] == 1
    apply(rows, decisions=decide(plan, decision))
    kept = decision is Decision.KEEP
    assert ServicePoint.objects.get(serial=57).is_active == kept
    assert plan_of(rows).counts["conflict"] == 0
    assert plan_of(rows).changes_nothing


@pytest.mark.parametrize("decision", Decision)
def test_nothing_else_is_applied_than_what_was_shown(clerk: User, decision: Decision) -> None:
    shown = plan_of(other_phone())
    say(clerk, 14, phone="47695119")
    before = everything()
    with pytest.raises(PlanChangedError) as refusal:
        apply(other_phone(), fingerprint=shown.fingerprint)
    assert everything() == before
    again = refusal.value.plan
    assert apply(other_phone(), fingerprint=again.fingerprint) is None
    run = apply(other_phone(), decide(again, decision), again.fingerprint)
    assert (run is None) == (decision is Decision.KEEP)
