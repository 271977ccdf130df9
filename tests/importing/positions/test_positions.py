"""A table of positions against the 57 real outlets: compared, applied, undone."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.apply import BadRowsError, apply_table
from sites.importing.compare import stored_points
from sites.importing.plan import Outcome, Plan
from sites.importing.positions.apply import apply_positions
from sites.importing.positions.compare import PinRules, compare_positions
from sites.importing.read_table import Table
from sites.importing.undo import UndoRefusedError, undo_import
from sites.models import (
    DataVersion,
    ImportKind,
    ImportRun,
    PointChange,
    Region,
    ServicePoint,
    SourceKind,
)
from tests.factories import say
from tests.importing.positions.tables import HEADER, LATITUDE, LONGITUDE, positions_table

pytestmark = pytest.mark.usefixtures("real_points")

WGS84 = PinRules(datum=Datum.WGS84)


def point(serial: int) -> ServicePoint:
    return ServicePoint.objects.get(serial=serial)


def row(serial: int, longitude: object, latitude: object, precision: str = "") -> list[object]:
    outlet = point(serial)
    return [outlet.public_id, serial, outlet.name, longitude, latitude, precision]


def compared(table: Table, rules: PinRules = WGS84) -> Plan:
    region = Region.objects.get(pk="500116")
    return compare_positions(table, region, stored_points(region), rules)


def applied(table: Table, clerk: User, rules: PinRules = WGS84) -> ImportRun:
    run = apply_positions(table, Region.objects.get(pk="500116"), rules, clerk).run
    assert run is not None
    return run


def test_only_other_places_count() -> None:
    stored = point(3)
    assert stored.longitude is not None
    assert stored.latitude is not None
    plan = compared(
        positions_table(
            [
                row(3, round(stored.longitude, 5), round(stored.latitude, 5), "rooftop"),
                row(33, LONGITUDE, LATITUDE),
                row(40, "", ""),
            ]
        )
    )
    assert (plan.errors, plan.warnings) == ((), ())
    assert {outlet.serial: outlet.outcome for outlet in plan.outlets} == {
        3: Outcome.UNCHANGED,
        33: Outcome.CHANGED,
        40: Outcome.UNCHANGED,
    }
    (change,) = (outlet.changes["position"] for outlet in plan.outlets if outlet.changes)
    assert isinstance(change.new, dict)
    assert change.new["original"] == [LONGITUDE, LATITUDE]


@pytest.mark.parametrize("datum", list(Datum))
def test_every_datum_leads_to_the_same_place(datum: Datum, clerk: User) -> None:
    pair = convert(LONGITUDE, LATITUDE, Datum.WGS84, datum)
    applied(positions_table([row(33, *pair)]), clerk, PinRules(datum=datum))
    pinned = point(33)
    assert pinned.coordinate is not None
    assert great_circle_m(pinned.coordinate, Coordinate(LONGITUDE, LATITUDE)) < 0.05
    assert (pinned.original_longitude, pinned.original_latitude) == pair
    assert pinned.original_datum == datum.value


def test_a_position_is_the_persons_own_and_final(
    clerk: User, real_table: Table, jiangjin: Region
) -> None:
    version = DataVersion.current()
    run = applied(positions_table([row(33, LONGITUDE, LATITUDE, "street")]), clerk)
    assert (run.kind, run.applied_by) == (ImportKind.POSITIONS, clerk)
    assert run.counts == {"changed": 1, "unchanged": 0, "conflict": 0}
    assert DataVersion.current() == version + 1
    pinned = point(33)
    assert (pinned.precision, pinned.position_source) == ("street", "staff")
    origin = pinned.provenance_of("position")
    assert origin is not None
    assert (origin.source, origin.reference, origin.locked) == (SourceKind.STAFF, "clerk", True)
    assert origin.verified_at == origin.set_at
    change = PointChange.objects.filter(point=pinned).first()
    assert change is not None
    assert (change.user, change.import_run, set(change.after)) == (clerk, run, {"position"})
    assert "pins.csv" in change.reason
    # The official table does not take it back.
    assert apply_table(real_table, jiangjin).run is None
    assert point(33).precision == "street"


def test_the_same_table_twice_changes_nothing(clerk: User, jiangjin: Region) -> None:
    table = positions_table([row(33, LONGITUDE, LATITUDE)])
    applied(table, clerk)
    version = DataVersion.current()
    assert apply_positions(table, jiangjin, WGS84, clerk).run is None
    assert DataVersion.current() == version


def test_an_import_of_positions_is_undone_with_dates_and_sources(clerk: User) -> None:
    before = {
        (outlet.pk, str(outlet.provenance), outlet.longitude, outlet.position_source)
        for outlet in ServicePoint.objects.all()
    }
    rows = [row(33, LONGITUDE, LATITUDE), row(40, LONGITUDE + 0.002, LATITUDE)]
    run = applied(positions_table(rows), clerk)
    assert undo_import(run.pk).restored == 2
    after = {
        (outlet.pk, str(outlet.provenance), outlet.longitude, outlet.position_source)
        for outlet in ServicePoint.objects.all()
    }
    assert after == before


def test_a_pin_moved_since_is_not_undone_unseen(clerk: User) -> None:
    run = applied(positions_table([row(33, LONGITUDE, LATITUDE)]), clerk)
    say(clerk, 33, position=None)
    with pytest.raises(UndoRefusedError):
        undo_import(run.pk)


def test_what_a_person_decided_before_is_a_conflict(clerk: User) -> None:
    say(clerk, 33, position=None)
    table = positions_table([row(33, LONGITUDE, LATITUDE)])
    (outlet,) = compared(table).outlets
    assert (outlet.outcome, outlet.changes) == (Outcome.CONFLICT, {})
    assert compared(table).changes_nothing
    applied(table, clerk, PinRules(datum=Datum.WGS84, replace_pins=True))
    assert point(33).longitude == LONGITUDE


def test_outlets_are_matched_by_id_then_by_serial_and_name() -> None:
    outlet = point(33)
    header = HEADER[1:5]
    by_name = positions_table([[33, outlet.name, LONGITUDE, LATITUDE]], header)
    assert compared(by_name).outlets[0].public_id == outlet.public_id
    elsewhere = positions_table(
        [["00000000-0000-4000-8000-000000000000", 33, outlet.name, LONGITUDE, LATITUDE, ""]]
    )
    assert compared(elsewhere).outlets[0].public_id == outlet.public_id
    renumbered = positions_table([[outlet.public_id, 7, outlet.name, LONGITUDE, LATITUDE, ""]])
    assert compared(renumbered).errors == ()


def test_rows_for_the_wrong_outlet_are_errors(clerk: User, jiangjin: Region) -> None:
    table = positions_table(
        [
            row(33, LONGITUDE, LATITUDE),
            row(33, LONGITUDE + 0.01, LATITUDE),
            ["", 34, point(33).name, LONGITUDE, LATITUDE, ""],
            [point(3).public_id, 4, point(4).name, LONGITUDE, LATITUDE, ""],
        ]
    )
    errors = compared(table).errors
    assert [(error.row, error.column) for error in errors] == [
        (2, "公开编号"),
        (3, "公开编号"),
        (4, "服务网点全称"),
        (5, "公开编号"),
    ]
    assert "same outlet" in errors[0].problem
    assert (errors[2].value, "No active outlet" in errors[2].problem) == (point(33).name, True)
    assert point(3).name in errors[3].problem
    assert "Sort whole rows" in errors[3].remedy
    with pytest.raises(BadRowsError):
        apply_positions(table, jiangjin, WGS84, clerk)
    assert point(33).position_source == "gazetteer"


def test_removed_outlets_get_no_pin(clerk: User) -> None:
    table = positions_table([row(33, LONGITUDE, LATITUDE)])
    say(clerk, 33, is_active=False)
    assert "No active outlet" in compared(table).errors[0].problem


def test_a_place_outside_the_region_is_an_error_unless_it_is_meant(clerk: User) -> None:
    table = positions_table([row(33, 106.55, 29.56)])
    (error,) = compared(table).errors
    assert error.problem.startswith("Outside the district (")
    assert (error.column, error.value) == ("经度, 纬度", "106.55, 29.56")
    forced = PinRules(datum=Datum.WGS84, force=True)
    plan = compared(table, forced)
    assert plan.errors == ()
    assert any("outside the district" in warning.text for warning in plan.warnings)
    applied(table, clerk, forced)
    assert point(33).longitude == 106.55


def test_doubtful_places_are_warned_of() -> None:
    center = point(3)
    table = positions_table(
        [
            row(33, LONGITUDE, LATITUDE),
            row(45, LONGITUDE, LATITUDE),
            row(4, LONGITUDE, LATITUDE + 0.002),
            row(40, center.longitude, center.latitude),
            row(34, LONGITUDE, LATITUDE - 0.001, "town"),
        ]
    )
    plan = compared(table)
    assert plan.errors == ()
    texts = {(warning.row, warning.text.split(" (")[0]) for warning in plan.warnings}
    assert texts >= {
        (2, "exactly where an outlet with another address is"),
        (3, "exactly where an outlet with another address is"),
        (5, "at a town's centre, but said to be finer"),
        (6, "The pin is new, but its precision is still that of a town or district."),
    }


def test_a_pair_in_the_wrong_datum_is_warned_of() -> None:
    found = Position.located(LONGITUDE, LATITUDE, precision=Precision.ROOFTOP, source="amap")
    edit = Edit(point=point(33), values={"position": position_to_plain(found)})
    record([edit], Author.geocoder("amap"))
    pair = convert(LONGITUDE, LATITUDE, Datum.WGS84, Datum.GCJ02)
    (warning,) = compared(positions_table([row(33, *pair)])).warnings
    assert warning.text.startswith("off by the shift between two datums (amap")


def test_queries_do_not_grow_with_the_rows(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    few = positions_table([row(33, LONGITUDE, LATITUDE)])
    many = positions_table(
        [row(serial, LONGITUDE + serial / 10_000, LATITUDE) for serial in range(1, 58)]
    )
    with django_assert_max_num_queries(12) as counted:
        compared(few)
    with django_assert_num_queries(len(counted)):
        compared(many)
