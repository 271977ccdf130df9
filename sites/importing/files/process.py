"""A file is read by a process of its own, with bounds that nothing in the file can undo.

Only a few read at once on a server; others wait for a moment and are then asked to come again, so
that nobody's file occupies the threads that answer everybody else.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import orjson
from django.conf import settings

from sites.importing.files.bounds import NAMED, Bounds
from sites.importing.files.formats.refusal import Refusal, Said, damaged, say, too_much

if sys.platform != "win32":
    import fcntl

_logger: Final = logging.getLogger(__name__)
_MODULE: Final = "sites.importing.files.formats"
_ROOT: Final = Path(__file__).resolve().parents[3]
# What Python itself needs: no passwords, no keys.
_ENVIRONMENT: Final = ("PATH", "PYTHON", "LD_", "LANG", "LC_", "SYSTEMROOT", "COVERAGE_")
# Windows knows neither of them.
_OUT_OF_TIME: Final = {getattr(signal, name, 0) for name in ("SIGPROF", "SIGXCPU", "SIGKILL")}
_LOOK_EVERY_S: Final = 0.02
# In one process of the server, besides those that read: so many threads wait at most.
_WAITING: Final = 2
_DOORS: Final = {
    name: BoundedSemaphore(bounds.at_once + _WAITING) for name, bounds in NAMED.items()
}


def ask(task: str, content: bytes, bounds: Bounds) -> list[dict[str, Any]]:
    """Return the tables of a file as plain data, none if it was only looked at.

    `task` is "look" or "read". Raises ``Refusal``, also if the file takes
    more than it may, or if too many are being read.
    """
    with _slot(bounds):
        answer = _answer(task, content, bounds)
    if "refusal" in answer:
        raise Refusal(*(Said(**sentence) for sentence in answer["refusal"]))
    found: list[dict[str, Any]] = answer["found"]
    return found


def _answer(task: str, content: bytes, bounds: Bounds) -> Mapping[str, Any]:
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", _MODULE, task, bounds.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_environment(),
    ) as process:
        try:
            said, _errors = process.communicate(content, timeout=bounds.most_s)
        except subprocess.TimeoutExpired as error:
            raise takes_too_long() from error
        finally:
            # Also if whoever waits for it is ended.
            process.kill()
    if process.returncode == 0:
        answer: Mapping[str, Any] = orjson.loads(said)
        return answer
    _logger.info("the process that reads a file ended with %d", process.returncode)
    if -process.returncode in _OUT_OF_TIME:
        raise takes_too_long()
    # Programs that get no memory abort.
    raise too_much() if -process.returncode == signal.SIGABRT else damaged()


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.startswith(_ENVIRONMENT)}


def takes_too_long() -> Refusal:
    """Return that a file costs more of a processor than it may."""
    return Refusal(
        say("Reading the file takes too long."),
        say("Copy the table alone into a new file, and split it if it is long."),
    )


def busy() -> Refusal:
    """Return that too many files are being read."""
    return Refusal(
        say("The server is busy reading other files."), say("Please try again in a minute.")
    )


@contextmanager
def _slot(bounds: Bounds) -> Iterator[None]:
    """Hold one of the places for reading, waiting for it for a moment; raises ``Refusal``."""
    if not _DOORS[bounds.name].acquire(blocking=False):
        raise busy()
    try:
        until = time.monotonic() + bounds.wait_s
        while (place := _free_place(bounds)) is None:
            if time.monotonic() > until:
                raise busy()
            time.sleep(_LOOK_EVERY_S)
        with place:
            yield
    finally:
        _DOORS[bounds.name].release()


def _free_place(bounds: Bounds) -> AbstractContextManager[object] | None:
    """Return a place that is held until it is closed, None if all are taken.

    The places are locked files, which all processes of a server see and which no killed one keeps.
    Where there are none, each process counts for itself.
    """
    if sys.platform == "win32":
        return nullcontext()
    folder = settings.STATE_DIR / "reading"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(bounds.at_once):
            place = (folder / f"{bounds.name}-{number}").open("ab")
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                place.close()
            else:
                return place
    except OSError:
        return nullcontext()
    return None
