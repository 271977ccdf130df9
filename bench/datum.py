"""How much faster columns convert between datums than pairs one by one.

Prints conversions per second both ways and their ratio, for random places in China:
``python -m bench.datum [number of places]``.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import permutations

import numpy as np

from sites.geo.datum import Datum, convert
from sites.geo.datum_arrays import convert_arrays

ROUNDS = 3


def per_second(places: int, run: Callable[[], object]) -> float:
    """Return places per second of the fastest of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return places / min(seconds)


def main(places: int) -> None:
    """Print one line per way between two datums."""
    random = np.random.default_rng(500116)
    longitudes = random.uniform(73.0, 135.0, places)
    latitudes = random.uniform(18.0, 53.0, places)
    pairs = list(zip(longitudes.tolist(), latitudes.tolist(), strict=True))

    def one_by_one(source: Datum, target: Datum) -> None:
        for longitude, latitude in pairs:
            convert(longitude, latitude, source, target)

    print(f"{places:,} places")
    print(f"{'':<14}{'one by one/s':>14}{'columns/s':>14}{'ratio':>8}")
    for source, target in permutations(Datum, 2):
        singly = per_second(places, partial(one_by_one, source, target))
        columns = per_second(places, partial(convert_arrays, longitudes, latitudes, source, target))
        print(
            f"{source} -> {target}".ljust(14)
            + f"{singly:>14,.0f}{columns:>14,.0f}{columns / singly:>7.1f}x"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
