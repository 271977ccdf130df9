"""The work on imports, done by whichever process has the job, such that a killed one does no harm.

A job changes nothing half: what it writes for good, and that it is done, is one transaction. So a
job whose process has gone is simply done again, by whoever finds it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from django.db import OperationalError, connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from sites.importing.apply import Applied, ImportRefusedError, apply_checked
from sites.importing.check import check_table
from sites.importing.compare import compare_table
from sites.importing.context import RegionContext
from sites.importing.drafts import (
    decisions_of,
    refuse_table,
    rules_of,
    store_plan,
    table_of,
)
from sites.importing.options import ApplyOptions
from sites.importing.plan import Plan, counts_text
from sites.importing.problems import TableError
from sites.importing.read_table import Table
from sites.importing.rows import Row
from sites.importing.undo import UndoRefusedError, undo_import
from sites.models import DraftState, ImportDraft, ImportJob, JobKind, JobState

_logger: Final = logging.getLogger(__name__)
_BEAT_S: Final = 10.0
_PROGRESS_S: Final = 1.0
_LEFT_SHOWN: Final = 200


class _LostError(Exception):
    """Another process has taken the job over."""


@task()
def work_on_import(key: int) -> None:
    """Do the job with that key, unless somebody else does or it is over.

    An error of the program is raised.
    """
    owner = get_random_string(32)
    waiting = ImportJob.objects.filter(pk=key, state=JobState.WAITING)
    if not waiting.update(state=JobState.WORKING, owner=owner, beat_at=timezone.now()):
        return
    job = ImportJob.objects.select_related("draft__region", "run", "asked_by").get(pk=key)
    with override(job.language or None):
        try:
            with _beating(job):
                _WORK[JobKind(job.kind)](_Work(job))
        except _LostError:
            _logger.warning("import job %d was taken over by another process", key)
        # Whatever it was: whoever waits for the job is told that it ended.
        except Exception:
            text = _("An error of the program ended it; nothing was changed. Please try again.")
            ImportJob.objects.filter(pk=key, owner=owner).update(
                state=JobState.FAILED, message=text, ended_at=timezone.now()
            )
            raise


@contextmanager
def _beating(job: ImportJob) -> Iterator[None]:
    """Show that the process is alive for as long as it works, also where no row is counted.

    A large workbook is read, and a large region compared, in steps that say nothing for long.
    """
    ended = Event()
    thread = Thread(target=_beat_until, args=(ended, _Work(job)), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat_until(ended: Event, work: "_Work") -> None:
    try:
        while not ended.wait(_BEAT_S):
            work.beat()
    except _LostError:
        # The work itself finds that out when it writes.
        pass
    finally:
        connections.close_all()


@dataclass(slots=True)
class _Work:
    """A job while this process works on it."""

    job: ImportJob
    _last: float = field(default_factory=monotonic)

    @property
    def draft(self) -> ImportDraft:
        """The table that the job is about."""
        if self.job.draft is None:
            raise ValueError("the job is about no table")
        return self.job.draft

    def beat(self, **values: Any) -> None:
        """Show that the job moves; raises `_LostError` if it is no longer ours."""
        try:
            if not self._ours().update(beat_at=timezone.now(), **values):
                raise _LostError
        except OperationalError:
            # Another one writes for long: the next beat will do.
            _logger.info("import job %d could not show that it moves", self.job.pk)

    def progress(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, and show how far they have come."""
        for number, row in enumerate(rows):
            if number % 100 == 0 and monotonic() - self._last > _PROGRESS_S:
                self._last = monotonic()
                self.beat(done=number)
            yield row

    def table(self) -> Table:
        """Return the draft's table."""
        table = table_of(self.draft)
        self.beat(total=len(table.rows), done=0)
        return table

    def hold(self) -> None:
        """Hold the job for the transaction that ends it."""
        if not self._ours().select_for_update().exists():
            raise _LostError

    def end(self, state: JobState = JobState.DONE, **values: Any) -> None:
        """Say how the job ended; raises `_LostError` if it is no longer ours."""
        now = timezone.now()
        if not self._ours().update(
            state=state, is_writing=False, ended_at=now, beat_at=now, **values
        ):
            raise _LostError

    def _ours(self) -> Any:
        owned = ImportJob.objects.filter(pk=self.job.pk, owner=self.job.owner)
        return owned.filter(state=JobState.WORKING)


def _check(work: _Work) -> None:
    _store(work, _compare(work))


def _compare(work: _Work) -> tuple[Table, Plan] | TableError:
    """Return the draft's table and what it would change, or why it cannot be read."""
    try:
        table = work.table()
    except TableError as error:
        return error
    return table, compare_table(table, work.draft.region, rules_of(work.draft), work.progress)


@transaction.atomic
def _store(
    work: _Work,
    found: tuple[Table, Plan] | TableError,
    state: JobState = JobState.DONE,
    message: str = "",
) -> None:
    """Keep what was found with the draft, and end the job."""
    work.hold()
    if isinstance(found, TableError):
        refuse_table(work.draft, found)
    else:
        store_plan(work.draft, *found)
    work.end(state, message=message)


def _apply(work: _Work) -> None:
    draft = work.draft
    # First: it may take minutes, and what it is checked against is to be of now.
    table = work.table()
    context = RegionContext.load(draft.region)
    rules = replace(rules_of(draft), decisions=decisions_of(draft))
    checked = check_table(table, context, work.progress, datum=rules.datum)
    work.beat(is_writing=True)
    agreed = work.job.consent
    options = ApplyOptions(
        skip_bad_rows=agreed["skip_bad_rows"],
        force=agreed["force"],
        fingerprint=agreed["fingerprint"],
    )
    try:
        with transaction.atomic():
            work.hold()
            applied = apply_checked(checked, context, rules, options, user=work.job.asked_by)
            draft.run, draft.state, draft.content = applied.run, DraftState.APPLIED, b""
            draft.lines.all().delete()
            draft.save(update_fields=["run", "state", "content"])
            work.end(message=_applied_text(applied))
    except ImportRefusedError as error:
        work.beat(is_writing=False)
        _store(work, _compare(work), JobState.REFUSED, str(error))


def _applied_text(applied: Applied) -> str:
    if applied.run is None:
        return ""
    return _("The table is applied: %(counts)s.") % {"counts": counts_text(applied.run.counts)}


def _undo(work: _Work) -> None:
    run = work.job.run
    if run is None:
        raise ValueError("the job is about no import")
    work.beat(is_writing=True)
    try:
        with transaction.atomic():
            work.hold()
            undone = undo_import(
                run.pk,
                keep_later_changes=work.job.consent["keep_later_changes"],
                user=work.job.asked_by,
            )
            text = _("%(count)d outlets are again as they were before the import.")
            work.end(message=text % {"count": undone.restored})
    except UndoRefusedError as error:
        left = [asdict(change) for change in error.later_changes[:_LEFT_SHOWN]]
        work.end(JobState.REFUSED, message=str(error), left=left)


_WORK: Final[Mapping[JobKind, Callable[[_Work], None]]] = {
    JobKind.CHECK: _check,
    JobKind.APPLY: _apply,
    JobKind.UNDO: _undo,
}
