"""The files of reference data: what their columns are, and how they are read."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from sites.reference.row_error import RowError

REFERENCE_DIRECTORY: Final[Path] = settings.BASE_DIR / "data" / "reference"
_LIST_SEPARATOR: Final = "|"
# The number of a line, and its cells by column.
_Row: TypeAlias = tuple[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """One file: its name, the columns that are stored and those that are only documented."""

    name: str
    stored: tuple[str, ...]
    unstored: tuple[str, ...] = ()


REGIONS: Final = ReferenceFile(
    "regions.csv",
    (
        *("adcode", "name", "name_en", "aliases", "province", "province_en"),
        *("province_aliases", "area_code", "west", "south", "east", "north"),
    ),
    ("notice_services", "source"),
)
TOWNS: Final = ReferenceFile(
    "towns.csv",
    (
        *("region", "key", "name", "name_en", "aliases", "longitude", "latitude"),
        *("position_source", "note"),
    ),
)
SERVICES: Final = ReferenceFile("services.csv", ("code", "bit", "name", "name_en"), ("source",))
OPERATORS: Final = ReferenceFile(
    "operators.csv",
    ("code", "name", "name_en", "kind", "aliases", "name_marks", "hotline"),
    ("source",),
)
TOWN_OVERRIDES: Final = ReferenceFile(
    "town_overrides.csv", (), ("region", "name", "address", "town", "evidence", "reviewed")
)
HEADER_WORDS: Final = ReferenceFile("header_words.csv", (), ("column", "word"))
CELL_WORDS: Final = ReferenceFile("cell_words.csv", (), ("word", "meaning"))
SERVICE_WORDS: Final = ReferenceFile("service_words.csv", (), ("word", "services", "is_title"))


class ReferenceDataError(ValueError):
    """Reference files that cannot be used, with every problem found."""

    def __init__(self, problems: list[RowError]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def split_list(cell: str) -> list[str]:
    """Return the parts of a cell that holds a list."""
    return [part for text in cell.split(_LIST_SEPARATOR) if (part := text.strip())]


def read_rows(directory: Path, file: ReferenceFile, problems: list[RowError]) -> list[_Row]:
    """Return the rows of a file, each with its line number; add what is wrong to `problems`."""
    try:
        text = (directory / file.name).read_text(encoding="utf-8-sig")
    except OSError:
        remedy = _("Put it into the directory of reference data.")
        problems.append(_of_file(file, _("The file cannot be read."), remedy))
        return []
    except UnicodeDecodeError:
        problems.append(_of_file(file, _("The file is not in UTF-8."), _("Save it as UTF-8.")))
        return []
    # The first row is the header: rows are counted as a spreadsheet shows them.
    reader = enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1)
    try:
        _number, header = next(reader, (1, []))
        wrong = list(_header_problems(file, header))
        problems += wrong
        return [] if wrong else list(_rows(file, header, reader, problems))
    except csv.Error as error:
        problems.append(_of_file(file, f"{error}.", _quoting_remedy()))
        return []


def read_whole(directory: Path, file: ReferenceFile) -> list[dict[str, str]]:
    """Return the rows of a file; raises ``ReferenceDataError`` if anything is wrong with it."""
    problems: list[RowError] = []
    rows = read_rows(directory, file, problems)
    if problems:
        raise ReferenceDataError(problems)
    return [row for _line, row in rows]


def read_notice_services(directory: Path) -> dict[str, tuple[str, ...]]:
    """Return by region (adcode) the services that its notice promises at every outlet.

    They hold for tables that have no column of services. Raises ``ReferenceDataError``.
    """
    problems: list[RowError] = []
    rows = read_rows(directory, REGIONS, problems)
    problems += promise_problems(rows, read_rows(directory, SERVICES, problems))
    if problems:
        raise ReferenceDataError(problems)
    return {row["adcode"]: tuple(split_list(row["notice_services"])) for _line, row in rows}


def promise_problems(regions: Sequence[_Row], services: Sequence[_Row]) -> Iterator[RowError]:
    """Yield what is wrong with the services that notices promise; rows as from `read_rows`."""
    codes = [row["code"] for _line, row in services]
    for line, row in regions if codes else ():
        for code in split_list(row["notice_services"]):
            if code not in codes:
                yield RowError(
                    line,
                    "notice_services",
                    row["notice_services"],
                    _("There is no service %(code)s.") % {"code": code},
                    _("Write the codes of %(file)s, with | between them: %(codes)s.")
                    % {"file": SERVICES.name, "codes": _LIST_SEPARATOR.join(codes)},
                    file=REGIONS.name,
                )


def _of_file(file: ReferenceFile, problem: str, remedy: str) -> RowError:
    return RowError(0, "", "", problem, remedy, file=file.name)


def _quoting_remedy() -> str:
    return _("Put texts with commas, quotes or line breaks between quotes.")


def _header_problems(file: ReferenceFile, header: list[str]) -> Iterator[RowError]:
    expected = [*file.stored, *file.unstored]
    for column in expected:
        if column not in header:
            problem, remedy = _("The column is missing."), _("Add it to the header.")
            yield RowError(1, column, "", problem, remedy, file=file.name)
    for place, column in enumerate(header):
        if column not in expected or column in header[:place]:
            problem = _("The column is not known or comes twice.")
            yield RowError(1, column, column, problem, _("Remove or rename it."), file=file.name)


def _rows(
    file: ReferenceFile,
    header: list[str],
    reader: Iterator[tuple[int, list[str]]],
    problems: list[RowError],
) -> Iterator[_Row]:
    for number, cells in reader:
        if len(cells) == len(header):
            yield number, dict(zip(header, map(str.strip, cells), strict=True))
        elif cells:
            problem = _("The row has %(found)d cells instead of %(expected)d.") % {
                "found": len(cells),
                "expected": len(header),
            }
            problems.append(RowError(number, "", "", problem, _quoting_remedy(), file=file.name))
