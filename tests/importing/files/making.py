"""Files of every format, made for tests: as small as their readers allow."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

Rows = Sequence[Sequence[object]]
HEADER = ("序号", "服务网点全称", "网点地址", "联系电话")
ROWS: Sequence[Sequence[str]] = (
    HEADER,
    ("1", "农商行油溪支行", "油溪镇建新路46号", "47881050"),
    ("2", "农商行白沙支行", "白沙镇新沙路9号", "47332702"),
)
FONT = "STSong-Light"
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def archive(members: Mapping[str, str | bytes], *, packed: bool = True) -> bytes:
    """Return a ZIP of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return file.getvalue()


def changed(content: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        kept = {name: old.read(name) for name in old.namelist() if name not in members}
    return archive({**kept, **members})


def xlsx(*sheets: Rows) -> bytes:
    """Return a workbook with these sheets."""
    return saved(xlsx_book(*sheets))


def xlsx_book(*sheets: Rows) -> Any:
    """Return a workbook that is still to be changed and saved."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    return book


def saved(made: Any) -> bytes:
    """Return the bytes of a workbook or document."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def overlapping(count: int = 500) -> bytes:
    """Return a workbook whose directory names one sheet's packed bytes so many times more."""
    file = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(file, "a") as new:
        first = new.getinfo(SHEET)
        for number in range(count):
            other = zipfile.ZipInfo(f"xl/worksheets/copy{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(other, name, getattr(first, name))
            new.filelist.append(other)
            new.NameToInfo[other.filename] = other
        # Else the list of files is not written at the end.
        new._didModify = True  # type: ignore[attr-defined]
    return file.getvalue()


def xlsx_sheet(inside: str) -> bytes:
    """Return a workbook whose sheet is written by hand."""
    return changed(xlsx(ROWS), {SHEET: f"<worksheet {SPREADSHEET}>{inside}</worksheet>"})


# OpenDocument

_OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)


def ods_sheet(inside: str, manifest: str = "") -> bytes:
    """Return a workbook of LibreOffice whose sheets are written by hand."""
    body = f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_OPEN}>{body}</office:document-content>",
            "META-INF/manifest.xml": f"<manifest:manifest {_OPEN}>{manifest}</manifest:manifest>",
        }
    )


def ods(*sheets: Rows) -> bytes:
    """Return a workbook of LibreOffice."""
    return ods_sheet(
        "".join(
            f'<table:table table:name="Sheet{number}">{"".join(map(_ods_row, rows))}</table:table>'
            for number, rows in enumerate(sheets, start=1)
        )
    )


def _ods_row(row: Iterable[object]) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"


def ods_cell(value: object, more: str = "") -> str:
    """Return one cell."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string" {more}>{text}</table:table-cell>'


# Excel 2003 XML


def xml_workbook(*sheets: Rows) -> str:
    """Return a workbook as Excel 2003 writes it in XML."""
    return xml_sheets(
        "".join(
            f'<Worksheet ss:Name="Sheet{number}"><Table>{"".join(map(_xml_row, rows))}</Table>'
            "</Worksheet>"
            for number, rows in enumerate(sheets, start=1)
        )
    )


def xml_sheets(inside: str) -> str:
    """Return such a workbook whose sheets are written by hand."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}">{inside}</Workbook>'
    )


def _xml_row(row: Iterable[object]) -> str:
    return f"<Row>{''.join(map(xml_cell, row))}</Row>"


def xml_cell(value: object, more: str = "") -> str:
    """Return one cell."""
    if value is None:
        return "<Cell/>"
    kind = "Number" if isinstance(value, float) else "String"
    return f'<Cell {more}><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


# XLSB


def xlsb(*sheets: Rows, hidden: Iterable[int] = ()) -> bytes:
    """Return a workbook in Excel's binary archive."""
    numbers = range(1, len(sheets) + 1)
    bundle = b"".join(
        _brt(
            156,
            struct.pack("<LL", number in hidden, number)
            + _wide(f"rId{number}")
            + _wide(f"Sheet{number}"),
        )
        for number in numbers
    )
    rels = "".join(
        f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/'
        f'2006/relationships/worksheet" Target="worksheets/sheet{number}.bin"/>'
        for number in numbers
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": _brt(131) + _brt(143) + bundle + _brt(144) + _brt(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships {space}>{rels}</Relationships>",
            **{
                f"xl/worksheets/sheet{number}.bin": _xlsb_sheet(rows)
                for number, rows in enumerate(sheets, start=1)
            },
        }
    )


def _xlsb_sheet(rows: Rows) -> bytes:
    height, width = len(rows), max(map(len, rows), default=0)
    parts = [_brt(129), _brt(148, struct.pack("<4L", 0, max(0, height - 1), 0, max(0, width - 1)))]
    parts.append(_brt(145))
    for index, row in enumerate(rows):
        parts.append(_brt(0, struct.pack("<LLHHB", index, 0, 300, 0, 0) + bytes(4)))
        for place, value in enumerate(row):
            if isinstance(value, float):
                parts.append(_brt(5, struct.pack("<LLd", place, 0, value)))
            elif value is not None:
                parts.append(_brt(6, struct.pack("<LL", place, 0) + _wide(str(value))))
    return b"".join([*parts, _brt(146), _brt(130)])


def _brt(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind > 127 else bytes([kind])
    size, length = len(content), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


# XLS


def xls(
    *sheets: Rows,
    hidden: Iterable[int] = (),
    merged: Iterable[tuple[int, int, int, int]] = (),
    has_password: bool = False,
) -> bytes:
    """Return a workbook of Excel 97; an area is first and last row, first and last column."""
    bodies = [_xls_sheet(rows, list(merged)) for rows in sheets]
    names = [f"Sheet{number}".encode() for number in range(1, len(sheets) + 1)]
    begin = _biff(0x809, struct.pack("<4H2L", 0x600, 5, 0, 0, 0, 0))
    if has_password:
        begin += _biff(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    place = len(begin) + sum(4 + 8 + len(name) for name in names) + 4
    bounds = b""
    for number, (name, body) in enumerate(zip(names, bodies, strict=True), start=1):
        about = struct.pack("<LBBBB", place, number in hidden, 0, len(name), 0)
        bounds += _biff(0x85, about + name)
        place += len(body)
    return compound({"Workbook": begin + bounds + _biff(0x0A) + b"".join(bodies)})


def _xls_sheet(rows: Rows, merged: list[tuple[int, int, int, int]]) -> bytes:
    parts = [_biff(0x809, struct.pack("<4H2L", 0x600, 0x10, 0, 0, 0, 0))]
    width = max(map(len, rows), default=0)
    parts.append(_biff(0x200, struct.pack("<LLHHH", 0, len(rows), 0, width, 0)))
    for index, row in enumerate(rows):
        for place, value in enumerate(row):
            where = struct.pack("<HHH", index, place, 0)
            if isinstance(value, float):
                parts.append(_biff(0x203, where + struct.pack("<d", value)))
            elif value is not None:
                text = str(value)
                said = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
                parts.append(_biff(0x204, where + said))
    areas = b"".join(struct.pack("<4H", *area) for area in merged)
    parts.append(_biff(0xE5, struct.pack("<H", len(merged)) + areas))
    return b"".join([*parts, _biff(0x0A)])


def _biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a file of the kind that office programs had before 2007, with these streams.

    Streams of less than 4,096 bytes are filled up, so that none needs a place of its own kind.
    """
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    # The head has room for the places of so many tables.
    shift, version = (9, 3) if sum(map(len, streams.values())) < 6_000_000 else (12, 4)
    sector = 1 << shift
    chains: list[int] = []
    bodies = b""
    # Where sectors are large, readers want the root to have a place, too.
    small = (end, 0) if version == 3 else (0, 64)
    entries = [_entry("Root Entry", 5, (free, 1 if streams else free), small)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        full = content.ljust(4_096, b"\0")
        full += bytes(-len(full) % sector)
        first, count = len(chains), len(full) // sector
        chains += [*range(first + 1, first + count), end]
        bodies += full
        following = number + 1 if number < len(streams) else free
        entries.append(_entry(name, 2, (following, free), (first, len(full))))
    directory = b"".join(entries)
    directory += bytes(-len(directory) % sector)
    place = len(chains)
    count = len(directory) // sector
    chains += [*range(place + 1, place + count), end]
    fats = 1
    while (len(chains) + fats) * 4 > fats * sector:
        fats += 1
    fat_places = range(len(chains), len(chains) + fats)
    table = struct.pack(f"<{len(chains) + fats}L", *chains, *[fat] * fats)
    table = table.ljust(fats * sector, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, version, 0xFFFE, shift, 6)
    head += struct.pack(
        "<LLLLLLLLL", count if version == 4 else 0, fats, place, 0, 4_096, end, 0, end, 0
    )
    head += struct.pack("<109L", *[*fat_places, *[free] * 109][:109])
    return head.ljust(sector, b"\0") + bodies + directory + table


def _entry(name: str, kind: int, links: tuple[int, int], content: tuple[int, int]) -> bytes:
    letters = f"{name}\0".encode("utf-16-le")
    about = struct.pack("<HBBLLL", len(letters), kind, 1, 0xFFFFFFFF, *links) + bytes(36)
    return letters.ljust(64, b"\0") + about + struct.pack("<LQ", *content)


# Web pages


def page(*tables: Rows, before: str = "") -> str:
    """Return a web page with these tables."""
    return f"<html><body>{before}{''.join(map(_html_table, tables))}</body></html>"


def _html_table(rows: Rows) -> str:
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


# PDF


class Paper:
    """A PDF, page by page."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=A4)

    def write(
        self, x: float, y: float, text: str, size: float = 10, *, font: str = FONT
    ) -> "Paper":
        """Write a text at so many millimetres from the left and from the top."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x * mm, A4[1] - y * mm, text)
        return self

    def table(
        self,
        y: float,
        rows: Rows,
        widths: Sequence[float] = (15, 55, 60, 35),
        style: Iterable[tuple[Any, ...]] = (),
        *,
        has_lines: bool = True,
    ) -> "Paper":
        """Draw a table at so many millimetres from the top; the widths are millimetres, too."""
        font = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
        cells = [
            [Paragraph(str(text).replace("\n", "<br/>"), font) for text in row] for row in rows
        ]
        drawn = Table(cells, colWidths=[width * mm for width in widths])
        lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if has_lines else []
        drawn.setStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *style])
        _width, height = drawn.wrapOn(self._canvas, A4[0], A4[1])
        drawn.drawOn(self._canvas, 20 * mm, A4[1] - y * mm - height)
        return self

    def scan(self) -> "Paper":
        """Draw a picture over the page."""
        from PIL import Image  # noqa: PLC0415
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415

        picture = Image.new("L", (60, 80), 200)
        self._canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        return self

    def next_page(self) -> "Paper":
        """Go on on a new page."""
        self._canvas.showPage()
        return self

    def content(self, *, password: str | None = None) -> bytes:
        """Return the file's bytes."""
        if password is not None:
            from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415

            encryption = StandardEncryption(password, canPrint=1)
            self._canvas.setEncrypt(encryption)
        self._canvas.save()
        return self._file.getvalue()


def pdf(rows: Rows = ROWS) -> bytes:
    """Return a notice with a title, a table and a page number."""
    paper = Paper().write(70, 20, "社会保障卡服务网点", 16).table(30, rows)
    return paper.write(100, 285, "第 1 页").content()


def raw_pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of which is the catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, inside in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"<</Size %d/Root 1 0 R>>" % (len(objects) + 1)
    return content + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, start)


def attribute(text: str) -> str:
    """Return a text as the value of an attribute."""
    return quoteattr(text)
