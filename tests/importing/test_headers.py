"""Headers as people make them: in several rows, with cells that span others, in their words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.datum import Datum
from sites.importing.columns import OUTLETS, POSITIONS
from sites.importing.files.grids import Grid
from sites.importing.headers import Header, HeaderError, find_header
from sites.importing.read_table import parse_table
from tests.importing.cases import workbook
from tests.importing.tables import HEADER, as_csv, row, table_of

DATA = ["1", "农商行油溪支行", "油溪镇建新路46号", "47881050", "13800001234"]


def header(*rows: Sequence[str], merged: bool = False) -> Header:
    return find_header(Grid("", [*rows, DATA], is_merged=merged))


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        # A title row, a remark, the header.
        (
            [
                ["网点表", "", "", ""],
                ["", "", "单位：江津区人社局"],
                ["序号", "机构名称", "办公地址", "咨询电话"],
            ],
            {"serial": (0,), "name": (1,), "address": (2,), "phone": (3,)},
        ),
        # Merged cells, whose text is at all their places.
        (
            [
                ["序号", "服务网点全称", "网点地址", "联系方式", "联系方式"],
                ["序号", "服务网点全称", "网点地址", "固定电话", "手机"],
            ],
            {
                "serial": (0,),
                "name": (1,),
                "address": (2,),
                "phone": (3,),
                "phone:联系方式 手机": (4,),
            },
        ),
        # The same in a file that keeps the text of a merged cell at its first place alone.
        (
            [["序号", "网点信息", "", "联系方式", ""], ["", "名称", "地址", "固定电话", "手机"]],
            {
                "serial": (0,),
                "name": (1,),
                "address": (2,),
                "phone": (3,),
                "phone:联系方式 手机": (4,),
            },
        ),
        # What is below says nothing by itself: what is above does.
        (
            [["序号", "名称", "地址", "联系方式", ""], ["", "", "", "办公室", "值班室"]],
            {
                "serial": (0,),
                "name": (1,),
                "address": (2,),
                "phone": (3,),
                "phone:联系方式 值班室": (4,),
            },
        ),
        # Who answers the phone is no phone.
        (
            [["序号", "名称", "地址", "联系方式", ""], ["", "", "", "联系人", "电话"]],
            {"serial": (0,), "name": (1,), "address": (2,), "phone": (4,)},
        ),
        # Three rows.
        (
            [
                ["序号", "网点信息", "", "", ""],
                ["", "名称", "地址", "联系方式", ""],
                ["", "", "", "座机", "手机"],
            ],
            {
                "serial": (0,),
                "name": (1,),
                "address": (2,),
                "phone": (3,),
                "phone:网点信息 联系方式 手机": (4,),
            },
        ),
        # Services below one title, each to be ticked.
        (
            [["名称", "地址", "电话", "服务项目", ""], ["", "", "", "补卡", "激活"]],
            {
                "name": (0,),
                "address": (1,),
                "phone": (2,),
                "services:补卡": (3,),
                "services:激活": (4,),
            },
        ),
        # A title that spans two columns, without any below it.
        (
            [["序号", "服务网点全称", "服务网点全称", "网点地址", "联系电话"]],
            {"serial": (0,), "name": (1, 2), "address": (3,), "phone": (4,)},
        ),
        # An appendix's number beside the title of the table.
        (
            [["附件1", "", "江津区网点表", ""], ["序号", "名称", "地址", "电话"]],
            {"serial": (0,), "name": (1,), "address": (2,), "phone": (3,)},
        ),
    ],
)
def test_what_the_columns_hold(
    rows: list[list[str]], places: Mapping[str, tuple[int, ...]]
) -> None:
    found = header(*rows)
    assert found.places == places
    assert found.last == len(rows) - 1


def test_the_first_row_of_outlets_is_no_header() -> None:
    for data in (DATA, ["", "农商行", "农商行", "油溪镇", ""], ["", "", "", "47881050", "138"]):
        rows = [["序号", "网点", "地址", "联系方式", ""], data]
        assert find_header(Grid("", rows)).last == 0


def test_of_two_columns_for_one_thing_the_better_word_comes_first() -> None:
    found = header(["单位", "网点名称", "手机", "联系电话", "注册地址", "网点地址", "编号", "序号"])
    assert found.places["name"] == (1,)
    assert found.places["name:单位"] == (0,)
    assert found.places["phone"] == (3,)
    assert found.places["phone:手机"] == (2,)
    assert found.places["address"] == (5,)
    assert found.places["serial"] == (7,)
    untaken = {column.title: column.doubles for column in found.untaken}
    assert untaken == {"注册地址": "", "编号": "序号"}


def test_two_columns_of_one_title_are_both_known() -> None:
    found = header(["名称", "地址", "电话", "电话", "电话"])
    assert found.places["phone"] == (2, 3, 4)
    apart = header(["电话", "名称", "电话", "地址", "电话"])
    assert [apart.places[key] for key in ("phone", "phone:电话", "phone:电话 (2)")] == [
        *((0,), (2,), (4,))
    ]


def test_the_datum_is_that_of_the_titles() -> None:
    titles = ["名称", "地址", "电话"]
    assert header([*titles, "经度(GCJ-02)", "纬度(GCJ-02)"]).datum is Datum.GCJ02
    assert header([*titles, "百度经度", "百度纬度"]).datum is Datum.BD09
    assert header([*titles, "高德经度", "百度纬度"]).datum is None
    assert header([*titles, "经度", "纬度"]).datum is None


def test_a_table_without_phones_has_them_in_its_addresses() -> None:
    titles = ["序号", "名称", "地址"]
    with_phones = [titles, ["1", "农商行油溪支行", "油溪镇建新路46号（电话：47881050）"]]
    assert "phone" not in find_header(Grid("", with_phones)).places
    with pytest.raises(HeaderError, match="联系电话"):
        find_header(Grid("", [titles, ["1", "农商行油溪支行", "油溪镇建新路46号"]]))


def test_a_title_that_was_read_in_a_wrong_encoding_is_told() -> None:
    garbled = [
        title.encode().decode("gb18030", "ignore") for title in ("序号", "网点地址", "联系电话")
    ]
    with pytest.raises(HeaderError, match="wrong encoding before"):
        find_header(Grid("", [garbled]))


def test_what_a_person_has_said_comes_first_and_ticks_stay() -> None:
    titles = ("甲", "乙", "丙", "补卡", "戊")
    columns = OUTLETS.mapped({titles: {"name": 0, "address": 1, "phone": 2}})
    found = find_header(Grid("", [titles, DATA]), columns)
    assert found.places == {"name": (0,), "address": (1,), "phone": (2,), "services:补卡": (3,)}
    assert [column.title for column in found.untaken] == ["戊"]


def test_a_person_can_say_which_column_is_ticked_for_a_service() -> None:
    columns = replace(
        OUTLETS, said={"name": "A", "address": "B", "phone": "C", "services:reissue": "丁"}
    )
    found = find_header(Grid("", [("甲", "乙", "丙", "丁"), DATA]), columns)
    assert found.places["services:reissue"] == (3,)
    assert found.is_said


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"name": "甲", "address": "甲", "phone": "丙"}, "“甲” is named for several things"),
        ({"name": "甲", "address": "Z", "phone": "99"}, "were named: Z, 99"),
    ],
)
def test_what_a_person_says_may_be_impossible(said: dict[str, str], problem: str) -> None:
    grid = Grid("", [("甲", "乙", "丙", "丁"), DATA])
    with pytest.raises(HeaderError, match=problem):
        find_header(grid, replace(OUTLETS, said=said))


def test_a_header_that_lacks_something_is_quoted() -> None:
    with pytest.raises(
        HeaderError, match=r"服务网点全称 not found.*: 序号、怪名、网点地址、联系电话"
    ):
        find_header(Grid("", [["序号", "怪名", "网点地址", "联系电话"], DATA]))


@pytest.mark.parametrize("title", ["不可补卡", "暂停激活", "怪补卡"])
def test_a_ticked_column_of_an_unknown_service_is_asked_about(title: str) -> None:
    header = (*HEADER, title)
    with pytest.raises(HeaderError, match=f"“{title}” is ticked"):
        table_of([[*row(), "√"], [*row(2), ""]], header)
    # A person who knows may leave it out; and what is not ticked is no service.
    mapped = OUTLETS.mapped({header: {"name": 1, "address": 2, "phone": 3}})
    content = as_csv([[*row(), "√"]], header).encode()
    assert "means nothing" in parse_table(content, "x.csv", mapped).left_out[0].text
    assert table_of([[*row(), "周一至周五"]], header).left_out


def test_positions_have_columns_of_their_own() -> None:
    found = find_header(Grid("", [["id", "经度", "纬度", "精度", "地址"]]), POSITIONS)
    assert set(found.places) == {"public_id", "longitude", "latitude", "precision"}


def test_a_header_of_two_rows_in_a_workbook_with_ticks() -> None:
    content = workbook(
        [
            ["序号", "网点名称", "网点地址", "联系电话", "可办业务", "", ""],
            ["", "", "", "", "补办换卡", "解锁", "激活"],
            [*row(), "√", "", "是"],
        ],
        merged=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"],
    )
    table = parse_table(content, "x.xlsx")
    assert [row.number for row in table.rows] == [3]
    assert table.rows[0].cells["services:解锁"] == ""
    assert table.left_out == ()


@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(
                ["", "序号", "名称", "地址", "电话", "联系方式", "补卡", "1", "油溪镇", "x"]
            ),
            max_size=7,
        ),
        max_size=6,
    ),
    merged=st.booleans(),
)
def test_a_header_has_what_is_needed_once(rows: list[list[str]], *, merged: bool) -> None:
    try:
        found = find_header(Grid("", rows, is_merged=merged))
    except HeaderError:
        return
    assert {"name", "address"} <= found.places.keys()
    places = [place for at in found.places.values() for place in at]
    places += [place for column in found.untaken for place in column.places]
    assert len(set(places)) == len(places)
    assert found.first <= found.last < len(rows)
