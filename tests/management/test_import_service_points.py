import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from sites.importing.mappings import remember_columns
from sites.models import HeaderMapping, ImportRun, Region, ServicePoint
from tests.importing.dumps import everything
from tests.importing.tables import HEADER, Cells, as_csv, real_rows, row

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


NEW = row(1, "招商银行双福支行", "双福街道学府路1号", "47831999")


def run(*arguments: object) -> None:
    call_command("import_service_points", *map(str, arguments))


def test_a_supplement_removes_and_renumbers_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(REAL)
    path = table(tmp_path / "more.csv", [NEW])
    with pytest.raises(CommandError, match="57 of 57"):
        run(path)
    capsys.readouterr()
    run(path, "--supplement")
    out = capsys.readouterr().out
    assert "Read as a supplement, 1 row of: more.csv. What it lacks stays as it is." in out
    assert "added 1, changed 0, removed 0, unchanged 0" in out
    number = ImportRun.objects.latest("pk")
    assert number.is_supplement
    assert ServicePoint.objects.get(name=NEW[1]).serial == 58
    call_command("undo_import", number.pk)
    assert ServicePoint.objects.filter(is_active=True).count() == 57


def test_numbers_are_taken_away_on_purpose_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(REAL)
    rows = real_rows()
    rows[13][3] = "待定"
    path = table(tmp_path / "blank.csv", rows)
    capsys.readouterr()
    run(path)
    assert capsys.readouterr().out.splitlines()[1] == (
        "The table has no number for 1 outlet that has one: 广兴镇劳动就业和社会保障服务所."
    )
    assert ServicePoint.objects.get(serial=14).phone == "47695118"
    run(path, "--blank-phones")
    assert ServicePoint.objects.get(serial=14).phone == ""


def workbook(path: Path, **sheets: list[Cells]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in [list(HEADER), *rows]:
            sheet.append(cells)
    book.save(path)
    return path


def test_sheets_are_read_together_or_by_name_or_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = real_rows()
    path = workbook(tmp_path / "towns.xlsx", 白沙=rows[:3], 油溪=rows[3:8], 双福=rows[8:])
    for arguments, expected in [
        ((), "57 rows of: sheet 白沙, sheet 油溪, sheet 双福"),
        (("--sheet", "油溪"), "5 rows of: sheet 油溪"),
        (("--sheet", "1", "--sheet", "双福"), "52 rows of: sheet 白沙, sheet 双福"),
    ]:
        run(path, "--dry-run", *arguments)
        out = capsys.readouterr().out
        assert expected in out
        assert ("You have not chosen it." in out) == bool(arguments)
    with pytest.raises(CommandError, match=r"no table “李市”.*There are: 1 sheet 白沙, 2 sheet"):
        run(path, "--dry-run", "--sheet", "李市")


def test_columns_are_named_by_title_letter_or_number_and_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ("号", "机构", "在哪里", "打给谁")
    path = tmp_path / "own words.csv"
    path.write_text(as_csv(real_rows(), header), encoding="utf-8")
    with pytest.raises(CommandError, match="no header"):
        run(path, "--dry-run")
    for said in (
        "name=机构,address=在哪里,phone=打给谁,serial=号",
        "name=B，address=c，phone=D，serial=A",
        "服务网点全称=2,网点地址=3,电话=4,序号=1",
    ):
        run(path, "--dry-run", f"--map={said}")
        assert "added 57," in capsys.readouterr().out
    with pytest.raises(CommandError, match="No row has the columns that were named: 店名"):
        run(path, "--dry-run", "--map=name=店名,address=在哪里,phone=打给谁")
    with pytest.raises(CommandError, match="is not COLUMN=TITLE"):
        run(path, "--dry-run", "--map=colour=机构")
    assert not HeaderMapping.objects.exists()
    run(path, "--map=name=机构,address=在哪里,phone=打给谁,serial=号", "--remember")
    run(path)
    assert "unchanged 57" in capsys.readouterr().out


def test_what_was_said_once_in_the_desk_holds_for_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ("号", "机构", "在哪里", "打给谁")
    places = {"serial": 0, "name": 1, "address": 2, "phone": 3}
    clerk = User.objects.create_user("clerk")
    remember_columns(Region.objects.get(), header, places, clerk)
    path = tmp_path / "own words.csv"
    path.write_text(as_csv(real_rows(), header), encoding="utf-8")
    run(path, "--dry-run")
    assert "added 57," in capsys.readouterr().out


def test_positions_need_a_datum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = (*HEADER, "经度", "纬度")
    cells = [[*cells, "", ""] for cells in real_rows()]
    cells[48][4:] = ["106.138312", "29.201543"]
    path = tmp_path / "located.csv"
    path.write_text(as_csv(cells, header), encoding="utf-8")
    run(path)
    assert "1 position is not taken" in capsys.readouterr().out
    assert ServicePoint.objects.get(serial=49).precision == "town"
    run(path, "--datum", "gcj02")
    point = ServicePoint.objects.get(serial=49)
    assert (point.precision, point.original_datum) == ("rooftop", "gcj02")
