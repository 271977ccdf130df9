"""The command ``read_hours``: what the program makes of texts about opening hours."""

import csv
import io
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.hours.calendar import stored_calendar
from sites.hours.evaluation import SHANGHAI, state_at
from sites.hours.osm import to_osm
from sites.hours.texts import HoursTextError, Reading, read_hours
from sites.importing.files.system import reason_of
from sites.management import base
from sites.text.csv_safe import csv_safe

_COLUMNS: Final = ("id", "service", "datetime", "reading", "holidays", "makeup", "state")
_REQUIRED: Final = ("id", "text")
_MOMENT: Final = "datetime"
_REFUSED: Final = "refused"
_YEARS: Final = range(1900, 2101)
_LARGEST_FILE: Final = 50_000_000


class _Row(NamedTuple):
    """A text to read, and the moment to ask about."""

    number: int
    """Of the line that it begins on, the header being 1."""
    key: str
    text: str
    written: str
    """The moment as the file has it."""
    moment: datetime


class Command(base.Command):
    """``manage.py read_hours FILE``: a try-out that stores nothing."""

    help = gettext_noop(
        "Show what the program reads from texts about opening hours. Standard output is CSV, "
        "standard error names every text that it refuses."
    )

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help=_("CSV in UTF-8 with the columns id, text and, if wanted, datetime"),
        )

    @override
    def handle(self, *, file: Path, **_options: Any) -> None:
        """Read all rows before anything is printed: a wrong one leaves no half an answer."""
        rows = list(_rows(_content(file)))
        output = io.StringIO(newline="")
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for row in rows:
            try:
                readings = read_hours(row.text)
            except HoursTextError as error:
                writer.writerow(_cells(row, "", "", "", "", _REFUSED))
                reason = f"{_(error.problem)} {_(error.remedy)}" % error.parameters
                message = _("Row %(row)d, %(id)s: %(reason)s")
                self.stderr.write(message % {"row": row.number, "id": row.key, "reason": reason})
                continue
            writer.writerows(_reading_cells(row, reading) for reading in readings)
        self.stdout.write(output.getvalue(), ending="")


def _reading_cells(row: _Row, reading: Reading) -> list[object]:
    calendar = stored_calendar()
    year = row.moment.year
    written = to_osm(reading.schedule, calendar, range(year - 1, year + 2))
    state = state_at(reading.schedule, row.moment, calendar)
    return _cells(row, reading.service, *written, state.value)


def _cells(row: _Row, service: str, *rest: str) -> list[object]:
    return [csv_safe(cell) for cell in (row.key, service, row.written, *rest)]


def _content(file: Path) -> str:
    """Return the text of a file; raises ``CommandError`` if there is none, or none in UTF-8."""
    try:
        content = file.read_bytes()
    except OSError as error:
        message = _("%(file)s cannot be read: %(reason)s.")
        raise CommandError(message % {"file": file, "reason": _(reason_of(error))}) from error
    if len(content) > _LARGEST_FILE:
        raise CommandError(_("The file is too large: try a part of it."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("Row %(row)d is not in UTF-8. Save the table as “CSV UTF-8” and try again.")
        row = content.count(b"\n", 0, error.start) + 1
        raise CommandError(message % {"row": row}) from error


def _rows(content: str) -> Iterator[_Row]:
    """Yield the rows of a table; raises ``CommandError`` that names row, column and remedy."""
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    now = timezone.now().astimezone(SHANGHAI).replace(second=0, microsecond=0)
    try:
        _check_header(reader.fieldnames or ())
        number = reader.line_num + 1
        for cells in reader:
            yield _row(number, cells, now)
            number = reader.line_num + 1
    except csv.Error as error:
        message = _(
            "Row %(row)d is no row of a CSV file (%(reason)s). Put cells with commas, quotes or "
            "line breaks into quotes."
        )
        raise CommandError(message % {"row": reader.line_num + 1, "reason": error}) from error


def _check_header(names: Any) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        message = _(
            "Row 1 has no column %(missing)s; it has: %(found)s. Name the columns id, text and, "
            "if wanted, datetime."
        )
        found = ", ".join(filter(None, names)) or "-"
        raise CommandError(message % {"missing": ", ".join(missing), "found": found})


def _row(number: int, cells: dict[str | Any, str | Any], now: datetime) -> _Row:
    if None in cells or None in cells.values():
        message = _(
            "Row %(row)d has more or fewer cells than the header. Put cells with commas, quotes "
            "or line breaks into quotes."
        )
        raise CommandError(message % {"row": number})
    written = cells.get(_MOMENT, "").strip()
    if not written:
        return _Row(number, cells["id"], cells["text"], now.isoformat(timespec="minutes"), now)
    local = _moment(written)
    if local is None:
        message = _(
            "Row %(row)d, datetime: “%(value)s” is no moment. Write it like "
            "2026-10-10T09:30+08:00; without an offset it is Beijing time."
        )
        raise CommandError(message % {"row": number, "value": written})
    return _Row(number, cells["id"], cells["text"], written, local)


def _moment(written: str) -> datetime | None:
    """Return a moment of ISO 8601 in Beijing time, None if it is none or of no year that counts."""
    try:
        moment = datetime.fromisoformat(written)
        local = (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None
    return local if local.year in _YEARS else None
