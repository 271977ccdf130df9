"""Killed in the middle of a save or of taking a change back: all of it is there, or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def database(tmp_path: Path, transactional_db: None) -> str:
    """Return the address of a database with all tables, which other processes can open."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{tmp_path / 'locator.sqlite3'}"
    place = connection.settings_dict
    user, password = quote(place["USER"], safe=""), quote(place["PASSWORD"] or "", safe="")
    host = f"{place['HOST']}:{place['PORT']}" if place["PORT"] else place["HOST"]
    return f"postgres://{user}:{password}@{host}/{place['NAME']}"


def test_nothing_stays_half_done(database: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "STATE_DIR": str(tmp_path),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "locator.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "DEBUG": "1",
    }

    def run(*arguments: str) -> str:
        process = subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout

    if connection.vendor == "sqlite":
        run("manage.py", "migrate", "-v0")
    seen = json.loads(run("-m", "tests.desk.kill_saving"))
    # The version, the point with its position, the log, its fields, its end: and the services.
    for name, writes in (("save", 8), ("revert", 5)):
        assert seen[name]["kills"] >= writes, seen
        assert seen[name]["changed"], seen
    assert seen["committed"] == {"phone": "47331131", "changed": True}
    assert seen["log"] == {"is_whole": True, "added": 20}
