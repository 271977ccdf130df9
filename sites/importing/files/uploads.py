"""A file that somebody uploads: refused before any reader opens it unless it is a harmless table.

What it is, is told from its content, never from its name. Workbooks and documents are archives of
XML: they are looked through here for everything that makes a small file cost a reader much (far
more content than bytes, cells far apart, entities, archives within archives).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Protocol
from unicodedata import category
from xml.parsers.expat import ExpatError

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from sites.importing.files.office_xml import DoctypeError, TooLargeError, examine_xml
from sites.importing.problems import TableError

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024
MAX_MEMBERS: Final = 2_000
_NAME_LENGTH: Final = 255
_ENCRYPTED: Final = 0x1
# A member's own head has at least these bytes before its content.
_MEMBER_HEAD: Final = 30
_CHUNK: Final = 64 * 1024
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!")
# One packed stream; pictures of office programs may be such.
_PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
# The beginning of an XML text: a mark or none, then "<", in UTF-8, UTF-16, UTF-32 and EBCDIC.
_XML_HEADS: Final = (
    *(b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<"),
    *(b"\x00\x00\x00<", b"\x4c\x6f\xa7\x94"),
)
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, ExpatError, ValueError, NotImplementedError),
    *(OSError, EOFError, RuntimeError, KeyError),
)


class FileKind(StrEnum):
    """What a file is, by its content."""

    TEXT = "csv"
    WORKBOOK = "xlsx"
    DOCUMENT = "docx"


_MAIN_PARTS: Final = {
    "xl/workbook.xml": FileKind.WORKBOOK,
    "word/document.xml": FileKind.DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that readers may open.

    Attributes:
        name: of the file, without folders and control characters; for people, it proves nothing.
        content: its bytes.
        kind: what it is.
        sha256: the hash of its bytes.
    """

    name: str
    content: bytes
    kind: FileKind
    sha256: str


class Received(Protocol):
    """A file as a request brings it: Django's `UploadedFile` is one."""

    name: str | None

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return at most so many of the bytes."""
        ...


def receive(file: Received) -> Upload:
    """Return the file of a request; raises ``TableError``, and nothing else, for a refused one."""
    return examine(file.read(MAX_BYTES + 1), file.name or "")


def examine(content: bytes, name: str) -> Upload:
    """Return the bytes as an upload; raises ``TableError``, and nothing else, if refused.

    It costs no more than looking through `MAX_UNPACKED_BYTES`, whatever the bytes are.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20},
            _("Split the table, or remove what does not belong to it."),
        )
    if not content.strip():
        raise TableError(_("The file is empty."), _("Choose the file with the table."))
    kind = _archive_kind(content) if content.startswith(_ZIP) else _text_kind(content)
    return Upload(safe_name(name), content, kind, sha256(content).hexdigest())


def safe_name(name: str) -> str:
    """Return the last part of a file's name without what could mislead who reads it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Cc, Cf: a mark that turns the direction of writing makes "xslx.exe" of "exe.xlsx".
    plain = "".join(character for character in last if category(character)[0] != "C").strip()
    return plain[:_NAME_LENGTH] or "table"


def _text_kind(content: bytes) -> FileKind:
    if content.startswith(_OLD_OFFICE):
        raise TableError(
            _("This is a file of an old kind (XLS, DOC) or one with a password."),
            _("Save it as XLSX, DOCX or CSV, without a password."),
        )
    # A text has no zero bytes; a picture, a PDF or a program soon has one. What is left is for the
    # reader to decode.
    if content.startswith((b"%PDF", *_ARCHIVES, *_PACKED)) or b"\x00" in content:
        raise _no_table()
    return FileKind.TEXT


def _no_table() -> TableError:
    return TableError(
        _("This is neither a table (CSV, XLSX) nor a document (DOCX)."),
        _("Save the table as XLSX, DOCX or CSV."),
    )


def _archive_kind(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(members, len(content))
            kinds = {_MAIN_PARTS[name] for name in archive.namelist() if name in _MAIN_PARTS}
            if len(kinds) != 1:
                raise _no_table()
            for member in members:
                _check_content(archive, member)
    except TableError:
        raise
    except TooLargeError as error:
        raise _too_much() from error
    except DoctypeError as error:
        raise TableError(
            _("The file contains a definition of XML entities, which no office program writes."),
            _("Copy the table into a new workbook and save that."),
        ) from error
    except _BROKEN as error:
        raise TableError(
            _("The file is damaged."), _("Open it in its program and save it anew.")
        ) from error
    return kinds.pop()


def _too_much() -> TableError:
    return TableError(
        _("The file unpacks to far more than a table of outlets needs."),
        _("Copy the table into a new workbook and save that."),
    )


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what the archive's directory already gives away.

    Readers unpack no more of a member than the directory declares, so the sum of that is a bound.
    """
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED_BYTES:
        raise _too_much()
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("two members have one name")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise ValueError("a member lies outside of the archive")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise TableError(_("The file has a password."), _("Save it without a password."))
    ordered = sorted(members, key=lambda member: member.header_offset)
    ends = [one.header_offset + _MEMBER_HEAD + one.compress_size for one in ordered]
    starts = [*(member.header_offset for member in ordered[1:]), size]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise ValueError("members overlap")


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as file:
        head = file.read(_CHUNK)
        # Embedded objects and macros are archives of an older kind.
        if head.startswith((*_ARCHIVES, _OLD_OFFICE)):
            raise TableError(
                _("The file contains another file (“%(name)s”).")
                % {"name": safe_name(member.filename)},
                _("Copy the table alone into a new file and save that."),
            )
        named_so = member.filename.casefold().endswith(_XML_NAMES)
        if named_so or head.lstrip().startswith(_XML_HEADS):
            examine_xml(_chunks(head, file))


def _chunks(head: bytes, file: Any) -> Iterator[bytes]:
    while head:
        yield head
        head = file.read(_CHUNK)


class BoundedUploads(FileUploadHandler):
    """Refuses a request that is far too large before any of it is stored.

    Somewhat more than a file may have is let through, so that `receive` can say what is wrong.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the length that the request declares: no more of it is ever read."""
        if content_length > 2 * MAX_BYTES:
            raise RequestDataTooBig("the request is larger than any file that is taken")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to the handlers that store them."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the others."""
