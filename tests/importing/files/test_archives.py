"""Archives that attack whoever opens them, and the harmless ones beside them."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from sites.importing.files.bounds import PUBLIC, STAFF
from sites.importing.files.formats.kinds import Kind
from sites.importing.files.formats.read_file import look, read
from sites.importing.files.formats.refusal import Refusal
from tests.importing.documents import content, document
from tests.importing.files.making import (
    ROWS,
    SHEET,
    archive,
    changed,
    ods,
    page,
    pdf,
    xls,
    xlsb,
    xlsx,
    xlsx_sheet,
    xml_workbook,
)

ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet>&b;</worksheet>"""


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("序号,名称\r\n1,甲\r\n".encode(), Kind.TEXT),
        ("序号,名称\r\n1,甲\r\n".encode("gb18030"), Kind.TEXT),
        ("序号,名称\r\n1,甲\r\n".encode("utf-16"), Kind.TEXT),
        (xlsx(ROWS), Kind.WORKBOOK),
        (xlsb(ROWS), Kind.BINARY_WORKBOOK),
        (ods(ROWS), Kind.OPEN_WORKBOOK),
        (xls(ROWS), Kind.OLD_WORKBOOK),
        (xml_workbook(ROWS).encode(), Kind.XML_WORKBOOK),
        (xml_workbook(ROWS).encode("utf-16"), Kind.XML_WORKBOOK),
        (page(ROWS).encode(), Kind.PAGE),
        (page(ROWS).encode("gb18030"), Kind.PAGE),
        (content(document(ROWS)), Kind.DOCUMENT),
        (pdf(), Kind.PDF),
        (b"\r\n" + pdf(), Kind.PDF),
    ],
    ids=range(14),
)
def test_what_a_file_is_comes_from_its_content(made: bytes, kind: Kind) -> None:
    assert look(made, PUBLIC) is kind


@pytest.mark.parametrize(
    "made",
    [
        b"",
        b" \r\n ",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08\x00text",
        b"PK\x03\x04 and no more",
        b"x" * (STAFF.content + 1),
    ],
    ids=range(12),
)
def test_what_is_no_table_is_refused_with_a_remedy(made: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read(made, STAFF)
    assert refusal.value.problem.text
    assert refusal.value.remedy.text


def test_an_archive_without_a_workbook_or_with_two_is_refused() -> None:
    both = changed(xlsx(ROWS), {"word/document.xml": b"<document/>"})
    for made in (archive({"table.csv": "1,2"}), both):
        with pytest.raises(Refusal):
            look(made, STAFF)


def bomb(size: int) -> bytes:
    """Return a workbook with a member that unpacks to so many bytes."""
    file = io.BytesIO(xlsx(ROWS))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as new,
        new.open("xl/media/x.bin", "w") as member,
    ):
        for _part in range(size >> 20):
            member.write(bytes(1 << 20))
    return file.getvalue()


def test_a_small_file_that_unpacks_to_very_much_is_refused() -> None:
    content = bomb(STAFF.unpacked)
    assert len(content) < STAFF.content
    with pytest.raises(Refusal):
        look(content, STAFF)


def test_an_archive_that_lies_about_the_size_is_refused() -> None:
    """Its directory says 10 bytes; unpackers that trust the data instead would get a megabyte."""
    sheet_xml = b"<worksheet>" + b" " * (1 << 20) + b"</worksheet>"
    content = bytearray(changed(xlsx(ROWS), {SHEET: sheet_xml}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo(SHEET)
    wanted = struct.pack("<L", entry.file_size)
    assert content.count(wanted) == 2
    lying = bytes(content).replace(wanted, struct.pack("<L", 10))
    with pytest.raises(Refusal):
        look(lying, STAFF)


def test_members_that_share_their_bytes_are_refused() -> None:
    """The densest bombs have many directory entries for one piece of packed data."""
    file = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(file, "a") as new:
        copy = new.getinfo(SHEET)
        for number in range(5):
            other = zipfile.ZipInfo(f"xl/worksheets/copy{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(other, name, getattr(copy, name))
            new.filelist.append(other)
            new.NameToInfo[other.filename] = other
        new._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(Refusal):
        look(file.getvalue(), STAFF)


def test_too_many_members_are_refused() -> None:
    many = {f"xl/media/{number}.txt": b"x" for number in range(STAFF.members)}
    with pytest.raises(Refusal):
        look(changed(xlsx(ROWS), many), STAFF)


@pytest.mark.parametrize("name", ["xl/embeddings/book.xlsx", "xl/media/image1.png"])
@pytest.mark.parametrize("inner", [xlsx(ROWS), b"\xd0\xcf\x11\xe0 an embedded object"], ids=[0, 1])
def test_an_archive_within_the_archive_is_refused(name: str, inner: bytes) -> None:
    with pytest.raises(Refusal, match=r"book\.xlsx|image1\.png"):
        look(changed(xlsx(ROWS), {name: inner}), STAFF)


@pytest.mark.parametrize("name", ["../../evil.xml", "/evil.xml", "xl\\..\\evil.xml"])
def test_members_outside_of_the_archive_are_refused(name: str) -> None:
    with pytest.raises(Refusal):
        look(changed(xlsx(ROWS), {name: b"<x/>"}), STAFF)


def test_two_members_of_one_name_are_refused() -> None:
    file = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(file, "a") as new:
        new.writestr(SHEET.upper(), b"<worksheet/>")
    with pytest.raises(Refusal):
        look(file.getvalue(), STAFF)


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(xlsx(ROWS))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(Refusal):
        look(bytes(content), STAFF)


@pytest.mark.parametrize("member", [SHEET, "xl/sharedStrings.xml", "xl/any.bin", "_rels/x.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_entities_are_refused_in_every_member_and_encoding(member: str, encoding: str) -> None:
    with pytest.raises(Refusal):
        look(changed(xlsx(ROWS), {member: ENTITIES.encode(encoding)}), STAFF)


@pytest.mark.parametrize(
    "text",
    [
        ENTITIES.replace("?>", ' encoding="UTF-7"?>', 1).encode("utf-7"),
        ENTITIES.replace("?>", ' encoding="GB18030"?>', 1).encode("gb18030"),
        ENTITIES.replace("?>", ' encoding="IBM037"?>', 1).encode("cp037"),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b'<?xml version="1.0"?><!-- -->\n<!DOCTYPE x PUBLIC "a" "http://127.0.0.1/x.dtd"><x/>',
    ],
    ids=range(5),
)
@pytest.mark.parametrize("make", [lambda: xlsx(ROWS), lambda: content(document(ROWS))])
def test_no_spelling_gets_a_document_type_through(make: Callable[[], bytes], text: bytes) -> None:
    with pytest.raises(Refusal):
        look(changed(make(), {"customXml/item9.xml": text}), STAFF)
    with pytest.raises(Refusal):
        look(changed(make(), {"customXml/item9.bin": text}), STAFF)


def test_a_part_that_breaks_off_is_refused() -> None:
    with pytest.raises(Refusal):
        look(changed(xlsx(ROWS), {"customXml/item9.xml": "<worksheet><row>"}), STAFF)


@pytest.mark.parametrize(
    "inside",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<sheetData><row r="99999999"><c r="A99999999"/></row></sheetData>',
        "<sheetData>" + '<row><c r="XFD1"/></row>' * (STAFF.area // 16_384 + 1) + "</sheetData>",
        '<sheetData><row><c r="ZZZZ1"/><c r="A0x"/></row></sheetData>',
        '<sheetData><row r="one"/></sheetData>',
    ],
    ids=range(5),
)
def test_cells_that_span_half_the_world_are_refused(inside: str) -> None:
    with pytest.raises(Refusal):
        look(xlsx_sheet(inside), STAFF)


def test_a_full_sheet_of_a_usual_size_passes() -> None:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{letter}{number}"><v>1</v></c>' for letter in "ABCDEFGH")
        + "</row>"
        for number in range(1, 5_001)
    )
    assert look(xlsx_sheet(f"<sheetData>{rows}</sheetData>"), STAFF) is Kind.WORKBOOK


def test_a_documents_cell_cannot_stand_for_a_million() -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc>'
    body = f"<w:document {word}><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:document>"
    with pytest.raises(Refusal):
        look(changed(content(document(ROWS)), {"word/document.xml": body.encode()}), STAFF)


@pytest.mark.parametrize("cut", [10, 100, 1000, -30])
def test_cut_archives_are_refused(cut: int) -> None:
    with pytest.raises(Refusal):
        look(xlsx(ROWS)[:cut], STAFF)


def test_every_flipped_byte_is_read_or_refused() -> None:
    content = xlsx(ROWS)
    for place in range(4, len(content), 7):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        try:
            look(bytes(broken), STAFF)
        except Refusal:
            continue
