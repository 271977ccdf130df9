"""Which state of the public data a read belongs to."""

from typing import Final

from django.conf import settings
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from sites.models import DataVersion, ServicePoint

_VERSION_SQL: Final = f'SELECT number FROM "{DataVersion._meta.db_table}" WHERE id = 1'


def reading_connection() -> BaseDatabaseWrapper:
    """Return the connection that service points are read through."""
    return connections[router.db_for_read(ServicePoint)]


def data_version(connection: BaseDatabaseWrapper) -> int:
    """Return the number of the public data's state, 0 before the first change.

    The same as `DataVersion.current`, in a tenth of the time: every read asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION_SQL)
        row = cursor.fetchone()
    return row[0] if row else 0


def revision() -> str:
    """Return a text that changes with every release and every change of public data.

    Meant for ETags and cache keys: equal revisions give equal answers.
    """
    return f"{settings.RELEASE}-{data_version(reading_connection())}"
