"""The tables of a PDF, page by page."""

import base64
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sites.importing.files.bounds import Bounds
from sites.importing.files.formats.found import (
    Found,
    Meter,
    Place,
    append,
    goes_on,
    starts_anew,
    tell_outside,
)
from sites.importing.files.formats.pdf_layout import (
    Laid,
    Line,
    lines_of,
    rows_alone,
    ruled_table,
    unruled_table,
)
from sites.importing.files.formats.refusal import (
    Refusal,
    Said,
    damaged,
    has_password,
    say,
    too_much,
)

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image")
# Streams of fonts, of tables of objects and of what the file says about itself.
_NO_PROGRAM: Final = re.compile(rb"/Length[12]\b|/Subtype\s*/(?!Form\b)|/Type\s*/(?!XObject\b)")
# The table of a font's characters, and the drawing of one of them: nobody runs them here.
_OF_A_FONT: Final = re.compile(rb"\s*/CIDInit|[-\d.\s]+\bd[01]\s")
# Texts and strokes of a page's program: each costs as much as twenty of its other signs.
_TEXT: Final = re.compile(rb"\(([^()\\]|\\.)*\)|<[0-9A-Fa-f\s]{2,}>")
_STROKE: Final = re.compile(rb"\s(?:re|l|c|v|y)\s")
_SIGNS: Final = (b" ", b"\n", b"\r", b"[", b"(", b"<")
_COSTLY: Final = 20
# Most texts have at least so many bytes per character.
_BYTES_OF_A_CHARACTER: Final = 2
_DICTIONARY: Final = 400
_CHUNK: Final = 64 * 1024
_SMALL: Final = 1 << 20
# A stream may be packed more than once.
_MOST_LAYERS: Final = 3
_MOST_CHARACTERS: Final = 30_000
_MOST_STROKES: Final = 5_000
# How a font without a table of its characters comes out.
_NAMELESS: Final = "(cid:"
_MOST_SHOWN: Final = 5
_LONGEST_ROW: Final = 100


def pages_in(content: bytes) -> int:
    """Return how many pages a PDF has, as far as that is seen without unpacking anything."""
    return len(_PAGE.findall(content))


def examine_pdf(content: bytes, bounds: Bounds) -> None:
    """Refuse a file that unpacks to, or whose pages draw, far more than a notice needs.

    Pictures do not count: nobody unpacks them.
    """
    if b" obj" not in content:
        raise damaged()
    if pages_in(content) > bounds.pages:
        raise _too_many_pages(bounds)
    marks = _COSTLY * (content.count(b" obj") + content.count(b"<<"))
    marks += content.count(b"[")
    unpacked = 0
    for stream in _STREAM.finditer(content):
        about = content[max(0, stream.start() - _DICTIONARY) : stream.start()].rpartition(b"obj")[2]
        if _IMAGE.search(about):
            continue
        packed = content[stream.end() : content.find(b"endstream", stream.end())]
        if b"/ASCII85Decode" in about:
            packed = _from_ascii(packed)
        program = _unpacked(packed, bounds)
        unpacked += len(program)
        if not _NO_PROGRAM.search(about) and not _OF_A_FONT.match(program):
            marks += _marks(program)
        if unpacked > bounds.unpacked or marks > bounds.marks:
            raise too_much()
    if marks > bounds.marks:
        raise too_much()


def _from_ascii(text: bytes) -> bytes:
    try:
        return base64.a85decode(text.strip().removesuffix(b"~>"))
    except ValueError:
        return text


def _unpacked(packed: bytes, bounds: Bounds) -> bytes:
    """Return what is packed in a stream, the stream itself if nothing is."""
    for _layer in range(_MOST_LAYERS):
        unpack, parts, size = zlib.decompressobj(), [], 0
        rest = packed
        try:
            while rest and not unpack.eof:
                parts.append(unpack.decompress(rest, _SMALL))
                rest = unpack.unconsumed_tail
                size += len(parts[-1])
                if size > max(_SMALL, min(bounds.unpacked, len(packed) * bounds.ratio)):
                    raise too_much()
        except zlib.error:
            break
        packed = b"".join(parts)
    return packed


def _marks(program: bytes) -> int:
    texts = sum(len(text[0]) for text in _TEXT.finditer(program)) // _BYTES_OF_A_CHARACTER
    strokes = len(_STROKE.findall(program))
    return sum(map(program.count, _SIGNS)) + _COSTLY * (texts + strokes)


def read_pdf(content: bytes, meter: Meter) -> list[Found]:
    """Return the tables of all pages; one that goes on over pages is one table.

    Raises ``Refusal`` for a file without a table, one that is a picture of it, or a damaged one.
    """
    import pdfplumber  # noqa: PLC0415 - for PDF alone

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    reader = _Reader(meter)
    with _refusing(), pdfplumber.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) > meter.bounds.pages:
            raise _too_many_pages(meter.bounds)
        for page in pdf.pages:
            reader.read(page)
            page.close()
    return reader.tables()


@contextmanager
def _refusing() -> Iterator[None]:
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import (  # noqa: PLC0415
        MalformedPDFException,
        PdfminerException,
    )

    try:
        yield
    except (PSException, PdfminerException, MalformedPDFException, struct.error) as error:
        # One of them may stand for another error.
        for reason in (error, *error.args):
            if isinstance(reason, PDFPasswordIncorrect):
                raise has_password() from error
            if isinstance(reason, MemoryError):
                raise too_much() from error
        raise damaged() from error


class _Reader:
    """Takes the pages of a file one after the other."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._found: list[_OnPages] = []
        self._last: Laid | None = None
        self._scanned: list[int] = []
        self._outside: list[str] = []
        self._alone: list[tuple[int, str]] = []

    def read(self, page: Any) -> None:
        """Take the tables of a page, and note what it has beside them."""
        number = page.page_number
        chars = page.dedupe_chars().chars
        _refuse_crowded(page, chars)
        if page.images and not chars:
            self._scanned.append(number)
        _refuse_nameless(chars, number)
        laid, outside = _tables_on(page, chars)
        middles = [_middle(picture) for picture in page.images]
        for place, table in enumerate(laid):
            pictures = [table.place_of(x, y) for x, y in middles]
            self._take(table, number, list(filter(None, pictures)), is_first=place == 0)
        if self._found and not laid:
            self._alone += [(number, text) for text in rows_alone(outside)]
        self._last = laid[-1] if laid else None
        self._outside += [line.text for line in outside]

    def tables(self) -> list[Found]:
        """Return the tables, named by their pages; raises ``Refusal`` if there are none."""
        if not self._found:
            raise _no_table(self._scanned)
        tables = [table.named() for table in self._found]
        tell_outside(tables, self._outside)
        for page, text in self._alone[:_MOST_SHOWN]:
            tables[0].remarks.append(
                say(
                    "Page %(page)d has what looks like a row of the table, which was not read:"
                    " “%(text)s”. Add it to the table.",
                    page=page,
                    text=text[:_LONGEST_ROW],
                )
            )
        if self._scanned:
            tables[0].remarks.append(_scanned(self._scanned))
        return tables

    def _take(self, laid: Laid, page: int, pictures: list[Place], *, is_first: bool) -> None:
        rows = self._meter.rows(laid.rows)
        found = Found(rows, is_merged=laid.is_ruled, pictures=pictures)
        if not found.rows:
            return
        for index in laid.uncertain:
            found.remark_row(index, say("It is not certain which column its texts belong to."))
        before = self._found[-1] if self._found else None
        if before is not None and is_first and self._goes_on(before.found, found, laid):
            if found.rows[0][:1] == [""] and before.found.rows[-1][0].strip():
                found.remark_row(0, say("It may be the end of the row above, cut by the page."))
            append(before.found, found)
        else:
            before = _OnPages(found)
            self._found.append(before)
        before.pages.append(page)
        before.joined += laid.joined
        if not laid.is_ruled:
            before.unruled.append(page)

    def _goes_on(self, before: Found, found: Found, laid: Laid) -> bool:
        if goes_on(before.rows, found.rows):
            return True
        fits = self._last is not None and laid.fits_below(self._last)
        return fits and not starts_anew(before.rows, found.rows)


@dataclass(slots=True)
class _OnPages:
    """A table, and what was decided while it was read.

    Attributes:
        found: the table.
        pages: those that it is on.
        unruled: those of them where it has no lines.
        joined: how many of its cells had broken lines.
    """

    found: Found
    pages: list[int] = field(default_factory=list)
    unruled: list[int] = field(default_factory=list)
    joined: int = 0

    def named(self) -> Found:
        """Return the table with its name and remarks."""
        first, last = self.pages[0], self.pages[-1]
        self.found.name = (
            say("page %(page)d", page=first)
            if first == last
            else say("pages %(first)d to %(last)d", first=first, last=last)
        )
        if self.unruled:
            self.found.remarks.append(
                say(
                    "The table has no lines on these pages: %(pages)s. Its columns were told by the"
                    " gaps between texts: compare them with the page.",
                    pages=_listed(self.unruled),
                )
            )
        if self.joined:
            self.found.remarks.append(
                say(
                    "%(count)d cells have texts on several lines, which were joined.",
                    count=self.joined,
                )
            )
        return self.found


def _middle(picture: Any) -> tuple[float, float]:
    return (picture["x0"] + picture["x1"]) / 2, (picture["top"] + picture["bottom"]) / 2


def _listed(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:_MOST_SHOWN]))
    return shown if len(pages) <= _MOST_SHOWN else f"{shown} …"


def _tables_on(page: Any, chars: list[Any]) -> tuple[list[Laid], list[Line]]:
    """Return the tables of a page from above, and the texts beside them."""
    laid: list[Laid] = []
    left = set(range(len(chars)))
    for table in page.find_tables():
        if ruled := ruled_table(table.cells, chars):
            laid.append(ruled[0])
            left -= ruled[1]
    lines = lines_of([chars[index] for index in sorted(left)], is_apart=True)
    if not laid and (unruled := unruled_table(lines)):
        laid.append(unruled[0])
        lines = [line for line in lines if id(line) not in unruled[1]]
    return sorted(laid, key=lambda table: table.top), lines


def _too_many_pages(bounds: Bounds) -> Refusal:
    return Refusal(
        say("The file has more than %(limit)d pages.", limit=bounds.pages),
        say("Keep those with the table, and save them as a file of their own."),
    )


def _refuse_crowded(page: Any, chars: list[Any]) -> None:
    strokes = len(page.rects) + len(page.lines) + len(page.curves)
    if len(chars) > _MOST_CHARACTERS or strokes > _MOST_STROKES:
        raise Refusal(
            say("Page %(page)d has far more texts and lines than a table.", page=page.page_number),
            say("Copy the table into a spreadsheet, and save that as XLSX."),
        )


def _refuse_nameless(chars: list[Any], page: int) -> None:
    nameless = sum(char["text"].startswith(_NAMELESS) for char in chars)
    if 10 * nameless > len(chars):
        raise Refusal(
            say("Page %(page)d does not say which characters its text has.", page=page),
            say("Ask for the file that it was made from (Word, Excel), and send that."),
        )


def _no_table(scanned: list[int]) -> Refusal:
    if scanned:
        return Refusal(
            _scanned(scanned),
            say("Ask for the file that it was made from (Word, Excel), or type the table."),
        )
    return Refusal(
        say("There is no table in the PDF."),
        say("Put the outlets into a table with a header, or paste the table."),
    )


def _scanned(pages: list[int]) -> Said:
    return say(
        "Pages without text, pictures of paper (scanned), cannot be read: %(pages)s.",
        pages=_listed(pages),
    )
