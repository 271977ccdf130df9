"""Ten thousand damaged files: each is a table or is refused with a sentence.

Prints for each format how many were read, how many refused and why, and the longest time that one
took: ``python -m bench.mutants [number] [seed]``. What else comes out is printed and fails. Each
file is read by a process of its own with the memory that the product gives, for a library may end
its process; for the product that is a refusal, too, and is counted by itself.
"""

import os
import resource
import signal
import sys
import traceback
from collections import Counter, defaultdict
from typing import Final

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats.read_file import read
from sites.importing.files.formats.refusal import Refusal
from tests.importing.files.mutants import mutants

MANY: Final = 10_000
_READ: Final = "read"
_WRONG: Final = "error: "
_SHOWN: Final = 40


def read_apart(mutant: bytes) -> tuple[str, float]:
    """Return what came of reading a file in a process of its own, and its processor seconds."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_AS, (PUBLIC.memory, PUBLIC.memory))
        os.write(writing, _outcome(mutant).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    _pid, status, usage = os.wait4(pid, 0)
    if os.WIFSIGNALED(status):
        said = f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return said, usage.ru_utime + usage.ru_stime


def _outcome(mutant: bytes) -> str:
    try:
        read(mutant, PUBLIC)
    except Refusal as refusal:
        return refusal.problem.text
    except MemoryError:
        return "no memory"
    except BaseException as error:
        traceback.print_exc()
        return f"{_WRONG}{type(error).__name__}"
    return _READ


def main(count: int, seed: int) -> int:
    """Print the table; return how many errors came out that are no refusal."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    longest: dict[str, float] = defaultdict(float)
    for name, mutant in mutants(count, seed):
        outcome, seconds = read_apart(mutant)
        outcomes[name][outcome] += 1
        longest[name] = max(longest[name], seconds)
    wrong = sum(
        times
        for counted in outcomes.values()
        for text, times in counted.items()
        if text.startswith(_WRONG)
    )
    print(f"{'format':<20}{'files':>7}{'read':>7}{'longest s':>11}   most refusals")
    for name, counted in outcomes.items():
        refusals = counted.copy()
        del refusals[_READ]
        said = "; ".join(f"{times} {text[:_SHOWN]}" for text, times in refusals.most_common(2))
        print(f"{name:<20}{counted.total():>7}{counted[_READ]:>7}{longest[name]:>11.2f}   {said}")
    print(f"{count} files, {wrong} other errors")
    return wrong


if __name__ == "__main__":
    figures = [int(argument) for argument in sys.argv[1:]]
    sys.exit(1 if main(*[*figures, *(MANY, 1)[len(figures) :]]) else 0)
