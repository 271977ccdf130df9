"""What an edit costs, and what a process holds, with the regions and towns of a whole country.

Stores the real outlets of 江津区, alone and beside 2,849 made-up districts with 40,000 towns. In a
process of its own for each it corrects notes and confirms numbers as staff do, asks for an answer
of the list after each, and prints the milliseconds of CPU time of both together, and the memory
that all reference data take in both languages, towns found by name included:
``python -m bench.reference_data``.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bench.own_database import make_database, make_real_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites.changes.author import Author
    from sites.models import ServicePoint

REGIONS: Final = 2_849
TOWNS: Final = 40_000
TARGET_MS: Final = 15
TARGET_MB: Final = 60
ROUNDS: Final = 40


def store_country() -> None:
    """Store made-up districts and towns beside those that are there."""
    from django.db import transaction

    from sites.models import DataVersion, Region, Town

    regions = [
        Region(
            adcode=f"{600_000 + number}",
            name=f"第{number}县",
            name_en=f"County {number}",
            province="某省",
            province_en="Some Province",
            area_code="0999",
            west=100,
            south=30,
            east=101,
            north=31,
        )
        for number in range(REGIONS)
    ]
    towns = [
        Town(
            region=regions[number % REGIONS],
            key=f"town-{number}",
            name=f"第{number}镇",
            name_en=f"Town {number}",
            aliases=[f"{number}街"],
            longitude=100.5,
            latitude=30.5,
        )
        for number in range(TOWNS)
    ]
    with transaction.atomic():
        Region.objects.bulk_create(regions)
        Town.objects.bulk_create(towns)
        DataVersion.advance_reference()
        DataVersion.advance()


def clerk() -> "Author":
    """Return somebody who edits."""
    from django.contrib.auth import get_user_model

    from sites.changes.author import Author

    return Author.staff(get_user_model().objects.get_or_create(username="clerk")[0])


def edit_note(point: "ServicePoint", number: int) -> None:
    """Change what is said beside an outlet, as the desk does."""
    from django.db import transaction

    from sites.corrections.correct import Corrections, make_corrections

    with transaction.atomic():
        correction = Corrections(point.region).plan(point, {"note": f"note {number}"})
        make_corrections([correction], clerk())


def confirm_number(point: "ServicePoint", _number: int) -> None:
    """Say that a number is right, as the desk does."""
    from django.db import transaction

    from sites.corrections.verify import verify

    with transaction.atomic():
        verify(point, "phone", clerk())


def measure_edits(name: str, edit: "Callable[[ServicePoint, int], None]") -> None:
    """Print the CPU time of an edit and of the answer that is asked for after it."""
    from sites.finding import PointQuery, find_points
    from sites.models import ServicePoint

    clerk()
    points = list(ServicePoint.objects.exclude(phone="").select_related("region")[:ROUNDS])
    taken = []
    for number, point in enumerate(points):
        begin = time.process_time()
        edit(point, number)
        find_points(PointQuery(region="500116", limit=20))
        taken.append((time.process_time() - begin) * 1000)
    print(f"  {name:<26}{median(taken[3:]):>8.1f} ms, worst {max(taken[3:]):.1f}")


def measure_memory() -> None:
    """Print the megabytes of the process with all reference data loaded."""
    from sites.finding import catalog
    from sites.locating.surroundings import surroundings

    for language in ("zh-hans", "en"):
        known = catalog(language)
        count = len(list(known.towns()))
        assert known.towns_called("白沙镇", None)
    surroundings("500116")
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.split("VmRSS:")[1].split()[0]) / 1024
    print(f"  {count:,} towns in both languages: {megabytes:,.1f} MB")


def measure(folder: Path) -> None:
    """Print what the database of a folder costs."""
    make_database(folder)
    measure_edits("one note, one answer", edit_note)
    measure_edits("one number, one answer", confirm_number)
    measure_memory()


def main() -> None:
    """Measure with one district, then with the country around it."""
    for name in ("江津区 alone", "the country"):
        print(f"{name} (aim: {TARGET_MS} ms; {TARGET_MB} MB more than alone)", flush=True)
        with TemporaryDirectory() as folder:
            make = [sys.executable, "-m", "bench.reference_data", f"--make={name}", folder]
            subprocess.run(make, check=True)
            command = [sys.executable, "-m", "bench.reference_data", "--measure", folder]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--measure", folder]:
            measure(Path(folder))
        case [make, folder]:
            make_real_database(Path(folder))
            if make.endswith("country"):
                store_country()
        case _:
            main()
