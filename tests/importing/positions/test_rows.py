"""Cells of a table of positions: pairs, datums, precisions, and what is wrong with them."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.importing.columns import POSITIONS
from sites.importing.positions.rows import PositionRow, check_position_rows
from sites.importing.problems import TableError
from sites.importing.read_table import parse_table
from sites.reference.row_error import RowError
from tests.importing.positions.tables import positions_table


def checked(
    *cells: object, header: tuple[str, ...] = ("序号", "名称", "经度", "纬度", "精度", "坐标系")
) -> tuple[list[PositionRow], list[RowError]]:
    return check_position_rows(positions_table([cells], header), Datum.GCJ02, Precision.ROOFTOP)


def test_a_row_states_a_position_in_the_datum_of_the_file() -> None:
    ((row,), errors) = checked("３", " 某网点 ", "１０６.２５", " 29.30 ", "", "")
    assert errors == []
    assert (row.number, row.public_id, row.serial, row.name) == (2, None, 3, "某网点")
    position = row.position
    assert position is not None
    assert (position.original_longitude, position.original_latitude) == (106.25, 29.3)
    assert position.original_datum is Datum.GCJ02
    assert position.coordinate.longitude == pytest.approx(106.25 - 0.00375, abs=2e-4)
    assert (position.precision, position.source) == (Precision.ROOFTOP, "staff")


@pytest.mark.parametrize("text", ["street", "Street", "街道级"])
def test_a_precision_is_known_by_its_code_and_its_names(text: str) -> None:
    ((row,), errors) = checked(1, "n", 106, 29, text, "GCJ-02")
    assert errors == []
    assert row.position is not None
    assert row.position.precision is Precision.STREET


def test_a_row_without_a_pair_states_nothing() -> None:
    ((row,), errors) = checked(1, "n", "", " ", "town", "")
    assert (row.position, errors) == (None, [])


@pytest.mark.parametrize(
    ("cells", "column", "value", "remedy"),
    [
        ((1, "n", "106°15′", "29.3", "", ""), "经度", "106°15′", "Write degrees as a number"),
        ((1, "n", "", "29.3", "", ""), "经度", "", "Write degrees as a number"),
        ((1, "n", "106.2", "=1+1", "", ""), "纬度", "=1+1", "Write degrees as a number"),
        ((1, "n", "nan", "29.3", "", ""), "经度", "nan", "Write degrees as a number"),
        ((1, "n", "29.3", "106.2", "", ""), "纬度", "106.2", "exchanged"),
        ((1, "n", "181", "29", "", ""), "经度", "181", "exchanged"),
        ((1, "n", "106.2", "29.3", "exact", ""), "精度", "exact", "building, street, village"),
        ((1, "n", "106.2", "29.3", "", "WGS-84"), "坐标系", "WGS-84", "file of their own"),
        (("1.5", "n", "106.2", "29.3", "", ""), "序号", "1.5", "from the export"),
    ],
)
def test_errors_name_row_column_value_and_remedy(
    cells: tuple[object, ...], column: str, value: str, remedy: str
) -> None:
    rows, (error,) = checked(*cells)
    assert rows == []
    assert (error.row, error.column, error.value) == (2, column, value)
    assert remedy in error.remedy


def test_a_public_id_is_one() -> None:
    header = ("public id", "longitude", "latitude")
    public_id = uuid4()
    ((row,), _errors) = checked(public_id, 106, 29, header=header)
    assert row.public_id == public_id
    _rows, (error,) = checked("x1", 106, 29, header=header)
    assert (error.column, error.value) == ("public id", "x1")


def test_a_table_that_names_no_outlets_is_none() -> None:
    with pytest.raises(TableError, match="No column says which outlet"):
        checked(106, 29, header=("经度", "纬度"))
    with pytest.raises(TableError, match="No column says which outlet"):
        checked(106, 29, 1, header=("经度", "纬度", "序号"))
    with pytest.raises(TableError, match="纬度 not found"):
        positions_table([[1, 2]], ("序号", "经度"))


@given(st.lists(st.text(max_size=30), min_size=6, max_size=6))
def test_any_text_is_a_row_or_an_error(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    content = f"id,序号,名称,经度,纬度,精度\n{quoted}\n1,1,n,106,29,\n"
    try:
        table = parse_table(content.encode(errors="replace"), "x.csv", POSITIONS)
    except TableError:
        return
    rows, errors = check_position_rows(table, Datum.BD09, Precision.STREET)
    assert len(rows) + len(errors) == len(table.rows)
