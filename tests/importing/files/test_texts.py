"""Texts: how their columns are apart, their encodings, and what is wrong with those that fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.importing.files.formats.encodings import decode
from tests.importing.files.making import ROWS, page, xlsx
from tests.importing.files.reads import one, refused, remarks, row_remarks, tables

TEXTS = [list(map(str, row)) for row in ROWS]


def apart(sign: str) -> str:
    return "\n".join(sign.join(row) for row in TEXTS)


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，", "；", "｜", "│"])
def test_columns_may_be_apart_by_many_signs(sign: str) -> None:
    assert one(apart(sign)).rows == TEXTS
    assert one(apart(sign).replace("\n", "\r\n") + "\r\n").rows == TEXTS


@pytest.mark.parametrize("sign", [",", "\t", ";", "，"])
def test_other_signs_within_cells_do_not_count(sign: str) -> None:
    """Services with strokes between them, several phones, an address with a comma."""
    rows = [
        [*TEXTS[0], "服务"],
        *[["1", "甲", "A路，1号；2号", "47881050;47881051", "补卡|解锁|激活"]] * 3,
    ]
    quoted = [[f'"{cell}"' if sign in cell else cell for cell in row] for row in rows]
    assert one("\n".join(sign.join(row) for row in quoted)).rows == rows


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_a_first_line_for_excel_names_the_sign(sign: str) -> None:
    """It is a row as well, so that the others keep their numbers."""
    assert one(f"sep={sign}\r\n{apart(sign)}").rows == [[], *TEXTS]


MARKDOWN = """服务网点

| 序号 | 名称 | 地址 |
|---|:---:|---:|
| 1 | 甲 | 人民路\\|1号 |
| 2 | 乙 |  |
"""
DRAWN = """+----+------+
| 序号 | 名称 |
+====+======+
| 1  | 甲   |
+----+------+
"""
BOXED = """┌────┬────┐
│序号│名称│
├────┼────┤
│ 1  │ 甲 │
└────┴────┘
"""


def test_tables_that_are_drawn_with_signs() -> None:
    """What is drawn between the rows is a blank row: rows keep their numbers."""
    assert one(MARKDOWN).rows == [
        ["服务网点"],
        [],
        ["序号", "名称", "地址"],
        [],
        ["1", "甲", "人民路|1号"],
        ["2", "乙"],
    ]
    assert one(DRAWN).rows == [[], ["序号", "名称"], [], ["1", "甲"]]
    assert one(BOXED).rows == [[], ["序号", "名称"], [], ["1", "甲"]]
    assert one(MARKDOWN.replace("|", "｜")).rows[2] == ["序号", "名称", "地址"]


@pytest.mark.parametrize("blank", ["  ", "      ", "\u3000\u3000", " ", "\u3000"])
def test_columns_that_are_apart_by_blanks(blank: str) -> None:
    found = one("网点一览表\n\n" + apart(blank))
    assert found.rows == [["网点一览表"], [], *TEXTS]
    assert "a blank cell cannot be seen" in remarks(found)[0]
    assert row_remarks(found) == {}


def test_a_blank_cell_between_blanks_is_told() -> None:
    found = one(
        "序号  名称  地址  电话\n1  甲  A路1号  47881050\n2  乙  47332702\n3  丙  B路  47881051"
    )
    assert found.rows[2] == ["2", "乙", "47332702"]
    assert row_remarks(found) == {
        3: ["It has 3 texts, the table 4 columns: which is blank is not certain."]
    }


def test_prose_is_no_table_of_blanks() -> None:
    found = one("各位居民 你们好\n现将 服务网点 公布 如下\n谢谢")
    assert max(map(len, found.rows)) == 1
    assert remarks(found) == []


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("sign", [",", "\t"])
def test_texts_in_every_encoding_with_and_without_a_mark(encoding: str, sign: str) -> None:
    assert one(apart(sign).encode(encoding)).rows == TEXTS
    big = b"\xfe\xff" + apart(sign).encode("utf-16-be")
    assert one(big).rows == TEXTS


def test_a_page_of_taiwan_says_its_encoding() -> None:
    rows = [["序號", "名稱"], ["1", "農商行"]]
    made = page(rows, before='<meta charset="big5">').encode("big5")
    assert one(made).rows == rows


FIRST, SECOND = "序号,名称\n1,石门镇所\n", "2,白沙镇\n"
DAMAGED = {
    "GB18030 below UTF-8": (
        FIRST.encode() + SECOND.encode("gb18030"),
        "line 1 is in UTF-8, line 3 in GB18030",
    ),
    "GB18030 below a mark": (
        b"\xef\xbb\xbf" + FIRST.encode() + SECOND.encode("gbk"),
        "line 1 is in UTF-8, line 3 in GB18030",
    ),
    "UTF-8 below GB18030": (
        FIRST.encode("gb18030") + SECOND.encode(),
        "line 3 is in UTF-8, line 1 in GB18030",
    ),
    "bytes in GB18030": (FIRST.encode("gb18030") + b"2,\xff\xff\n", "Line 3 has bytes"),
    "bytes in UTF-8": (FIRST.encode() + b"2,\xff\xfe\xff\n", "Line 3 has bytes"),
    "half of a character": ("\ufeff序号".encode("utf-16-le") + b"\x00\xd8\x00\x00", "neither"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_and_mixed_encodings_say_where(name: str) -> None:
    content, words = DAMAGED[name]
    assert words in refused(content)


HEAD = "序号,服务网点全称,网点地址,联系电话\n201,石门镇社保所甲点,石门镇人民路12号,47810001\n"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "gb18030"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1")],
)
def test_texts_that_were_read_in_a_wrong_encoding_are_told(right: str, wrong: str) -> None:
    """Bytes that a program could not read are gone for good."""
    garbled = HEAD.encode(right).decode(wrong, "replace")
    said = refused(garbled)
    assert "garbled" in said
    assert "网点" in said


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD.replace("号", "號"),
        "Serial,Name,Address,Phone\n1,Café,Straße 5,123\n",
        "序号,名称\n1,é\n",
        "№,Название,Адрес\n1,Банк,Улица\n",
        "ä,ö\nü,ß\n",
    ],
)
def test_sound_texts_are_not_taken_for_garbled_ones(text: str) -> None:
    assert decode(text.encode()) == text
    assert tables(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=60))
def test_no_chinese_text_is_taken_for_a_garbled_one(text: str) -> None:
    """By chance one in thousands is; a text that means something is not: these have no meaning."""
    assert decode(text.encode("utf-8")) == text


QUOTES = {
    "a quote that is never closed": ('a,b,c\n1,"x,y\n2,z,w\n', "in row 2 is never closed"),
    "one that another closes": (
        'a,b,c\n1,"x,y\n2,z,w\n3,u,"v\n',
        "In row 2 a quote holds whole rows",
    ),
    "one at the end": ('a,b,c\n1,x,"', "in row 2 is never closed"),
    "a whole book": ('a,b,c\n1,"' + "x" * 200_000 + '",y\n', "row 2 has more than 131072"),
}


@pytest.mark.parametrize("name", QUOTES)
def test_a_quote_too_many_is_told_with_its_row(name: str) -> None:
    text, words = QUOTES[name]
    assert words in refused(text)


@pytest.mark.parametrize(
    "cell", ["两行\n地址", "A路1号，\nB路2号", "一,二\n三", 'a "b" c', "\n", "补卡,解锁\n激活"]
)
def test_cells_between_quotes_keep_their_breaks_and_signs(cell: str) -> None:
    quoted = cell.replace('"', '""')
    text = f'序号,名称,地址,电话,服务\n1,"{quoted}",x,y,z\n2,a,b,c,d\n'
    assert one(text).rows[1][1] == cell
    assert len(one(text).rows) == 3


def test_what_is_blank_is_no_table() -> None:
    assert tables("\n \t\n\u3000") == []
    assert "is empty" in refused(" \n")


def test_a_workbook_that_is_called_text_is_a_workbook() -> None:
    assert one(xlsx(ROWS)).rows == TEXTS
