"""The command that shows what is read from texts about opening hours."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

HEADER = "id,service,datetime,reading,holidays,makeup,state"


def write(folder: Path, content: str | bytes) -> Path:
    """Return a file with that content."""
    file = folder / "texts.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def read(folder: Path, content: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Return the rows that the command prints."""
    call_command("read_hours", str(write(folder, content)))
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == HEADER
    return list(csv.DictReader(io.StringIO(printed)))


def test_texts_are_read_and_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = read(
        tmp_path,
        "\ufeffid,text,datetime\n"
        "a,周一至周五9:00-17:00（节假日除外）,2026-10-10T09:30+08:00\n"
        'b,"自助设备：24小时\n人工窗口：工作日8:30-17:00",2026-10-05 10:00\n'
        "c,周一至周五9:00-17:00,2026-10-05T02:00Z\n",
        capsys,
    )
    assert [tuple(row.values()) for row in rows] == [
        ("a", "", "2026-10-10T09:30+08:00", "Mo-Fr 09:00-17:00; PH off", "off", "implied", "open"),
        ("b", "自助设备", "2026-10-05 10:00", "24/7", "open", "same", "open"),
        ("b", "人工窗口", "2026-10-05 10:00", "Mo-Fr 08:30-17:00; PH off", "off", "on", "closed"),
        ("c", "", "2026-10-05T02:00Z", "Mo-Fr 09:00-17:00", "unstated", "unstated", "unknown"),
    ]


def test_a_refused_text_is_a_row_and_its_reason_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("read_hours", str(write(tmp_path, "text,id\n单周周六9:00-12:00,t\n")))
    captured = capsys.readouterr()
    assert captured.out.splitlines()[1].startswith("t,,2")
    assert captured.out.splitlines()[1].endswith(",,,,refused")
    assert captured.err.startswith("Row 2, t: “单周” is not understood.")
    with translation.override("zh-hans"):
        call_command("read_hours", str(write(tmp_path, "text,id\n单周周六9:00-12:00,t\n")))
    assert "“单周”" in capsys.readouterr().err


def test_without_a_moment_it_is_asked_about_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = read(tmp_path, "id,text\nx,24小时\n", capsys)
    assert row["datetime"].endswith("+08:00")
    assert row["state"] == "open"


def test_no_cell_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = read(tmp_path, "id,text\n=1+1,24小时\n", capsys)
    assert row["id"] == "'=1+1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Row 1 has no column id, text; it has: -"),
        ("id,hours\n1,24小时\n", "Row 1 has no column text; it has: id, hours. Name the columns"),
        ("id,text,datetime\n1,24小时,tomorrow\n", "Row 2, datetime: “tomorrow” is no moment"),
        ("id,text,datetime\n1,24小时,0001-01-01\n", "Row 2, datetime: “0001-01-01” is no moment"),
        ("id,text,datetime\n1,24小时,2026-13-01\n", "Write it like 2026-10-10T09:30"),
        ("id,text\n1,24小时\n2,周一,周二\n", "Row 3 has more or fewer cells than the header"),
        ("id,text\n1\n", "Row 2 has more or fewer cells than the header"),
        ('id,text\n1,"a"b\n', "Row 2 is no row of a CSV file"),
        ("id,text\n1,周一".encode("gbk"), "Row 2 is not in UTF-8. Save the table"),
    ],
)
def test_a_table_that_is_wrong_says_where_and_what_to_do(
    tmp_path: Path, content: str | bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError) as failure:
        call_command("read_hours", str(write(tmp_path, content)))
    assert message in str(failure.value)
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("read_hours", str(tmp_path / "none.csv"))
