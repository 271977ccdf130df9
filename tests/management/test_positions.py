"""The commands that export positions and import corrected ones."""

import csv
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from sites.models import ImportRun, ServicePoint
from tests.importing.positions.tables import LATITUDE, LONGITUDE

pytestmark = pytest.mark.usefixtures("real_points")


@pytest.fixture
def manager(db: None) -> User:
    user = User.objects.create_user("li", is_staff=True)
    user.groups.add(Group.objects.get(name="数据管理员"))
    return user


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """Export all, move the pin of number 33 and return the file."""
    path = tmp_path / "pins.csv"
    call_command("export_positions", only="all", output=path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[32] |= {"longitude": str(LONGITUDE), "latitude": str(LATITUDE), "precision": "rooftop"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_export_writes_a_file_or_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.csv"
    call_command("export_positions", only="missing", output=path)
    assert "1 outlets are in" in capsys.readouterr().out
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpublic id,serial,")
    call_command("export_positions", only="missing")
    assert capsys.readouterr().out.encode() == path.read_bytes()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_positions", output=tmp_path)
    with pytest.raises(CommandError, match="Known regions: 500116"):
        call_command("export_positions", region="110101")


def test_positions_are_imported_for_a_person_and_undone(
    corrected: Path, tmp_path: Path, manager: User, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    call_command("import_positions", corrected, datum="wgs84", user="li", report=report)
    out = capsys.readouterr().out
    run = ImportRun.objects.latest("pk")
    assert f"manage.py undo_import {run.pk}" in out
    assert "changed 1, removed 0, unchanged 56" in out
    assert "106.253100, 29.292700 (building)" in report.read_text(encoding="utf-8-sig")
    assert ServicePoint.objects.get(serial=33).longitude == LONGITUDE
    call_command("import_positions", corrected, datum="wgs84", user="li")
    assert "Nothing to change." in capsys.readouterr().out
    call_command("undo_import", str(run.pk))
    assert ServicePoint.objects.get(serial=33).position_source == "gazetteer"


def test_a_report_that_cannot_be_written_ends_it_in_time(
    corrected: Path, tmp_path: Path, manager: User
) -> None:
    with pytest.raises(CommandError, match=r"report cannot be written.*Nothing was applied"):
        call_command("import_positions", corrected, datum="wgs84", user="li", report=tmp_path)
    assert ServicePoint.objects.get(serial=33).position_source == "gazetteer"


def test_a_trial_needs_nobody_and_changes_nothing(
    corrected: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_positions", corrected, datum="wgs84", dry_run=True)
    assert "this was a trial" in capsys.readouterr().out
    assert ServicePoint.objects.get(serial=33).position_source == "gazetteer"
    # The rows say wgs84 themselves.
    with pytest.raises(CommandError, match="rows with errors"):
        call_command("import_positions", corrected, datum="gcj02", dry_run=True)
    assert (
        "row 2 (1 重庆市江津区社会保险事务中心), datum “wgs84”: The file was said to be in gcj02."
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("name", "role", "is_staff", "is_active"),
    [
        ("li", "电话维护员", True, True),
        ("li", "数据管理员", False, True),
        ("li", "数据管理员", True, False),
        ("other", "数据管理员", True, True),
    ],
)
def test_only_those_who_may_change_positions_have_a_say(
    corrected: Path, name: str, role: str, is_staff: bool, is_active: bool
) -> None:
    user = User.objects.create_user("li", is_staff=is_staff, is_active=is_active)
    user.groups.add(Group.objects.get(name=role))
    with pytest.raises(CommandError, match=f"{name} is no member of staff who may"):
        call_command("import_positions", corrected, datum="wgs84", user=name)
    with pytest.raises(CommandError, match="--user NAME"):
        call_command("import_positions", corrected, datum="wgs84")
    assert ServicePoint.objects.get(serial=33).position_source == "gazetteer"


def test_a_place_elsewhere_needs_force(
    corrected: Path, manager: User, capsys: pytest.CaptureFixture[str]
) -> None:
    text = corrected.read_text(encoding="utf-8").replace(str(LONGITUDE), "107.5")
    corrected.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was applied"):
        call_command("import_positions", corrected, datum="wgs84", user="li")
    out = capsys.readouterr().out
    assert (
        "row 34 (33 工商银行江津支行), longitude, latitude “107.5, 29.2927”: Outside the district ("
        in out
    )
    call_command("import_positions", corrected, datum="wgs84", user="li", force=True)
    assert ServicePoint.objects.get(serial=33).longitude == 107.5


def test_a_file_that_is_no_table_is_refused(tmp_path: Path, manager: User) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="经度, 纬度 not found"):
        call_command("import_positions", path, datum="wgs84", user="li")
