"""What the list page costs with the real table and with 5,000 outlets, beside an empty Django page.

All are asked in turn, in this process, through WSGI and the product's middleware, each made anew
(nothing comes from the cache): the elapsed time that a visitor waits for the server, at the median.
Target: at most 150 ms for each.
``python -m bench.list_page [requests]``
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import uuid4

from bench.api import ask, product
from bench.map_page import EMPTY, add_empty_page
from bench.own_database import TABLE

MANY: Final = 5_000
MOST_MS: Final = 150.0
Run: TypeAlias = Callable[[], Any]


def main(requests: int) -> None:
    """Print the median and the ratio to the empty page of each page and number of outlets."""
    with tempfile.TemporaryDirectory() as folder:
        application = product(Path(folder))
        add_empty_page()
        from django.core.cache import cache

        def cold(path: str) -> Run:
            def run() -> tuple[str, dict[str, str], bytes]:
                cache.clear()
                return ask(application, path)

            return run

        pages = {
            "empty page": cold(EMPTY),
            "list": cold("/"),
            "list, one service": cold("/?service=unlock"),
            "list, words": cold("/?q=%E5%A4%A7%E5%90%8C%E8%B7%AF"),
            "list, one town": cold("/?town=jijiang"),
        }
        print(f"{'':<20}{'outlets':>9}{'status':>8}{'bytes':>9}{'median ms':>11}{'x empty':>9}")
        worst = 0.0
        for outlets in (len(TABLE.read_text(encoding="utf-8").splitlines()) - 1, MANY):
            _add_points_up_to(outlets)
            medians = _medians(pages, requests)
            for name, run in pages.items():
                status, _headers, body = run()
                print(
                    f"{name:<20}{outlets:>9,}{status[:3]:>8}{len(body):>9,}{medians[name]:>11.1f}"
                    f"{medians[name] / medians['empty page']:>9.1f}"
                )
            worst = max(worst, *medians.values())
    print(f"slowest: {worst:.0f} ms (target: at most {MOST_MS:.0f})")


def _medians(pages: dict[str, Run], requests: int) -> dict[str, float]:
    """Return the median in milliseconds of each page, all asked in turn."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(requests):
        for name, run in pages.items():
            start = time.perf_counter()
            run()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def _add_points_up_to(number: int) -> None:
    """Store copies of the real outlets until there are so many, as one change of the data."""
    from django.db import transaction

    from sites.models import DataVersion, ServicePoint

    originals = list(ServicePoint.objects.order_by("pk"))
    columns = [
        field.attname
        for field in ServicePoint._meta.concrete_fields
        if not (field.primary_key or field.generated)
    ]
    last = max(one.serial for one in originals)
    copies = []
    for step, original in enumerate(islice(cycle(originals), number - len(originals)), start=1):
        values = {column: getattr(original, column) for column in columns}
        values |= {"public_id": uuid4(), "serial": last + step, "name": f"{original.name}{step}"}
        copies.append(ServicePoint(**values))
    with transaction.atomic():
        ServicePoint.objects.bulk_create(copies)
        DataVersion.advance()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
