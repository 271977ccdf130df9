"""Rows that are no outlet's, and cells that stand for others."""

from collections.abc import Sequence

import pytest

from sites.importing.read_table import Table, parse_table
from tests.importing.cases import workbook
from tests.importing.tables import HEADER, Cells, row, table_of

SECOND = row(2, "农商行白沙支行", "白沙镇新沙路229号", "47332702")


def left(table: Table) -> dict[str, list[int]]:
    """Return the numbers of the rows that are left out, by the reason."""
    return {one.remark.removeprefix("Left out: "): list(one.rows) for one in table.left_out}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["合计", "2个网点", "", ""], "a total."),
        (["", "合计", "", "2"], "a total."),
        (["3", "小计", "", "2"], "a total."),
        (["总计：2", "", "", ""], "a total."),
        (["注：以上网点周末不休", "", "", ""], "a note."),
        (["", "", "备注：节假日除外", ""], "a note."),
        (["※ 以上网点均可办理", "", "", ""], "a note."),
        (["以上网点均可办理。", "", "", ""], "a note."),
        (["填报人：张三", "审核人：李四", "", "2026/11/30"], "who made the table, and when."),
        (["制表人：", "张三", "审核：", "李四"], "who made the table, and when."),
        (["", "联系人 张三", "", "47881050"], "who made the table, and when."),
        (["", "", "", "填报日期：2026年11月"], "who made the table, and when."),
        (["一、社保经办机构", "", "", ""], "a heading."),
        (["（二）银行网点", "", "", ""], "a heading."),
        (["石门镇", "", "", ""], "a heading."),
        (["", "二、银行网点", "", ""], "a heading."),
        (["58", "", "", ""], "a number without an outlet."),
        ([*HEADER], "the header once more."),
        (["编号", "机构名称", "办公地址", "咨询电话"], "the header once more."),
    ],
)
def test_a_row_that_is_no_outlets_is_left_out_by_name(cells: list[str], reason: str) -> None:
    table = table_of([row(), SECOND, cells])
    assert [row.number for row in table.rows] == [2, 3]
    assert left(table) == {reason: [4]}
    (one,) = table.left_out
    # A number does not tell people which row it is.
    first = next((cell for cell in cells if cell and not cell.isdigit()), "".join(cells))
    assert f"row 4 “{first}”" in one.text


@pytest.mark.parametrize(
    "cells",
    [
        ["3", "合计支行", "石门镇1号", "47881050"],
        ["", "农商行石门支行", "", ""],
        ["", "", "石门镇1号", ""],
        ["", "", "", "47881050"],
        ["3", "农商行石门支行", "", ""],
        ["注", "农商行石门支行", "石门镇1号", "47881050"],
    ],
)
def test_a_row_that_may_be_an_outlets_is_never_left_out(cells: list[str]) -> None:
    table = table_of([row(), cells])
    assert [row.number for row in table.rows] == [2, 3]
    assert table.left_out == ()


def test_a_number_alone_among_outlets_is_one_that_lacks_the_rest() -> None:
    table = table_of([row(), ["2", "", "", ""], SECOND, ["3", "", "", ""], ["4", "", "", ""]])
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert left(table) == {"a number without an outlet.": [5, 6]}


def test_what_stands_above_the_header_is_named() -> None:
    table = parse_table(workbook([["网点表"], ["", "", "", "2026年11月"], HEADER, row()]), "x.xlsx")
    assert [row.number for row in table.rows] == [4]
    assert left(table) == {"above the header.": [1, 2]}


def test_another_header_below_counts_for_the_rows_below_it() -> None:
    rows = [
        row(),
        ["电话", "地址", "名称", "序号"],
        ["47332702", "白沙镇1号", "农商行白沙支行", "1"],
    ]
    first, second = table_of(rows).rows
    assert (first.section, second.section) == (0, 1)
    assert second.cells == {
        "phone": "47332702",
        "address": "白沙镇1号",
        "name": "农商行白沙支行",
        "serial": "1",
    }
    assert second.titles["name"] == "名称"


@pytest.mark.parametrize("sign", ["同上", "〃", "″", '"', "（同上）", "见上"])
def test_a_cell_that_stands_for_the_one_above_is_it_with_a_remark(sign: str) -> None:
    table = table_of(
        [row(), ["2", "农商行油溪二支行", sign, sign], ["3", "农商行油溪三支行", sign, "1"]]
    )
    first, second, third = table.rows
    assert second.cells["address"] == third.cells["address"] == first.cells["address"]
    assert second.cells["phone"] == first.cells["phone"]
    assert len(second.remarks) == 2
    assert sign in second.remarks[0]
    assert first.cells["address"] in second.remarks[0]


def test_the_cell_above_is_that_of_the_outlet_above() -> None:
    rows = [
        row(),
        ["小计", "1", "", ""],
        ["注：", "", "x", ""],
        ["2", "农商行油溪二支行", "同上", "1"],
    ]
    assert table_of(rows).rows[1].cells["address"] == "油溪镇建新路46号"


@pytest.mark.parametrize("above", [[], [["1", "农商行油溪支行", "无", "47881050"]]])
def test_without_a_text_above_it_stays_what_it_is(above: Sequence[list[str]]) -> None:
    table = table_of([*above, ["2", "农商行油溪二支行", "同上", "47881050"]])
    assert table.rows[-1].cells["address"] == "同上"
    assert table.rows[-1].remarks == ()


def test_a_cell_that_reaches_into_the_next_column_is_the_one_where_it_belongs() -> None:
    table = parse_table(
        workbook(
            [
                ["序号", "名称", "", "地址", "", "", "电话"],
                ["1", "农商行油溪支行", "", "", "油溪镇1号", "", "47881050"],
                ["2", "农商行白沙支行", "", "白沙镇2号", "", "", "47332702"],
            ],
            merged=["B1:C1", "D1:F1", "B2:D2", "E2:F2", "B3:C3", "D3:F3"],
        ),
        "x.xlsx",
    )
    said = [(row.cells["name"], row.cells["address"]) for row in table.rows]
    assert said == [("农商行油溪支行", "油溪镇1号"), ("农商行白沙支行", "白沙镇2号")]
    assert all(set(row.cells) == {"serial", "name", "address", "phone"} for row in table.rows)


def test_two_cells_below_one_title_are_both_kept() -> None:
    content = workbook(
        [
            ["名称", "地址", "联系电话", ""],
            ["农商行油溪支行", "油溪镇1号", "47881050", "13800001234"],
        ],
        merged=["C1:D1"],
    )
    (only,) = parse_table(content, "x.xlsx").rows
    assert [text for _key, text in only.further("phone")] == ["47881050", "13800001234"]


def test_columns_that_are_not_taken_are_named_with_their_cells() -> None:
    content = workbook(
        [
            ["序号", "编号", "名称", "", "地址", "电话", "网点类型级别"],
            ["1", "A1", "农商行油溪支行", "", "油溪镇1号", "47881050", "x", "看这里"],
            ["2", "A2", "农商行白沙支行", "新", "白沙镇1号", "47332702", "", "这里"],
        ]
    )
    table = parse_table(content, "x.xlsx")
    assert [(one.kind, one.count) for one in table.left_out] == [
        *(("column", 2), ("column", 1), ("column", 1), ("column", 2)),
    ]
    texts = [one.text for one in table.left_out]
    assert "“编号” (2 cells) is left out: “序号” is taken" in texts[0]
    assert "“网点类型级别” (1 cell)" in texts[1]
    # Without a title, by the letter that a spreadsheet gives it.
    assert "“D” (1 cell)" in texts[2]
    assert "“H” (2 cells)" in texts[3]


def test_blank_rows_and_blank_columns_are_nothing() -> None:
    table = table_of([["", " ", "", ""], row(), ["", "", "", "　"]])
    assert [row.number for row in table.rows] == [3]
    assert table.left_out == ()


@pytest.mark.parametrize(
    "cells",
    [
        ["", "江津区合计", "57", ""],
        ["", "几江街道小计", "3", ""],
        ["合计：", "57", "57", "57"],
        ["57", "合计", "", ""],
        ["填表人", "张三", "联系电话", "47560000"],
        ["审核人", "李四", "电话", "13800138000"],
        ["单位（盖章）", "江津区社保中心", "", ""],
        ["咨询电话", "12333", "", ""],
    ],
)
def test_the_foot_of_a_table_is_no_outlet(cells: Cells) -> None:
    table = table_of([row(), cells])
    assert [found.number for found in table.rows] == [2]
    (left,) = table.left_out
    assert next(cell for cell in cells if not cell.isdigit() and cell) in left.text
