"""Workbooks and documents that are archives: what they hold, and that it is harmless.

They are looked through for everything that makes a small file cost a reader much: far more content
than bytes, cells far apart, entities, archives within archives.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.kinds import COMPOUND, OTHER_ARCHIVES, Kind, no_table
from sites.importing.files.formats.office_xml import Tally, count_xml, parse_xml
from sites.importing.files.formats.refusal import Refusal, has_password, say, too_much
from sites.importing.files.names import safe_name

_ENCRYPTED: Final = 0x1
# A member's own head has at least these bytes before its content.
_MEMBER_HEAD: Final = 30
# Less than this is no bomb, however well it is packed.
_SMALL: Final = 1 << 20
_CHUNK: Final = 64 * 1024
_FILES: Final = (b"PK\x03\x04", b"PK\x05\x06", *OTHER_ARCHIVES, COMPOUND)
# The beginning of an XML text: a mark or none, then "<", in UTF-8, UTF-16, UTF-32 and EBCDIC.
_XML_HEADS: Final = (
    *(b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<"),
    *(b"\x00\x00\x00<", b"\x4c\x6f\xa7\x94"),
)
_XML_NAMES: Final = (".xml", ".rels")
_DRAWING: Final = ".vml"
_MANIFEST: Final = "META-INF/manifest.xml"
_MAIN_PARTS: Final = {
    "xl/workbook.xml": Kind.WORKBOOK,
    "xl/workbook.bin": Kind.BINARY_WORKBOOK,
    "word/document.xml": Kind.DOCUMENT,
}
_OPEN_KIND: Final = "application/vnd.oasis.opendocument."
_OPEN_WORKBOOKS: Final = ("spreadsheet", "spreadsheet-template")


def examine_archive(content: bytes, bounds: Bounds) -> Kind:
    """Return what an archive is, after looking through all of it.

    Raises ``Refusal`` for what is none of these or beyond the bounds; `zipfile` and `expat` raise
    what they do for damaged ones. It costs no more than looking through `Bounds.unpacked` bytes.
    """
    tally = Tally()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_members(members, len(content), bounds)
        kind = _kind(archive)
        texts = [member for member in members if _is_text(archive, member)]
        for member in texts:
            with archive.open(member) as file:
                count_xml(_chunks(file), bounds, tally)
        for member in texts:
            with archive.open(member) as file:
                is_whole = member.filename.casefold().endswith(_XML_NAMES)
                parse_xml(_chunks(file), bounds, tally, is_whole=is_whole)
    return kind


def _kind(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    kinds = {_MAIN_PARTS[name] for name in names & _MAIN_PARTS.keys()}
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as file:
            kind = file.read(_CHUNK).decode("ascii", "replace").strip()
        if not kind.removeprefix(_OPEN_KIND).startswith(_OPEN_WORKBOOKS):
            raise Refusal(
                say("This is a document of LibreOffice that is no spreadsheet."),
                say("Save it as DOCX."),
            )
        if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
            raise has_password()
        kinds.add(Kind.OPEN_WORKBOOK)
    if len(kinds) != 1:
        raise no_table()
    return kinds.pop()


def _check_members(members: list[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    """Refuse what the archive's directory already gives away.

    Readers unpack no more of a member than the directory declares, so the sum of that is a bound.
    """
    if len(members) > bounds.members or sum(one.file_size for one in members) > bounds.unpacked:
        raise too_much()
    if any(one.file_size > max(_SMALL, bounds.ratio * one.compress_size) for one in members):
        raise too_much()
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("two members have one name")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise ValueError("a member lies outside of the archive")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise has_password()
    ordered = sorted(members, key=lambda member: member.header_offset)
    ends = [one.header_offset + _MEMBER_HEAD + one.compress_size for one in ordered]
    starts = [*(member.header_offset for member in ordered[1:]), size]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise ValueError("members overlap")


def _is_text(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Return whether a member is XML, by its name or its beginning; raises ``Refusal``."""
    with archive.open(member) as file:
        head = file.read(_CHUNK)
    # Embedded objects and macros are archives of an older kind.
    if head.startswith(_FILES):
        raise Refusal(
            say("The file contains another file (“%(name)s”).", name=safe_name(member.filename)),
            say("Copy the table alone into a new file and save that."),
        )
    named_so = member.filename.casefold().endswith((*_XML_NAMES, _DRAWING))
    return named_so or head.lstrip().startswith(_XML_HEADS)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
