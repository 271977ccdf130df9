"""The process that does the work on large imports, and takes over what another one left."""

import logging
import os
import signal
from argparse import ArgumentParser
from threading import Event, Thread
from typing import Any, Final

from django.db import OperationalError, connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks_db.management.commands import db_worker
from typing_extensions import override

from sites.importing.jobs import resume_stuck
from sites.management import base
from sites.management.failures import DatabaseFailure
from sites.models import ImportJob

_logger: Final = logging.getLogger(__name__)
_PASSING: Final = (DatabaseFailure.BUSY, DatabaseFailure.NO_ANSWER)
_LOOK_S: Final = 2.0
_LOOKS_PER_ROUND: Final = 10


class Command(base.Command, db_worker.Command):
    """``manage.py worker``: the queue's own worker, with an eye on jobs whose process has gone."""

    help = gettext_noop("Do background work (large imports) until it is told to end.")

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments, those of the queue's worker included."""
        super().add_arguments(parser)
        parser.add_argument(
            "--end-with-parent",
            type=int,
            metavar="PID",
            help=_("end when this process, the parent, has ended"),
        )

    @override
    def handle(self, **options: Any) -> None:
        """Work until it is told to end, also after a database that was busy or away for a while."""
        # A database that is not there from the beginning, or not set up, is somebody's mistake.
        ImportJob.objects.exists()
        # Its number is given, since it may have ended before anybody here could ask for it.
        parent: int | None = options.pop("end_with_parent")
        ended = Event()
        Thread(target=_look_after, args=(ended, parent), daemon=True).start()
        try:
            while True:
                try:
                    return super().handle(**options)
                except OperationalError as error:
                    if DatabaseFailure.of(error) not in _PASSING:
                        raise
                    _logger.warning("the database does not answer, once more: %s", error)
                    if ended.wait(_LOOK_S):
                        return None
        finally:
            ended.set()


def _look_after(ended: Event, parent: int | None) -> None:
    """Resume what is stuck every now and then; end this process after its parent."""
    look = 0
    while not ended.wait(_LOOK_S):
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        if look % _LOOKS_PER_ROUND == 0:
            _resume()
        look += 1


def _resume() -> None:
    try:
        resume_stuck()
    except OperationalError as error:
        _logger.warning("stuck imports could not be looked for: %s", error)
    finally:
        # The thread's own connections: none is kept open between two rounds.
        connections.close_all()
