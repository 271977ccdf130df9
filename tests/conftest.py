"""Data that the tests of several rooms start from."""

import os
from collections.abc import Generator, Iterable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as examples

from sites.changes.load_reference import load_reference_data
from sites.finding.revision import kept_counts
from sites.importing.apply import apply_table
from sites.importing.read_table import Table, read_table
from sites.locating.surroundings import kept_surroundings
from sites.migrations.sql.triggers import LOG_TRIGGERS
from sites.models import Region
from sites.reference.catalog import kept_catalog, kept_stems
from tests import factories
from tests.factories import MakePoint
from tests.stored import stored_once

# How long an example takes is the machine's business. Where a change is judged, it is judged by the
# same examples each time; people who run the tests look for new ones.
IS_JUDGED = bool(os.environ.get("REQUIRE_ALL_TESTS"))
examples.register_profile("locator", deadline=None, derandomize=IS_JUDGED)
examples.load_profile("locator")
# For a second database, whose statements are to be tried and not the parsers again.
examples.register_profile("again", deadline=None, derandomize=IS_JUDGED, max_examples=20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about another database than the one that the tests run on."""
    elsewhere = [
        item
        for item in items
        if (marker := item.get_closest_marker("vendor")) and marker.args != (connection.vendor,)
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skipping into failure where everything has to be tested (`REQUIRE_ALL_TESTS=1`)."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL_TESTS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but everything has to be tested here: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def uncollected_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Serve static files under their own names, as they are before they are collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        # WhiteNoise warns about a directory that is not there.
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def flushed_log() -> Iterator[None]:
    """Let Django empty all tables between tests, the log of changes included.

    The triggers that refuse it, for everybody and in production also for ``manage.py flush``, are
    away while it does.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        database = operations.connection
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            for statement in LOG_TRIGGERS.dropping[database.vendor]:
                cursor.execute(statement)
            flush(operations, statements)
            for statement in LOG_TRIGGERS.creating[database.vendor]:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_all)
        yield


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    """Start and end with nothing kept: each test's database counts its versions from zero."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    cache.clear()
    for kept in (kept_catalog, kept_counts, kept_stems, kept_surroundings):
        kept.clear()


@pytest.fixture(autouse=True)
def page_language() -> None:
    """Start in the default language: a request leaves that of its page behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def real_table() -> Table:
    """Return the table of 57 outlets as it is shipped."""
    return read_table(settings.BASE_DIR / "data" / "service_points.csv")


@pytest.fixture
def reference_data(db: None) -> None:
    """Fill the database from the files of reference data."""
    stored_once("reference data", load_reference_data)


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    """Return a function that stores one more service point of 江津区."""
    return factories.make_point


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk")


@pytest.fixture
def real_points(reference_data: None, real_table: Table) -> None:
    """Import the 57 real rows; all but row 40 lie at their town's centre."""
    stored_once("real points", lambda: apply_table(real_table, Region.objects.get(pk="500116")))
