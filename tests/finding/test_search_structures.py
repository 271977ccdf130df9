"""What the database keeps by itself: the index of positions, and a log that only grows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import AddField, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.finding.text_index import points_with
from sites.migrations.sql.triggers import (
    LOG_TRIGGERS,
    POSITION_INDEX,
    TEXT_INDEX,
    DropStructures,
    altering,
)
from sites.models import PointChange, ServicePoint
from tests.finding.conftest import MakePoint, insert_or_replace, place, scatter

STRUCTURES = (POSITION_INDEX, TEXT_INDEX, LOG_TRIGGERS)


class Dropping(Migration):
    operations = [DropStructures(*STRUCTURES)]


class Altering(Migration):
    operations = altering(
        AddField("servicepoint", "new", models.CharField(max_length=6, blank=True)),
        keep=STRUCTURES,
    )


def indexed() -> dict[int, tuple[float, float]]:
    """Return what the R*Tree holds, each box as its lower corner to 4 decimals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, west, south FROM service_sites_point_rtree")
        return {row[0]: (round(row[1], 4), round(row[2], 4)) for row in cursor.fetchall()}


@pytest.mark.vendor("sqlite")
class TestIndex:
    def test_follows_recorded_changes(self, make_point: MakePoint) -> None:
        author = Author.geocoder("test")
        point, other, nowhere = make_point((106.25, 29.25)), make_point((106, 29)), make_point()
        assert indexed() == {point.pk: (106.25, 29.25), other.pk: (106, 29)}
        changes: list[tuple[dict[str, Any], dict[int, tuple[float, float]]]] = [
            ({"position": place(106.5, 29.5)}, {point.pk: (106.5, 29.5)}),
            ({"note": "x"}, {point.pk: (106.5, 29.5)}),
            ({"is_active": False}, {}),
            ({"is_active": True}, {point.pk: (106.5, 29.5)}),
            ({"position": None}, {}),
        ]
        for values, expected in changes:
            record([Edit(point=point, values=values)], author)
            assert indexed() == {**expected, other.pk: (106, 29)}
        record([Edit(point=nowhere, values={"position": place(106, 29)})], author)
        assert indexed() == {nowhere.pk: (106, 29), other.pk: (106, 29)}

    @pytest.mark.usefixtures("reference_data")
    def test_follows_every_way_of_writing(self) -> None:
        kept, updated, deleted, replaced = scatter([(106, 29)] * 4)
        ServicePoint.objects.filter(pk=updated.pk).update(longitude=107)
        deleted_id = deleted.pk
        ServicePoint.objects.filter(pk=deleted.pk).delete()
        insert_or_replace(replaced, "latitude", '"latitude" + 1')
        assert indexed() == {kept.pk: (106, 29), updated.pk: (107, 29), replaced.pk: (106, 30)}
        assert deleted_id not in indexed()


@pytest.mark.django_db(transaction=True)
def test_structures_go_and_come_back_with_what_is_stored(reference_data: None) -> None:
    del reference_data
    point, _nowhere = scatter([(106, 29), None], search_text="|||白沙|")
    before = structures()
    migration = Dropping("test", "service_sites")
    with connection.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    try:
        assert not structures()
    finally:
        with connection.schema_editor() as editor:
            migration.unapply(state, editor)
    assert structures() == before
    assert points_with(connection, ("白沙",)) != points_with(connection, ("几江",))
    if connection.vendor == "sqlite":
        assert indexed() == {point.pk: (106, 29)}


@pytest.mark.django_db(transaction=True)
def test_structures_outlast_a_table_that_is_made_anew() -> None:
    before = structures()
    migration = Altering("test", "service_sites")
    state = MigrationLoader(connection).project_state()
    with connection.schema_editor() as editor:
        migration.apply(state.clone(), editor)
    try:
        assert structures() == before
    finally:
        with connection.schema_editor() as editor:
            migration.unapply(state, editor)
    assert structures() == before


def structures() -> set[str]:
    """Return the names of what the database keeps by itself."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type <> 'table' OR sql LIKE '%%VIRTUAL%%'",
        "postgresql": "SELECT indexname FROM pg_indexes UNION SELECT tgname FROM pg_trigger",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        names = {row[0] for row in cursor.fetchall()}
    return {
        name
        for name in names
        if name.startswith(("point_rtree", "point_change_append", "point_unlocated", "point_text"))
        or name in {"service_sites_point_rtree", "service_sites_point_text"}
    }


def _rewrite() -> None:
    PointChange.objects.update(reason="never happened")


def _delete() -> None:
    PointChange.objects.all().delete()


@pytest.mark.parametrize("tamper", [_rewrite, _delete])
def test_log_of_changes_is_only_added_to(make_point: MakePoint, tamper: Callable[[], None]) -> None:
    make_point()
    before = list(PointChange.objects.values())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        tamper()
    assert list(PointChange.objects.values()) == before
