"""The one way from a file's bytes to its tables: look at what it is, then read it."""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.archives import examine_archive
from sites.importing.files.formats.documents import read_document
from sites.importing.files.formats.encodings import decode
from sites.importing.files.formats.found import Found, Meter
from sites.importing.files.formats.kinds import Kind, is_archive, kind_by_signature, kind_of_text
from sites.importing.files.formats.other_workbooks import read_other_workbook
from sites.importing.files.formats.pages import read_page
from sites.importing.files.formats.pdf import examine_pdf, read_pdf
from sites.importing.files.formats.refusal import Refusal, damaged, say, too_much
from sites.importing.files.formats.separated import read_separated
from sites.importing.files.formats.workbooks import read_workbook
from sites.importing.files.formats.xml_workbooks import read_xml_workbook

# Each reader loads what it stands on when it is called: most files need one of them.
_READERS: Final[Mapping[Kind, Callable[[bytes, Meter], list[Found]]]] = {
    Kind.WORKBOOK: read_workbook,
    Kind.BINARY_WORKBOOK: read_other_workbook,
    Kind.OPEN_WORKBOOK: read_other_workbook,
    Kind.OLD_WORKBOOK: read_other_workbook,
    Kind.DOCUMENT: read_document,
    Kind.PDF: read_pdf,
}
_TEXT_READERS: Final[Mapping[Kind, Callable[[str, Meter], list[Found]]]] = {
    Kind.TEXT: read_separated,
    Kind.PAGE: read_page,
    Kind.XML_WORKBOOK: read_xml_workbook,
}
# What the readers and what they stand on raise for a file that is damaged or none of theirs.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, ExpatError, ValueError, TypeError, KeyError),
    *(IndexError, AttributeError, OSError, EOFError, RuntimeError, ArithmeticError, SyntaxError),
    *(AssertionError, LookupError),
)


def look(content: bytes, bounds: Bounds) -> Kind:
    """Return what a file is, after looking for what would make it costly to read.

    Raises ``Refusal``, and nothing else, for what is not read.
    """
    with _refusing():
        return _look(content, bounds)


def read(content: bytes, bounds: Bounds) -> list[Found]:
    """Return the tables of a file in its order; raises ``Refusal``, and nothing else."""
    with _refusing():
        kind, meter = _look(content, bounds), Meter(bounds)
        if kind in _TEXT_READERS:
            tables = _TEXT_READERS[kind](decode(content), meter)
        else:
            tables = _READERS[kind](content, meter)
    for table in tables:
        table.tell_unread()
    return tables


def _look(content: bytes, bounds: Bounds) -> Kind:
    if len(content) > bounds.content:
        raise too_large(bounds)
    if not content.strip():
        raise Refusal(say("The file is empty."), say("Choose the file with the table."))
    if is_archive(content):
        return examine_archive(content, bounds)
    kind = kind_by_signature(content)
    if kind is None:
        return kind_of_text(decode(content))
    if kind is Kind.PDF:
        examine_pdf(content, bounds)
    return kind


def too_large(bounds: Bounds) -> Refusal:
    """Return that a file has more bytes than are read."""
    return Refusal(
        say("The file is larger than %(limit)d MB.", limit=bounds.content >> 20),
        say("Split the table, or remove what does not belong to it."),
    )


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise damaged() from error
    except MemoryError as error:
        raise too_much() from error
