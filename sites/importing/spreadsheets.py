"""Tables for spreadsheets: the same table with what was found, and the outlets as they are stored.

Nothing in them is a formula, whatever the texts are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from sites.importing.cells import unprintable_removed
from sites.importing.read_table import Part, Table
from sites.models import Region, ServicePoint
from sites.models.operator import Kind
from sites.reference.stored import Reference
from sites.text.csv_safe import csv_safe

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cells: TypeAlias = Sequence[str]
# Its name, and its rows.
Sheet: TypeAlias = tuple[str, Iterable[Cells]]
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 28


def sheets_with_remarks(
    table: Table, remarks: Mapping[int, Sequence[str]], general: Sequence[str]
) -> Iterator[Sheet]:
    """Yield the table's parts as they are, each row with its remarks behind it.

    `remarks` are those of rows, by the row's number; the `general` ones stand beside the header of
    the first part. The import leaves the column of remarks out again, should the table come back.
    """
    left = {number: left.remark for left in table.left_out for number in left.rows}
    said = {number: [remark, *remarks.get(number, ())] for number, remark in left.items()}
    for part in table.parts:
        yield part.name, _with_remarks(part, {**remarks, **said}, general)
        general = ()


def _with_remarks(
    part: Part, remarks: Mapping[int, Sequence[str]], general: Sequence[str]
) -> Iterator[Cells]:
    rows = part.grid.rows
    width = max(map(_filled, rows))
    for index, row in enumerate(rows):
        said = [*remarks.get(part.before + index + 1, ())]
        if index == part.headers[0].last:
            said = [_("Result of the check"), *said, *general]
        yield [*row[:width], *[""] * (width - len(row)), " ".join(said)]


def _filled(row: Cells) -> int:
    """Return the number of cells up to the last one with a text."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def rows_of_points(region: Region) -> Iterator[Cells]:
    """Yield a header and the region's active outlets, such that importing them changes nothing."""
    reference = Reference()
    yield [
        *("序号", "服务网点全称", "网点地址", "联系电话", "服务项目"),
        *("运营机构", "网点类别", "镇街", "邮编", "办公时间", "备注", "公开编号"),
    ]
    points = ServicePoint.objects.filter(region=region, is_active=True)
    for point in points.select_related("operator", "town").order_by("serial", "pk").iterator():
        yield [
            *(str(point.serial), point.name, point.address, point.phone),
            "|".join(reference.codes(point.service_mask)),
            point.operator.name,
            str(Kind(point.kind).label),
            point.town.name if point.town is not None else "",
            *(point.postcode, point.hours, point.note, str(point.public_id)),
        ]


def write_table(sheets: Iterable[Sheet], kind: str) -> bytes:
    """Return sheets as a file, "csv" (with a BOM for spreadsheet programs) or "xlsx".

    A CSV file has them one below the other.
    """
    return _workbook(sheets) if kind == "xlsx" else _text(rows for _name, rows in sheets)


def _text(tables: Iterable[Iterable[Cells]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for rows in tables:
        for row in rows:
            writer.writerow([csv_safe(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _workbook(sheets: Iterable[Sheet]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and rarely needed
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    for number, (name, rows) in enumerate(sheets, start=1):
        # openpyxl counts up where a name is there already.
        title = _NOT_IN_NAMES.sub(" ", unprintable_removed(name))[:_LONGEST_NAME].strip("' ")
        sheet = workbook.create_sheet(title or f"Sheet{number}")
        for row in rows:
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=unprintable_removed(text))
                # A text, also where it begins like a formula.
                cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
