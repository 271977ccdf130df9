"""A database as an installation of an earlier release left it."""

from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


@contextmanager
def opened(url: str) -> Iterator[BaseDatabaseWrapper]:
    """Open the database with the address, on the server that the tests use."""
    database = connection.copy("earlier")
    database.settings_dict["NAME"] = dj_database_url.parse(url)["NAME"]
    connections["earlier"] = database
    try:
        yield database
    finally:
        database.close()
        del connections["earlier"]


def migrate_as_before(database: BaseDatabaseWrapper, name: str) -> Apps:
    """Apply migrations one by one up to `name`, and return the models as they were then."""
    executor = MigrationExecutor(database)
    executor.loader = MigrationLoader(database, replace_migrations=False)
    apps: Apps = executor.migrate([("service_sites", name)]).apps
    return apps
