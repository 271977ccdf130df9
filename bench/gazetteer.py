"""How fast the national gazetteer loads and answers, against looking for every name in the text.

Prints the seconds and megabytes that loading takes in a fresh process, then addresses per second
of `search_places` and of a plain loop over all names (the longest one that stands in the text),
on made-up addresses of random towns: ``python -m bench.gazetteer [number of addresses]``.
"""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.search import search_places

ROUNDS = 3
BASELINE_ADDRESSES = 40
REGION = "500116"


def memory_mb() -> float:
    """Return the most memory that this process ever held, megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_load() -> None:
    """Print what loading costs this process, which has not loaded it yet."""
    before, wall, processor = memory_mb(), time.perf_counter(), time.process_time()
    data = gazetteer_data()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    search_places("重庆市江津区白沙镇", REGION)
    print(
        f"loading {len(list(data.spellings())):,} spellings: {wall:.2f} s "
        f"({processor:.2f} s of processor), {memory_mb() - before:.0f} MB"
    )


def made_up_addresses(number: int) -> list[str]:
    """Return addresses of random towns in the forms in which people write them."""
    chance = random.Random(REGION)
    data = gazetteer_data()
    addresses = []
    for county, town in chance.choices(sorted(data.town_names()), k=number):
        area = data.areas[county]
        parents = [one.name for one in (*data.parents(area), area)]
        first = chance.randrange(len(parents) + 1)
        road, house = chance.choice(["人民路", "建设街", "滨江大道西段"]), chance.randrange(1, 500)
        addresses.append("".join((*parents[first:], town, road, f"{house}号")))
    return addresses


def longest_name(names: Sequence[str], text: str) -> str:
    """Return the longest name that stands in a text: what one would write first."""
    return max((name for name in names if name in text), key=len, default="")


def per_second(addresses: Sequence[str], answer: Callable[[str], object]) -> float:
    """Return addresses per second of processor time, in the fastest of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for address in addresses:
            answer(address)
        seconds.append(time.process_time() - start)
    return len(addresses) / min(seconds)


def main(number: int) -> None:
    """Print what loading costs, and both speeds with their ratio."""
    subprocess.run([sys.executable, "-m", __spec__.name, "load"], check=True)

    addresses = made_up_addresses(number)
    names = list(gazetteer_data().spellings())
    indexed = per_second(addresses, lambda text: search_places(text, REGION))
    plain = per_second(addresses[:BASELINE_ADDRESSES], lambda text: longest_name(names, text))
    print(f"{number:,} addresses, one core")
    print(f"{'plain loop/s':>14}{'search/s':>12}{'ratio':>8}")
    print(f"{plain:>14,.0f}{indexed:>12,.0f}{indexed / plain:>7.0f}x")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "locator.settings")
    if sys.argv[1:] == ["load"]:
        print_load()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
