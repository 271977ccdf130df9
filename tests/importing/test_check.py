from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.importing.check import Checked, check_table, printed_values
from sites.importing.context import RegionContext
from sites.importing.problems import TableError
from sites.importing.read_table import Table
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
        (row(name="无"), "服务网点全称", "says that there is none"),
        (row(address="待定"), "网点地址", "says that there is none"),
        (row(address="？？？？"), "网点地址", "says that there is none"),
        (row(address="47881050"), "网点地址", "no address"),
        (row(address="油溪镇"), "网点地址", "no more than the town"),
        (row(address="重庆市江津区油溪镇"), "网点地址", "no more than the town"),
        (row(name="农商行油溪\ufffd支行"), "服务网点全称", "wrong encoding"),
        (row(address="油溪镇\ue000路46号"), "网点地址", "wrong encoding"),
        (row(name="农商行油溪\U000f0001支行"), "服务网点全称", "wrong encoding"),
        (row(phone="4.78811E+07"), "联系电话", "has shortened the number"),
        (row(phone="1.38e10"), "联系电话", "has shortened the number"),
        (row(phone="4788105"), "联系电话", "7 digits"),
        (row(phone="478810501"), "联系电话", "9 digits"),
        (row(phone="电话"), "联系电话", "no digit"),
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
    assert [error.column for error in checked.errors] == [*HEADER[1:]]


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
        row("5.0", "农商行双福支行", "双福街道津马大道189号", "47831244"),
    )
    assert [(error.row, error.column, error.value) for error in checked.errors] == [
        (2, "序号", "5"),
        (4, "序号", "5.0"),
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
    assert error.problem == "These are no services that are known: 贷款."
    assert "补办换卡、解锁、重置密码、激活" in error.remedy


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


def checked_with(
    context: RegionContext, titles: tuple[str, ...], *cells: str, **given: str
) -> Checked:
    return check_table(table_of([[*row(**given), *cells]], (*HEADER, *titles)), context)


def told(checked: Checked) -> list[str]:
    return [warning.text for warning in checked.warnings]


@pytest.mark.parametrize(
    ("phone", "taken", "beside"),
    [
        ("47881050、47881051", "47881050", "47881051"),
        ("甲老师：47881050  乙老师 138 0000 1234", "47881050", "13800001234、a person's name"),
        ("设备科：47881050；13800001235", "47881050", "13800001235、设备科"),
        ("47881050\n47881051", "47881050", "47881051"),
        ("电话：47881050", "47881050", None),
        ("47881050 / 无", "47881050", "无"),
    ],
)
def test_of_several_numbers_the_first_is_taken_and_the_rest_told(
    jiangjin_context: RegionContext, phone: str, taken: str, beside: str | None
) -> None:
    checked = check(jiangjin_context, row(phone=phone))
    (only,) = checked.rows
    assert only.values["phone"] == taken
    assert only.printed["phone"] == phone
    expected = [f"Beside {taken} the row says: {beside}. That is not taken."] if beside else []
    assert told(checked) == expected


@pytest.mark.parametrize(
    ("cells", "taken", "beside"),
    [
        (("47881050", "13800001234"), "47881050", "13800001234"),
        (("", "13800001234"), "13800001234", None),
        (("无", "13800001234"), "13800001234", None),
        (("4788", "13800001234"), "13800001234", "4788"),
        (("47881050", "47881050"), "47881050", None),
    ],
)
def test_a_second_column_of_phones_is_not_lost(
    jiangjin_context: RegionContext, cells: tuple[str, str], taken: str, beside: str | None
) -> None:
    header = (*HEADER[:3], "固定电话", "手机")
    checked = check_table(table_of([[*row()[:3], *cells]], header), jiangjin_context)
    (only,) = checked.rows
    assert only.values["phone"] == taken
    assert only.printed["phone:手机"] == cells[1]
    column = [] if taken == cells[0] else [f"The phone {taken} is that of the column “手机”."]
    rest = [f"Beside {taken} the row says: {beside}. That is not taken."] if beside else []
    assert told(checked) == [*column, *rest]
    assert printed_values(only.printed, jiangjin_context) == only.values


def test_what_an_address_says_of_phones_is_read_from_it(jiangjin_context: RegionContext) -> None:
    address = "油溪镇建新路46号（电话：47881050）"
    without = check_table(table_of([[*row()[:2], address]], HEADER[:3]), jiangjin_context)
    (only,) = without.rows
    assert (only.values["address"], only.values["phone"]) == ("油溪镇建新路46号", "47881050")
    assert told(without) == ["The phone 47881050 is read from the address."]
    # Where there is a column of phones, it counts; another number is told.
    same = check(jiangjin_context, row(address=address))
    assert told(same) == []
    other = check(jiangjin_context, row(address=address, phone="47332702"))
    assert other.rows[0].values["phone"] == "47332702"
    assert told(other) == ["Beside 47332702 the row says: 47881050. That is not taken."]


def test_a_second_address_or_name_is_told(jiangjin_context: RegionContext) -> None:
    both = check(jiangjin_context, row(address="油溪镇建新路46号；白沙镇新沙路9号（分点）"))
    assert both.rows[0].values["address"] == "油溪镇建新路46号"
    assert told(both) == ["网点地址: “白沙镇新沙路9号（分点）” is left out."]
    header = (*HEADER, "办公地址", "单位名称")
    cells = [*row(), "油溪镇建新路48号", "江津区人社局"]
    checked = check_table(table_of([cells], header), jiangjin_context)
    assert checked.rows[0].values["address"] == "油溪镇建新路46号"
    assert len(told(checked)) == 2
    assert "办公地址 “油溪镇建新路48号” is left out: “油溪镇建新路46号” is taken." in told(checked)


def test_a_line_that_was_merely_broken_is_one_address(jiangjin_context: RegionContext) -> None:
    checked = check(jiangjin_context, row(address="江津区油溪镇\n建新路46号"))
    assert checked.rows[0].values["address"] == "江津区油溪镇建新路46号"
    assert told(checked) == []


def test_ticks_are_read_as_what_they_are(jiangjin_context: RegionContext) -> None:
    titles = ("补卡", "解锁", "激活")
    ticks = [("√", "", "—"), ("是", "否", "是"), ("1", "0", "0"), ("●", "×", "✓"), ("补卡", "", "")]
    rows = [
        [*row(number, address=f"油溪镇{number}号"), *cells]
        for number, cells in enumerate(ticks, start=1)
    ]
    checked = check_table(table_of(rows, (*HEADER, *titles)), jiangjin_context)
    assert [row.values["services"] for row in checked.rows] == [
        ["reissue"],
        ["reissue", "activation"],
        ["reissue"],
        ["reissue", "activation"],
        ["reissue"],
    ]
    (error,) = checked_with(jiangjin_context, titles, "√", "○", "").errors
    assert (error.column, error.value) == ("解锁", "○")
    again = printed_values(checked.rows[1].printed, jiangjin_context)
    assert again is not None
    assert again["services"] == ["reissue", "activation"]


@pytest.mark.parametrize("cells", [("", "", ""), ("×", "否", "—")])
def test_an_outlet_without_a_service_is_told(
    jiangjin_context: RegionContext, cells: tuple[str, ...]
) -> None:
    checked = checked_with(jiangjin_context, ("补卡", "解锁", "激活"), *cells)
    assert checked.rows[0].values["services"] == []
    assert told(checked) == ["The table says that the outlet offers none of the services."]
    (word,) = checked_with(jiangjin_context, ("服务项目",), "无").warnings
    assert "none of the services" in word.text


def test_without_a_promise_or_a_column_no_service_is_noted_and_that_is_told(
    jiangjin_context: RegionContext,
) -> None:
    context = replace(jiangjin_context, default_services=[])
    checked = check(context, row())
    assert checked.rows[0].values["services"] == []
    assert checked.remarks == ("No column says which services the outlets offer: none is noted.",)


def test_an_operator_is_known_by_its_full_name_too(jiangjin_context: RegionContext) -> None:
    name = "重庆农村商业银行股份有限公司江津分行"
    checked = checked_with(jiangjin_context, ("合作银行",), name, name="江津社保卡服务点")
    assert checked.rows[0].values["operator"] == "cqrcb"


@pytest.mark.parametrize(
    ("district", "town", "is_good"),
    [
        *(("江津区", "youxi", True), ("江津", "youxi", True), ("重庆市江津区", "youxi", True)),
        *(("500116", "youxi", True), ("", "youxi", True), ("白沙镇", "baisha", True)),
        *(("永川区", None, False), ("渝中区", None, False), ("江津区永川", None, False)),
    ],
)
def test_a_row_of_another_district_is_refused(
    jiangjin_context: RegionContext, district: str, town: str | None, *, is_good: bool
) -> None:
    checked = checked_with(jiangjin_context, ("所属区县",), district)
    if is_good:
        assert checked.rows[0].values["town"] == town
    else:
        (error,) = checked.errors
        assert (error.column, error.value) == ("所属区县", district)


def test_notes_and_postcodes_are_read(jiangjin_context: RegionContext) -> None:
    checked = checked_with(jiangjin_context, ("备注", "邮编"), "周末 不休", "402284")
    assert checked.rows[0].values["note"] == "周末不休"
    assert checked.rows[0].values["postcode"] == "402284"
    for printed, note in (
        ("第一行\n第二行", "第一行；第二行"),
        ("第一行。\r\n\n 第二行", "第一行。第二行"),
        ("\n周末不休\n", "周末不休"),
    ):
        lines = checked_with(jiangjin_context, ("备注",), printed)
        assert lines.rows[0].values["note"] == note
    empty = checked_with(jiangjin_context, ("备注", "邮编"), "/", "无")
    assert (empty.rows[0].values["note"], empty.rows[0].values["postcode"]) == ("", "")
    for bad in ("4022", "40226", "4022841", "40228A", "４０２"):
        (error,) = checked_with(jiangjin_context, ("邮编",), bad).errors
        assert error.column == "邮编"
    without = check(jiangjin_context, row()).rows[0].values
    assert not {"note", "postcode"} & without.keys()
    (long,) = checked_with(jiangjin_context, ("备注",), "长" * 301).errors
    assert long.column == "备注"


@pytest.mark.parametrize("title", ["办公时间", "营业时间", "服务时间", "对外办公时间"])
def test_opening_hours_are_read(jiangjin_context: RegionContext, title: str) -> None:
    printed = "周一至周五\n上午8：30-11：30\n下午14：00-17：00（法定节假日除外）"
    checked = checked_with(jiangjin_context, (title,), printed)
    assert checked.rows[0].values["hours"] == (
        "周一至周五；上午8：30-11：30；下午14：00-17：00（法定节假日除外）"
    )
    assert [warning.text for warning in checked.warnings if "hours" in warning.text] == []


def test_hours_that_nobody_can_tell_are_kept_with_a_remark(
    jiangjin_context: RegionContext,
) -> None:
    checked = checked_with(jiangjin_context, ("营业时间",), "逢赶场天上午")
    assert checked.rows[0].values["hours"] == "逢赶场天上午"
    (told,) = [warning.text for warning in checked.warnings if "hours" in warning.text]
    assert "kept as they are" in told
    assert "more than one way" in told


def test_hours_in_two_columns_keep_their_titles(jiangjin_context: RegionContext) -> None:
    titles = ("营业时间", "办公时间")
    checked = checked_with(jiangjin_context, titles, "周一至周五9:00-16:00", "周六9:00-12:00")
    hours = checked.rows[0].values["hours"]
    assert isinstance(hours, str)
    assert "营业时间：周一至周五9:00-16:00" in hours
    assert "办公时间：周六9:00-12:00" in hours


def test_a_table_without_hours_contradicts_nobody(jiangjin_context: RegionContext) -> None:
    assert "hours" not in check(jiangjin_context, row()).rows[0].values


@pytest.mark.parametrize("printed", ["长" * 501, "=9:00-17:00", "同上"])
def test_hours_that_cannot_be_kept_cost_no_outlet(
    jiangjin_context: RegionContext, printed: str
) -> None:
    checked = checked_with(jiangjin_context, ("营业时间",), printed)
    assert not checked.errors
    assert "hours" not in checked.rows[0].values
    (told,) = [warning.text for warning in checked.warnings if "hours" in warning.text]
    assert "left out" in told


@pytest.mark.parametrize("address", ["几江街道办事处", "江津区德感街道办事处", "双福街道办"])
def test_the_office_of_a_subdistrict_is_an_address(
    jiangjin_context: RegionContext, address: str
) -> None:
    checked = check(jiangjin_context, row(address=address))
    assert checked.errors == ()
    assert checked.rows[0].values["address"] == address


def test_a_cell_like_the_one_above_is_told_with_the_row(jiangjin_context: RegionContext) -> None:
    checked = check(
        jiangjin_context, row(), row(2, name="农商行油溪二支行", address="同上", phone="47838916")
    )
    assert checked.rows[1].values["address"] == "油溪镇建新路46号"
    assert told(checked) == ["网点地址: “同上” is read as “油溪镇建新路46号”, as above."]
    (error,) = check(jiangjin_context, row(address="同上")).errors
    assert "stands for the cell above" in error.problem


def test_a_double_names_the_other_row(jiangjin_context: RegionContext) -> None:
    first, second = check(jiangjin_context, row(1), row(2, address="油溪镇建新路 46 号")).errors
    assert first.problem == "Another row has the same name and address: row 3."
    assert second.problem == "Another row has the same name and address: row 2."


@pytest.mark.parametrize("serial", ["一", "0", "1.5", "9" * 30, "=1+1", "<b>", "\x07", "1-1"])
def test_a_serial_is_never_a_reason_to_refuse_a_row(
    jiangjin_context: RegionContext, serial: str
) -> None:
    checked = check(jiangjin_context, row(serial))
    assert checked.errors == ()
    assert checked.rows[0].serial == (1 if serial == "一" else None)
    assert len(checked.warnings) == 1


def test_outlets_that_share_a_house_and_a_number_are_told(jiangjin: Region) -> None:
    rows = [
        row(1, "农商行油溪支行", "油溪镇建新路46号", "47881050"),
        row(2, "邮储银行油溪支行", "油溪镇建新路 46 号", "023-47881050"),
        row(3, "工商银行油溪支行", "油溪镇建新路46号", "47881051"),
        row(4, "建设银行油溪支行", "油溪镇建新路48号", "47881050"),
        row(5, "农业银行油溪支行", "油溪镇建新路46号", ""),
        row(6, "中国银行油溪支行", "油溪镇建新路46号", ""),
    ]
    checked = check_table(table_of(rows), RegionContext.load(jiangjin))
    assert not checked.errors
    told = {said.row: said.text for said in checked.warnings if "same address" in said.text}
    assert told.keys() == {2, 3}
    assert "Row 3, “邮储银行油溪支行”" in told[2]


def test_what_contradicts_itself_is_told(jiangjin_context: RegionContext) -> None:
    header = (*HEADER, "银行名称", "镇街")
    cells = [*row(name="工商银行油溪支行"), "浦发银行", "白沙镇"]
    checked = check_table(table_of([cells], header), jiangjin_context)
    told = " ".join(warning.text for warning in checked.warnings)
    assert "another operator, 工商银行: 浦发银行 counts" in told
    assert "another town: 油溪镇" in told


def test_a_banks_name_may_have_a_column_of_its_own(jiangjin_context: RegionContext) -> None:
    header = (*HEADER, "银行名称")
    checked = check_table(
        table_of(
            [
                [*row(name="江津支行"), "浦发银行"],
                [*row(2, name="工商银行白沙支行"), "工商银行"],
                [*row(3, name="油溪镇劳动就业和社会保障服务所"), "社会保险经办机构"],
            ],
            header,
        ),
        jiangjin_context,
    )
    assert [checked_row.name for checked_row in checked.rows] == [
        *("浦发银行江津支行", "工商银行白沙支行", "油溪镇劳动就业和社会保障服务所"),
    ]
    assert "read as “浦发银行江津支行”" in " ".join(warning.text for warning in checked.warnings)


def test_an_area_code_and_an_extension_may_have_columns(jiangjin_context: RegionContext) -> None:
    header = (*HEADER, "区号", "分机")
    rows = [[*row(), "023", "801"], [*row(2, address="油溪镇3号", phone="65432100"), "021", ""]]
    checked = check_table(table_of(rows, header), jiangjin_context)
    assert [checked_row.values["phone"] for checked_row in checked.rows] == ["47881050转801"]
    (error,) = checked.errors
    assert (error.column, error.value) == ("区号", "021")


def test_a_number_of_another_column_is_told(jiangjin_context: RegionContext) -> None:
    table = table_of([[*row(phone=""), "47881050"]], (*HEADER, "办公电话"))
    checked = check_table(table, jiangjin_context)
    assert checked.rows[0].values["phone"] == "47881050"
    assert "column “办公电话”" in " ".join(warning.text for warning in checked.warnings)


def test_two_outlets_of_one_name_are_told(jiangjin_context: RegionContext) -> None:
    checked = check(jiangjin_context, row(), row(2, address="油溪镇建新路99号", phone="47881051"))
    assert not checked.errors
    told = [warning.row for warning in checked.warnings if "the same name" in warning.text]
    assert told == [2, 3]


@pytest.mark.parametrize(
    ("cell", "services", "problem"),
    [
        ("√（需预约）", ["reissue"], None),
        ("未知", None, "yes or a no"),
        ("/", [], None),
    ],
)
def test_a_tick_with_a_word_and_a_word_for_one(
    jiangjin_context: RegionContext, cell: str, services: list[str] | None, problem: str | None
) -> None:
    checked = check_table(table_of([[*row(), cell]], (*HEADER, "补卡")), jiangjin_context)
    assert [found.values["services"] for found in checked.rows] == (
        [] if services is None else [services]
    )
    assert [error.problem for error in checked.errors] == [
        error.problem for error in checked.errors if problem and problem in error.problem
    ]
    assert bool(checked.errors) == (problem is not None)


def test_a_tick_below_services_does_not_say_which(jiangjin_context: RegionContext) -> None:
    checked = check_table(table_of([[*row(), "√"]], (*HEADER, "服务项目")), jiangjin_context)
    (error,) = checked.errors
    assert "which service" in error.problem


@pytest.mark.parametrize(("adcode", "postcode"), [("500116", None), ("150102", "010020")])
def test_a_zero_that_a_spreadsheet_lost_is_put_back_where_there_is_one(
    jiangjin_context: RegionContext, adcode: str, postcode: str | None
) -> None:
    region = jiangjin_context.region
    region.adcode = adcode
    context = replace(jiangjin_context, region=region)
    checked = check_table(table_of([[*row(), "10020"]], (*HEADER, "邮编")), context)
    assert [found.values["postcode"] for found in checked.rows] == ([postcode] if postcode else [])
    assert bool(checked.errors) == (postcode is None)
