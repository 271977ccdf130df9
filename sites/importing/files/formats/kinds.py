"""What a file is: told from its content, never from its name."""

from enum import StrEnum
from typing import Final

from sites.importing.files.formats.compound import root_streams
from sites.importing.files.formats.refusal import Refusal, has_password, say


class Kind(StrEnum):
    """The kinds of files that are read."""

    TEXT = "text"
    PAGE = "web page"
    WORKBOOK = "XLSX"
    BINARY_WORKBOOK = "XLSB"
    OPEN_WORKBOOK = "ODS"
    OLD_WORKBOOK = "XLS"
    XML_WORKBOOK = "Excel 2003 XML"
    DOCUMENT = "DOCX"
    PDF = "PDF"


_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OTHER_ARCHIVES: Final = (b"7z\xbc\xaf\x27\x1c", b"Rar!")
# One packed stream each.
_PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_PROGRAMS: Final = (b"MZ\x90", b"\x7fELF")
_PDF: Final = b"%PDF-"
# A mail program or a scanner may put something before it.
_PDF_WITHIN: Final = 1_024
_HEAD: Final = 64 * 1024
_XML_WORKBOOK: Final = "urn:schemas-microsoft-com:office:spreadsheet"
# Files of Excel before its files had a file system of their own.
_OLDEST_WORKBOOKS: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BIFF_ALONE: Final = b"\x09\x08"


def is_archive(content: bytes) -> bool:
    """Return whether a file is a ZIP, as workbooks and documents of today are."""
    return content.startswith(_ZIP)


def kind_by_signature(content: bytes) -> Kind | None:
    """Return what the first bytes give away, None for what may be text; raises ``Refusal``."""
    if content.startswith(COMPOUND):
        return _compound(content)
    if _PDF in content[:_PDF_WITHIN]:
        return Kind.PDF
    if content.startswith((*_OLDEST_WORKBOOKS, _BIFF_ALONE)):
        raise old_file()
    if content.startswith((*OTHER_ARCHIVES, *_PACKED)):
        raise Refusal(
            say("This is a packed file (RAR, 7z, GZ)."),
            say("Unpack it, and send the table that is in it."),
        )
    if content.startswith(_PICTURES):
        raise Refusal(
            say("This is a picture, not a table."),
            say("Ask for the file that it was made from (Word, Excel), or type the table."),
        )
    if content.startswith(_PROGRAMS):
        raise no_table()
    return None


def kind_of_text(text: str) -> Kind:
    """Return what a decoded text is; raises ``Refusal`` for documents of other programs."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n").casefold()
    if head.startswith("<"):
        if _XML_WORKBOOK in head:
            return Kind.XML_WORKBOOK
        if "<w:worddocument" in head or "<pkg:package" in head:
            raise _unread("Word XML", "DOCX")
        if "<office:document" in head:
            raise _unread("Flat XML ODF", "ODS, XLSX")
        if "<t" in head or "<html" in head:
            return Kind.PAGE
    if head.startswith("{\\rtf"):
        raise _unread("RTF", "DOCX")
    if head.startswith("mime-version:") and "multipart/related" in head:
        raise _unread("MHT", "XLSX, HTML")
    return Kind.TEXT


def is_plain_text(content: bytes) -> bool:
    """Return whether the bytes can only be a table with separators, if they are one at all."""
    if is_archive(content) or content.startswith(COMPOUND) or _PDF in content[:_PDF_WITHIN]:
        return False
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return not head.startswith(b"<")


def old_file() -> Refusal:
    """Return that a file is of a kind that nothing here reads."""
    return Refusal(
        say("This is a file of an old kind (DOC, WPS, ET, early XLS), or not a whole one."),
        say("Open it in its program (Word, Excel, WPS) and save it as DOCX or XLSX."),
    )


def no_table() -> Refusal:
    """Return that a file is nothing that holds a table."""
    return Refusal(
        say("This is neither a table (XLSX, XLS, ODS, CSV) nor a document (DOCX, PDF, web page)."),
        say("Save the table as XLSX, DOCX or CSV."),
    )


def _unread(kind: str, better: str) -> Refusal:
    return Refusal(
        say("This is a file of the kind %(kind)s, which is not read.", kind=kind),
        say("Open it in its program and save it as %(kinds)s.", kinds=better),
    )


def _compound(content: bytes) -> Kind:
    """Tell what an old office file is by the streams that it has."""
    try:
        streams = root_streams(content)
    except ValueError as error:
        raise old_file() from error
    if "EncryptedPackage" in streams:
        raise has_password()
    if streams & {"Workbook", "Book"}:
        return Kind.OLD_WORKBOOK
    if "WordDocument" in streams:
        raise Refusal(
            say("This is a document of an old kind (DOC or WPS), which is not read."),
            say("Open it in Word or WPS and save it as DOCX."),
        )
    raise old_file()
