"""What the sealed log costs, and how long its pages take.

Makes a log of so many changes (a million by default) in an embedded database of its own; prints
the seconds that sealing adds to writing it, and for each filter of the history the milliseconds of
a page, beside the same page of a log with a hundredth of the rows: the ratio stays near one where
an index leads to the rows. ``python -m bench.history [changes]``.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.own_database import make_database, measure_sizes

PART = 100
QUERIES = (
    "",
    "older={middle}",
    "who=staff",
    "who=staff:li",
    "who=geocoder",
    "kind=removed",
    "field=phone",
    "field=note&who=staff:li",
    "point={point}",
    "since=2020-01-01",
    "since=2020-01-01&until=2020-01-02",
)


def milliseconds(run: Callable[[], object]) -> float:
    """Return the milliseconds of the quickest of three runs."""
    times = []
    for _round in range(3):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


def measure(count: int, folder: Path) -> None:
    """Print the figures of one size; the database is made in the folder."""
    make_database(folder)
    from datetime import UTC, datetime, timedelta

    from django.contrib.auth.models import User
    from django.db import transaction
    from django.http import QueryDict

    from sites.changes.load_reference import load_reference_data
    from sites.changes.log import append, inspect_log, seal_of
    from sites.desk.history.filter import LogFilter
    from sites.models import Operator, PointChange, Region, ServicePoint

    load_reference_data()
    User.objects.create_user("li", is_staff=True)
    region, operator = Region.objects.get(), Operator.objects.earliest("code")
    points = ServicePoint.objects.bulk_create(
        ServicePoint(region=region, serial=n, name=f"网点{n}", kind="bank", operator=operator)
        for n in range(1, 1 + max(1, count // 10))
    )
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    said = {"source": "import", "reference": "1", "set_at": begin.isoformat()}
    before = {"phone": {"value": "47564298", "provenance": said}}
    after = {"phone": {"value": "47838915", "provenance": said}}

    def changes(first: int, last: int) -> Iterator[PointChange]:
        for n in range(first, last):
            by_staff, by_machine = n % 1000 == 1, n % 5000 == 2
            yield PointChange(
                point=points[n % len(points)],
                kind="removed" if n % 20_000 == 3 else "changed",
                before={"note": before["phone"]} if by_staff else before,
                after={"note": after["phone"]} if by_staff else after,
                source="staff" if by_staff else "geocoder" if by_machine else "import",
                reference="li" if by_staff else "gazetteer" if by_machine else "1",
                at=begin + timedelta(seconds=n),
                data_version=n + 1,
            )

    sealing = writing = 0.0
    for first in range(0, count, 50_000):
        batch = list(changes(first, min(count, first + 50_000)))
        start = time.process_time()
        seal = ""
        for change in batch:
            seal = seal_of(change, seal)
        sealing += time.process_time() - start
        start = time.process_time()
        with transaction.atomic():
            append(batch)
        writing += time.process_time() - start
    per = 100_000 / count
    print(
        f"{count:,} changes: {writing * per:.2f} s of CPU to append 100,000,"
        f" of which {sealing * per:.2f} s to seal them"
    )
    start = time.process_time()
    if not inspect_log().is_whole:
        raise RuntimeError("the log is broken")
    print(f"  {(time.process_time() - start) * per:.2f} s of CPU to verify 100,000")
    middle = PointChange.objects.earliest("pk").pk + count // 2
    for query in QUERIES:
        asked = query.format(middle=middle, point=points[0].pk)

        def page(asked: str = asked) -> None:
            form = LogFilter(QueryDict(asked))
            if not form.is_valid():
                raise RuntimeError(form.errors)
            form.page(PointChange.objects.all())

        print(f"  {milliseconds(page):8.1f} ms  ?{asked}")


def main(count: int) -> None:
    """Measure both sizes."""
    measure_sizes("bench.history", (count // PART, count))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
