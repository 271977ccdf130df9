"""What can fail around a command, and the sentence that says so with the remedy.

The words are looked up by Python's own gettext: Django's needs settings, which may be what fails.
"""

from collections.abc import Mapping
from enum import Enum, auto
from gettext import gettext as _
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import Error, OperationalError

from sites.importing.files.system import reason_of


class DatabaseFailure(Enum):
    """Why a database cannot do what a command asks of it."""

    NOT_SET_UP = auto()
    ONLY_READ = auto()
    NOT_ALLOWED = auto()
    BUSY = auto()
    UNUSABLE_FILE = auto()
    NO_ANSWER = auto()

    @classmethod
    def of(cls, error: Error) -> "DatabaseFailure | None":
        """Return what failed; None if it is the question that was wrong, not the database."""
        cause = error.__cause__
        is_operational = isinstance(error, OperationalError)
        name: str | None = getattr(cause, "sqlite_errorname", None)
        if name is None:
            state: str = getattr(cause, "sqlstate", None) or ""
            return _POSTGRESQL.get(state, cls.NO_ANSWER if is_operational else None)
        if name == "SQLITE_ERROR":
            return cls.NOT_SET_UP if str(cause).startswith(_MISSING) else None
        # What follows the second underscore says it in more detail.
        name = "_".join(name.split("_")[:2])
        return _SQLITE.get(name, cls.UNUSABLE_FILE if is_operational else None)


_MISSING: Final = ("no such table", "no such column", "table ")
_POSTGRESQL: Final[Mapping[str, DatabaseFailure]] = {
    "42P01": DatabaseFailure.NOT_SET_UP,
    "42703": DatabaseFailure.NOT_SET_UP,
    "25006": DatabaseFailure.ONLY_READ,
    "42501": DatabaseFailure.NOT_ALLOWED,
    **dict.fromkeys(("40001", "40P01", "53300", "55P03", "57014"), DatabaseFailure.BUSY),
}
_SQLITE: Final[Mapping[str, DatabaseFailure]] = {
    "SQLITE_READONLY": DatabaseFailure.ONLY_READ,
    "SQLITE_BUSY": DatabaseFailure.BUSY,
    "SQLITE_LOCKED": DatabaseFailure.BUSY,
    "SQLITE_NOTADB": DatabaseFailure.UNUSABLE_FILE,
    "SQLITE_CORRUPT": DatabaseFailure.UNUSABLE_FILE,
}


def sentence_for(error: Exception) -> str | None:
    """Return what failed and what to do; None for what is nobody's fault but the program's."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, CommandError):
        # Django's commands put what the database says into words of their own.
        cause = error.__cause__
        return (sentence_for(cause) if isinstance(cause, Error) else None) or str(error)
    if isinstance(error, Error):
        failure = DatabaseFailure.of(error)
        return _database_sentence(failure, _first_line(error)) if failure is not None else None
    if isinstance(error, OSError):
        return _file_sentence(error)
    return None


def _database_sentence(failure: DatabaseFailure, reason: str) -> str:
    sentences = {
        DatabaseFailure.NOT_SET_UP: _(
            "The database is not set up for this release (%(reason)s): run manage.py migrate."
        ),
        DatabaseFailure.ONLY_READ: _(
            "The database can only be read (%(reason)s): make it writable, or name another one in "
            "DATABASE_URL."
        ),
        DatabaseFailure.NOT_ALLOWED: _(
            "The database does not allow it (%(reason)s): give the user in DATABASE_URL the right."
        ),
        DatabaseFailure.BUSY: _(
            "The database is busy (%(reason)s): run the command again in a moment."
        ),
        DatabaseFailure.UNUSABLE_FILE: _(
            "The database file cannot be used (%(reason)s): check STATE_DIR and DATABASE_URL, "
            "whether you may write there, and that the disk is not full."
        ),
        DatabaseFailure.NO_ANSWER: _(
            "The database does not answer (%(reason)s): check DATABASE_URL, and that the server "
            "runs."
        ),
    }
    return sentences[failure] % {"reason": reason}


def _file_sentence(error: OSError) -> str:
    reason = _(reason_of(error))
    if error.filename is None:
        text = _("The system refuses (%(reason)s): put that right, and run the command again.")
        return text % {"reason": reason}
    text = _("%(file)s cannot be used (%(reason)s): check its name, and whether you may use it.")
    return text % {"file": error.filename, "reason": reason}


def _first_line(error: Error) -> str:
    """Return what the database says, without its advice to administrators."""
    return str(error).strip().partition("\n")[0].rstrip(".")
