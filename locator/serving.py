"""How `make run` serves: gunicorn, and beside it the process that does the background work.

Gunicorn reads this as its configuration and calls the functions by their names.
"""

import subprocess
import sys
from typing import Any

from django.conf import settings

_workers: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """Start the worker; it ends by itself should this process be killed."""
    command = [sys.executable, "manage.py", "worker", "--end-with-parent", "--verbosity", "0"]
    _workers.append(subprocess.Popen(command, cwd=settings.BASE_DIR))  # noqa: S603 - our own


def on_exit(server: Any) -> None:
    """End the worker: it finishes what it is doing."""
    for worker in _workers:
        worker.terminate()
    for worker in _workers:
        worker.wait()
