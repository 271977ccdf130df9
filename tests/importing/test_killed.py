"""Whatever is killed in the middle: the data are those before or those after, never between."""

from pathlib import Path

import pytest

from tests.importing.killed import Place, own_place
from tests.importing.tables import as_csv

# More than is done while a person waits: they are the worker's.
OUTLETS = 2_200

_STARTED = """
import sys
import django
django.setup()
from dataclasses import asdict
from pathlib import Path
from django.contrib.auth.models import User
from sites.importing import jobs
from sites.importing.drafts import receive_table
from sites.importing.options import STRICT
from sites.models import *
kind, at_once = JobKind(sys.argv[1]), sys.argv[2] == "at once"
if at_once:
    # As it is for a short table: the server's own process does it.
    jobs.LONG_ROWS = 10**9
user, _made = User.objects.get_or_create(username="li")
if kind is JobKind.CHECK:
    content = Path(sys.argv[3]).read_bytes()
    job = ImportJob(draft=receive_table(Region.objects.get(), "next.csv", content, user))
elif kind is JobKind.APPLY:
    job = ImportJob(draft=ImportDraft.objects.get(), consent=asdict(STRICT))
else:
    job = ImportJob(run=ImportRun.objects.latest("pk"), consent={"keep_later_changes": False})
job.kind, job.asked_by = kind, user
jobs.start(job)
print(job.state)
"""
# A table whose reading takes longer than anybody waits for a sign of life: it ends when one comes.
_LONG = """
import sys
import django
django.setup()
import time
from datetime import timedelta
from pathlib import Path
from django.contrib.auth.models import User
from django.utils import timezone
from sites.importing import jobs, tasks
from sites.importing.drafts import receive_table, table_of
from sites.models import *

def read(draft):
    ImportJob.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    while jobs.is_stuck(ImportJob.objects.latest("pk")):
        time.sleep(0.05)
    return table_of(draft)

tasks.table_of, tasks._BEAT_S, jobs.LONG_ROWS = read, 0.1, 10**9
user, _made = User.objects.get_or_create(username="li")
draft = receive_table(Region.objects.get(), "long.csv", Path(sys.argv[1]).read_bytes(), user)
job = ImportJob(kind=JobKind.CHECK, draft=draft, asked_by=user)
jobs.start(job)
print(job.state)
draft.delete()
"""
# As if two minutes, or a quarter of an hour, had passed since.
_LATER = """
import django
django.setup()
from datetime import timedelta
from django.db.models import F
from sites.models import ImportJob
ImportJob.objects.filter(state="working").update(beat_at=F("beat_at") - timedelta(hours=1))
"""
_WORKER = ("manage.py", "worker", "--no-startup-delay", "--interval", "0.1")


def table(street: str) -> str:
    return as_csv(
        [str(number), f"农商行第{number}支行", f"油溪镇{street}{number}号", f"47{880000 + number}"]
        for number in range(1, OUTLETS + 1)
    )


def job(kind: str, condition: str) -> str:
    return f"SELECT 1 FROM service_sites_importjob WHERE kind = '{kind}' AND {condition}"


def is_done(kind: str) -> str:
    return job(kind, "state = 'done'")


@pytest.mark.django_db(transaction=True)
def test_killed_work_on_imports_is_before_or_after_and_is_resumed(tmp_path: Path) -> None:
    with own_place(tmp_path) as place:
        old, new = tmp_path / "old.csv", tmp_path / "next.csv"
        old.write_text(table("建新路"), encoding="utf-8")
        new.write_text(table("复兴路"), encoding="utf-8")
        for command in (
            ["migrate", "-v0"],
            ["load_reference_data"],
            ["import_service_points", old],
        ):
            place.run("manage.py", *command)
        before = place.public()
        assert place.run("-c", _LONG, old) == "done"
        _check(place, new, before)
        after = _apply(place, before)
        _undo(place, after)


def _check(place: Place, file: Path, before: object) -> None:
    """Kill the worker while it checks; the next one begins anew."""
    assert place.run("-c", _STARTED, "check", "later", file) == "waiting"
    place.kill_when(place.start(*_WORKER), job("check", "total > 0"))
    assert place.ask(job("check", "state = 'working'")) or place.ask(is_done("check"))
    place.run("-c", _LATER)
    place.wait_for(place.start(*_WORKER), is_done("check"))
    assert place.public() == before
    assert place.ask("SELECT count(*) FROM service_sites_draftline") == [(OUTLETS,)]


def _apply(place: Place, before: object) -> object:
    """Kill the server while it writes; a worker does it once more, and once only."""
    place.kill_when(
        place.start("-c", _STARTED, "apply", "at once"),
        job("apply", "(is_writing OR state = 'done')"),
    )
    assert place.public() == before or place.ask(is_done("apply"))
    place.run("-c", _LATER)
    place.wait_for(place.start(*_WORKER), is_done("apply"))
    after = place.public()
    addresses = "SELECT count(*) FROM service_sites_servicepoint WHERE address LIKE '油溪镇复兴路%'"
    assert place.ask(addresses) == [(OUTLETS,)]
    assert place.ask("SELECT count(*) FROM service_sites_importrun") == [(2,)]
    return after


def _undo(place: Place, after: object) -> None:
    """Kill the worker while it undoes."""
    assert place.run("-c", _STARTED, "undo", "later") == "waiting"
    place.kill_when(place.start(*_WORKER), job("undo", "(is_writing OR state = 'done')"))
    assert place.public() == after or place.ask(is_done("undo"))
    place.run("-c", _LATER)
    place.wait_for(place.start(*_WORKER), is_done("undo"))
    addresses = "SELECT count(*) FROM service_sites_servicepoint WHERE address LIKE '油溪镇建新路%'"
    assert place.ask(addresses) == [(OUTLETS,)]
