"""The server has its worker beside it, and never leaves it behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux for processes")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "STATE_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'locator.sqlite3'}",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, env=environment, cwd=settings.BASE_DIR, check=True)
    command = [sys.executable, "-m", "gunicorn", "locator.wsgi", "--bind", "127.0.0.1:0"]
    command += ["--config", "python:locator.serving", "--log-level", "critical"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    yield process
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()


def children(pid: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]
    return []


def is_worker(pid: int) -> bool:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b"worker" in words and b"--end-with-parent" in words
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_begins_and_ends_with_the_server(
    server: subprocess.Popen[bytes], how: signal.Signals
) -> None:
    while not (workers := list(filter(is_worker, children(server.pid)))):
        assert server.poll() is None
        time.sleep(0.05)
    # It has to be at work before a signal means anything to it.
    (worker,) = workers
    others = children(server.pid)
    server.send_signal(how)
    server.wait()
    while is_worker(worker):
        time.sleep(0.05)
    for other in others:
        with suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)
