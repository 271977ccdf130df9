"""The process that reads one file: bytes in, JSON out, and no more time or memory than is given.

``python -m sites.importing.files.formats look|read public|staff``. The answer is the tables, or a
refusal; a process that is out of time ends without one.
"""

import math
import os
import signal
import sys
from contextlib import suppress
from typing import Any, Final, cast

import orjson

from sites.importing.files.bounds import NAMED, Bounds
from sites.importing.files.formats.found import Found
from sites.importing.files.formats.read_file import look, read
from sites.importing.files.formats.refusal import Refusal, too_much

# Residents' pages come first.
_NICENESS: Final = 10
# Remarks on rows are kept by number.
_OPTIONS: Final = orjson.OPT_NON_STR_KEYS


def main(task: str, name: str) -> None:
    """Read standard input, and write the answer to standard output."""
    bounds = NAMED[name]
    _limit(bounds)
    # openpyxl would load it, in a third of a second, for workbooks that are written from it.
    cast("dict[str, Any]", sys.modules)["numpy"] = None
    content = sys.stdin.buffer.read(bounds.content + 1)
    try:
        answer = orjson.dumps({"found": _do(task, content, bounds)}, option=_OPTIONS)
    except Refusal as refusal:
        answer = _refused(refusal)
    except MemoryError:
        answer = _refused(too_much())
    sys.stdout.buffer.write(answer)


def _refused(refusal: Refusal) -> bytes:
    return orjson.dumps({"refusal": [refusal.problem, refusal.remedy]})


def _do(task: str, content: bytes, bounds: Bounds) -> list[Found]:
    if task == "read":
        return read(content, bounds)
    look(content, bounds)
    return []


def _limit(bounds: Bounds) -> None:
    """Bound what the process may take, before it has read a byte.

    Where a system has no such bounds (Windows) there is the time after which it is ended.
    """
    try:
        import resource  # noqa: PLC0415 - not every system has it
    except ImportError:
        return
    os.nice(_NICENESS)
    # The clock knows parts of a second and ends the process; the bound is what nothing can undo.
    signal.setitimer(signal.ITIMER_PROF, bounds.processor_s)
    seconds = math.ceil(bounds.processor_s) + 1
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        _soft, hard = resource.getrlimit(which)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Some systems (macOS) have no bound of that kind.
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (least, least))


if __name__ == "__main__":
    main(*sys.argv[1:])
