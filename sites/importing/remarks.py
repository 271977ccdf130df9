"""Tables for spreadsheets: the same table with what was found, and the outlets as they are stored.

Nothing in them is a formula, whatever the texts are.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from sites.importing.cells import unprintable_removed
from sites.importing.reading import Table
from sites.importing.reporting import harmless
from sites.models import Region, ServicePoint
from sites.models.operator import Kind
from sites.recording.fields import Reference

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cells = Sequence[str]


def rows_with_remarks(table: Table, remarks: Mapping[int, Sequence[str]]) -> Iterator[Cells]:
    """Yield the table's rows as they are, each with its remarks behind it, by row number."""
    width = max(map(_filled, table.grid.rows))
    for number, row in enumerate(table.grid.rows, start=1):
        remark = " ".join(remarks.get(number, ()))
        if number == table.header.index + 1:
            remark = " ".join(filter(None, (_("Remarks"), remark)))
        yield [*row[:width], *[""] * (width - len(row)), remark]


def _filled(row: Cells) -> int:
    """Return the number of cells up to the last one with a text."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def rows_of_outlets(region: Region) -> Iterator[Cells]:
    """Yield a header and the region's active outlets, such that importing them changes nothing."""
    reference = Reference.load()
    yield [
        *("序号", "服务网点全称", "网点地址", "联系电话"),
        *("服务项目", "运营机构", "网点类别", "镇街", "公开编号"),
    ]
    points = ServicePoint.objects.filter(region=region, is_active=True)
    for point in points.select_related("operator", "town").order_by("serial", "pk").iterator():
        yield [
            *(str(point.serial), point.name, point.address, point.phone),
            "|".join(reference.codes(point.service_mask)),
            point.operator.name,
            str(Kind(point.kind).label),
            point.town.name if point.town is not None else "",
            str(point.public_id),
        ]


def write_table(rows: Iterable[Cells], kind: str) -> bytes:
    """Return the rows as a file, "csv" (with a BOM for spreadsheet programs) or "xlsx"."""
    return _workbook(rows) if kind == "xlsx" else _text(rows)


def _text(rows: Iterable[Cells]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _workbook(rows: Iterable[Cells]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and rarely needed
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
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
