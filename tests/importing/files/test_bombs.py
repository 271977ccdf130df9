"""Small files that cost much are refused by what is counted in them, before a reader opens them."""

from string import ascii_uppercase

import pytest

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats import workbooks
from sites.importing.files.formats.found import Found
from sites.importing.files.formats.office_xml import Tally, count_xml
from sites.importing.files.formats.read_file import read
from sites.importing.files.formats.refusal import Refusal
from tests.importing.files.bombs import BOMBS
from tests.importing.files.making import ROWS, SHEET, changed, xlsx, xlsx_sheet

TOKEN = PUBLIC.token


@pytest.mark.parametrize("make", BOMBS)
def test_each_make_is_refused_or_has_no_table(make: str) -> None:
    """In this process, which no limit of time or memory would end."""
    content = BOMBS[make]()
    assert len(content) <= PUBLIC.content
    found = outcome(content)
    assert found == [] or (isinstance(found, Refusal) and found.problem.text and found.remedy.text)


def outcome(content: bytes) -> list[Found] | Refusal:
    try:
        return read(content, PUBLIC)
    except Refusal as refusal:
        return refusal


def counted(text: bytes, step: int) -> Tally:
    tally = Tally()
    chunks = (text[place : place + step] for place in range(0, len(text), step))
    count_xml(chunks, PUBLIC, tally)
    return tally


@pytest.mark.parametrize("step", [1_000, 65_536])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<a>", b"</a>"),
        (b'<a b="', b'"/>'),
        (b"<", b"/>"),
        (b"<a><!--", b"--></a>"),
        (b"<a><!--<", b"<--></a>"),
        (b"<a><![CDATA[", b"]]></a>"),
        (b"<a><![CDATA[<a>", b"<!-- ]]></a>"),
        (b"<?x ", b"?><a/>"),
        (b"<?x <a>", b"<!-- ?><a/>"),
    ],
    ids=range(9),
)
def test_the_longest_piece_that_passes(before: bytes, after: bytes, step: int) -> None:
    """Counted in bytes, wherever the text is cut while it is read."""
    room = TOKEN - len(before) - len(after)
    assert counted(before + b"x" * room + after, step).signs
    with pytest.raises(Refusal):
        counted(before + b"x" * (TOKEN + 1) + after, step)


@pytest.mark.parametrize("begin", [b"<!--", b"<![CDATA[", b"<?"])
def test_pieces_that_are_full_of_others_are_one(begin: bytes) -> None:
    with pytest.raises(Refusal):
        counted(b"<a>" + begin + b"<b/>" * (TOKEN // 4 + 100), 65_536)


def test_elements_are_counted_as_bytes_in_every_encoding() -> None:
    text = "<a>" + "<b/>" * 10 + "</a>"
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        assert counted(text.encode(encoding), 7).signs == 12
    with pytest.raises(Refusal):
        counted(b"<b/>" * (PUBLIC.elements + 1), 65_536)


def test_no_parser_sees_a_part_before_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The harmless sheet comes first in the archive, the bomb last."""
    content = changed(xlsx(ROWS), {"docProps/zzz.xml": b"<!--" + b"x" * (TOKEN + 1) + b"-->"})
    parsed: list[object] = []
    monkeypatch.setattr(
        "sites.importing.files.formats.archives.parse_xml", lambda *_: parsed.append(1)
    )
    with pytest.raises(Refusal):
        read(content, PUBLIC)
    assert parsed == []


def test_as_many_elements_as_a_table_needs_pass() -> None:
    """1,900 rows of 26 columns, and 20,000 rows with a format and no text."""
    rows = [
        f'<row r="{row}">'
        + "".join(
            f'<c r="{c}{row}" t="inlineStr"><is><t>{row}</t></is></c>' for c in ascii_uppercase
        )
        + "</row>"
        for row in range(1, 1_901)
    ]
    blank = [f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(1_901, 21_901)]
    content = xlsx_sheet(f"<sheetData>{''.join(rows + blank)}</sheetData>")
    assert len(read(content, PUBLIC)[0].rows) == 1_900


def test_blank_rows_to_the_end_of_the_sheet_are_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them is even looked at."""
    seen = 0
    texts = workbooks._texts

    def count(row: object) -> list[str]:
        nonlocal seen
        seen += 1
        return texts(row)  # type: ignore[arg-type]

    monkeypatch.setattr(workbooks, "_texts", count)
    last = '<row r="1048576"><c r="A1048576" s="0"/></row>'
    rows = "<row r='2'><c r='B2'><v>7</v></c></row>"
    assert read(xlsx_sheet(f"<sheetData>{rows}{last}</sheetData>"), PUBLIC)[0].rows == [
        [],
        ["", "7"],
    ]
    assert seen == 2


def test_what_an_archive_holds_beside_the_sheets_is_bounded() -> None:
    for count, passes in ((PUBLIC.other_elements // 2, True), (PUBLIC.other_elements, False)):
        content = changed(xlsx(ROWS), {"docProps/x.xml": f"<a>{'<b/>' * count}</a>"})
        assert isinstance(outcome(content), list) is passes


def test_a_part_is_measured_by_what_it_is_and_not_by_its_name() -> None:
    sheet = f"<worksheet><sheetData>{'<row/>' * (PUBLIC.area + 1)}</sheetData></worksheet>"
    for name in (SHEET, "docProps/app.xml", "xl/x.bin"):
        with pytest.raises(Refusal):
            read(changed(xlsx(ROWS), {name: sheet}), PUBLIC)
