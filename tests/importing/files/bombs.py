"""Small files that cost whoever opens them much: one of each make, all below a megabyte.

None is a table. What is expected of each is that it is refused, soon and with a sentence.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.importing.documents import content, document
from tests.importing.files.making import (
    ROWS,
    SPREADSHEET,
    changed,
    compound,
    ods_cell,
    ods_sheet,
    overlapping,
    page,
    raw_pdf,
    xls,
    xlsb,
    xlsx,
    xlsx_sheet,
    xml_cell,
    xml_sheets,
)

_MB: Final = 1 << 20
_COLUMNS: Final = 'table:number-columns-repeated="16384"'
_ACROSS: Final = 'ss:MergeAcross="16000" ss:MergeDown="1000000"'
_WORD: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _in_sheet(before: str, filling: str, after: str, size: int = 16 * _MB) -> bytes:
    """Return a workbook whose sheet is filled to so many bytes."""
    filled = filling * (size // len(filling))
    return xlsx_sheet(f"{before}{filled}{after}")


def _in_part(name: str, text: str) -> bytes:
    return changed(xlsx(ROWS), {name: text})


def _in_document(inside: str) -> bytes:
    body = f"<w:document {_WORD}><w:body>{inside}</w:body></w:document>"
    return changed(content(document(ROWS)), {"word/document.xml": body})


def _comment_of_230_megabytes() -> bytes:
    """Return the workbook that took the site for minutes: its sheet is one comment."""
    file = io.BytesIO(xlsx(ROWS))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
        new.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        part.write(f"<worksheet {SPREADSHEET}><!--".encode())
        for _piece in range(230):
            part.write(b"x" * _MB)
        part.write(b"--></worksheet>")
    return file.getvalue()


def _shared_strings() -> bytes:
    """Return a workbook whose every cell is one long text, which is there once."""
    text = f"<sst {SPREADSHEET}><si><t>{'长' * 32_000}</t></si></sst>"
    cells = '<c t="s"><v>0</v></c>' * 50
    rows = f"<row>{cells}</row>" * 500
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-office'
        'document.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    return changed(
        xlsx_sheet(f"<sheetData>{rows}</sheetData>"),
        {"xl/sharedStrings.xml": text, "[Content_Types].xml": kinds},
    )


def _packed(inside: bytes, times: int = 1) -> bytes:
    """Return a stream object, packed so many times."""
    for _time in range(times):
        inside = zlib.compress(inside, 9)
    filters = b"/FlateDecode" * times
    return b"<</Length %d/Filter[%s]>>\nstream\n%s\nendstream" % (len(inside), filters, inside)


def _pdf_page(stream: bytes) -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def _pdf_of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, *[one] * count)


def _pdf_circle() -> bytes:
    """Return a PDF whose pages are below themselves."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 2 0 R/Count 2>>",
    )


def _xls_circle() -> bytes:
    """Return a workbook whose directory runs in a circle."""
    made = bytearray(xls(ROWS))
    directory = struct.unpack_from("<L", made, 48)[0]
    fat = struct.unpack_from("<L", made, 76)[0]
    struct.pack_into("<L", made, (fat + 1) * 512 + directory * 4, directory)
    return bytes(made)


def _xls_far_cell() -> bytes:
    """Return workbooks' sheets with a cell in the last row and column each."""
    far = [[None] * 255 + ["x"]]
    return xls(*[[*[[]] * 65_535, *far]] * 40)


def _xlsb_far_cell() -> bytes:
    return xlsb([*[[]] * 60_000, [None] * 16_383 + ["x"]])


def _strokes(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield b"%d %d m %d %d l S\n" % (number % 600, 0, number % 600, 800)
        yield b"%d %d m %d %d l S\n" % (0, number % 800, 600, number % 800)


def hog() -> bytes:
    """Return a PDF that costs a reader minutes and that nobody can tell from a harmless one.

    Its page is packed in a way that is seldom and that only the reader unpacks.
    """
    packed = b"\x81[" * 200_000 + b"\x80"
    return _pdf_page(
        b"<</Length %d/Filter/RunLengthDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    )


def glutton() -> bytes:
    """Return such a PDF that costs a reader 300 MB of memory."""
    inside = zlib.compress(bytes(300 * _MB), 9)
    pieces = (inside[place : place + 128] for place in range(0, len(inside), 128))
    packed = b"".join(bytes([len(piece) - 1]) + piece for piece in pieces) + b"\x80"
    return _pdf_page(
        b"<</Length %d/Filter[/RunLengthDecode/FlateDecode]>>\nstream\n%s\nendstream"
        % (len(packed), packed)
    )


def _deep_page() -> str:
    return "<table><tr><td>" * 60_000 + "x"


def _members() -> bytes:
    return changed(xlsx(ROWS), {f"x/{number}": b"" for number in range(6_000)})


def _styles() -> bytes:
    styles = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/>' * 300_000
    return _in_part(
        "xl/styles.xml", f"<styleSheet {SPREADSHEET}><cellXfs>{styles}</cellXfs></styleSheet>"
    )


BOMBS: Final[Mapping[str, Callable[[], bytes]]] = {
    # One piece of an XML text.
    "a comment of 230 MB": _comment_of_230_megabytes,
    "a comment": lambda: _in_sheet("<!--", "x<y>", "-->"),
    "a section of characters": lambda: _in_sheet(
        "<sheetData><row><c><v><![CDATA[", "<x", "]]></v></c></row></sheetData>"
    ),
    "an attribute": lambda: _in_sheet('<sheetData a="', "x", '"/>'),
    "a name": lambda: _in_sheet("<", "x", "/>"),
    "an instruction": lambda: _in_sheet("<?x ", "<a>", "?>"),
    "a text": lambda: _in_sheet("<sheetData><row><c><v>", "x", "</v></c></row></sheetData>"),
    "comments in their millions": lambda: _in_sheet("", "<!---->", ""),
    "many attributes": lambda: xlsx_sheet(
        "<a " + " ".join(f"a{number}='x'" for number in range(200_000)) + "/>"
    ),
    # Many elements, or deep ones.
    "empty elements": lambda: _in_sheet("<sheetData>", "<row/>", "</sheetData>"),
    "empty elements elsewhere": lambda: _in_part(
        "docProps/app.xml", f"<a>{'<b/>' * 4_000_000}</a>"
    ),
    "styles": _styles,
    "elements in elements": lambda: _in_part(
        "xl/theme/theme1.xml", "<a>" * 200_000 + "</a>" * 200_000
    ),
    "a table in a table": lambda: _in_document(
        "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    ),
    "entities": lambda: _in_part(
        "xl/workbook.xml",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    ),
    "a document type elsewhere": lambda: _in_part(
        "docProps/core.xml", '<!DOCTYPE x SYSTEM "file:///x"><x/>'
    ),
    # Archives.
    "20 MB of nothing": lambda: changed(xlsx(ROWS), {"xl/media/x.bin": bytes(21 * _MB)}),
    "10 MB packed a thousandfold": lambda: changed(xlsx(ROWS), {"xl/media/x.bin": bytes(10 * _MB)}),
    "members": _members,
    "members that share their bytes": overlapping,
    "an archive in the archive": lambda: changed(xlsx(ROWS), {"xl/x.bin": xlsx(ROWS)}),
    "a stream in the archive": lambda: changed(
        content(document(ROWS)), {"word/x.bin": b"PK\x03\x04" + zlib.compress(bytes(_MB))}
    ),
    # Cells that are far apart, or many in one.
    "a cell in the last column of each row": lambda: _in_sheet(
        "<sheetData>", '<row><c r="XFD1"/></row>', "</sheetData>", _MB
    ),
    "a cell in the last row": lambda: xlsx_sheet(
        '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    ),
    "a row behind the last": lambda: xlsx_sheet(
        '<sheetData><row r="99999999"><c r="A99999999"/></row></sheetData>'
    ),
    "a cell merged over the sheet": lambda: xlsx_sheet(
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merged cells over each other": lambda: xlsx_sheet(
        "<mergeCells>" + '<mergeCell ref="A1:CV2000"/>' * 5_000 + "</mergeCells>"
    ),
    "a long text that stands everywhere": _shared_strings,
    "a span of a document's cell": lambda: _in_document(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc></w:tr></w:tbl>'
    ),
    "repeated rows": lambda: ods_sheet(
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        f"{ods_cell('x')}</table:table-row></table:table>"
    ),
    "repeated columns": lambda: ods_sheet(
        '<table:table table:name="a">'
        + ("<table:table-row>" + ods_cell("x", _COLUMNS) + "</table:table-row>") * 500
        + "</table:table>"
    ),
    "a cell far down and far right": lambda: ods_sheet(
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{ods_cell("x")}'
        "</table:table-row></table:table>"
    ),
    "a cell far away, in binary": _xlsb_far_cell,
    "a cell far away, in sheet after sheet": _xls_far_cell,
    "a directory in a circle": _xls_circle,
    "a stream of no records": lambda: compound(
        {"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 900_000}
    ),
    "a cell far away, in XML": lambda: xml_sheets(
        '<Worksheet ss:Name="a"><Table><Row ss:Index="1048576"><Cell ss:Index="99999999">'
        '<Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>'
    ).encode(),
    "merged cells, in XML": lambda: xml_sheets(
        '<Worksheet ss:Name="a"><Table><Row>'
        + xml_cell("x", _ACROSS)
        + "</Row></Table></Worksheet>"
    ).encode(),
    "empty elements, in XML": lambda: xml_sheets("<Row/>" * 170_000).encode()[: _MB - 100],
    # Web pages.
    "tables in tables": lambda: _deep_page().encode(),
    "spans": lambda: page(
        before="<table>"
        + f'<tr><td rowspan="999" colspan="999">{"长" * 300}</td></tr><tr></tr>' * 800
        + "</table>"
    ).encode(),
    "empty elements, in a page": lambda: b"<html><table>" + b"<td>" * 250_000,
    # Texts.
    "a quote that is not closed": ('序号,名称\n1,"' + "长" * 340_000).encode,
    "quotes": lambda: b"a,b\n" + b'"' * 1_000_000,
    "quotes and commas": lambda: b'",' * 500_000,
    "columns": lambda: b"a," * 500_000,
    "rows": lambda: b"a,b,c\n" * 170_000,
    "blanks": lambda: b" \t" * 500_000 + b"x",
    "one line of blanks and letters": lambda: b"a  " * 340_000,
    "lines of a drawn table": lambda: b"|-|-" * 250_000,
    "full-width blanks": ("\u3000" * 340_000).encode,
    "nothing but zeros": lambda: bytes(1_000_000),
    # PDF.
    "a packed stream": lambda: _pdf_page(_packed(b"0 0 m " * (10 * _MB))),
    "a stream packed twice": lambda: _pdf_page(_packed(bytes(200 * _MB), 2)),
    "texts": lambda: _pdf_page(
        _packed(b"BT /F 9 Tf 9 9 Td (xxxxxxxxxxxxxxxxxxxx) Tj ET\n" * 20_000)
    ),
    "lines": lambda: _pdf_page(_packed(b"".join(_strokes(60_000)))),
    "boxes in boxes": lambda: _pdf_page(
        _packed(b"".join(b"%d %d 500 500 re S\n" % (n % 97, n % 89) for n in range(40_000)))
    ),
    "states in states": lambda: _pdf_page(_packed(b"q " * (2 * _MB))),
    "arrays in arrays": lambda: _pdf_page(b"[" * 900_000),
    "dictionaries in dictionaries": lambda: raw_pdf(b"<</a" * 200_000),
    "pages": lambda: _pdf_of_pages(9_000),
    "pages in a circle": _pdf_circle,
    "no pages, and words": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 120_000,
}
