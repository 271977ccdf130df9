from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.importing.checking import Checked, check_table
from sites.importing.context import RegionContext
from sites.importing.problems import TableError
from sites.importing.reading import Table
from sites.models import Region
from tests.importing.tables import HEADER, Cells, real_rows, row, table_of


@pytest.fixture
def jiangjin_context(jiangjin: Region) -> RegionContext:
    return RegionContext.load(jiangjin)


def check(jiangjin_context: RegionContext, *rows: Cells) -> Checked:
    return check_table(table_of(rows), jiangjin_context)


def test_the_real_rows_are_all_right(jiangjin_context: RegionContext, real_table: Table) -> None:
    checked = check_table(real_table, jiangjin_context)
    assert checked.errors == ()
    assert len(checked.rows) == 57
    assert [warning.row for warning in checked.warnings] == [41]
    values = {row.values["serial"]: row.values for row in checked.rows}
    assert values[14]["phone"] == "47695118"
    assert values[40]["town"] is None
    assert values[49]["address"] == "油溪镇建新路46号"
    assert values[38]["address"] == "滨江大道中段津辉花园E栋（滨江路农商行）"
    assert values[1]["services"] == ["reissue", "unlock", "activation"]
    towns = {serial: row["town"] for serial, row in values.items()}
    assert (towns[2], towns[38], towns[39], towns[26]) == (
        *("shengquan", "jijiang", "jijiang", "luohuang"),
    )
    printed = {row.values["serial"]: row.printed for row in checked.rows}
    assert printed[49]["address"] == " 油溪镇建新路46号"


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        (row(name=""), "服务网点全称", "required"),
        (row(name="  　"), "服务网点全称", "required"),
        (row(address=""), "网点地址", "required"),
        (row("一"), "序号", "whole number"),
        (row("0"), "序号", "greater than or equal to 1"),
        (row("1.5"), "序号", "whole number"),
        (row("9" * 30), "序号", "less than or equal"),
        (row(phone="4788105"), "联系电话", "7 digits"),
        (row(phone="478810501"), "联系电话", "9 digits"),
        (row(phone="电话"), "联系电话", "does not belong in a phone number"),
        (row(phone="47881050、47881051"), "联系电话", "more than one number"),
        (row(address="油西镇建新路46号"), "网点地址", "no town “油西镇”"),
        (row(address="重庆市永川区油溪镇建新路46号"), "网点地址", "not in 江津区"),
        (row(name="华夏银行油溪支行"), "服务网点全称", "does not say which known operator"),
        (row(name="农商行<script>alert(1)</script>"), "服务网点全称", "HTML"),
        (row(address="油溪镇&lt;b&gt;"), "网点地址", "HTML"),
        (row(name="农商行\x07油溪支行"), "服务网点全称", "control characters"),
        (row(name="农商行\x00油溪支行"), "服务网点全称", "control characters"),
        (row(name="农商行\u202e油溪支行"), "服务网点全称", "control characters"),
        (row(address="油溪镇\u2066建新路46号"), "网点地址", "control characters"),
        (row(name="=HYPERLINK(1)"), "服务网点全称", "like a formula"),
        (row(name="＝1+1"), "服务网点全称", "like a formula"),
        (row(address="@油溪镇"), "网点地址", "like a formula"),
        (row(address="-油溪镇"), "网点地址", "like a formula"),
        (row(address="+油溪镇"), "网点地址", "like a formula"),
        (row(phone="=47881050"), "联系电话", "like a formula"),
        (row(name="农商行" + "长" * 98), "服务网点全称", "at most 100 characters"),
        (row(address="油溪镇" + "长" * 198), "网点地址", "at most 200 characters"),
        (row(phone="4" * 100_000), "联系电话", "100000 characters"),
        ([*row(), "x"], "", "more cells"),
    ],
)
def test_an_error_names_row_column_value_and_remedy(
    jiangjin_context: RegionContext, cells: Cells, column: str, problem: str
) -> None:
    checked = check(
        jiangjin_context, row(7, "农商行白沙支行", "白沙镇新沙路229号", "47332702"), cells
    )
    assert [row.number for row in checked.rows] == [2]
    assert [row.number for row in checked.bad_rows] == [3]
    (error,) = checked.errors
    assert (error.row, error.column) == (3, column)
    assert problem in error.problem
    assert error.remedy
    assert len(error.value) <= 60
    assert "\x07" not in error.value


def test_all_errors_of_a_row_are_told_at_once(jiangjin_context: RegionContext) -> None:
    checked = check(jiangjin_context, ["x", "", "=1", "4788105"])
    assert [error.column for error in checked.errors] == [*HEADER]


def test_a_town_that_is_misspelt_gets_the_nearest_ones_as_a_hint(
    jiangjin_context: RegionContext,
) -> None:
    (error,) = check(jiangjin_context, row(address="油西镇建新路46号")).errors
    assert error.remedy.startswith("Did you mean 西湖镇, 油溪镇?")


def test_rows_with_one_serial_are_all_wrong(jiangjin_context: RegionContext) -> None:
    checked = check(
        jiangjin_context,
        row(5),
        row(6, "农商行白沙支行", "白沙镇新沙路229号", "47332702"),
        row("05", "农商行双福支行", "双福街道津马大道189号", "47831244"),
    )
    assert [(error.row, error.column, error.value) for error in checked.errors] == [
        (2, "序号", "5"),
        (4, "序号", "05"),
    ]
    assert [row.number for row in checked.rows] == [3]


def test_a_row_with_another_error_shares_its_serial_all_the_same(
    jiangjin_context: RegionContext,
) -> None:
    checked = check(jiangjin_context, row(5), row(5, "农商行白沙支行", "白沙镇1号", "4"))
    assert [(error.row, error.column) for error in checked.errors] == [
        (2, "序号"),
        (3, "联系电话"),
        (3, "序号"),
    ]


def test_two_rows_for_one_outlet_are_wrong_but_a_shared_name_is_not(
    jiangjin_context: RegionContext,
) -> None:
    same = check(jiangjin_context, row(1), row(2))
    assert [error.row for error in same.errors] == [2, 3]
    assert check(jiangjin_context, row(1), row(2, address="油溪镇建新路48号")).errors == ()


@pytest.mark.parametrize(
    ("phone", "stored"),
    [
        ("023-47695118", "47695118"),
        ("４７６９５１１８", "47695118"),
        ("+86 23 47695118", "47695118"),
        ("47695118转8001", "47695118转8001"),
        ("12333", "12333"),
    ],
)
def test_a_phone_is_read_as_one_of_the_region(
    jiangjin_context: RegionContext, phone: str, stored: str
) -> None:
    (checked,) = check(jiangjin_context, row(phone=phone)).rows
    assert checked.values["phone"] == stored
    assert checked.printed["phone"] == phone


def test_an_outlet_without_phone_is_taken_with_a_warning(jiangjin_context: RegionContext) -> None:
    checked = check(jiangjin_context, row(phone=" "))
    assert checked.rows[0].values["phone"] == ""
    assert "no phone" in checked.warnings[0].text


def test_a_column_of_services_counts_more_than_the_notice(jiangjin_context: RegionContext) -> None:
    header = (*HEADER, "服务")
    table = table_of(
        [[*row(1), "激活|补办换卡"], [*row(2, address="油溪镇1号"), "unlock，activation"]], header
    )
    first, second = check_table(table, jiangjin_context).rows
    assert first.values["services"] == ["reissue", "activation"]
    assert second.values["services"] == ["unlock", "activation"]
    (error,) = check_table(table_of([[*row(), "贷款"]], header), jiangjin_context).errors
    assert (error.column, error.value) == ("服务", "贷款")
    assert "reissue" in error.remedy


def test_name_and_address_of_two_towns_give_a_warning(jiangjin_context: RegionContext) -> None:
    checked = check(jiangjin_context, row(address="白沙镇新沙路229号"))
    assert checked.rows[0].values["town"] == "baisha"
    assert "白沙镇" in checked.warnings[0].text


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from([cell for cells in real_rows() for cell in cells]),
    st.text("=+-@<>&;\t\n\r\x00\x1b\u202e{}%'\"一二镇街道路号0123456789", max_size=20),
)


def test_no_text_breaks_the_check(jiangjin_context: RegionContext) -> None:
    @settings(max_examples=150)
    @given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=4))
    def every_row_is_good_or_bad(rows: list[tuple[str, ...]]) -> None:
        with suppress(TableError):
            table = table_of(rows)
            checked = check_table(table, jiangjin_context)
            good, bad = ({row.number for row in part} for part in (checked.rows, checked.bad_rows))
            assert good | bad == {row.number for row in table.rows}
            assert not good & bad

    every_row_is_good_or_bad()
