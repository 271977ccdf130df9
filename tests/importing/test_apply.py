import contextlib
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.importing.apply import (
    BadRowsError,
    TooManyRemovedError,
    apply_checked,
    apply_table,
)
from sites.importing.check import check_table
from sites.importing.context import RegionContext
from sites.importing.options import LIST, STRICT, ApplyOptions
from sites.importing.read_table import Table
from sites.models import ChangeKind, DataVersion, ImportRun, Region, ServicePoint, SourceKind
from tests.factories import make_point, make_region, say
from tests.importing.dumps import everything, public
from tests.importing.tables import Cells, as_csv, real_rows, row, table_of
from tests.processes import Place


def apply(rows: list[Cells], **agreed: Any) -> ImportRun | None:
    options = ApplyOptions(**agreed)
    return apply_table(table_of(rows), Region.objects.get(), options=options).run


def test_the_real_table_adds_57_outlets(jiangjin: Region, real_table: Table, clerk: User) -> None:
    before = DataVersion.current()
    context = RegionContext.load(jiangjin)
    applied = apply_checked(check_table(real_table, context), context, LIST, STRICT, clerk)
    assert applied.run is not None
    assert applied.run.counts["added"] == 57
    assert (applied.run.file_name, applied.run.applied_by) == ("service_points.csv", clerk)
    points = ServicePoint.objects.filter(is_active=True)
    assert points.count() == 57
    assert points.filter(precision="town", position_source="gazetteer").count() == 56
    assert points.get(precision="").serial == 40
    assert points.get(serial=14).phone_e164 == "+862347695118"
    assert points.get(serial=49).printed["address"] == " 油溪镇建新路46号"
    assert set(points.get(serial=1).services.values_list("code", flat=True)) == {
        *("reissue", "unlock", "activation"),
    }
    provenance = points.get(serial=1).provenance_of("phone")
    assert provenance is not None
    assert (provenance.source, provenance.reference) == (SourceKind.IMPORT, str(applied.run.pk))
    assert provenance.verified_at is None
    assert not provenance.locked
    assert DataVersion.current() == before + 1
    assert applied.run.changes.filter(kind=ChangeKind.ADDED).count() == 57


def test_the_same_file_again_touches_no_row_of_any_table(
    real_points: None, real_table: Table
) -> None:
    before = everything()
    applied = apply_table(real_table, Region.objects.get())
    assert applied.run is None
    assert applied.plan.changes_nothing
    assert everything() == before


def test_two_outlets_swap_their_serials(real_points: None) -> None:
    ids = dict(ServicePoint.objects.values_list("name", "public_id"))
    rows = real_rows()
    rows[48][0], rows[50][0] = "51", "49"
    run = apply(rows)
    assert run is not None
    assert run.counts["changed"] == 2
    assert ServicePoint.objects.get(serial=51).name == "农商行油溪支行"
    assert dict(ServicePoint.objects.values_list("name", "public_id")) == ids


def test_a_renumbered_table_changes_serials_alone(real_points: None) -> None:
    before = public()
    rows = [[str(58 - int(cells[0])), *cells[1:]] for cells in real_rows()]
    assert apply(rows) is not None
    after = public()
    assert after.keys() == before.keys()
    for public_id, point in after.items():
        old = before[public_id]
        assert point["serial"] == 58 - old["serial"]
        different = {field for field in point if point[field] != old[field]}
        assert different <= {"serial", "provenance", "printed"}


def test_an_outlet_keeps_its_id_when_it_goes_and_returns(real_points: None) -> None:
    public_id = ServicePoint.objects.get(serial=57).public_id
    run = apply(real_rows()[:-1])
    assert run is not None
    assert run.counts["removed"] == 1
    assert not ServicePoint.objects.get(public_id=public_id).is_active
    run = apply(real_rows())
    assert run is not None
    assert run.counts["added"] == 1
    assert ServicePoint.objects.get(serial=57, is_active=True).public_id == public_id
    assert ServicePoint.objects.count() == 57


def test_a_new_outlet_may_take_the_serial_of_one_that_goes(real_points: None) -> None:
    rows = [*real_rows()[:-1], row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    run = apply(rows)
    assert run is not None
    assert (run.counts["added"], run.counts["removed"]) == (1, 1)
    assert ServicePoint.objects.get(serial=57, is_active=True).name == "招商银行双福支行"


def test_a_person_keeps_the_last_word_and_the_rest_is_applied(
    real_points: None, clerk: User
) -> None:
    say(clerk, 14, phone="47695119")
    said = ServicePoint.objects.get(serial=14).provenance["phone"]
    rows = real_rows()
    rows[13][2], rows[13][3] = "广兴镇军民街92号", "47695120"
    run = apply(rows)
    assert run is not None
    assert (run.counts["changed"], run.counts["conflict"]) == (1, 1)
    point = ServicePoint.objects.get(serial=14)
    assert (point.phone, point.address) == ("47695119", "广兴镇军民街92号")
    assert point.provenance["phone"] == said
    before = everything()
    assert apply(rows) is None
    assert everything() == before


def test_a_table_with_errors_applies_nothing(real_points: None) -> None:
    rows = real_rows()
    rows[13][3] = "4769"
    rows[48][3] = "47881051"
    before = everything()
    with pytest.raises(BadRowsError) as refusal:
        apply(rows)
    assert everything() == before
    assert refusal.value.plan.counts["changed"] == 1


def test_good_rows_are_applied_on_demand_and_bad_ones_remove_nobody(real_points: None) -> None:
    rows = real_rows()
    rows[13][3] = "4769"
    rows[48][3] = "47881051"
    run = apply(rows, skip_bad_rows=True)
    assert run is not None
    assert (run.counts["changed"], run.counts["removed"], run.counts["kept"]) == (1, 0, 1)
    assert ServicePoint.objects.get(serial=14, is_active=True).phone == "47695118"
    assert ServicePoint.objects.get(serial=49).phone == "47881051"


def test_a_table_that_lacks_a_fifth_needs_a_yes(real_points: None) -> None:
    before = everything()
    with pytest.raises(TooManyRemovedError, match=r"12 of 57 .* more than 20 %\."):
        apply(real_rows()[12:])
    assert everything() == before
    run = apply(real_rows()[12:], force=True)
    assert run is not None
    assert ServicePoint.objects.filter(is_active=True).count() == 45


def test_other_regions_are_left_alone(real_points: None) -> None:
    jiangjin, other = Region.objects.get(), make_region()
    options = ApplyOptions(force=True)
    assert apply_table(table_of(real_rows()[:1]), jiangjin, options=options).run is not None
    before = public()
    with pytest.raises(BadRowsError):
        apply_table(table_of([row()]), other)
    applied = apply_table(table_of([row(1, address="学府路1号", phone="49831999")]), other)
    assert applied.run is not None
    assert applied.run.counts["added"] == 1
    assert applied.run.counts["removed"] == 0
    assert before.items() <= public().items()


# Kills itself where the points are written, and the log and the import's end are not.
_KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
import django
django.setup()
from django.db import connection
from sites.importing.apply import apply_table
from sites.importing.read_table import read_table
from sites.models import PointChange, Region, ServicePoint
def until_the_log(execute, sql, params, many, context):
    if sql.startswith("INSERT") and PointChange._meta.db_table in sql:
        print(ServicePoint.objects.filter(phone="47880000").count(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(until_the_log):
    apply_table(read_table(Path(sys.argv[1])), Region.objects.get())
"""


def test_killing_the_process_half_way_leaves_the_old_data(tmp_path: Path) -> None:
    place = Place(tmp_path)

    def dump() -> list[Any]:
        """Return every row of every table that is one: not of the search's, which are derived."""
        ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        with contextlib.closing(sqlite3.connect(place.database)) as connection:
            tables = [name for (name,) in connection.execute(f"{ours} ORDER BY name")]
            return [
                (name, connection.execute(f"SELECT * FROM {name}").fetchall()) for name in tables
            ]

    table = settings.BASE_DIR / "data" / "service_points.csv"
    place.manage(["migrate", "-v0"], ["load_reference_data"], ["import_service_points", table])
    before = dump()
    rows = [[*cells[:3], "47880000"] for cells in real_rows()[5:]]
    changed = tmp_path / "changed.csv"
    changed.write_text(as_csv(rows), encoding="utf-8")
    killed = place.start("-c", _KILLED, changed)
    assert killed.communicate()[0] == "52\n"
    assert killed.returncode == -signal.SIGKILL
    assert dump() == before
    assert "47564298" in str(before)
    place.manage(["import_service_points", changed])
    assert dump() != before


def test_a_taken_serial_refuses_the_table_and_its_row_can_be_left_out(
    real_points: None, clerk: User
) -> None:
    point = make_point(serial=58, name="农商行新设支行", author=Author.staff(clerk))
    rows = [*real_rows(), row(58, "招商银行双福支行", "双福街道学府路1号", "47831999")]
    rows[13][3] = "47695119"
    before = everything()
    with pytest.raises(BadRowsError) as refusal:
        apply(rows)
    assert [error.row for error in refusal.value.plan.errors] == [59]
    assert everything() == before
    run = apply(rows, skip_bad_rows=True)
    assert run is not None
    assert (run.counts["changed"], run.counts["added"], run.counts["removed"]) == (1, 0, 0)
    assert ServicePoint.objects.get(serial=58, is_active=True) == point
