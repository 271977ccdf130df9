"""Programs of our own, run as processes of their own over a database that they share."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


class Place:
    """A folder with a database that other processes use: SQLite, or the one at an address."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.database = folder / "locator.sqlite3"
        self.environment = {
            "STATE_DIR": str(folder),
            "DATABASE_URL": database_url or f"sqlite:///{self.database}",
        }

    def start(self, *arguments: str | Path, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=os.environ
            | self.environment
            | {"DJANGO_SETTINGS_MODULE": "locator.settings", "PYTHONPATH": str(settings.BASE_DIR)}
            | variables,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path, **variables: str) -> str:
        process = self.start(*arguments, **variables)
        out, error = process.communicate(timeout=600)
        assert process.returncode == 0, error
        return out

    def manage(self, *commands: Sequence[str | Path]) -> None:
        for command in commands:
            self.run("manage.py", *command)


def place_of_tests(folder: Path) -> Place:
    """Return a place with all tables: on a server the database that the tests run on.

    For tests whose data are committed. The database in memory no other process can see: there
    the place has a file of its own.
    """
    if connection.vendor == "sqlite":
        place = Place(folder)
        place.manage(["migrate", "-v0"])
        return place
    server = connection.settings_dict
    login = quote(server["USER"], safe="")
    if server["PASSWORD"]:
        login += f":{quote(server['PASSWORD'], safe='')}"
    return Place(
        folder, f"postgres://{login}@{server['HOST']}:{server['PORT']}/{quote(server['NAME'])}"
    )
