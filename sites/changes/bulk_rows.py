"""Rows by the thousand: few columns of many rows in one statement.

Django's `bulk_update` and `bulk_create` build statements with a parameter for every value, of which
SQLite takes a thousand: here one statement with the parameters of one row is run for all of them,
which writes several times as many rows per second.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

_Field: TypeAlias = "models.Field[Any, Any]"
# Returns the value of one column of an object as the database's driver takes it.
_Column: TypeAlias = Callable[[object], Any]


def update_rows(
    model: type[models.Model], objects: Iterable[models.Model], columns: Iterable[str]
) -> None:
    """Write some columns, given by attribute name (``town_id``), of stored objects.

    Raises ``IntegrityError`` where a constraint is broken. Sends no signals.
    """
    connection, table = _table(model)
    quote = connection.ops.quote_name
    wanted = set(columns)
    fields = [field for field in _fields(model) if field.attname in wanted]
    key = next(field for field in _fields(model) if field.primary_key)
    assignments = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = (
        f"UPDATE {table} SET {assignments} "  # noqa: S608 - names of our models
        f"WHERE {quote(str(key.column))} = %s"
    )
    _run(connection, statement, objects, [*fields, key])


def insert_rows(model: type[models.Model], objects: Iterable[object]) -> None:
    """Insert rows whose key the database gives; it is not set on the objects.

    The objects are unsaved ones of the model, or have the attributes of one.

    Raises ``IntegrityError`` where a constraint is broken. Sends no signals.
    """
    connection, table = _table(model)
    fields = [field for field in _fields(model) if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our models
    _run(connection, statement, objects, fields)


def _table(model: type[models.Model]) -> tuple[BaseDatabaseWrapper, str]:
    """Return the connection for a model's rows, and the quoted name of their table."""
    # The connection itself: the usual `django.db.connection` looks it up at every access.
    connection = connections[router.db_for_write(model)]
    return connection, connection.ops.quote_name(model._meta.db_table)


def _fields(model: type[models.Model]) -> Sequence[_Field]:
    return model._meta.concrete_fields


def _run(
    connection: BaseDatabaseWrapper,
    statement: str,
    objects: Iterable[object],
    fields: Iterable[_Field],
) -> None:
    columns = [_column(field, connection) for field in fields]
    rows = [tuple([column(item) for column in columns]) for item in objects]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _column(field: _Field, connection: BaseDatabaseWrapper) -> _Column:
    get, prepare = attrgetter(field.attname), field.get_db_prep_save
    # These go to the driver as they are: half of all values, and none of the work.
    if isinstance(field, models.FloatField | models.CharField | models.TextField):
        return get

    # Most of a batch's rows were written by the same hand at the same time.
    last: Any = None
    prepared: Any = None

    def column(item: object) -> Any:
        nonlocal last, prepared
        value = get(item)
        if value is not last:
            last, prepared = value, prepare(value, connection)
        return prepared

    return column
