"""What a fixture has stored, kept to be put back: importing 57 outlets takes most of a test's time.

The first test of a process that asks for it makes it, by the product's own code; the others get the
same rows, ids and times included.
"""

from collections.abc import Callable, Iterator
from copy import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

_kept: dict[str, list[list[models.Model]]] = {}


def stored_once(name: str, make: Callable[[], object]) -> None:
    """Have what `make` stores in the database, which is empty or holds what it builds upon."""
    if name in _kept:
        _put_back(_kept[name])
    else:
        make()
        _kept[name] = [
            rows for model in _models() if (rows := list(model._base_manager.order_by("pk")))
        ]


@transaction.atomic
def _put_back(tables: list[list[models.Model]]) -> None:
    # Rows refer to others that come later: that is looked at when all of them are there.
    for rows in tables:
        model = type(rows[0])
        others = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        # A few rows are there from the beginning: the number of the data, the end of the log.
        model._base_manager.bulk_create(
            [copy(row) for row in rows],
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=others,
        )
    statements = connection.ops.sequence_reset_sql(no_style(), [type(rows[0]) for rows in tables])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("service_sites").get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model
