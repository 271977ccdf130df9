"""Programs of our own, run as processes of their own over a database file of their own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings


class Place:
    """A folder with a database that other processes use."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "locator.sqlite3"
        self._environment = os.environ | {
            "STATE_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "locator.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self._environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path) -> str:
        process = self.start(*arguments)
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        return out

    def manage(self, *commands: Sequence[str | Path]) -> None:
        for command in commands:
            self.run("manage.py", *command)
