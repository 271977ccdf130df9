"""One process at a time makes a database ready."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

# Of PostgreSQL's locks without a table, one number is ours.
_NUMBER: Final = int.from_bytes(b"prepare")
# Longer than the first migrations of a large database take.
_PATIENCE_S: Final = 3600.0


@contextmanager
def alone_with_database() -> Iterator[None]:
    """Wait until no other process is in here with the same database, and keep others out.

    A process that is killed lets the others in. Raises Django's ``OperationalError`` if the
    database does not answer or the lock's file cannot be made.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with _advisory_lock(connection):
            yield
    elif isinstance(connection, SQLite) and not connection.is_in_memory_db():
        with _lock_beside(connection):
            yield
    else:
        yield


@contextmanager
def _advisory_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    # A connection of its own: whatever is done to the other one, the lock is held.
    with closing(connection.copy()) as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
        yield


@contextmanager
def _lock_beside(connection: SQLite) -> Iterator[None]:
    """Hold the lock of an empty database of its own: it is there wherever SQLite is."""
    # Without the options of a name like file:/path?mode=ro.
    name, *_options = str(connection.settings_dict["NAME"]).split("?")
    with connection.wrap_database_errors:
        holder = sqlite3.connect(
            f"{name}-prepare", timeout=_PATIENCE_S, isolation_level=None, uri=True
        )
    with closing(holder):
        with connection.wrap_database_errors:
            holder.execute("BEGIN EXCLUSIVE")
        yield
