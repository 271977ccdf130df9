"""Longitudes and latitudes in a table of outlets: taken, kept out, or put before a person."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import position_from_plain, position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.findings import FindingKind
from sites.geocoding.proposals import dismiss, findings_of, open_proposals
from sites.importing.apply import apply_table
from sites.importing.compare import compare_table
from sites.importing.options import Decided, Decision, Rules
from sites.importing.plan import Outcome, Plan, PlannedPoint
from sites.importing.undo import undo_import
from sites.models import Region, ServicePoint, SourceKind
from tests.factories import at, say
from tests.importing.dumps import everything, public
from tests.importing.tables import HEADER, Cells, real_rows, table_of

pytestmark = pytest.mark.usefixtures("real_points")

LOCATED = (*HEADER, "经度", "纬度")
# About 900 m from the centre of 油溪镇, where serial 49 is.
NEAR = ("106.138312", "29.201543")
FAR = ("106.251312", "29.291543")


def rows_with(serial: int, pair: tuple[str, str], **cells: str) -> list[Cells]:
    rows = [[*cells, "", ""] for cells in real_rows()]
    rows[serial - 1][4:] = pair
    for place, title in enumerate(HEADER):
        rows[serial - 1][place] = cells.get(title, rows[serial - 1][place])
    return rows


def rules(**more: Any) -> Rules:
    return Rules(**{"datum": Datum.WGS84, **more})


def compare(rows: list[Cells], meant: Rules | None = None) -> Plan:
    before = everything()
    plan = compare_table(table_of(rows, LOCATED), Region.objects.get(), meant or rules())
    assert everything() == before
    return plan


def apply(rows: list[Cells], meant: Rules | None = None) -> Any:
    return apply_table(table_of(rows, LOCATED), Region.objects.get(), meant or rules()).run


def outlet(plan: Plan, serial: int) -> PlannedPoint:
    return next(one for one in plan.outlets if one.serial == serial)


def new_position(planned: PlannedPoint) -> Position | None:
    change = planned.changes.get("position")
    return position_from_plain(change.new) if change is not None else None


def found_by(provider: str, serial: int, place: Position) -> None:
    point = ServicePoint.objects.get(serial=serial)
    edit = Edit(point=point, values={"position": position_to_plain(place)})
    record([edit], Author.geocoder(provider))


def pinned(clerk: User, serial: int, longitude: float, latitude: float) -> None:
    pin = at((longitude, latitude), Precision.ROOFTOP, "staff")
    say(clerk, serial, position=position_to_plain(pin))


@pytest.mark.parametrize("datum", Datum)
def test_a_position_comes_in_with_its_datum_and_source_and_goes_again(datum: Datum) -> None:
    before = public()
    run = apply(rows_with(49, NEAR), rules(datum=datum))
    point = ServicePoint.objects.get(serial=49)
    stored = stored_position(point)
    assert stored is not None
    assert (stored.original_longitude, stored.original_latitude) == tuple(map(float, NEAR))
    place = (stored.coordinate.longitude, stored.coordinate.latitude)
    east, north = map(float, NEAR)
    assert place == pytest.approx(convert(east, north, datum, Datum.WGS84), abs=1e-6)
    assert (stored.precision, stored.source) == (Precision.ROOFTOP, SourceKind.IMPORT)
    origin = point.provenance_of("position")
    assert origin is not None
    assert (origin.source, origin.reference, origin.locked) == ("import", str(run.pk), False)
    assert apply(rows_with(49, NEAR), rules(datum=datum)) is None
    undo_import(run.pk)
    assert public() == before


def test_without_a_datum_nothing_is_taken_and_it_is_said() -> None:
    plan = compare(rows_with(49, NEAR), Rules())
    assert plan.changes_nothing
    assert any("not taken" in remark for remark in plan.remarks)


def test_a_new_outlet_is_where_the_table_says() -> None:
    new = ["58", "招商银行油溪支行", "油溪镇大桥路1号", "47881999", *NEAR]
    added = outlet(compare([*rows_with(49, ("", "")), new]), 58)
    assert added.outcome is Outcome.ADDED
    position = new_position(added)
    assert position is not None
    assert position.coordinate.longitude == pytest.approx(float(NEAR[0]), abs=1e-6)


def test_a_coarser_position_never_replaces_a_finer_one() -> None:
    found_by(
        "amap", 49, Position.located(106.1385, 29.2016, precision=Precision.STREET, source="amap")
    )
    coarse = rows_with(49, ("106.14", "29.20"))
    assert compare(coarse).changes_nothing
    position = new_position(outlet(compare(rows_with(49, NEAR)), 49))
    assert position is not None
    assert position.precision is Precision.ROOFTOP


def test_a_place_as_fine_as_another_providers_stays_out() -> None:
    door = Position.located(106.1385, 29.2016, precision=Precision.ROOFTOP, source="amap")
    found_by("amap", 49, door)
    assert compare(rows_with(49, NEAR)).changes_nothing
    # A correction of the table's own is taken.
    apply(rows_with(50, ("106.423646", "29.345864")))
    corrected = compare(rows_with(50, ("106.424646", "29.345864")))
    assert new_position(outlet(corrected, 50)) is not None


def test_a_persons_pin_is_asked_about_once(clerk: User) -> None:
    pinned(clerk, 49, 106.1390, 29.2020)
    rows = rows_with(49, NEAR)
    asked = outlet(compare(rows), 49)
    assert (asked.outcome, set(asked.conflicts)) == (Outcome.CONFLICT, {"position"})
    assert apply(rows) is None
    for decision in (Decision.KEEP, Decision.TAKE):
        decided = Decided(decision, asked.conflicts["position"])
        decisions = {(asked.public_id, "position"): decided}
        if decision is Decision.KEEP:
            assert apply(rows, rules(decisions=decisions)) is None
            assert compare(rows).counts["conflict"] == 0
        else:
            other = rows_with(49, ("106.138412", "29.201543"))
            asked = outlet(compare(other), 49)
            decisions = {
                (asked.public_id, "position"): Decided(decision, asked.conflicts["position"])
            }
            assert apply(other, rules(decisions=decisions)) is not None
            stored = stored_position(ServicePoint.objects.get(serial=49))
            assert stored is not None
            assert stored.source == SourceKind.IMPORT


def test_a_pin_at_the_same_place_or_against_what_cannot_be_is_no_conflict(clerk: User) -> None:
    pinned(clerk, 49, *map(float, NEAR))
    assert compare(rows_with(49, NEAR)).counts["conflict"] == 0
    assert compare(rows_with(49, FAR)).counts["conflict"] == 0


def test_a_doubtful_position_waits_for_a_person(clerk: User) -> None:
    before = public()
    rows = rows_with(49, FAR)
    plan = compare(rows)
    assert (plan.changes_nothing, plan.doubtful_positions) == (True, 1)
    assert any(
        warning.row == 50 and "a person decides" in warning.text for warning in plan.warnings
    )
    assert apply(rows) is None
    assert public() == before
    (proposal,) = open_proposals("500116")
    assert (proposal.point.serial, proposal.provider) == (49, SourceKind.IMPORT)
    assert FindingKind.FAR_FROM_TOWN in [finding.kind for finding in findings_of(proposal)]
    # The table says otherwise now: what it said before waits for nobody.
    apply(rows_with(49, NEAR))
    assert not open_proposals("500116")
    apply(rows)
    (proposal,) = open_proposals("500116")
    dismiss(proposal.pk, clerk)
    assert apply(rows) is None
    assert not open_proposals("500116")


def test_two_addresses_at_one_door_are_both_doubted() -> None:
    rows = rows_with(49, NEAR)
    rows[16][4:] = NEAR
    plan = compare(rows)
    assert new_position(outlet(plan, 49)) is None
    assert new_position(outlet(plan, 17)) is None
    apply(rows)
    assert sorted(one.point.serial for one in open_proposals("500116")) == [17, 49]


def test_what_lies_outside_the_district_is_an_error_of_the_row() -> None:
    plan = compare(rows_with(49, ("116.397", "39.907")))
    assert [error.row for error in plan.errors] == [50]


def test_a_new_address_comes_with_its_position() -> None:
    rows = rows_with(49, ("106.112804", "29.066108"), 网点地址="白沙镇新沙路1号")
    changed = outlet(compare(rows), 49)
    assert set(changed.changes) == {"address", "town", "position"}
    position = new_position(changed)
    assert position is not None
    assert position.precision is Precision.ROOFTOP


def test_the_position_of_an_address_that_a_person_rejects_says_nothing(clerk: User) -> None:
    say(clerk, 49, address="油溪镇大桥路1号")
    rows = rows_with(49, ("106.112804", "29.066108"), 网点地址="白沙镇新沙路1号")
    asked = outlet(compare(rows), 49)
    assert set(asked.conflicts) == {"address", "town"}
    assert not asked.changes
