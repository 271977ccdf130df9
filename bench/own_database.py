"""A database of its own for a benchmark, in a folder that is gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

TABLE: Final = Path(__file__).resolve().parent.parent / "data" / "service_points.csv"
_NAME: Final = "bench.sqlite3"


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process that keeps whatever it keeps in a folder."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "locator.settings",
        "STATE_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / _NAME}",
        # Nobody on the network is asked.
        "GEOCODER_CHAIN": "gazetteer",
    }


def make_database(folder: Path) -> Path:
    """Set Django up for the database of a folder, make its tables and return its file."""
    os.environ |= environment(folder)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return folder / _NAME


def make_real_database(folder: Path) -> None:
    """Set Django up for the database of a folder, with the outlets of the real table, located."""
    make_database(folder)
    from django.core.management import call_command

    with redirect_stdout(StringIO()):
        call_command("prepare", str(TABLE))


def measure_sizes(module: str, sizes: Iterable[int]) -> None:
    """Run a benchmark's ``--measure SIZE FOLDER`` for each size, in a process of its own."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            command = [sys.executable, "-m", module, "--measure", str(size), folder]
            subprocess.run(command, check=True)
