"""The log of changes: sealed row by row, refused to be altered or deleted, found by every filter."""

from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any

import django.db.models.deletion
import orjson
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sites.migrations.sql.triggers import LOG_TRIGGERS, CreateStructures, DropStructures

BATCH = 2_000


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal the rows that there are, and note their fields."""
    database = schema_editor.connection.alias
    log: Any = apps.get_model("service_sites", "PointChange").objects.using(database)
    fields: Any = apps.get_model("service_sites", "ChangedField")
    heads: Any = apps.get_model("service_sites", "LogHead").objects.using(database)
    seal, length = "", 0
    for changes in _batches(log):
        for change in changes:
            seal = change.seal = _seal_of(change, seal)
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


def _seal_of(change: Any, previous: str) -> str:
    content = [
        previous,
        change.point_id,
        change.kind,
        change.before,
        change.after,
        change.source,
        change.reference,
        change.user_id,
        change.import_run_id,
        change.reason,
        change.at.astimezone(UTC).isoformat(),
        change.data_version,
    ]
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _batches(log: Any) -> Iterator[list[Any]]:
    last = 0
    while changes := list(log.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield changes
        last = changes[-1].pk


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0012_daily_work")]

    operations = [
        DropStructures(LOG_TRIGGERS),
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
        migrations.RunPython(seal_all, migrations.RunPython.noop),
        CreateStructures(LOG_TRIGGERS),
    ]
