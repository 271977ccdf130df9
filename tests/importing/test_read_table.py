import io
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from django.conf import settings as django_settings
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sites.importing.cell_words import is_as_above, row_word
from sites.importing.files.read import MAX_BYTES
from sites.importing.problems import TableError
from sites.importing.read_table import Table, parse_table, read_table
from tests.importing.tables import HEADER, as_csv, real_rows, row, table_of, texts

ENGLISH = ("Serial", "Name", "Address", "Phone")


def workbook(rows: list[list[object]], *, sheets_before: int = 0) -> bytes:
    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl") as writer:
        for number in range(sheets_before):
            cover = pd.DataFrame([["cover"]])
            cover.to_excel(writer, sheet_name=f"cover {number}", header=False, index=False)
        table = pd.DataFrame(rows, dtype=object)
        table.to_excel(writer, sheet_name="table", header=False, index=False)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_real_rows_in_every_encoding_are_the_same(encoding: str) -> None:
    table = parse_table(as_csv(real_rows()).encode(encoding), "table.csv")
    assert texts(table) == real_rows()
    assert [row.number for row in table.rows] == list(range(2, 59))


def test_blanks_are_kept_as_printed(real_table: Table) -> None:
    assert real_table.rows[48].cells["address"] == " 油溪镇建新路46号"


def test_a_workbook_gives_the_same_rows_as_csv() -> None:
    # Serials and phones are figures in a workbook.
    rows: list[list[object]] = [
        [int(serial), name, address, int(phone)] for serial, name, address, phone in real_rows()
    ]
    table = parse_table(workbook([list(HEADER), *rows]), "table.xlsx")
    assert texts(table) == real_rows()


def test_the_header_may_be_english_in_any_order_below_a_title() -> None:
    content = "社保卡服务网点\r\nPhone,Colour,serial,NAME,Address\r\n1,x,2,3,4\r\n"
    table = parse_table(content.encode(), "table.csv")
    assert table.rows[0].cells == {"phone": "1", "serial": "2", "name": "3", "address": "4"}
    assert table.rows[0].number == 3
    assert [left.text for left in table.left_out] == [
        "The column “Colour” (1 cell) means nothing to the import.",
        "1 row is left out (above the header): row 1 “社保卡服务网点”.",
    ]


def test_the_sheet_with_the_header_is_found() -> None:
    content = workbook([list(ENGLISH), ["1", "a", "b", "c"]], sheets_before=1)
    assert texts(parse_table(content, "x.xlsx")) == [["1", "a", "b", "c"]]


def test_a_formula_stays_a_formula() -> None:
    content = workbook([list(HEADER), [1, "=1+1", "b", "c"]])
    assert parse_table(content, "x.xlsx").rows[0].cells["name"] == "=1+1"


def test_empty_cells_are_empty_texts_and_words_for_missing_stay_words() -> None:
    content = workbook([list(HEADER), [1, None, "NaN", "#N/A"], [None] * 4, [2, "NULL", None, 1.5]])
    table = parse_table(content, "x.xlsx")
    assert texts(table) == [["1", "", "NaN", "#N/A"], ["2", "NULL", "", "1.5"]]
    assert [row.number for row in table.rows] == [2, 4]
    assert texts(table_of([["1", "", "NaN", "NULL"]])) == [["1", "", "NaN", "NULL"]]


def test_a_comma_too_many_is_seen() -> None:
    assert table_of([[*row(), "x"], row(2)]).rows[0].surplus == ("x",)


def test_line_breaks_in_cells_do_not_shift_row_numbers() -> None:
    table = table_of([row(1, "a\nb"), [""] * 4, row(2)])
    assert [row.number for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (",".join(HEADER).encode(), "no row below"),
        ("序号,服务网点全称,网点地址\n1,a,b\n".encode(), "联系电话"),
        (b"\x89PNG\r\n" + bytes(range(256)), "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLS"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "damaged"),
        ((as_csv([row()]) + '9,"open').encode(), "cannot be told apart"),
        (b"x" * (MAX_BYTES + 1), "32 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes, problem: str) -> None:
    with pytest.raises(TableError) as refusal:
        parse_table(content, "x")
    assert problem in refusal.value.problem
    assert refusal.value.remedy


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unopened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/{number}.xml", bytes(100 * 1024 * 1024))
    with pytest.raises(TableError, match="unpacks to far more"):
        parse_table(file.getvalue(), "bomb.xlsx")


def test_a_missing_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"nothing\.csv cannot be opened"):
        read_table(tmp_path / "nothing.csv")


HEAD = ",".join(HEADER).encode()


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40_000,
        bytes(range(128, 256)) * 80_000,
        b"garbage " * 1_250_000,
        b"a,b\n" * 2_500_000,
        HEAD + b"\n" + b"a,b\n" * 2_500_000,
        HEAD + b'\n"' + b"x" * 10_000_000,
        HEAD + b"," + b"x," * 5_000_000,
        HEAD + b"\n1,2,3,4" + b",x" * 5_000_000,
        b"PK\x03\x04" + bytes(range(256)) * 40_000,
    ],
)
def test_ten_megabytes_of_garbage_are_refused(content: bytes) -> None:
    with pytest.raises(TableError):
        parse_table(content, "garbage")


def test_a_nul_in_a_cell_is_left_to_the_check() -> None:
    content = HEAD + "\n1,农商行\0油溪支行,油溪镇,1".encode()
    assert parse_table(content, "x.csv").rows[0].cells["name"] == "农商行\0油溪支行"
    # A text of two bytes per letter has one in each.
    read = parse_table("serial,name,address,phone\n1,a,b,2".encode("utf-16-le"), "x.csv")
    assert read.rows[0].cells["name"] == "a"


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([b"", HEAD + b"\n"]))
@example(b"1,2,3,4\x00", HEAD + b"\n")
@example(b'\r\r\n\n,,,"""', HEAD + b"\n")
def test_bytes_are_a_table_or_a_table_error(content: bytes, before: bytes) -> None:
    with suppress(TableError):
        table = parse_table(before + content, "x")
        assert all(isinstance(cell, str) for row in table.rows for cell in row.cells.values())


def is_kept(cells: list[str]) -> bool:
    """Return whether a row stays as it is: it has what an outlet has, and means no other row."""
    texts = (cells[1], cells[2])
    return all(map(str.strip, texts)) and not any((*map(row_word, texts), *map(is_as_above, cells)))


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
            min_size=4,
            max_size=4,
        ).filter(is_kept),
        min_size=1,
        max_size=5,
    )
)
def test_every_text_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    table = table_of(rows)
    written = [[cell.replace("\r\n", "\n") for cell in cells] for cells in rows]
    assert [[cell.replace("\r\n", "\n") for cell in cells] for cells in texts(table)] == written


def test_what_reads_workbooks_is_loaded_by_another_process_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook([list(HEADER), [1, "a", "b", "c"]]))
    program = (
        "import sys, pathlib, django; django.setup();"
        "from sites.importing import apply, read_table, undo;"
        "assert read_table.read_table(pathlib.Path(sys.argv[1])).rows;"
        "heavy = {'pandas', 'openpyxl', 'docx', 'lxml', 'pdfplumber', 'python_calamine'};"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(path)],
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "locator.settings", "PYTHONUTF8": "1"},
        cwd=django_settings.BASE_DIR,
    )
