"""The work on an import is started, at once or in the background, and resumed where it stands."""

from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites.importing.files.read import is_long
from sites.importing.tasks import work_on_import
from sites.models import ImportJob, JobKind, JobState, ServicePoint

# What takes about a second is done while the person waits.
LONG_ROWS: Final = 2_000
ACTIVE: Final = (JobState.WAITING, JobState.WORKING)
# Whatever the process is busy with, it beats beside it, except while it writes: that is one
# transaction, in which nothing is seen to move.
_STUCK_AFTER: Final = timedelta(minutes=2)
_STUCK_WRITING_AFTER: Final = timedelta(minutes=15)


class BusyError(Exception):
    """Something else is being done with this table or import."""


def start(job: ImportJob) -> None:
    """Store a new job; do it at once, or enqueue it if it takes longer.

    Raises ``BusyError`` if something else is being done with its table or import.
    """
    job.language = get_language() or ""
    job.asked_at = job.beat_at = timezone.now()
    try:
        with transaction.atomic():
            job.save()
            is_long_job = _is_long(job)
            if is_long_job:
                work_on_import.enqueue(job.pk)
    except IntegrityError as error:
        raise BusyError(_("Something is being done with it already. Please wait.")) from error
    if not is_long_job:
        work_on_import.call(job.pk)
    job.refresh_from_db()


def is_stuck(job: ImportJob) -> bool:
    """Return whether the process that works on the job seems to have gone."""
    stuck_after = _STUCK_WRITING_AFTER if job.is_writing else _STUCK_AFTER
    return job.state in ACTIVE and job.beat_at < timezone.now() - stuck_after


def resume(job: ImportJob) -> bool:
    """Enqueue a job that is stuck once more; False if it is not."""
    if not is_stuck(job):
        return False
    with transaction.atomic():
        taken = ImportJob.objects.filter(
            pk=job.pk, state__in=ACTIVE, owner=job.owner, beat_at=job.beat_at
        )
        if not taken.update(
            state=JobState.WAITING, owner="", is_writing=False, done=0, beat_at=timezone.now()
        ):
            return False
        work_on_import.enqueue(job.pk)
    return True


def resume_stuck() -> int:
    """Resume all jobs whose process has gone; return how many."""
    return sum(map(resume, ImportJob.objects.filter(state=JobState.WORKING)))


def _is_long(job: ImportJob) -> bool:
    if job.run is not None:
        return job.run.changes.count() > LONG_ROWS
    draft = job.draft
    if draft is None:
        return False
    if ServicePoint.objects.filter(region=draft.region_id).count() > LONG_ROWS:
        return True
    if job.kind == JobKind.CHECK:
        return is_long(bytes(draft.content))
    return bool(draft.summary.get("rows", 0) > LONG_ROWS)
