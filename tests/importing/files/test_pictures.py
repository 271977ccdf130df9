"""Ticks and pictures in cells: what is a sign is read, and what is not is told."""

import io
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from sites.importing.files.formats.symbols import read_symbols
from tests.importing.documents import content, document
from tests.importing.files.making import changed, saved, xlsx, xlsx_book
from tests.importing.files.reads import one, remarks, row_remarks, tables

PICTURES = "Pictures and drawings in cells are not read: "
SIGNS = "Cells with signs of a symbol font (such as Wingdings) that are not known: "
_2010 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(file, "PNG")
    file.seek(0)
    return file


def of_document(inside: str) -> tuple[str, list[str]]:
    """Return what the second cell of a row says, and what is said of the table."""
    made = document([["补卡", "解锁", "激活"], ["√", "", "√"]])
    element = parse_xml(f"<w:p {nsdecls('w')} {_2010}>{inside}</w:p>")
    made.tables[0].cell(1, 1)._tc.append(element)
    found = one(content(made))
    return found.rows[1][1].strip(), [text for text in remarks(found) if "outside" not in text]


def sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def in_font(font: str, text: str) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    return f"<w:r><w:rPr>{fonts}</w:rPr><w:t>{text}</w:t></w:r>"


def control(checked: str, shown: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w14:checkbox>{checked}</w14:checkbox></w:sdtPr>"
        f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def field(inside: str) -> str:
    data = f"<w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData>"
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (sign("Wingdings 2", "F050"), "√"),
        (sign("Wingdings 2", "F052"), "√"),
        (sign("Wingdings 2", "0052"), "√"),
        (sign("Wingdings 2", "F04F"), "×"),
        (sign("Wingdings 2", "F051"), "×"),
        (sign("Wingdings 2", "F0A3"), "□"),
        (sign("Wingdings", "F0FC"), "√"),
        (sign("Wingdings", "F0FE"), "√"),
        (sign("Wingdings", "F0FB"), "×"),
        (sign("Wingdings", "F0FD"), "×"),
        (sign("Wingdings", "F0A8"), "□"),
        (sign("Symbol", "F0D6"), "√"),
        (in_font("Wingdings 2", "R"), "√"),
        (in_font("Wingdings 2", "\uf052"), "√"),
        (in_font("Wingdings", "ü"), "√"),
        (in_font("宋体", "R"), "R"),
        (control('<w14:checked w14:val="1"/>', "☒"), "√"),
        (control('<w14:checked w14:val="0"/>', "☐"), "□"),
        (control("", "☐"), "□"),
        (control("<w14:checked/>", "☑"), "√"),
        (field("<w:checked/>"), "√"),
        (field('<w:default w:val="1"/>'), "√"),
        (field('<w:default w:val="1"/><w:checked w:val="0"/>'), "□"),
    ],
)
def test_ticks_of_a_document_that_are_no_letters(inside: str, text: str) -> None:
    assert of_document(inside) == (text, [])


@pytest.mark.parametrize(
    ("inside", "text"), [(sign("Wingdings", "F04A"), ""), (in_font("Wingdings", "J"), "J")]
)
def test_a_sign_that_nobody_knows_is_told(inside: str, text: str) -> None:
    hint = " Type the sign itself in another font, such as √ or ×."
    assert of_document(inside) == (text, [f"{SIGNS}1 (B2).{hint}"])


def test_a_font_says_nothing_of_what_it_does_not_draw() -> None:
    assert read_symbols("Wingdings 2", "R 补卡") == "√ 补卡"


def test_pictures_in_a_document_are_told() -> None:
    made = document([["补卡", "解锁"], ["√", ""], ["", ""]])
    for row in (1, 2):
        made.tables[0].cell(row, 1).paragraphs[0].add_run().add_picture(picture())
    told = remarks(one(content(made)))
    assert told[-1].startswith(f"{PICTURES}2 (B2, B3).")


def test_a_text_box_in_a_cell_is_a_text() -> None:
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>√</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    assert of_document(box) == ("√", [])


def test_pictures_over_cells_of_a_workbook_are_told() -> None:
    book = xlsx_book([["补卡", "解锁"], ["√", ""]], [["补卡"], ["√"]])
    for cell in ("B2", "B9"):
        book.worksheets[0].add_image(Image(picture()), cell)
    first, second = tables_of(saved(book))
    assert first[-1].startswith(f"{PICTURES}2 (B2, B9).")
    assert second == []


def tables_of(made: bytes) -> list[list[str]]:
    return [remarks(table) for table in tables(made)]


def test_a_picture_that_is_the_value_of_a_cell_is_told() -> None:
    made = xlsx([["补卡", "解锁"], ["√", ""]])
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>补卡</t></is></c></row>'
        '<row r="2"><c r="A2" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData></worksheet>'
    )
    told = remarks(one(changed(made, {"xl/worksheets/sheet1.xml": sheet})))
    assert told[-1].startswith(f"{PICTURES}1 (A2).")


def of_page(cell: str) -> tuple[str, list[str]]:
    found = one(f"<table><tr><td>补卡<td>解锁<td>激活</tr><tr><td>√<td>{cell}<td>√</tr></table>")
    return found.rows[1][1], remarks(found)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<input type=checkbox checked>", "√"),
        ("<input type=checkbox>", ""),
        ("<input type=radio checked=checked> 是", "√ 是"),
        ('<input value="大同路9号">', "大同路9号"),
        ("<input type=hidden value=7>", ""),
        ("<select><option>甲<option selected>乙</select>", "乙"),
        ("<select><option>甲<option>乙</select>", "甲"),
        ('<img src=tick.png alt="√">', "√"),
        ('<svg aria-label="√"></svg>', "√"),
        ('<i class="icon-ok" title="是"></i>', "是"),
        ("<span style=\"font-family:'Wingdings 2'\">P</span>", "√"),
        ('<font face="Wingdings">\uf0fc</font>', "√"),
        ('<i class="x">补卡</i><span class="price"></span>', "补卡"),
        ('<img src=phone.png alt="">47569990', "47569990"),
    ],
)
def test_ticks_of_a_page(cell: str, text: str) -> None:
    assert of_page(cell) == (text, [])


@pytest.mark.parametrize(
    "cell",
    [
        *("<img src=tick.png>", '<img src=tick.png alt="">', "<svg></svg>", "<svg><path/></svg>"),
        *('<i class="icon-ok"></i>', '<span class="fa fa-check"></span>', "<canvas></canvas>"),
        '<em class="dui"></em>',
    ],
)
def test_pictures_of_a_page_are_told(cell: str) -> None:
    text, told = of_page(cell)
    assert text == ""
    assert [sentence.startswith(f"{PICTURES}1 (B2).") for sentence in told] == [True]


@pytest.mark.parametrize(
    "cell",
    ['<td style="display:none">丙</td>', "<td hidden>丙</td>", "<td>丙<b hidden>丁</b></td>"],
)
def test_a_hidden_cell_is_told_as_a_hidden_row_is(cell: str) -> None:
    found = one(f"<table><tr><td>甲<td>乙</tr><tr>{cell}<td>47569990</tr></table>")
    assert row_remarks(found) == {2: ["A text of the row is hidden in the file; it was read."]}


def test_a_hidden_table_is_told() -> None:
    found = one("<div hidden><table><tr><td>甲<td>乙</tr></table></div>")
    assert remarks(found) == ["The table is hidden in the file; it was read all the same."]


def outside(told: list[str]) -> list[str]:
    return [text for text in told if "outside of the tables" in text]


def test_texts_beside_the_tables_of_a_document_are_told() -> None:
    made: Any = document([["名称", "电话"], ["甲", "47569990"]])
    made.add_paragraph("三峡银行江津支行 47560001")
    [told] = outside(remarks(one(content(made))))
    assert told.startswith("4 texts outside of the tables were left out: “关于社会保障卡服务网点")
    assert "“（续）” “三峡银行江津支行 47560001” …" in told


def test_texts_beside_the_tables_of_a_page_are_told_but_not_what_leads_elsewhere() -> None:
    menu = "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(50))
    found = one(
        f"<html><head><title>站</title></head><body><nav>导航</nav><ul>{menu}</ul>"
        "<div><table><tr><td>甲<td>乙</tr><tr><td>丙<td>丁</tr></table>"
        "<p>三峡<b>银行</b>江津支行<br>47560001</p></div><footer>版权</footer></body></html>"
    )
    assert remarks(found) == ["2 texts outside of the tables were left out: “三峡银行江津支行” …"]


def test_what_is_outside_is_told_with_the_table_that_has_the_outlets() -> None:
    menu = "<table><tr><td>首页<td>导航</tr></table>"
    rows = "<tr><td>甲<td>乙</tr>" * 3
    first, second = tables(f"{menu}<table>{rows}</table><p>三峡银行江津支行</p>")
    assert (remarks(first), len(outside(remarks(second)))) == ([], 1)
