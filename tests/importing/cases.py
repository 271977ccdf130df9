"""Tables with traits of real ones, and what a careful clerk makes of each.

Those that are text are in ``data/cases``; workbooks and documents are built here.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.styles import PatternFill

from tests.importing.documents import add_table, content, document
from tests.importing.tables import HEADER, Cells, as_csv, real_rows

DIRECTORY: Final = Path(__file__).parent / "data" / "cases"
SHIMEN: Final = ("石门镇社会保障服务所甲点", "石门镇人民路12号", "47810001")
BAISHA: Final = ("白沙镇社会保障服务所乙点", "白沙镇新沙路9号", "47330002")
LUOHUANG: Final = ("农商行珞璜支行丙点", "珞璜镇园区大道5号", "47600003")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What comes of a table.

    Attributes:
        outlets: how many rows are good.
        errors: where the others stand, with the column of each error.
        left_out: how many parts, columns and rows are left out, by kind.
        remarks: how many remarks there are about the table as a whole.
        warnings: how many remarks there are about good rows.
        refused: words of the reason, if it is no table that can be read; in English.
        values: some values of good rows, by where they stand.
    """

    outlets: int = 0
    errors: Sequence[tuple[str, str]] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: int = 0
    warnings: int = 0
    refused: str = ""
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A file and its verdict."""

    name: str
    content: bytes
    verdict: Verdict


def workbook(
    *sheets: Iterable[Sequence[object]],
    merged: Sequence[str] = (),
    names: Sequence[str] = (),
    hidden: Sequence[int] = (),
) -> bytes:
    """Return a workbook; merged areas and hidden rows are those of its first sheet."""
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet: Any = book.active if number == 0 else book.create_sheet()
        if number < len(names):
            sheet.title = names[number]
        for cells in rows:
            sheet.append(list(cells))
    first: Any = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for row in hidden:
        first.row_dimensions[row].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def styled() -> bytes:
    """Return a workbook with two outlets and far more blank rows with a colour."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for cells in (HEADER, [201, *SHIMEN], [202, *BAISHA]):
        sheet.append(list(cells))
    fill = PatternFill("solid", fgColor="FFFF00")
    for number in range(4, 2_000):
        sheet.cell(number, 1).fill = fill
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def irregular() -> bytes:
    """Return a document whose columns do not keep to the grid of their header."""
    made = document([[""] * 7] * 3)
    table = made.tables[0]
    spans = [[(1, 2), (3, 5)], [(1, 3), (4, 5)], [(1, 2), (3, 5)]]
    rows = [HEADER, ["201", *SHIMEN], ["202", *BAISHA]]
    for number, (cells, (name, address)) in enumerate(zip(rows, spans, strict=True)):
        for first, last in (name, address):
            table.cell(number, first).merge(table.cell(number, last))
        for place, text in zip((0, name[0], address[0], 6), cells, strict=True):
            table.cell(number, place).text = text
    return content(made)


def spread() -> bytes:
    """Return a document in which every name spans two columns."""
    rows = [HEADER, ["201", *SHIMEN], ["202", *BAISHA]]
    made = document([[cells[0], cells[1], "", cells[2], cells[3]] for cells in rows])
    table = made.tables[0]
    for number in range(3):
        table.cell(number, 1).merge(table.cell(number, 2))
    return content(made)


def stacked() -> bytes:
    """Return a document with two lists that count for themselves, nothing between them."""
    made = document()
    add_table(made, [HEADER, ["1", "社会保障服务所", *SHIMEN[1:]]])
    made.add_paragraph("白沙镇")
    add_table(
        made,
        [
            HEADER,
            ["1", "社会保障服务所", *BAISHA[1:]],
            ["2", "农商行白沙支行乙", "白沙镇新沙路19号", "47330003"],
        ],
    )
    return content(made)


def altered(**columns: Any) -> bytes:
    """Return the real table with some columns made anew from its rows."""
    rows: list[Cells] = []
    for cells in real_rows():
        said = dict(zip(("serial", "name", "address", "phone"), cells, strict=True))
        rows.append([columns.get(column, str)(text) for column, text in said.items()])
    return as_csv(rows).encode()


def full_width(text: str) -> str:
    return text.translate({ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"})


def text(name: str) -> bytes:
    return (DIRECTORY / name).read_bytes()


ALL: Final = ["reissue", "unlock", "activation"]
TWO: Final = Verdict(outlets=2, values={"row 2": {"serial": 201, "phone": "47810001"}})
ADDRESSES: Final = tuple((f"row {number}", "网点地址") for number in range(2, 12))

CASES: Final = (
    Case(
        "01_num_phone.xlsx",
        workbook(
            [
                HEADER,
                [201, "石门镇社保所甲点", "石门镇人民路12号", 47810001],
                [202, "白沙镇社保所乙点", "白沙镇新沙路9号", 2347330002],
                [203, *LUOHUANG[:2], 47600003.0],
                [204, "工行江津支行丁点", "几江街道大同路1号", 13800001234],
            ]
        ),
        Verdict(
            outlets=4,
            values={
                "row 2": {"phone": "47810001"},
                "row 3": {"phone": "47330002"},
                "row 4": {"phone": "47600003"},
                "row 5": {"phone": "13800001234"},
            },
        ),
    ),
    Case(
        "01b_sci.csv",
        text("01b_sci.csv"),
        Verdict(
            outlets=1,
            errors=[("row 2", "联系电话"), ("row 3", "联系电话")],
            values={"row 4": {"phone": "47810001"}},
        ),
    ),
    Case("02_styled_blank.xlsx", styled(), TWO),
    Case(
        "03_html.xls",
        text("03_html.xls"),
        Verdict(outlets=2, left_out={"rows": 1}, values={"row 3": {"serial": 201}}),
    ),
    Case("03b_xml2003.xls", text("03b_xml2003.xls"), TWO),
    Case(
        "04_contacts.csv",
        text("04_contacts.csv"),
        Verdict(
            outlets=2,
            warnings=3,
            values={
                "row 2": {"phone": "47810001", "address": "石门镇人民路12号"},
                "row 3": {"phone": "47330002", "name": "白沙镇社保所乙点"},
            },
        ),
    ),
    Case(
        "05_two_row_header.xlsx",
        workbook(
            [
                ["序号", "服务网点全称", "网点地址", "联系方式", ""],
                ["", "", "", "固定电话", "手机"],
                [201, "石门镇社保所甲点", "石门镇人民路12号", "47810001", "13800001234"],
                [202, "白沙镇社保所乙点", "白沙镇新沙路9号", "47330002", "13800001235"],
            ],
            merged=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
        ),
        Verdict(outlets=2, warnings=2, values={"row 3": {"serial": 201, "phone": "47810001"}}),
    ),
    Case(
        "07_footer.xlsx",
        workbook(
            [
                ["江津区社保卡服务网点一览表", "", "", ""],
                ["", "", "", "填报日期：2026年11月"],
                HEADER,
                [201, *SHIMEN],
                [202, *BAISHA],
                ["合计", "2个网点"],
                ["注：以上网点均可办理补卡、解锁业务，周末不休。"],
                ["填报人：张三", "审核人：李四", "", "2026/11/30"],
            ],
            merged=["A1:D1"],
        ),
        Verdict(outlets=2, left_out={"rows": 5}, values={"row 4": {"serial": 201}}),
    ),
    Case(
        "09_ticks.xlsx",
        workbook(
            [
                [*HEADER, "补办换卡", "解锁", "激活"],
                [201, *SHIMEN, "√", "√", ""],
                [202, *BAISHA, "√", "×", "√"],
            ]
        ),
        Verdict(
            outlets=2,
            values={
                "row 2": {"services": ["reissue", "unlock"]},
                "row 3": {"services": ["reissue", "activation"]},
            },
        ),
    ),
    Case(
        "09b_services.xlsx",
        workbook(
            [
                [*HEADER, "服务项目"],
                [201, *SHIMEN, "补办换卡、激活"],
                [202, *BAISHA, "补卡、解锁、激活"],
                [203, *LUOHUANG, "全部"],
                [
                    204,
                    "工行江津支行丁点",
                    "几江街道大同路1号",
                    "47500004",
                    "补换卡\n密码重置\n激活",
                ],
            ]
        ),
        Verdict(
            outlets=4,
            values={
                "row 2": {"services": ["reissue", "activation"]},
                "row 3": {"services": ALL},
                "row 4": {"services": ALL},
                "row 5": {"services": ALL},
            },
        ),
    ),
    Case(
        "10_addr_phone.xlsx",
        workbook(
            [
                ["序号", "名称", "地址"],
                [
                    *(201, "石门镇社保所甲点"),
                    "地址：石门镇人民路12号\n电话：+86-23-47810001\n传真：023-47810009",
                ],
            ]
        ),
        Verdict(
            outlets=1,
            warnings=2,
            values={"row 2": {"phone": "47810001", "address": "石门镇人民路12号"}},
        ),
    ),
    Case("11_utf16.txt", text("11_utf16.txt"), TWO),
    Case(
        "11e_gbk_badbyte.csv",
        text("11e_gbk_badbyte.csv"),
        Verdict(refused="bytes that are no characters"),
    ),
    Case("11f_fullwidthcomma.csv", text("11f_fullwidthcomma.csv"), Verdict(outlets=1)),
    Case(
        "11g_utf8_trad.csv",
        text("11g_utf8_trad.csv"),
        Verdict(errors=[("row 2", "服務網點全稱")]),
    ),
    Case("11h_markdown.txt", text("11h_markdown.txt"), Verdict(outlets=1)),
    Case("11i_spaces.txt", text("11i_spaces.txt"), Verdict(outlets=1, remarks=1)),
    Case(
        "12_serial.xlsx",
        workbook(
            [
                HEADER,
                ["一", "石门镇社保所甲点", "石门镇人民路12号", "47810001"],
                ["（二）", "白沙镇社保所乙点", "白沙镇新沙路9号", "47330002"],
                ["①", *LUOHUANG],
                ["4.", "工行江津支行丁点", "几江街道大同路1号", "47500004"],
                ["5、", "建行江津支行戊点", "几江街道大同路2号", "47500005"],
                ["1-1", "农行江津支行己点", "几江街道大同路3号", "47500006"],
                ["007", "中行江津支行庚点", "几江街道大同路4号", "47500007"],
            ]
        ),
        Verdict(
            outlets=7,
            warnings=7,
            values={
                # 一 and ① are the same number: nobody knows whose it is.
                "row 2": {"serial": None},
                "row 3": {"serial": 2},
                "row 4": {"serial": None},
                "row 6": {"serial": 5},
                "row 7": {"serial": None},
                "row 8": {"serial": 7},
            },
        ),
    ),
    Case(
        "13_sheets.xlsx",
        workbook(
            [["说明：各镇街网点分表填报"]],
            [HEADER, [201, "石门镇社保所甲点", "石门镇人民路12号", "47810001"]],
            [HEADER, [202, "白沙镇社保所甲点", "白沙镇人民路12号", "47810001"]],
            names=["说明", "石门镇", "白沙镇"],
        ),
        Verdict(
            outlets=2,
            left_out={"part": 1},
            values={
                "sheet 石门镇, row 2": {"serial": 201},
                "sheet 白沙镇, row 2": {"serial": 202},
            },
        ),
    ),
    Case(
        "14b_formula_serial.xlsx",
        workbook([HEADER, ["=ROW()-1", *SHIMEN], ["=ROW()-1", *BAISHA]]),
        # That there is a formula, and that it gives no serial.
        Verdict(outlets=2, warnings=4, values={"row 2": {"serial": None}}),
    ),
    Case(
        "14d_date_serial.xlsx",
        workbook(
            [
                [*HEADER, "启用时间"],
                [201, *SHIMEN, "2026-01-01"],
                ["2026-01-02 00:00:00", *BAISHA, ""],
            ]
        ),
        Verdict(outlets=2, left_out={"column": 1}, warnings=1, values={"row 3": {"serial": None}}),
    ),
    Case(
        "15_docx_continued.docx",
        content(document([HEADER, ["201", *SHIMEN], ["202", *BAISHA]], [["203", *LUOHUANG]])),
        Verdict(outlets=3, remarks=1, values={"row 4": {"serial": 203}}),
    ),
    Case("15b_docx_paragraphs.docx", content(document()), Verdict(refused="no table")),
    Case(
        "16_page.html",
        text("16_page.html"),
        Verdict(
            outlets=2,
            values={
                "row 2": {"name": "石门镇社保所甲点", "phone": "47810001"},
                "row 3": {"address": "石门镇人民路12号", "phone": "47810002"},
            },
        ),
    ),
    Case(
        "17_docx_two.docx",
        stacked(),
        Verdict(outlets=3, remarks=2, values={"table 1 of the document, row 2": {"serial": None}}),
    ),
    Case(
        "17c_html_two.html",
        text("17c_html_two.html"),
        Verdict(
            outlets=2,
            remarks=2,
            values={"table 2 of the page, row 2": {"name": "农商行白沙支行乙"}},
        ),
    ),
    Case("18a_quote.csv", text("18a_quote.csv"), Verdict(refused="cannot be told apart")),
    Case(
        "18e_na.csv",
        text("18e_na.csv"),
        Verdict(
            outlets=2,
            errors=[("row 4", "网点地址")],
            warnings=2,
            values={"row 2": {"phone": ""}, "row 3": {"phone": ""}},
        ),
    ),
    Case("18f_bom_utf8_gbkmix.csv", text("18f_bom_utf8_gbkmix.csv"), Verdict(outlets=1)),
    Case("18h_mixed_enc.csv", text("18h_mixed_enc.csv"), Verdict(refused="UTF-8")),
    Case(
        "18i_gbk_as_utf8.csv",
        text("18i_gbk_as_utf8.csv"),
        Verdict(refused="“序号,服务网点全称,网点”"),
    ),
    Case(
        "18j_pua.csv",
        text("18j_pua.csv"),
        Verdict(errors=[("row 2", "服务网点全称"), ("row 3", "服务网点全称")]),
    ),
    Case(
        "18l_two_header_rows_repeat.xlsx",
        workbook([HEADER, [201, *SHIMEN], HEADER, [202, *BAISHA], ["小计", "1"]]),
        Verdict(
            outlets=2,
            left_out={"rows": 2},
            values={"row 2": {"serial": 201}, "row 4": {"serial": 202}},
        ),
    ),
    Case(
        "18p_dup_addr.xlsx",
        workbook(
            [
                HEADER,
                [201, "石门镇社会保障服务所", "石门镇人民路12号", "47810001"],
                [202, "石门镇社会保障服务所", "石门镇人民路12号", "47810002"],
                [203, "石门镇社会保障服务所", "石门镇人民路 12 号", "47810001"],
            ]
        ),
        Verdict(errors=[(f"row {number}", "服务网点全称") for number in (2, 3, 4)]),
    ),
    Case("19_placeholders.csv", text("19_placeholders.csv"), Verdict(errors=ADDRESSES)),
    Case(
        "20_elsewhere.csv",
        text("20_elsewhere.csv"),
        Verdict(errors=[(f"row {number}", "网点地址") for number in range(2, 38)]),
    ),
    Case(
        "21_docx_irregular_grid.docx",
        irregular(),
        Verdict(
            outlets=2,
            remarks=1,
            values={
                "row 2": {"name": SHIMEN[0], "address": SHIMEN[1], "phone": SHIMEN[2]},
                "row 3": {"name": BAISHA[0], "address": BAISHA[1], "phone": BAISHA[2]},
            },
        ),
    ),
    Case(
        "22_special.csv",
        text("22_special.csv"),
        Verdict(outlets=3, values={"row 4": {"name": "农商行<石门>支行"}}),
    ),
    Case(
        "23_xlsx_header_merge.xlsx",
        workbook(
            [
                ["序号", "服务网点全称", "", "网点地址", "联系电话"],
                [201, SHIMEN[0], "", *SHIMEN[1:]],
                [202, BAISHA[0], "", *BAISHA[1:]],
            ],
            merged=["B1:C1", "B2:C2", "B3:C3"],
        ),
        Verdict(outlets=2, values={"row 2": {"name": SHIMEN[0]}, "row 3": {"name": BAISHA[0]}}),
    ),
    Case(
        "23e_docx_all_merged.docx",
        spread(),
        Verdict(
            outlets=2,
            remarks=1,
            values={"row 2": {"name": SHIMEN[0]}, "row 3": {"name": BAISHA[0]}},
        ),
    ),
    Case(
        "24_renumbered.csv",
        altered(serial=lambda serial: str(int(serial) + 1)),
        Verdict(outlets=57, warnings=1, values={"row 2": {"serial": 2}}),
    ),
    Case(
        "24b_shuffled_nospace.csv",
        as_csv(
            [
                [serial, name, address.strip().replace("号", " 号 "), phone]
                for serial, name, address, phone in reversed(real_rows())
            ]
        ).encode(),
        Verdict(
            outlets=57,
            warnings=1,
            values={"row 58": {"address": "江津区几江街道滨江路西段77号世纪大厦二楼"}},
        ),
    ),
    Case(
        "24c_areacode.csv",
        altered(phone=lambda phone: f"023-{phone}"),
        Verdict(outlets=57, warnings=1, values={"row 2": {"phone": "47564298"}}),
    ),
    Case(
        "24d_fullwidth.csv",
        altered(address=full_width, phone=full_width),
        Verdict(
            outlets=57,
            warnings=1,
            values={
                "row 2": {
                    "phone": "47564298",
                    "address": "江津区几江街道滨江路西段77号世纪大厦二楼",
                }
            },
        ),
    ),
    Case(
        "24f_fullbank.csv",
        altered(name=lambda name: name.replace("农商行", "重庆农村商业银行")),
        Verdict(outlets=57, warnings=2),
    ),
)
# A row that a spreadsheet hides: whoever reads the files says so.
HIDDEN: Final = workbook([HEADER, [201, *SHIMEN], [202, *BAISHA]], hidden=[3])
