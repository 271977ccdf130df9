"""What an import costs beyond writing its rows.

For tables of some sizes, each in a process with a database of its own: rows per second of CPU
time and peak memory of the first import (read, check, compare, apply) and of importing the same
table again, and how many times longer each takes than the baseline, a bare ``executemany`` of the
same rows: ``python -m bench.importing [rows …]``.
"""

import csv
import io
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.own_database import make_database, measure_sizes

SIZES = (57, 10_000, 100_000)
HEADER = ("序号", "服务网点全称", "网点地址", "联系电话")
OPERATORS = ("农商行", "工商银行", "建设银行", "邮政公司", "农业银行")
TOWNS = ("白沙镇", "油溪镇", "珞璜镇", "双福街道", "几江街道", "德感街道", "石蟆镇")
CREATE = "CREATE TABLE bare (serial INTEGER, name TEXT, address TEXT, phone TEXT)"


def rows(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield made-up rows, each an outlet of its own, in the towns of 江津区."""
    for number in range(1, count + 1):
        operator, town = OPERATORS[number % len(OPERATORS)], TOWNS[number % len(TOWNS)]
        yield (
            str(number),
            f"{operator}{town}第{number}支行",
            f"重庆市江津区{town}人民路{number}号",
            str(47_000_000 + number),
        )


def seconds(run: Callable[[], object]) -> float:
    """Return the seconds of CPU time that a function takes, on a busy machine as on an idle one."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def peak_mb() -> float:
    """Return the most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare_insert(path: Path, table: Sequence[tuple[str, str, str, str]]) -> float:
    """Return the seconds of writing the rows as they are, in one transaction."""
    with sqlite3.connect(path) as connection:
        connection.execute(CREATE)
        insert = "INSERT INTO bare VALUES (?, ?, ?, ?)"

        def write() -> None:
            connection.executemany(insert, table)
            connection.commit()

        return seconds(write)


def measure(count: int, folder: Path) -> str:
    """Return the line of figures for one size; the database is made in the folder."""
    make_database(folder)
    from sites.importing.applying import apply_table
    from sites.importing.reading import parse_table
    from sites.importing.reference import load_reference_data
    from sites.models import Region

    load_reference_data()
    region = Region.objects.get()
    table = list(rows(count))
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *table])
    content = file.getvalue().encode()
    baseline = bare_insert(folder / "bare.sqlite3", table)
    before = peak_mb()
    times = []
    for expected in ("added", "unchanged"):

        def run(expected: str = expected) -> None:
            plan = apply_table(parse_table(content, "made.csv"), region).plan
            if plan.counts[expected] != count or plan.errors:
                raise RuntimeError(f"not as expected: {plan.counts}")

        times.append(seconds(run))
    cells = [f"{count:>9,}", f"{count / baseline:>12,.0f}"]
    cells += [f"{count / time:>9,.0f} {time / baseline:>8,.0f}x" for time in times]
    return "".join([*cells, f"{before:>9.0f}", f"{peak_mb():>9.0f}"])


def main(sizes: Sequence[int]) -> None:
    """Print one line per size."""
    print(
        f"{'rows':>9}{'bare rows/s':>12}{'first/s':>9} {'ratio':>9}{'again/s':>9} {'ratio':>9}"
        f"{'MB before':>9}{'MB peak':>9}",
        flush=True,
    )
    measure_sizes("bench.importing", sizes)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(measure(int(sys.argv[2]), Path(sys.argv[3])), flush=True)
    else:
        main([int(argument) for argument in sys.argv[1:]] or SIZES)
