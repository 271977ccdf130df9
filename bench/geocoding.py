"""What `manage.py geocode` costs over bare SQL that writes the same positions.

Fills a temporary SQLite database with made-up outlets of 江津区, runs the command over them with
the offline gazetteer in a process of its own, and prints points per second and the process's peak
memory. The baseline is one bare ``executemany`` that updates the same rows with the same positions,
in a copy of the same database: ``python -m bench.geocoding [number of outlets]``.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.own_database import environment, make_database

BASE_DIR: Final = Path(__file__).resolve().parent.parent
TARGET_PER_SECOND: Final = 5_000
USED: Final = re.compile(r"^used (\d+) kB, ([\d.]+) s$", re.MULTILINE)
# Run in the measured process: the command, then its own peak memory and CPU time. (What Linux gives
# as `ru_maxrss` includes the process that started it.)
COMMAND: Final = """
import re, time
from pathlib import Path
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "geocode"])
status = Path("/proc/self/status").read_text()
print("used", re.search(r"VmHWM:\\s*(\\d+)", status)[1], "kB,", time.process_time(), "s")
"""
COLUMNS: Final = (
    "longitude",
    "latitude",
    "x",
    "y",
    "z",
    "precision",
    "position_source",
    "original_longitude",
    "original_latitude",
    "original_datum",
    "provenance",
)
TABLE: Final = "service_sites_servicepoint"


def fill(folder: Path, outlets: int) -> Path:
    """Make the database, with outlets that name their towns and have no position; its file."""
    database = make_database(folder)
    from sites.changes.load_reference import load_reference_data
    from sites.models import Operator, Region, ServicePoint, Town

    load_reference_data()
    region = Region.objects.get(pk="500116")
    operator = Operator.objects.earliest("code")
    towns = list(Town.objects.filter(region=region))
    ServicePoint.objects.bulk_create(
        (
            ServicePoint(
                region=region,
                serial=serial,
                name=f"网点{serial}",
                kind="bank",
                operator=operator,
                address=f"{towns[serial % len(towns)].name}大同路{serial}号",
                town=towns[serial % len(towns)],
                search_text=f"|网点{serial}|wangdian{serial}|wd{serial}|",
            )
            for serial in range(1, outlets + 1)
        ),
        batch_size=1_000,
    )
    return database


@dataclass(frozen=True)
class Cost:
    """What something took: seconds by the clock and of the CPU."""

    clock_s: float
    cpu_s: float

    def line(self, name: str, points: int) -> str:
        """Return a row of the table."""
        return f"{name:<22}{self.clock_s:>9.2f}{self.cpu_s:>9.2f}{points / self.cpu_s:>16,.0f}"


def run_command(folder: Path) -> tuple[Cost, int]:
    """Return what the command took, its start included, and its peak memory in kB."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=BASE_DIR,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    seconds = time.perf_counter() - start
    used = USED.search(done.stdout)
    if used is None:
        raise RuntimeError(f"the command did not say what it used: {done.stdout}")
    return Cost(seconds, float(used[2])), int(used[1])


def run_baseline(before: Path, after: Path) -> Cost:
    """Return what a bare update takes that gives `before` the positions of `after`."""
    with sqlite3.connect(after) as source:
        rows = source.execute(f"SELECT {', '.join(COLUMNS)}, id FROM {TABLE}").fetchall()
    target = sqlite3.connect(before)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=NORMAL")
    settings = ", ".join(f'"{column}" = ?' for column in COLUMNS)
    start, cpu_start = time.perf_counter(), time.process_time()
    with target:
        target.executemany(f"UPDATE {TABLE} SET {settings} WHERE id = ?", rows)
    cost = Cost(time.perf_counter() - start, time.process_time() - cpu_start)
    target.close()
    return cost


def main(outlets: int) -> None:
    """Print both rates, their ratio and the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, copy = fill(folder, outlets), folder / "copy.sqlite3"
        # What the log still holds goes into the file that is copied.
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(database, copy)
        command, peak = run_command(folder)
        with sqlite3.connect(database) as connection:
            (located,) = connection.execute(f"SELECT count(longitude) FROM {TABLE}").fetchone()
        baseline = run_baseline(copy, database)
    print(f"{outlets:,} outlets, {located:,} located")
    print(f"{'':<22}{'seconds':>9}{'CPU s':>9}{'points/CPU s':>16}")
    print(command.line("geocode (gazetteer)", located))
    print(baseline.line("bare executemany", located))
    print(
        f"{located / command.clock_s:,.0f} points/s by the clock (target: {TARGET_PER_SECOND:,}), "
        f"{command.cpu_s / baseline.cpu_s:.1f} x the bare update's CPU time, which keeps no log"
    )
    print(f"peak memory of the command: {peak / 1_024:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
