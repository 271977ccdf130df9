"""The same table with what was found: what comes back can be sent again."""

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest

from sites.importing.read_table import parse_table
from sites.importing.spreadsheets import FORMATS, sheets_with_remarks, write_table
from tests.importing.cases import workbook
from tests.importing.tables import HEADER, row

SECOND = row(2, "农商行白沙支行", "白沙镇新沙路229号", "47332702")
CONTENT = workbook(
    [["网点表"], HEADER, row(), ["合计", "1"]],
    [HEADER, SECOND],
    [["说明"]],
    names=["油溪镇", "白沙镇", "其他"],
)
REMARKS = {3: ["one.", "two."], 6: ["three."]}


def written(kind: str, general: Sequence[str] = ("general.",)) -> bytes:
    table = parse_table(CONTENT, "x.xlsx")
    return write_table(sheets_with_remarks(table, REMARKS, general), kind)


def test_a_workbook_has_a_sheet_per_part() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["sheet 油溪镇", "sheet 白沙镇"]
    first, second = ([[cell.value or "" for cell in row] for row in sheet] for sheet in book)
    assert first == [
        ["网点表", "", "", "", "Left out: above the header."],
        [*HEADER, "Result of the check general."],
        [*row(), "one. two."],
        ["合计", "1", "", "", "Left out: a total."],
    ]
    assert second == [[*HEADER, "Result of the check"], [*SECOND, "three."]]


def test_a_text_has_the_parts_below_each_other() -> None:
    lines = list(csv.reader(io.StringIO(written("csv").decode("utf-8-sig"))))
    assert len(lines) == 6
    assert lines[2][-1] == "one. two."
    assert lines[5][-1] == "three."


@pytest.mark.parametrize("kind", FORMATS)
def test_what_comes_back_is_read_without_the_column_of_remarks(kind: str) -> None:
    for general in ((), ("The column “x” (2 cells) means nothing to the import.",)):
        again = parse_table(written(kind, general), f"again.{kind}")
        assert [row.cells for row in again.rows] == [
            row.cells for row in parse_table(CONTENT, "x.xlsx").rows
        ]


def test_names_of_sheets_are_such_as_a_workbook_may_have() -> None:
    sheets = [("a/b:[c]*?" + "长" * 40, [["x"]]), ("a/b:[c]*?" + "长" * 40, [["y"]]), ("", [["z"]])]
    names = openpyxl.load_workbook(io.BytesIO(write_table(sheets, "xlsx"))).sheetnames
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)
