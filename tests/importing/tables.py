"""Tables made for tests, by the code that reads real ones."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.conf import settings

from sites.importing.read_table import Table, parse_table

HEADER = ("序号", "服务网点全称", "网点地址", "联系电话")
Cells = list[str]


def real_rows() -> list[Cells]:
    """Return the cells of the 57 printed rows."""
    path = settings.BASE_DIR / "data" / "service_points.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    """Return rows as the text of a CSV file."""
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue()


def table_of(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> Table:
    """Return rows as a table that was read from a CSV file."""
    return parse_table(as_csv(rows, header).encode(), "made.csv")


def row(
    serial: object = 1,
    name: str = "农商行油溪支行",
    address: str = "油溪镇建新路46号",
    phone: str = "47881050",
) -> Cells:
    """Return a good row, with some cells replaced."""
    return [str(serial), name, address, phone]


def changed_rows() -> list[Cells]:
    """Return the real rows with two other numbers and one more outlet."""
    rows = real_rows()
    rows[13][3] = "47695120"
    rows[48][3] = "47881051"
    return [*rows, row(58, "招商银行双福支行", "双福街道学府路1号", "47831999")]


def texts(table: Table) -> list[Cells]:
    """Return the cells that were read from a table of outlets."""
    return [
        [row.cells[name] for name in ("serial", "name", "address", "phone")] for row in table.rows
    ]
