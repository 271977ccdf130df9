"""A run that is killed keeps what it found, and the next one goes on from there."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.processes import Place

OUTLETS = 12_000

_FILL = """
import django
django.setup()
from sites.models import Operator, Region, ServicePoint, Town
region, operator = Region.objects.get(), Operator.objects.earliest("code")
towns = list(Town.objects.all())
ServicePoint.objects.bulk_create(
    ServicePoint(
        region=region, serial=serial, name=f"网点{serial}", kind="bank", operator=operator,
        address=f"大同路{serial}号", town=towns[serial % len(towns)],
    )
    for serial in range(1, OUTLETS + 1)
)
"""


def test_killed_run_is_resumed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.manage(["migrate", "-v0"], ["load_reference_data"])
    place.run("-c", _FILL.replace("OUTLETS", str(OUTLETS)))

    def count(sql: str) -> int:
        with closing(sqlite3.connect(place.database, timeout=20)) as connection:
            (number,) = connection.execute(sql).fetchone()
            return int(number)

    located = "SELECT count(longitude) FROM service_sites_servicepoint"
    logged = "SELECT count(*) FROM service_sites_pointchange"
    process = place.start("manage.py", "geocode")
    deadline = time.monotonic() + 60
    while count(located) == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    kept = count(located)
    assert 0 < kept < OUTLETS
    assert count(logged) == kept
    place.manage(["geocode"])
    assert count(located) == OUTLETS
    # Nothing was done twice.
    assert count(logged) == OUTLETS
    assert count("SELECT count(DISTINCT point_id) FROM service_sites_pointchange") == OUTLETS
    index = "SELECT count(*) FROM service_sites_point_rtree"
    assert count(index) == OUTLETS
