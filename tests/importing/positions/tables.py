"""Tables of positions made for tests, by the code that reads real ones."""

from collections.abc import Iterable, Sequence

from sites.importing.columns import POSITIONS
from sites.importing.read_table import Table, parse_table
from tests.importing.tables import as_csv

HEADER = ("公开编号", "序号", "服务网点全称", "经度", "纬度", "精度")
# In 几江街道, by WGS-84, half a kilometre from the town's centre and from every outlet.
LONGITUDE, LATITUDE = 106.2531, 29.2927


def positions_table(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> Table:
    """Return rows as a table that was read from a CSV file."""
    texts = [[str(cell) for cell in row] for row in rows]
    return parse_table(as_csv(texts, header).encode(), "pins.csv", POSITIONS)
