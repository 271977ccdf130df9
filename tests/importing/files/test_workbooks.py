"""Workbooks of every format: the same table comes out of each, and what it hides is told."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from sites.importing.files.bounds import STAFF
from sites.importing.files.formats.read_file import read
from tests.importing.files.making import (
    ROWS,
    Rows,
    archive,
    changed,
    compound,
    ods,
    ods_cell,
    ods_sheet,
    saved,
    xls,
    xlsb,
    xlsx,
    xlsx_book,
    xlsx_sheet,
    xml_cell,
    xml_sheets,
    xml_workbook,
)
from tests.importing.files.reads import one, refused, remarks, row_remarks, sentence, tables

TEXTS = [list(map(str, row)) for row in ROWS]
HIDDEN_ROW = "The row is hidden in the file; it was read all the same."
HIDDEN_SHEET = "The sheet is hidden in the file; it was read all the same."
UNTOLD = "In this kind of file nobody can tell which rows"
MAKERS: dict[str, Callable[..., bytes]] = {
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "xml": lambda *sheets: xml_workbook(*sheets).encode(),
}


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Callable[..., bytes]:
    return MAKERS[request.param]


def test_the_same_table_comes_out_of_every_format(make: Callable[..., bytes]) -> None:
    assert one(make(ROWS)).rows == TEXTS


def test_all_sheets_come_in_their_order_with_their_names(make: Callable[..., bytes]) -> None:
    found = tables(make(ROWS, [], [["白沙镇"], ["1"]]))
    assert [table.rows for table in found] == [TEXTS, [], [["白沙镇"], ["1"]]]
    names = [sentence(table.name) for table in found]
    assert names == sorted({*names})
    assert all(name.startswith("sheet Sheet") for name in names)


@pytest.mark.parametrize(
    "rows",
    [
        [[], [], ["序号", "名称"], ["1", "甲"]],
        [[None, None], ["序号", "名称"], [], ["1", "甲"]],
        [[None, "标题"], [], [None, "名称"]],
        [["a"], [None, None, "b"]],
    ],
)
def test_rows_and_columns_stand_where_a_spreadsheet_shows_them(
    make: Callable[..., bytes], rows: Rows
) -> None:
    wanted = [[str(cell or "") for cell in row] for row in rows]
    for row in wanted:
        while row and not row[-1]:
            row.pop()
    assert [list(row) for row in one(make(rows)).rows] == wanted


def test_numbers_are_shown_as_figures(make: Callable[..., bytes]) -> None:
    """No exponent, no blank after the point: a phone is not a measurement."""
    numbers = [[47810001.0, 13800001234.0, 2347330002.0, 1.5, 0.0, -3.0]]
    texts = ["47810001", "13800001234", "2347330002", "1.5", "0", "-3"]
    assert one(make(numbers)).rows == [texts]


def test_blank_rows_at_the_end_are_no_rows(make: Callable[..., bytes]) -> None:
    assert one(make([*ROWS, *[[None] * 4] * 300])).rows == TEXTS


def test_formats_in_which_nothing_can_be_told_say_so() -> None:
    for made in (xls(ROWS), xlsb(ROWS), ods(ROWS)):
        assert [text[: len(UNTOLD)] for text in remarks(one(made))] == [UNTOLD]
    for told in (xlsx(ROWS), xml_workbook(ROWS).encode()):
        assert remarks(one(told)) == []


def test_hidden_sheets_are_read_and_told() -> None:
    book = xlsx_book(ROWS, ROWS, ROWS)
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[2].sheet_state = "veryHidden"
    assert [remarks(table) for table in tables(saved(book))] == [[], [HIDDEN_SHEET], [HIDDEN_SHEET]]
    for made in (xls(ROWS, ROWS, hidden=[2]), xlsb(ROWS, ROWS, hidden=[2])):
        assert [HIDDEN_SHEET in remarks(table) for table in tables(made)] == [False, True]
    options = "<WorksheetOptions><Visible>{}</Visible></WorksheetOptions>"
    shown, hidden = (
        f'<Worksheet ss:Name="{state}"><Table><Row>{xml_cell("x")}</Row></Table>'
        f"{options.format(state)}</Worksheet>"
        for state in ("SheetVisible", "SheetHidden")
    )
    found = tables(xml_sheets(shown + hidden))
    assert [remarks(table) for table in found] == [[], [HIDDEN_SHEET]]


@pytest.mark.parametrize(
    "how", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"', 'outlineLevel="1" hidden="1"']
)
def test_hidden_rows_are_read_and_told(how: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2" {how}><c r="A2"><v>2</v></c></row>'
    blank = f'<row r="3" {how}/><row r="4" {how}><c r="A4" s="0"/></row>'
    found = one(xlsx_sheet(f"<sheetData>{rows}{blank}</sheetData>"))
    assert found.rows == [["1"], ["2"]]
    assert row_remarks(found) == {2: [HIDDEN_ROW]}


def test_hidden_rows_of_an_xml_workbook_are_told() -> None:
    row = f'<Row ss:Hidden="1">{xml_cell("1")}</Row>'
    sheet = f'<Worksheet ss:Name="a"><Table><Row ss:Index="3"/>{row}</Table></Worksheet>'
    assert row_remarks(one(xml_sheets(sheet))) == {4: [HIDDEN_ROW]}


@pytest.mark.parametrize("how", ['hidden="1"', 'width="0" customWidth="1"'])
def test_hidden_columns_with_a_text_are_told(how: str) -> None:
    columns = f'<cols><col min="2" max="3" {how}/><col min="9" max="16384" {how}/></cols>'
    cells = '<c r="A1"><v>1</v></c><c r="C1"><v>3</v></c><c r="D1"><v>4</v></c>'
    found = one(xlsx_sheet(f'{columns}<sheetData><row r="1">{cells}</row></sheetData>'))
    assert found.rows == [["1", "", "3", "4"]]
    assert remarks(found) == ["Column C is hidden in the file; it was read all the same."]


def test_hidden_columns_of_an_xml_workbook_are_told() -> None:
    columns = '<Column ss:Index="2" ss:Span="1" ss:Hidden="1"/>'
    row = f"<Row>{xml_cell('1')}{xml_cell('2')}{xml_cell('3')}{xml_cell('4')}</Row>"
    sheet = f'<Worksheet ss:Name="a"><Table>{columns}{row}</Table></Worksheet>'
    assert [text[:8] for text in remarks(one(xml_sheets(sheet)))] == ["Column B", "Column C"]


def test_a_formula_is_its_text_and_its_last_result_is_told() -> None:
    """A cell without a reference counts, too."""
    row = "<row><c><v>1</v></c><c><f>ROW()-1</f><v>7</v></c><c><f>A1&amp;B1</f></c></row>"
    found = one(xlsx_sheet(f"<sheetData><row/>{row}</sheetData>"))
    assert found.rows == [[], ["1", "=ROW()-1", "=A1&B1"]]
    assert row_remarks(found) == {
        2: [
            "B2 is a formula; its last result was “7”.",
            "C2 is a formula without a stored result.",
        ]
    }


def test_a_text_as_result_and_a_formula_for_many_cells() -> None:
    book = xlsx_book([["x"]])
    book.worksheets[0]["A1"] = ArrayFormula("A1:A2", "=B1:B2")
    assert one(saved(book)).rows == [["=B1:B2"]]
    row = '<row r="5"><c r="D5" t="str"><f>X</f><v>江津</v></c></row>'
    found = one(xlsx_sheet(f"<sheetData>{row}</sheetData>"))
    assert row_remarks(found) == {5: ["D5 is a formula; its last result was “江津”."]}


def test_a_formula_of_other_formats_is_its_result() -> None:
    cell = xml_cell(7.0, 'ss:Formula="=1+6"')
    sheet = f'<Worksheet ss:Name="a"><Table><Row>{cell}</Row></Table></Worksheet>'
    found = one(xml_sheets(sheet))
    assert found.rows == [["7"]]
    assert row_remarks(found) == {1: ["A1 is a formula; its last result was “7”."]}
    formula = 'table:formula="of:=1+6"'
    row = f"<table:table-row>{ods_cell(7.0, formula)}</table:table-row>"
    assert one(ods_sheet(f'<table:table table:name="a">{row}</table:table>')).rows == [["7"]]


def test_notes_on_cells_are_told() -> None:
    book = xlsx_book(ROWS)
    for cell in ("D2", "A1"):
        book.worksheets[0][cell].comment = Comment("电话已改", "x")
    told = ["Notes that are attached to cells were not read: 2 (A1, D2)."]
    assert remarks(one(saved(book))) == told


def test_dates_truths_and_errors_are_shown_as_such() -> None:
    values = [date(2026, 1, 1), datetime(2026, 1, 1, 8, 30), time(8, 30), True, False, "#N/A"]  # noqa: DTZ001
    texts = ["2026-01-01", "2026-01-01 08:30:00", "08:30:00", "TRUE", "FALSE", "#N/A"]
    assert one(xlsx([values])).rows == [texts]
    kinds = (("DateTime", "2026-01-01T00:00:00.000"), ("Boolean", "1"), ("Error", "#N/A"))
    cells = "".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, text in kinds)
    sheet = f'<Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet>'
    assert one(xml_sheets(sheet)).rows == [["2026-01-01", "TRUE", "#N/A"]]


@pytest.mark.parametrize(
    ("number", "shape", "text"),
    [
        (4070, "000000", "004070"),
        (2347810001, "00000000000", "02347810001"),
        (7, "0", "7"),
        (1234567, "00000", "1234567"),
        (12.5, "00000", "12.5"),
        (47810001, "0.00E+00", "47810001"),
    ],
)
def test_a_number_keeps_the_zeros_that_its_format_shows(
    number: float, shape: str, text: str
) -> None:
    book = xlsx_book([[number]])
    book.worksheets[0]["A1"].number_format = shape
    assert one(saved(book)).rows == [[text]]


def test_merged_cells_are_repeated_where_they_reach() -> None:
    rows: list[list[object]] = [["标题", None, None], ["a", "b", "c"], [None, None, "d"]]
    wanted = [["标题"] * 3, ["a", "b", "c"], ["a", "b", "d"]]
    book = xlsx_book(rows)
    for area in ("A1:C1", "A2:A3", "B2:B3"):
        book.worksheets[0].merge_cells(area)
    areas = [(0, 0, 0, 2), (1, 2, 0, 0), (1, 2, 1, 1)]
    down = 'ss:MergeDown="1"'
    sheet = (
        '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell></Row>'
        f"<Row>{xml_cell('a', down)}{xml_cell('b', down)}{xml_cell('c')}</Row>"
        '<Row><Cell ss:Index="3"><Data ss:Type="String">d</Data></Cell></Row>'
    )
    in_xml = xml_sheets(f'<Worksheet ss:Name="a"><Table>{sheet}</Table></Worksheet>').encode()
    for made in (saved(book), xls(rows, merged=areas), in_xml):
        found = one(made)
        assert found.rows == wanted
        assert found.is_merged


def test_a_merged_cell_reaches_no_farther_than_the_table() -> None:
    merged = '<mergeCells><mergeCell ref="A1:ZZ1"/><mergeCell ref="B2:B900"/></mergeCells>'
    cells = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
    first = '<row r="1"><c r="A1"><v>9</v></c></row>'
    found = one(xlsx_sheet(f"<sheetData>{first}{cells}</sheetData>{merged}"))
    assert found.rows == [["9", "9"], ["1", "2"]]


def test_a_cell_after_merged_ones_stands_where_it_is_shown() -> None:
    across = '<Cell ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>'
    sheet = f'<Worksheet ss:Name="a"><Table><Row>{across}{xml_cell("b")}</Row></Table></Worksheet>'
    assert one(xml_sheets(sheet)).rows == [["a", "a", "b"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_an_xml_workbook_in_every_encoding(encoding: str) -> None:
    text = xml_workbook(ROWS).replace("UTF-8", encoding.upper().removesuffix("-SIG"))
    assert one(text.encode(encoding)).rows == TEXTS


def test_text_within_a_text_of_an_xml_workbook_is_kept() -> None:
    rich = '<ss:Data ss:Type="String" xmlns="x">油溪<B>镇</B>建新路</ss:Data>'
    sheet = f'<Worksheet ss:Name="a"><Table><Row><Cell>{rich}</Cell></Row></Table></Worksheet>'
    assert one(xml_sheets(sheet)).rows == [["油溪镇建新路"]]


def test_halves_of_characters_are_no_texts() -> None:
    """No database could keep them."""
    cell = '<c r="A1" t="inlineStr"><is><t>x_xD800_y</t></is></c>'
    [[text]] = one(xlsx_sheet(f'<sheetData><row r="1">{cell}</row></sheetData>')).rows
    assert text.encode()


PASSWORDS = {
    "XLSX": lambda: compound({"EncryptionInfo": b"", "EncryptedPackage": b"x"}),
    "XLS": lambda: xls(ROWS, has_password=True),
    "ODS": lambda: ods_sheet(
        "", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    ),
}


@pytest.mark.parametrize("kind", PASSWORDS)
def test_a_workbook_with_a_password_is_named_as_such(kind: str) -> None:
    assert "has a password" in refused(PASSWORDS[kind]())


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: compound({"WordDocument": b"x", "1Table": b"x"}), "DOC or WPS.*save it as DOCX"),
        (lambda: compound({"PowerPoint Document": b"x"}), "old kind.*save it as DOCX or XLSX"),
        (lambda: compound({}), "old kind"),
        (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99), "early XLS.*save it as"),
        (lambda: b"\x09\x02\x06\x00\x00\x00\x10\x00", "early XLS"),
        (
            lambda: archive(
                {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
            ),
            "LibreOffice.*DOCX",
        ),
        (lambda: b"{\\rtf1\\ansi}", "RTF.*save it as DOCX"),
        (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "MHT"),
        (
            lambda: b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"><w:t/></w:wordDocument>',
            "Word XML",
        ),
        (
            lambda: b'<?xml version="1.0"?><office:document><t></t></office:document>',
            "Flat XML ODF",
        ),
        (lambda: b"Rar!\x1a\x07\x00", "RAR.*Unpack it"),
        (lambda: b"\xff\xd8\xff\xe0 a photograph", "picture"),
        (lambda: changed(xlsx(ROWS), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "another file"),
    ],
    ids=range(13),
)
def test_what_is_not_read_says_how_to_save_it(made: Callable[[], bytes], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(refused(made()))


def test_a_large_workbook_of_excel_97_has_larger_sectors() -> None:
    rows = [["x" * 3_000] * 10] * 101
    assert len(xls(rows)) > 6_000_000
    found = read(xls(rows), STAFF)
    assert found[0].rows == rows


def test_a_document_with_a_workbook_in_it_is_a_document() -> None:
    """What lies deeper than the root says nothing of the file."""
    made = bytearray(compound({"WordDocument": b"x", "Workbook": b"x"}))
    # The entry stays in the directory, but the root no longer leads to it.
    place = made.index("WordDocument".encode("utf-16-le"))
    made[place + 72 : place + 76] = b"\xff\xff\xff\xff"
    assert "DOC or WPS" in refused(bytes(made))
