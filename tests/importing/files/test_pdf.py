"""PDF: tables with lines and without, over several pages; and what is no table for a reader."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats.pdf_layout import Line, _joined, lines_of
from sites.importing.files.formats.refusal import Refusal
from tests.importing.files.making import FONT, HEADER, ROWS, Paper, Rows, pdf, raw_pdf
from tests.importing.files.reads import one, refused, remarks, row_remarks, sentence, tables

TEXTS = [list(map(str, row)) for row in ROWS]
MORE: Rows = tuple(
    (str(number), f"农商行第{number}支行", f"油溪镇建新路{number}号", str(47880000 + number))
    for number in range(3, 8)
)
MORE_TEXTS = [list(map(str, row)) for row in MORE]


def test_the_notice_is_read_and_what_is_around_its_table_is_named() -> None:
    found = one(pdf())
    assert found.rows == TEXTS
    assert found.is_merged
    assert sentence(found.name) == "page 1"
    assert remarks(found) == ["2 texts outside of the tables were left out: “社会保障卡服务网点” …"]


@pytest.mark.parametrize("has_lines", [True, False])
@pytest.mark.parametrize("repeats", [True, False])
def test_a_table_goes_on_over_pages(*, has_lines: bool, repeats: bool) -> None:
    paper = Paper().table(30, ROWS, has_lines=has_lines).next_page()
    paper.table(20, [HEADER, *MORE[:3]] if repeats else MORE[:3], has_lines=has_lines).next_page()
    paper.table(20, [HEADER, *MORE[3:]] if repeats else MORE[3:], has_lines=has_lines)
    found = one(paper.content())
    assert [row for row in found.rows if row != list(HEADER)] == [*TEXTS[1:], *MORE_TEXTS]
    assert found.rows.count(list(HEADER)) == (3 if repeats else 1)
    assert sentence(found.name) == "pages 1 to 3"
    assert ("has no lines on these pages: 1, 2, 3" in " ".join(remarks(found))) is not has_lines


def test_a_table_without_serials_goes_on_where_its_columns_do() -> None:
    widths = (60, 70, 35)
    first = [row[1:] for row in ROWS]
    paper = (
        Paper().table(30, first, widths).next_page().table(20, [row[1:] for row in MORE], widths)
    )
    assert one(paper.content()).rows == [row[1:] for row in [*TEXTS, *MORE_TEXTS]]


def test_a_table_that_counts_from_the_start_is_another_one() -> None:
    paper = Paper().table(30, ROWS).next_page().table(30, ROWS)
    assert [sentence(table.name) for table in tables(paper.content())] == ["page 1", "page 2"]


def test_two_tables_on_a_page_come_in_their_order() -> None:
    paper = Paper().table(150, [["联系人", "电话"], ["王", "47564298"]], (40, 40))
    found = tables(paper.table(30, ROWS).content())
    assert [table.rows[0] for table in found] == [list(HEADER), ["联系人", "电话"]]


def test_another_table_on_the_next_page_is_another_one() -> None:
    paper = Paper().table(30, ROWS).next_page()
    found = tables(paper.table(30, [["联系人", "电话"], ["王", "47564298"]], (40, 40)).content())
    assert [table.rows[0] for table in found] == [list(HEADER), ["联系人", "电话"]]


def test_merged_cells_are_repeated_where_they_reach() -> None:
    rows = [["银行", "", "", ""], *ROWS, ["3", "农商行珞璜支行", "", "47600003"]]
    style = [("SPAN", (0, 0), (-1, 0)), ("SPAN", (2, 3), (2, 4))]
    found = one(Paper().table(30, rows, style=style).content())
    assert found.rows == [
        ["银行"] * 4,
        *TEXTS,
        ["3", "农商行珞璜支行", "白沙镇新沙路9号", "47600003"],
    ]


def test_a_header_of_two_rows() -> None:
    rows = [["序号", "名称", "联系方式", ""], ["", "", "固定电话", "手机"], ["1", "甲", "2", "3"]]
    style = [("SPAN", (2, 0), (3, 0)), ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1))]
    assert one(Paper().table(30, rows, style=style).content()).rows == [
        ["序号", "名称", "联系方式", "联系方式"],
        ["序号", "名称", "固定电话", "手机"],
        ["1", "甲", "2", "3"],
    ]


LONG = "重庆市江津区双福街道福星大道1号附12号世纪大厦二楼左侧服务大厅"


@pytest.mark.parametrize("has_lines", [True, False])
def test_a_text_that_is_broken_into_lines_is_one_text(*, has_lines: bool) -> None:
    rows = [HEADER, *[(str(n), f"农商行第{n}支行", LONG, "47881050") for n in range(1, 5)]]
    found = one(Paper().table(30, rows, has_lines=has_lines).content())
    assert found.rows == [list(row) for row in rows]
    assert "4 cells have texts on several lines, which were joined." in remarks(found)


def test_two_phones_below_each_other_are_two() -> None:
    """Also where the cell has no room for another character."""
    rows = [HEADER, ("1", "甲", "A路1号", "47881050\n47881051"), ("2", "乙", "B路", "12333")]
    for width in (35, 20, 19.5):
        found = one(Paper().table(30, rows, (15, 55, 60, width)).content())
        assert found.rows[1][3] == "47881050\n47881051"
        assert remarks(found) == []


PASSWORD = "for-its-owner"


def line(text: str, x0: float = 5.0) -> Line:
    return Line(text, x0, x0 + stringWidth(text, FONT, 10), 0, 10, 10)


@pytest.mark.parametrize(
    ("texts", "width", "text"),
    [
        (("油溪镇建新路四十六", "号"), 102, "油溪镇建新路四十六号"),
        (("油溪镇", "白沙镇"), 102, "油溪镇\n白沙镇"),
        (("Bank of", "China"), 45, "Bank of China"),
        (("023-4788", "1050"), 55, "023-47881050"),
        (("47881050", "47881051"), 52, "47881050\n47881051"),
        (("一", "二"), 102, "一\n二"),
        (("一",), 20, "一"),
        ((), 20, ""),
    ],
)
def test_lines_are_joined_where_the_next_character_had_no_room(
    texts: tuple[str, ...], width: float, text: str
) -> None:
    assert _joined([line(one) for one in texts], 0, width)[0] == text


def test_a_table_without_lines_with_headings_and_a_footer() -> None:
    paper = Paper().write(60, 20, "江津区社会保障卡服务网点名单", 16)
    rows = [HEADER, *ROWS[1:], *MORE]
    for number, row in enumerate(rows):
        for x, text in zip((20, 35, 90, 150), row, strict=True):
            paper.write(x, 40 + 8 * number, str(text))
    found = one(paper.write(95, 285, "— 1 —").content())
    assert found.rows == [*TEXTS, *MORE_TEXTS]
    assert (
        "2 texts outside of the tables were left out: “江津区社会保障卡服务网点名单” …"
        in remarks(found)
    )


def test_parts_of_characters_are_the_characters_that_they_look_like() -> None:
    """Browsers write them when they print a page."""
    chars = [
        {
            "text": text,
            "x0": 10.0 * place,
            "x1": 10.0 * place + 10,
            "top": 0,
            "bottom": 10,
            "size": 10,
        }
        for place, text in enumerate("⽹点⼤⺠⻓ﬁ1")
    ]
    assert [one.text for one in lines_of(chars, is_apart=True)] == ["网点大民长fi1"]


def test_a_blank_cell_in_a_table_without_lines_stays_blank() -> None:
    paper = Paper()
    rows = [HEADER, *ROWS[1:], ("3", "农商行珞璜支行", "", "47600003"), *MORE[1:]]
    for number, row in enumerate(rows):
        for x, text in zip((20, 35, 90, 150), row, strict=True):
            paper.write(x, 40 + 8 * number, str(text))
    assert one(paper.content()).rows == [list(map(str, row)) for row in rows]


def test_a_cut_row_is_told() -> None:
    paper = Paper().table(30, ROWS).next_page().table(20, [["", "", "二楼", ""], *MORE])
    found = one(paper.content())
    assert row_remarks(found) == {4: ["It may be the end of the row above, cut by the page."]}


def test_a_picture_of_a_page_is_named_with_its_number() -> None:
    assert "(scanned), cannot be read: 1, 2." in refused(
        Paper().scan().next_page().scan().content()
    )
    mixed = Paper().table(30, ROWS).next_page().scan().content()
    assert "(scanned), cannot be read: 2." in remarks(one(mixed))[0]


def test_a_letter_has_no_table() -> None:
    paper = Paper().write(20, 30, "各位居民：你们好。").write(20, 40, "现将服务网点公布如下。")
    assert "There is no table in the PDF" in refused(paper.content())
    assert "There is no table in the PDF" in refused(Paper().content())


def test_a_frame_around_a_text_is_no_table() -> None:
    framed = Paper().table(30, [["联系人：王"]], (100,)).content()
    assert "There is no table in the PDF" in refused(framed)


def test_a_pdf_with_a_password_is_named_as_such() -> None:
    assert "has a password" in refused(Paper().table(30, ROWS).content(password=PASSWORD))


def test_a_pdf_that_is_only_protected_against_changes_is_read() -> None:
    paper = Paper()
    rows = [
        ["No", "Name", "Address", "Phone"],
        *[[str(n), "Bank", "Road", "12333"] for n in (1, 2)],
    ]
    for number, row in enumerate(rows):
        for x, text in zip((20, 40, 90, 150), row, strict=True):
            paper.write(x, 40 + 8 * number, text, font="Helvetica")
    assert one(paper.content(password="")).rows == rows


def test_a_font_that_does_not_name_its_characters_is_told() -> None:
    """Who copies such a text gets nonsense, too."""
    stream = b"BT /F 12 Tf 50 700 Td <00010002000300040005> Tj ET"
    made = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 9 9]/ItalicAngle 0/Ascent 9"
        b"/Descent 0/CapHeight 9/StemV 9>>",
    )
    assert "does not say which characters" in refused(made)


def test_too_many_pages_are_refused_with_their_number() -> None:
    paper = Paper()
    for _page in range(PUBLIC.pages + 1):
        paper.write(20, 20, "x").next_page()
    assert "more than 100 pages" in refused(paper.content())


@pytest.mark.parametrize("cut", [20, 400, -30])
def test_a_part_of_a_pdf_is_damaged_or_has_no_table(cut: int) -> None:
    with pytest.raises(Refusal):
        tables(pdf()[:cut])


def test_a_row_that_is_alone_on_a_page_without_lines_is_told() -> None:
    paper = Paper()
    for number, row in enumerate([HEADER, *ROWS[1:]]):
        for x, cell in zip((20, 35, 90, 150), row, strict=True):
            paper.write(x, 40 + 8 * number, str(cell))
    paper.next_page()
    for x, alone in zip((20, 35, 90, 150), MORE[0], strict=True):
        paper.write(x, 20, str(alone))
    said = remarks(one(paper.content()))
    told = [text for text in said if "row of the table" in text]
    assert [text.startswith("Page 2 has what looks like a row") for text in told] == [True]
    assert str(MORE[0][1]) in told[0]
