"""What reading one file may cost: for anybody's file, and for those of people who work here."""

from dataclasses import dataclass
from typing import Final

_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The bounds of one file, and of the process that reads it.

    Attributes:
        name: what the process that reads is told.
        content: bytes of the file.
        unpacked: bytes of everything in it.
        ratio: how many bytes one byte may unpack to, in a member of more than a megabyte.
        members: files in an archive.
        elements: signs "<" in all of its texts, which is twice the elements.
        other_elements: those in parts that hold no cells: styles, settings, names.
        depth: elements within each other.
        token: bytes of a name, an attribute, a comment, a text between two elements.
        area: cells, and the room between them.
        rows: rows with a text, of all tables together.
        columns: columns with a text.
        characters: of all cells together.
        pages: of a PDF.
        marks: signs of its pages' programs; those that draw a character or a line count twenty.
        processor_s: seconds of a processor.
        memory: bytes.
        most_s: seconds until it is given up.
        wait_s: seconds to wait for others to be done.
        at_once: how many such files are read at once on a server.
    """

    name: str
    content: int
    unpacked: int
    ratio: int = 200
    members: int = 2_000
    elements: int
    other_elements: int
    depth: int = 100
    token: int = _MB
    area: int
    rows: int
    columns: int = 100
    characters: int
    pages: int
    marks: int
    processor_s: float
    memory: int
    most_s: float
    wait_s: float
    at_once: int = 2


PUBLIC: Final = Bounds(
    name="public",
    content=_MB,
    unpacked=20 * _MB,
    elements=500_000,
    other_elements=40_000,
    area=300_000,
    rows=2_000,
    characters=4_000_000,
    pages=100,
    marks=500_000,
    # A page of a PDF takes 0.2 s: most notices have fewer than eight. Loading pandas takes 0.7 s.
    processor_s=1.8,
    memory=512 * _MB,
    most_s=8.0,
    wait_s=2.0,
)
"""For whoever comes, without an account."""

STAFF: Final = Bounds(
    name="staff",
    content=32 * _MB,
    unpacked=256 * _MB,
    elements=40_000_000,
    other_elements=1_000_000,
    # Twice a table of 200,000 rows with 25 columns: what is counted is the room between cells, too.
    area=10_000_000,
    rows=200_000,
    characters=100_000_000,
    pages=1_000,
    marks=50_000_000,
    # 100,000 rows of an XLSX take 20 to 40 s, and 140 MB.
    processor_s=600.0,
    memory=4_096 * _MB,
    most_s=1_800.0,
    wait_s=60.0,
)
"""For the desk and the command."""

NAMED: Final = {bounds.name: bounds for bounds in (PUBLIC, STAFF)}
