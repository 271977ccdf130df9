"""The first release's one migration leaves what the earlier ones left, and takes their place."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from sites.changes.log import seal_of
from sites.finding.text_index import points_with
from sites.models import ImportDraft, LogHead, PointChange, ServicePoint, StaffRegion
from tests.importing.killed import own_place
from tests.migrations.earlier import migrate_as_before, opened

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# What belongs to the product in a database: kind, name and definition.
SCHEMA = {
    "sqlite": """
        SELECT type, name, sql FROM sqlite_master
        WHERE tbl_name LIKE 'service_sites%'
    """,
    "postgresql": """
        SELECT 'column', attrelid::regclass || ' ' || attname,
            format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || attidentity::text || ' '
                || coalesce(pg_get_expr(adbin, adrelid), '') || ' '
                || row_number() OVER (PARTITION BY attrelid ORDER BY attnum)
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relname LIKE 'service_sites%'
        UNION ALL
        SELECT 'index', indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'service_sites%'
        UNION ALL
        SELECT 'constraint', conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE conrelid::regclass::text LIKE 'service_sites%'
        UNION ALL
        SELECT 'trigger', tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'service_sites%' AND NOT tgisinternal
        UNION ALL
        SELECT 'function', proname, pg_get_functiondef(oid)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    """,
}


@pytest.fixture(scope="module")
def renewed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[BaseDatabaseWrapper]:
    """Return an installation of before the first release, with data, after its renewal."""
    del django_db_setup
    with (
        django_db_blocker.unblock(),
        own_place(tmp_path_factory.mktemp("earlier")) as place,
        opened(place.environment["DATABASE_URL"]) as database,
    ):
        # No seals yet, and accounts that work for every region.
        _store_change(migrate_as_before(database, "0007_provider_failures"))
        # No postcodes yet, and one table of a file.
        _store_draft(migrate_as_before(database, "0017_search_at_scale"))
        executor = MigrationExecutor(database)
        executor.migrate(executor.loader.graph.leaf_nodes("service_sites"))
        yield database


def _store_change(apps: Any) -> None:
    region = _stored(apps, "Region", adcode="500116", west=105, south=28, east=107, north=30)
    operator = _stored(apps, "Operator", code="icbc", kind="bank")
    point = _stored(
        apps,
        "ServicePoint",
        serial=1,
        name="白沙支行",
        kind="bank",
        address="白沙镇",
        search_text="|||白沙|",
        region=region,
        operator=operator,
    )
    _stored(
        apps,
        "PointChange",
        point=point,
        kind="changed",
        before={"note": ""},
        after={"note": "午休"},
        source="import",
        reference="1",
        at=NOW,
        data_version=1,
    )
    _stored(apps, "User", "auth", username="li", is_staff=True)


def _store_draft(apps: Any) -> None:
    users = apps.get_model("auth", "User").objects.using("earlier")
    _stored(
        apps,
        "ImportDraft",
        place=2,
        state="checked",
        region_id="500116",
        uploaded_at=NOW,
        uploaded_by=users.get(),
    )


def _stored(apps: Any, model: str, label: str = "service_sites", **values: Any) -> Any:
    return apps.get_model(label, model).objects.using("earlier").create(**values)


def schema(database: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    with database.cursor() as cursor:
        cursor.execute(SCHEMA[database.vendor])
        return {(kind, name): definition for kind, name, definition in cursor.fetchall()}


@pytest.mark.django_db
def test_one_migration_makes_what_all_of_them_made(renewed: BaseDatabaseWrapper) -> None:
    found = schema(connection)
    assert len(found) > 100
    assert schema(renewed) == found
    assert _roles(renewed.alias) == _roles("default")


def _roles(database: str) -> list[tuple[str, str, str]]:
    rights = ("name", "permissions__content_type__model", "permissions__codename")
    return sorted(Group.objects.using(database).values_list(*rights))


@pytest.mark.django_db
def test_an_earlier_installation_keeps_its_data_and_is_up_to_date(
    renewed: BaseDatabaseWrapper,
) -> None:
    point = ServicePoint.objects.using("earlier").get()
    assert (point.name, point.postcode) == ("白沙支行", "")
    assert points_with(renewed, ("白沙",)) != points_with(renewed, ("几江",))
    draft = ImportDraft.objects.using("earlier").get()
    assert (draft.parts, draft.state) == ([2], "reading")
    assert StaffRegion.objects.using("earlier").get().region_id == "500116"
    change = PointChange.objects.using("earlier").get()
    assert change.seal == LogHead.objects.using("earlier").get().seal == seal_of(change, "")
    executor = MigrationExecutor(renewed)
    loader = executor.loader
    assert ("service_sites", "0001_squashed_0019_first_release") in loader.applied_migrations
    assert not executor.migration_plan(loader.graph.leaf_nodes("service_sites"))


def test_an_installation_with_all_earlier_ones_takes_the_first_release_as_applied(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    del django_db_setup
    with (
        django_db_blocker.unblock(),
        own_place(tmp_path) as place,
        opened(place.environment["DATABASE_URL"]) as database,
    ):
        migrate_as_before(database, "0019_supplements")
        executor = MigrationExecutor(database)
        leaves = executor.loader.graph.leaf_nodes("service_sites")
        planned = [migration.name for migration, _backwards in executor.migration_plan(leaves)]
        assert planned[0] == "0020_reference_version"
        executor.migrate(leaves)
        applied = MigrationRecorder(database).applied_migrations()
    assert ("service_sites", "0001_squashed_0019_first_release") in applied
