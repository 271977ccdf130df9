"""Ten thousand damaged files: each is a table or is refused with a sentence.

Prints for each format how many were read, how many refused and why, and the longest time that one
took: ``python -m bench.mutants [number] [seed]``. What else comes out is printed and fails. The
reader is called in this process, which ends with an error where a reader would crash.
"""

import sys
import time
import traceback
from collections import Counter, defaultdict
from typing import Final

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats.read_file import read
from sites.importing.files.formats.refusal import Refusal
from tests.importing.files.mutants import mutants

MANY: Final = 10_000
_READ: Final = "read"
_SHOWN: Final = 40


def main(count: int, seed: int) -> int:
    """Print the table; return how many errors came out that are no refusal."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    longest: dict[str, float] = defaultdict(float)
    wrong = 0
    for name, mutant in mutants(count, seed):
        begin = time.process_time()
        try:
            read(mutant, PUBLIC)
            outcome = _READ
        except Refusal as refusal:
            outcome = refusal.problem.text
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            traceback.print_exc()
            outcome = type(error).__name__
            wrong += 1
        outcomes[name][outcome] += 1
        longest[name] = max(longest[name], time.process_time() - begin)
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
