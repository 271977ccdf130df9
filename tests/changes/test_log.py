"""The log of changes cannot be altered unseen: refused by the database, and shown by the seals."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.log import inspect_log
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.migrations.sql.triggers import LOG_TRIGGERS
from sites.models import ChangedField, LogHead, PointChange, ServicePoint
from tests.changes.conftest import MakePoint

TABLE = PointChange._meta.db_table


def run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the triggers away, as only somebody with the keys to the database can."""
    with connection.cursor() as cursor:
        for statement in LOG_TRIGGERS.dropping[connection.vendor]:
            cursor.execute(statement)
        yield
        for statement in LOG_TRIGGERS.creating[connection.vendor]:
            cursor.execute(statement)


@pytest.fixture
def history(make_point: MakePoint, machine: Author, clerk: User) -> list[int]:
    """Return the keys of five changes: of two outlets, by a machine and by a person."""
    point, other = make_point(), make_point(serial=2)
    position = Position.located(-0.0, 29.25, precision=Precision.TOWN, source="gazetteer")
    record([Edit(point=point, values={"position": position_to_plain(position)})], machine)
    edits = [
        Edit(point=point, values={"phone": "47838915", "services": ["unlock"]}),
        Edit(point=other, values={"note": "午休"}),
    ]
    record(edits, Author.staff(clerk), reason="来电核实")
    return list(PointChange.objects.order_by("pk").values_list("pk", flat=True))


def test_each_change_is_sealed_with_the_one_before_it(history: list[int]) -> None:
    found = inspect_log()
    assert found.is_whole
    assert found.length == len(history) == LogHead.current().length
    seals = list(PointChange.objects.order_by("pk").values_list("seal", flat=True))
    assert len(set(seals)) == len(seals)
    assert found.seal == seals[-1] == LogHead.current().seal


def test_the_fields_of_a_change_are_noted_but_not_those_of_a_new_outlet(
    history: list[int],
) -> None:
    noted = ChangedField.objects.order_by("change", "field").values_list("change", "field")
    assert list(noted) == [
        (history[2], "position"),
        (history[3], "phone"),
        (history[3], "services"),
        (history[4], "note"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET reason = 'x'",
        f"DELETE FROM {TABLE}",
        f"DELETE FROM {TABLE} WHERE id = (SELECT max(id) FROM {TABLE})",
        pytest.param(
            f"REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
            marks=pytest.mark.vendor("sqlite"),
        ),
        pytest.param(
            f"INSERT INTO {TABLE} SELECT * FROM {TABLE}"
            " ON CONFLICT (id) DO UPDATE SET reason = 'x'",
            marks=pytest.mark.vendor("postgresql"),
        ),
    ],
)
def test_the_database_refuses_everything_but_additions(history: list[int], statement: str) -> None:
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        run(statement)
    assert inspect_log().is_whole
    assert PointChange.objects.count() == len(history)


def test_a_row_that_was_altered_is_found(history: list[int]) -> None:
    for column, value in (
        ("reason", "'nobody asked'"),
        ("reference", "'somebody'"),
        ("user_id", "NULL"),
        ("after", "'{}'"),
        ("data_version", "1"),
        ("at", "'2020-01-01 00:00:00+00:00'"),
    ):
        with transaction.atomic():
            with unguarded():
                run(f"UPDATE {TABLE} SET {column} = {value} WHERE id = %s", history[3])
            assert inspect_log().broken == history[3], column
            transaction.set_rollback(True)


def test_a_row_that_was_taken_out_is_found_and_so_is_a_missing_end(history: list[int]) -> None:
    def without(first: int, last: int) -> None:
        with unguarded():
            keys = "BETWEEN %s AND %s"
            run(f"DELETE FROM {ChangedField._meta.db_table} WHERE change_id {keys}", first, last)
            run(f"DELETE FROM {TABLE} WHERE id {keys}", first, last)

    with transaction.atomic():
        without(history[1], history[1])
        assert inspect_log().broken == history[2]
        transaction.set_rollback(True)
    with transaction.atomic():
        without(history[3], history[4])
        found = inspect_log()
        assert (found.broken, found.missing) == (None, 2)
        transaction.set_rollback(True)


def test_a_log_that_was_made_anew_lacks_a_seal_that_was_noted(history: list[int]) -> None:
    noted = LogHead.current().seal
    call_command("verify_history", "--noted", noted, stdout=StringIO())
    seal = PointChange.objects.get(pk=history[3]).seal
    with unguarded():
        run(f"DELETE FROM {ChangedField._meta.db_table} WHERE change_id = %s", history[4])
        run(f"DELETE FROM {TABLE} WHERE id = %s", history[4])
    LogHead.objects.update(length=len(history) - 1, seal=seal)
    assert inspect_log().is_whole
    with pytest.raises(CommandError, match=noted):
        call_command("verify_history", "--noted", noted)


def test_the_command_says_where_the_log_is_broken(history: list[int]) -> None:
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert LogHead.current().seal in out.getvalue()
    with unguarded():
        run(f"UPDATE {TABLE} SET reason = 'x' WHERE id = %s", history[1])
    with pytest.raises(CommandError, match=str(history[1])):
        call_command("verify_history")


def test_an_empty_log_is_whole(db: None) -> None:
    call_command("verify_history", stdout=StringIO())
    assert inspect_log().length == 0


@pytest.mark.vendor("postgresql")
@pytest.mark.django_db(transaction=True)
def test_the_log_is_not_emptied_at_once(history: list[int]) -> None:
    with pytest.raises(DatabaseError, match="only added to"):
        run(f"TRUNCATE {TABLE} CASCADE")
    assert PointChange.objects.count() == len(history)


@pytest.mark.vendor("postgresql")
@pytest.mark.django_db(transaction=True)
def test_many_writers_add_to_one_chain(make_point: MakePoint) -> None:
    points = [make_point(serial=serial) for serial in range(1, 5)]
    failures: list[BaseException] = []

    def write(point: ServicePoint) -> None:
        try:
            for number in range(5):
                values = {"note": f"{point.serial} {number}"}
                record([Edit(point=point, values=values)], Author.geocoder("test"))
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[point]) for point in points]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = inspect_log()
    assert found.is_whole
    assert found.length == len(points) * 6
    versions = list(PointChange.objects.order_by("pk").values_list("data_version", flat=True))
    assert versions == sorted(versions)


def test_rows_of_an_earlier_release_are_sealed_when_it_is_renewed(
    history: list[int],
) -> None:
    migration = import_module("sites.migrations.0013_sealed_log")
    expected = list(PointChange.objects.order_by("pk").values_list("seal", flat=True))
    fields = list(ChangedField.objects.order_by("pk").values_list("change", "field"))
    with unguarded():
        run(f"UPDATE {TABLE} SET seal = ''")
        run(f"DELETE FROM {ChangedField._meta.db_table}")
        LogHead.objects.all().delete()
        migration.seal_all(apps, connection.schema_editor())
    assert list(PointChange.objects.order_by("pk").values_list("seal", flat=True)) == expected
    assert sorted(ChangedField.objects.values_list("change", "field")) == sorted(fields)
    assert inspect_log().length == len(history)
