"""How `make run` serves: gunicorn, and beside it the process that does the background work.

Gunicorn reads this as its configuration and calls the functions by their names. No settings are
read here: the process that gunicorn starts with knows none.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_MANAGE: Final = Path(__file__).resolve().parent.parent / "manage.py"
_workers: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """Start the worker; it ends by itself should this process be killed."""
    parent = str(os.getpid())
    command = [sys.executable, str(_MANAGE), "worker", "--end-with-parent", parent]
    command += ["--verbosity", "0"]
    _workers.append(subprocess.Popen(command))  # noqa: S603 - our own


def on_exit(server: Any) -> None:
    """End the worker: it finishes what it is doing."""
    for worker in _workers:
        worker.terminate()
    for worker in _workers:
        worker.wait()
