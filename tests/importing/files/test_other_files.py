"""Tables in documents, web pages and pasted text, and headers of which a person has spoken."""

import io

import openpyxl
import pytest

from sites.importing.columns import OUTLETS
from sites.importing.files.read import is_long
from sites.importing.headers import HeaderError
from sites.importing.problems import TableError
from sites.importing.read_table import parse_table
from tests.importing.documents import add_table, content, document, number_by_itself
from tests.importing.files.making import Paper, pdf
from tests.importing.tables import HEADER, as_csv, real_rows, row, texts


def test_the_notice_itself_gives_the_57_rows() -> None:
    table = parse_table(content(document([HEADER, *real_rows()])), "notice.docx")
    assert texts(table) == real_rows()
    assert (list(table.choices), table.left_out) == ([0], ())


def test_a_table_that_goes_on_after_a_page_with_its_header_again_and_blank_rows() -> None:
    rows = real_rows()
    blank = [""] * 4
    made = document([HEADER, *rows[:20], blank, HEADER, *rows[20:30]], [HEADER, *rows[30:]])
    table = parse_table(content(made), "notice.docx")
    assert texts(table) == rows


def test_a_table_that_goes_on_without_a_header_goes_on_counting() -> None:
    rows = real_rows()
    table = parse_table(content(document([HEADER, *rows[:20]], rows[20:])), "notice.docx")
    assert texts(table) == rows


def test_other_tables_of_a_document_are_no_outlets() -> None:
    made = document([["联系人", "电话"], ["王", "47564298"]], [HEADER, *real_rows()], [["签章"]])
    table = parse_table(content(made), "notice.docx")
    assert texts(table) == real_rows()
    assert [part.place for part in table.parts] == [1]
    assert [(left.kind, left.count) for left in table.left_out] == [("part", 2), ("part", 1)]


def test_two_tables_with_a_header_are_one_list_of_which_one_can_be_chosen() -> None:
    rows = real_rows()
    other = ("编号", "名称", "地址", "电话")
    made = content(document([HEADER, *rows[:5]], [["说明"]], [other, *rows[31:]]))
    both = parse_table(made, "notice.docx")
    assert (len(both.rows), list(both.choices)) == (31, [0, 2])
    assert [row.number for row in both.rows] == [*range(2, 7), *range(8, 34)]
    assert both.places.text(8) == "table 3 of the document, row 2"
    second = parse_table(made, "notice.docx", parts={2})
    assert (len(second.rows), second.rows[0].number) == (26, 2)
    assert second.places.text(2) == "row 2"


def test_a_table_within_a_table_is_found() -> None:
    made = document([["", ""]])
    add_table(made.tables[0].rows[0].cells[1], [HEADER, *real_rows()])
    assert texts(parse_table(content(made), "notice.docx")) == real_rows()


def test_merged_cells_headings_and_line_breaks_in_a_document() -> None:
    rows = [["一、经办机构", "", "", ""], *real_rows()[:3], ["4", "", "", "47579202"]]
    made = document([HEADER, *rows])
    table = made.tables[0]
    table.cell(1, 0).merge(table.cell(1, 3))
    for column in (1, 2):
        table.cell(5, column).text = ""
        table.cell(4, column).merge(table.cell(5, column))
    table.cell(2, 2).text = "江津区几江街道\n滨江路西段77号"
    read = parse_table(content(made), "notice.docx")
    assert [(left.rows, left.kind) for left in read.left_out] == [((2,), "rows")]
    assert "一、经办机构" in read.left_out[0].text
    assert [cells.number for cells in read.rows] == [3, 4, 5, 6]
    assert read.rows[0].cells["address"] == "江津区几江街道\n滨江路西段77号"
    third, fourth = read.rows[2].cells, read.rows[3].cells
    assert fourth["name"].strip() == third["name"].strip() != ""
    assert (third["serial"], fourth["serial"]) == ("3", "4")


def test_serials_that_word_counts_by_itself() -> None:
    made = document([HEADER, *real_rows()[:5]])
    for line in made.tables[0].rows[1:]:
        number_by_itself(line.cells[0])
    assert texts(parse_table(content(made), "notice.docx")) == real_rows()[:5]


def test_a_document_without_a_table_is_told() -> None:
    with pytest.raises(TableError, match="no table"):
        parse_table(content(document()), "letter.docx")


PAGE = """<!DOCTYPE html><html><head><style>td { }</style></head><body><h1>网点</h1>
<table><caption>网点</caption><thead><tr><th>序号</th><th>服务网点<br>全称</th><th>网点地址</th>
<th>联系电话</th></tr></thead><tbody><tr><td colspan="4">银行</td></tr>
<tr><td>1</td><td>农商行油溪支行</td><td rowspan="2">油溪镇建新路46号</td><td>47881050</td></tr>
<tr><td>2</td><td>农商行白沙支行</td><td>47332702<script>alert(1)</script></td></tr>
</tbody></table></body></html>"""


def test_a_web_page_with_merged_cells() -> None:
    table = parse_table(PAGE.encode(), "page.html")
    assert texts(table) == [
        ["1", "农商行油溪支行", "油溪镇建新路46号", "47881050"],
        ["2", "农商行白沙支行", "油溪镇建新路46号", "47332702"],
    ]
    assert ["“银行”" in left.text for left in table.left_out] == [True]


def test_text_pasted_from_a_spreadsheet() -> None:
    pasted = as_csv(real_rows()).replace(",", "\t")
    assert texts(parse_table(pasted.encode(), "pasted")) == real_rows()


def test_merged_cells_of_a_workbook_are_filled() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for cells in [HEADER, ["银行", "", "", ""], row(1), row(2, "农商行白沙支行", "", "47332702")]:
        sheet.append(list(cells))
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("C3:C4")
    file = io.BytesIO()
    workbook.save(file)
    table = parse_table(file.getvalue(), "x.xlsx")
    assert [cells.cells["address"] for cells in table.rows] == ["油溪镇建新路46号"] * 2
    assert ["“银行”" in left.text for left in table.left_out] == [True]


def test_a_header_that_a_person_has_spoken_of() -> None:
    rows = [[cells[3], cells[1], cells[2], cells[0]] for cells in real_rows()]
    titles = ("电话号码", "机构", "在哪里", "顺序")
    text = as_csv(rows, titles).encode()
    with pytest.raises(HeaderError) as refusal:
        parse_table(text, "x.csv")
    assert list(refusal.value.grids[0].rows[0]) == list(titles)
    places = {"serial": 3, "name": 1, "address": 2, "phone": 0}
    table = parse_table(text, "x.csv", OUTLETS.mapped({titles: places}))
    assert texts(table) == real_rows()
    assert table.titles["phone"] == "电话号码"


def test_what_may_take_longer_is_known_before_it_is_read() -> None:
    assert not is_long(as_csv(real_rows()).encode())
    assert not is_long(content(document([HEADER, *real_rows()])))
    assert is_long(as_csv(real_rows() * 100).encode())
    paper = Paper()
    for _page in range(10):
        paper.write(20, 20, "x").next_page()
    assert is_long(paper.content())
    assert not is_long(pdf())
