"""Files that attack whoever opens them, and the harmless ones beside them."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from docx import Document
from openpyxl import Workbook

from sites.importing.files.office_xml import MAX_AREA
from sites.importing.files.uploads import (
    MAX_BYTES,
    MAX_MEMBERS,
    MAX_UNPACKED_BYTES,
    BoundedUploads,
    FileKind,
    examine,
    receive,
    safe_name,
)
from sites.importing.problems import TableError

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet>&b;</worksheet>"""


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "服务网点全称", "网点地址", "联系电话"])
    sheet.append([1, "农商行油溪支行", "油溪镇建新路46号", "47881050"])
    sheet.merge_cells("A3:D3")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def document() -> bytes:
    text = Document()
    table = text.add_table(2, 4)
    table.cell(0, 0).merge(table.cell(0, 3))
    file = io.BytesIO()
    text.save(file)
    return file.getvalue()


def changed(content: bytes, members: dict[str, bytes]) -> bytes:
    """Return an archive with some members replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, text in members.items():
            new.writestr(name, text)
    return file.getvalue()


def sheet(inside: str) -> bytes:
    return changed(workbook(), {SHEET: f"<worksheet {NAMESPACE}>{inside}</worksheet>".encode()})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("序号,名称\r\n1,甲\r\n".encode(), FileKind.TEXT),
        ("序号,名称\r\n1,甲\r\n".encode("gb18030"), FileKind.TEXT),
        (workbook(), FileKind.WORKBOOK),
        (document(), FileKind.DOCUMENT),
    ],
)
def test_what_a_file_is_comes_from_its_content(content: bytes, kind: FileKind) -> None:
    for name in ("table.csv", "table.exe", "notice.docx", ""):
        upload = receive(SimpleUploadedFile(name or "x", content))
        assert (upload.kind, upload.content) == (kind, content)
        assert len(upload.sha256) == 64


@pytest.mark.parametrize(
    "content",
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
        "序号,名称".encode("utf-16"),
        b"x" * (MAX_BYTES + 1),
    ],
    ids=range(13),
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(TableError) as refusal:
        receive(SimpleUploadedFile("table.csv", content))
    assert refusal.value.problem
    assert refusal.value.remedy


def test_an_archive_without_a_workbook_or_with_two_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("table.csv", "1,2")
    both = changed(workbook(), {"word/document.xml": b"<document/>"})
    for content in (file.getvalue(), both):
        with pytest.raises(TableError):
            examine(content, "table.xlsx")


def bomb(size: int) -> bytes:
    """Return a workbook with a member that unpacks to so many bytes."""
    file = io.BytesIO(workbook())
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/x.bin", "w") as member,
    ):
        for _part in range(size >> 20):
            member.write(bytes(1 << 20))
    return file.getvalue()


def test_a_small_file_that_unpacks_to_very_much_is_refused() -> None:
    content = bomb(MAX_UNPACKED_BYTES)
    assert len(content) < MAX_BYTES
    with pytest.raises(TableError):
        examine(content, "table.xlsx")


def test_an_archive_that_lies_about_the_size_is_refused() -> None:
    """Its directory says 10 bytes; unpackers that trust the data instead would get a megabyte."""
    sheet_xml = b"<worksheet>" + b" " * (1 << 20) + b"</worksheet>"
    content = bytearray(changed(workbook(), {SHEET: sheet_xml}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo(SHEET)
    wanted = struct.pack("<L", entry.file_size)
    assert content.count(wanted) == 2
    lying = bytes(content).replace(wanted, struct.pack("<L", 10))
    with pytest.raises(TableError):
        examine(lying, "table.xlsx")


def test_members_that_share_their_bytes_are_refused() -> None:
    """The densest bombs have many directory entries for one piece of packed data."""
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive:
        copy = archive.getinfo(SHEET)
        for number in range(5):
            other = zipfile.ZipInfo(f"xl/worksheets/copy{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(other, name, getattr(copy, name))
            archive.filelist.append(other)
            archive.NameToInfo[other.filename] = other
        archive._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(TableError):
        examine(file.getvalue(), "table.xlsx")


def test_too_many_members_are_refused() -> None:
    many = {f"xl/media/{number}.txt": b"x" for number in range(MAX_MEMBERS)}
    with pytest.raises(TableError):
        examine(changed(workbook(), many), "table.xlsx")


@pytest.mark.parametrize("name", ["xl/embeddings/book.xlsx", "xl/media/image1.png"])
@pytest.mark.parametrize("inner", [workbook(), b"\xd0\xcf\x11\xe0 an embedded object"], ids=[0, 1])
def test_an_archive_within_the_archive_is_refused(name: str, inner: bytes) -> None:
    with pytest.raises(TableError, match=r"book\.xlsx|image1\.png"):
        examine(changed(workbook(), {name: inner}), "table.xlsx")


@pytest.mark.parametrize("name", ["../../evil.xml", "/evil.xml", "xl\\..\\evil.xml"])
def test_members_outside_of_the_archive_are_refused(name: str) -> None:
    with pytest.raises(TableError):
        examine(changed(workbook(), {name: b"<x/>"}), "table.xlsx")


def test_two_members_of_one_name_are_refused() -> None:
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    with pytest.raises(TableError):
        examine(file.getvalue(), "table.xlsx")


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(workbook())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(TableError):
        examine(bytes(content), "table.xlsx")


@pytest.mark.parametrize("member", [SHEET, "xl/sharedStrings.xml", "xl/any.bin", "_rels/x.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_entities_are_refused_in_every_member_and_encoding(member: str, encoding: str) -> None:
    with pytest.raises(TableError):
        examine(changed(workbook(), {member: ENTITIES.encode(encoding)}), "table.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        ENTITIES.replace("?>", ' encoding="UTF-7"?>', 1).encode("utf-7"),
        ENTITIES.replace("?>", ' encoding="GB18030"?>', 1).encode("gb18030"),
        ENTITIES.replace("?>", ' encoding="IBM037"?>', 1).encode("cp037"),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b'<?xml version="1.0"?><!-- -->\n<!DOCTYPE x PUBLIC "a" "http://127.0.0.1/x.dtd"><x/>',
        b"<worksheet><row>",
    ],
    ids=range(6),
)
@pytest.mark.parametrize("make", [workbook, document])
def test_no_spelling_gets_a_document_type_through(make: Callable[[], bytes], text: bytes) -> None:
    with pytest.raises(TableError):
        examine(changed(make(), {"customXml/item9.xml": text}), "table.xlsx")
    with pytest.raises(TableError):
        examine(changed(make(), {"customXml/item9.bin": text}), "table.xlsx")


@pytest.mark.parametrize(
    "inside",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<sheetData><row r="99999999"><c r="A99999999"/></row></sheetData>',
        "<sheetData>" + '<row><c r="XFD1"/></row>' * (MAX_AREA // 16_384 + 1) + "</sheetData>",
        '<sheetData><row><c r="ZZZZ1"/><c r="A0x"/></row></sheetData>',
        '<sheetData><row r="one"/></sheetData>',
    ],
    ids=range(5),
)
def test_cells_that_span_half_the_world_are_refused(inside: str) -> None:
    with pytest.raises(TableError):
        examine(sheet(inside), "table.xlsx")


def test_a_full_sheet_of_a_usual_size_passes() -> None:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{letter}{number}"><v>1</v></c>' for letter in "ABCDEFGH")
        + "</row>"
        for number in range(1, 5_001)
    )
    assert examine(sheet(f"<sheetData>{rows}</sheetData>"), "x").kind is FileKind.WORKBOOK


def test_a_documents_cell_cannot_stand_for_a_million() -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc>'
    body = f"<w:document {word}><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:document>"
    with pytest.raises(TableError):
        examine(changed(document(), {"word/document.xml": body.encode()}), "x.docx")


@pytest.mark.parametrize("cut", [10, 100, 1000, -30])
def test_cut_archives_are_refused(cut: int) -> None:
    with pytest.raises(TableError):
        examine(workbook()[:cut], "table.xlsx")


def test_every_flipped_byte_is_read_or_refused() -> None:
    content = workbook()
    for place in range(4, len(content), 7):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        try:
            examine(bytes(broken), "table.xlsx")
        except TableError:
            continue


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\me\\table.csv", "table.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n\u202ecsv.xslx", "abcsv.xslx"),
        ("", "table"),
        ("\u202e", "table"),
        ("长" * 400, "长" * 255),
    ],
)
def test_a_name_is_only_for_reading(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_request_of_any_size_is_not_stored() -> None:
    with pytest.raises(RequestDataTooBig):
        BoundedUploads().handle_raw_input(io.BytesIO(), {}, 2 * MAX_BYTES + 1, b"x")


def test_every_page_refuses_a_huge_request(client: Client, db: None) -> None:
    """Before any view: whoever is not logged in cannot fill the disk either."""
    with override_settings(DEBUG=False):
        answer = client.generic(
            "POST",
            "/desk/login/",
            b"--x\r\n",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(2 * MAX_BYTES + 1),
        )
    assert answer.status_code == 400


DOORS = {
    "/desk/service_sites/importrun/new/": "file",
    "/desk/service_sites/servicepoint/positions/": "table",
    "/check-table/": "file",
}
HOSTILE = {
    "entities": lambda: changed(workbook(), {SHEET: ENTITIES.encode()}),
    "a sheet as wide as the world": lambda: sheet(
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "far more than its bytes": lambda: bomb(MAX_UNPACKED_BYTES),
    "an archive within": lambda: changed(workbook(), {"xl/x.bin": workbook()}),
    "a program": lambda: b"MZ" + bytes(100),
}


@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_a_file_that_attacks(admin_client: Client, door: str, attack: str) -> None:
    file = SimpleUploadedFile("table.xlsx", HOSTILE[attack]())
    said = {"region": "500116", "datum": "wgs84", "precision": "rooftop", "report": "page"}
    answer = admin_client.post(door, {**said, DOORS[door]: file})
    assert answer.status_code == 400
    assert DOORS[door] in answer.context["form"].errors
