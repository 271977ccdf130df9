"""What an import costs beyond writing its rows.

For tables of some sizes, each in a process with a database of its own: rows per second of CPU
time and peak memory of the first import (read, check, compare, apply), of importing the same table
again, and of one in which every tenth phone has changed; and how many times longer each takes than
the baseline, a bare ``executemany`` of the same rows: ``python -m bench.importing [rows …]``.
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
ROUNDS = ("first/s", "again/s", "changed/s")
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


def as_csv(count: int, *, changed: bool = False) -> bytes:
    """Return the rows as a file; with another phone in every tenth if `changed`."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for serial, name, address, phone in rows(count):
        is_other = changed and serial.endswith("0")
        writer.writerow([serial, name, address, f"5{phone[1:]}" if is_other else phone])
    return file.getvalue().encode()


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
    from sites.changes.load_reference import load_reference_data
    from sites.importing.apply import apply_table
    from sites.importing.read_table import parse_table
    from sites.models import Region

    load_reference_data()
    region = Region.objects.get()
    baseline = bare_insert(folder / "bare.sqlite3", list(rows(count)))
    cells = [f"{count:>9,}", f"{count / baseline:>12,.0f}", f"{peak_mb():>10.0f}"]
    same, other = as_csv(count), as_csv(count, changed=True)
    rounds = (("added", count, same), ("unchanged", count, same), ("changed", count // 10, other))
    for expected, number, content in rounds:

        def run(expected: str = expected, number: int = number, content: bytes = content) -> None:
            plan = apply_table(parse_table(content, "made.csv"), region).plan
            if plan.counts[expected] != number or plan.errors:
                raise RuntimeError(f"not as expected: {plan.counts}")

        taken = seconds(run)
        cells += [f"{count / taken:>10,.0f}", f"{taken / baseline:>8,.0f}x", f"{peak_mb():>8.0f}"]
    return "".join(cells)


def main(sizes: Sequence[int]) -> None:
    """Print one line per size."""
    print(
        f"{'rows':>9}{'bare rows/s':>12}{'MB before':>10}"
        + "".join(f"{name:>10}{'ratio':>9}{'MB peak':>8}" for name in ROUNDS)
    )
    measure_sizes("bench.importing", sizes)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(measure(int(sys.argv[2]), Path(sys.argv[3])), flush=True)
    else:
        main([int(argument) for argument in sys.argv[1:]] or SIZES)
