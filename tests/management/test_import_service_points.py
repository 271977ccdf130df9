import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sites.models import ImportRun, ServicePoint
from tests.importing.dumps import everything
from tests.importing.tables import Cells, as_csv, real_rows, row

REAL = settings.BASE_DIR / "data" / "service_points.csv"
pytestmark = pytest.mark.usefixtures("reference_data")


def table(path: Path, rows: list[Cells]) -> Path:
    path.write_text(as_csv(rows), encoding="utf-8")
    return path


def test_the_real_file_is_applied_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_service_points", REAL)
    out = capsys.readouterr().out
    number = ImportRun.objects.get().pk
    assert "added 57," in out
    assert out.count("added  ") == 20
    assert "… and 37 more: --report FILE writes them all." in out
    assert "Positions of the 57 outlets by precision: town 56, none 1." in out
    assert f"Applied as import {number}. To undo it: manage.py undo_import {number}" in out
    before = everything()
    call_command("import_service_points", REAL)
    assert "Nothing to change." in capsys.readouterr().out
    assert everything() == before


def test_a_trial_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    call_command("import_service_points", REAL, dry_run=True)
    out = capsys.readouterr().out
    assert "added  1  " in out
    assert "Nothing was applied" in out
    assert everything() == before


def test_errors_end_it_after_everything_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = real_rows()
    rows[13][3] = "4769"
    path, report = table(tmp_path / "bad.csv", rows), tmp_path / "report.csv"
    before = everything()
    for dry_run in (True, False):
        with pytest.raises(CommandError) as failure:
            call_command("import_service_points", path, dry_run=dry_run, report=report)
        assert failure.value.returncode == 1
        out = capsys.readouterr().out
        assert "row 15 (14 广兴镇劳动就业和社会保障服务所), 联系电话 “4769”" in out
        assert "added 56," in out
        lines = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
        assert lines[1][:2] == ["error", "15"]
        report.unlink()
    assert everything() == before
    call_command("import_service_points", path, skip_bad_rows=True)
    assert ServicePoint.objects.count() == 56


def test_many_removals_need_force(tmp_path: Path) -> None:
    call_command("import_service_points", REAL)
    path = table(tmp_path / "short.csv", real_rows()[20:])
    with pytest.raises(CommandError, match="20 of 57"):
        call_command("import_service_points", path)
    call_command("import_service_points", path, force=True)
    assert ServicePoint.objects.filter(is_active=True).count() == 37


def test_what_is_no_table_or_region_or_report_ends_it(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_service_points", tmp_path / "nothing.csv")
    with pytest.raises(CommandError, match=r"no region 999999\. Known regions: 500116"):
        call_command("import_service_points", REAL, region="999999")
    for dry_run in (True, False):
        with pytest.raises(CommandError, match=r"report cannot be written.*Nothing was applied"):
            call_command(
                "import_service_points", REAL, dry_run=dry_run, report=tmp_path / "no" / "x.csv"
            )
    assert not ServicePoint.objects.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's disk that is full")
def test_who_has_no_report_in_the_end_knows_what_was_applied(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(CommandError, match="report cannot be written"):
        call_command("import_service_points", REAL, report=Path("/dev/full"))
    assert f"Applied as import {ImportRun.objects.get().pk}." in capsys.readouterr().out


def test_long_tables_show_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = [row(number, address=f"油溪镇建新路{number}号") for number in range(1, 1_002)]
    call_command("import_service_points", table(tmp_path / "long.csv", long), dry_run=True)
    assert "Checking rows: 100%" in capsys.readouterr().err
    call_command("import_service_points", REAL, dry_run=True)
    assert "Checking rows" not in capsys.readouterr().err
