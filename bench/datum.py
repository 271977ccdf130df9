"""How much faster columns convert between datums than pairs one by one.

Prints conversions per second both ways and their ratio, for random places in China:
``python -m bench.datum [number of places]``.
"""

import sys
import time
from collections.abc import Callable

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

    print(f"{places} places         one by one/s     columns/s   ratio")
    for source in Datum:
        for target in Datum:
            if source is target:
                continue
            singly = per_second(places, lambda: [convert(*pair, source, target) for pair in pairs])
            columns = per_second(
                places, lambda: convert_arrays(longitudes, latitudes, source, target)
            )
            print(
                f"{source:>6} -> {target:<8} {singly:>14,.0f} {columns:>13,.0f} "
                f"{columns / singly:>6.1f}x"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
