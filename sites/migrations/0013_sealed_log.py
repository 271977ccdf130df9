"""The log of changes: sealed row by row, refused to be altered or deleted, found by every filter."""

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sites.changes.log import seal_of

BATCH = 2_000

# The third is for INSERT OR REPLACE, which takes the old row away without a delete trigger.
SQLITE_BUILD = [
    """
    CREATE TRIGGER point_change_append_only BEFORE UPDATE ON service_sites_pointchange BEGIN
        SELECT RAISE(ABORT, 'the log of changes is only added to');
    END
    """,
    """
    CREATE TRIGGER point_change_stays BEFORE DELETE ON service_sites_pointchange BEGIN
        SELECT RAISE(ABORT, 'the log of changes is only added to');
    END
    """,
    """
    CREATE TRIGGER point_change_is_new BEFORE INSERT ON service_sites_pointchange
    WHEN EXISTS (SELECT 1 FROM service_sites_pointchange WHERE id = NEW.id)
    BEGIN
        SELECT RAISE(ABORT, 'the log of changes is only added to');
    END
    """,
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS point_change_append_only",
    "DROP TRIGGER IF EXISTS point_change_stays",
    "DROP TRIGGER IF EXISTS point_change_is_new",
]

# The first is that of the migration 0002, with its function.
POSTGRESQL_BUILD = [
    """
    CREATE TRIGGER point_change_append_only
    BEFORE UPDATE OR DELETE ON service_sites_pointchange
    FOR EACH ROW EXECUTE FUNCTION point_change_append_only()
    """,
    """
    CREATE FUNCTION point_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the log of changes is only added to' USING ERRCODE = '23514';
    END $$
    """,
    """
    CREATE TRIGGER point_change_stays
    BEFORE TRUNCATE ON service_sites_pointchange
    FOR EACH STATEMENT EXECUTE FUNCTION point_change_stays()
    """,
]
POSTGRESQL_REMOVE = [
    "DROP TRIGGER IF EXISTS point_change_append_only ON service_sites_pointchange",
    "DROP TRIGGER IF EXISTS point_change_stays ON service_sites_pointchange",
    "DROP FUNCTION IF EXISTS point_change_stays()",
]

BUILD = {"sqlite": SQLITE_BUILD, "postgresql": POSTGRESQL_BUILD}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}
# What stood before: SQLite's own trigger refused updates alone.
FORMER = {"sqlite": SQLITE_BUILD[:1], "postgresql": POSTGRESQL_BUILD[:1]}


def build(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers that leave the log nothing but additions."""
    for statement in BUILD.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what `build` made."""
    for statement in REMOVE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def restore(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers that stood before this migration."""
    for statement in FORMER.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def nothing(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Do nothing: the columns go with what was written into them."""


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal the rows that there are, and note their fields."""
    database = schema_editor.connection.alias
    log: Any = apps.get_model("service_sites", "PointChange").objects.using(database)
    fields: Any = apps.get_model("service_sites", "ChangedField")
    heads: Any = apps.get_model("service_sites", "LogHead").objects.using(database)
    seal, length = "", 0
    for changes in _batches(log):
        for change in changes:
            seal = change.seal = seal_of(change, seal)
        log.bulk_update(changes, ["seal"], batch_size=200)
        fields.objects.using(database).bulk_create(
            [
                fields(change_id=change.pk, field=name)
                for change in changes
                for name in change.before
            ]
        )
        length += len(changes)
    heads.create(pk=1, length=length, seal=seal)


def _batches(log: Any) -> Iterator[list[Any]]:
    last = 0
    while changes := list(log.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield changes
        last = changes[-1].pk


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0012_daily_work")]

    operations = [
        migrations.RunPython(remove, restore),
        migrations.AddField(
            model_name="pointchange",
            name="seal",
            field=models.CharField(default="", max_length=64, verbose_name="seal"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="pointchange",
            index=models.Index(fields=["kind", "id"], name="point_change_of_kind"),
        ),
        migrations.AddIndex(
            model_name="pointchange",
            index=models.Index(fields=["source", "id"], name="point_change_of_source"),
        ),
        migrations.AddIndex(
            model_name="pointchange",
            index=models.Index(fields=["reference", "id"], name="point_change_by"),
        ),
        migrations.AddIndex(
            model_name="pointchange",
            index=models.Index(fields=["at"], name="point_change_at"),
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "length",
                    models.PositiveBigIntegerField(default=0, verbose_name="number of changes"),
                ),
                (
                    "seal",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=64,
                        verbose_name="seal of the last change",
                    ),
                ),
            ],
            options={
                "verbose_name": "end of the log",
                "verbose_name_plural": "end of the log",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="log_head_single_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangedField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=20, verbose_name="field")),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changed_fields",
                        to="service_sites.pointchange",
                        verbose_name="change",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed field",
                "verbose_name_plural": "changed fields",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("field", "change"), name="changed_field_once")
                ],
            },
        ),
        migrations.RunPython(seal_all, nothing),
        migrations.RunPython(build, remove),
    ]
