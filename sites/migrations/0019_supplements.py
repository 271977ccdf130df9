"""Supplements, several parts of a file in one table, pairs with a datum, lines in groups."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_choice_and_check_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep which table was chosen; what was found of it stands in other words now.

    Decisions stay with the lines until then. Each row is updated once: after a second time
    PostgreSQL would not alter the table in this transaction.
    """
    drafts: Any = apps.get_model("service_sites", "ImportDraft")
    stored = drafts.objects.using(schema_editor.connection.alias)
    for key, place, state in list(stored.values_list("pk", "place", "state")):
        parts = [] if place is None else [place]
        stored.filter(pk=key).update(parts=parts, state=_renewed(state))


def keep_first_choice(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the first of the chosen tables; what was found of it is found anew."""
    drafts: Any = apps.get_model("service_sites", "ImportDraft")
    stored = drafts.objects.using(schema_editor.connection.alias)
    for key, parts, state in list(stored.values_list("pk", "parts", "state")):
        stored.filter(pk=key).update(place=next(iter(parts), None), state=_renewed(state))


def _renewed(state: str) -> str:
    return "reading" if state == "checked" else state


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0018_postcode"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="is_supplement",
            field=models.BooleanField(
                default=False,
                help_text="it added and changed outlets, and removed none",
                verbose_name="supplement",
            ),
        ),
        migrations.AddField(
            model_name="importdraft",
            name="parts",
            field=models.JSONField(default=list, verbose_name="which tables"),
        ),
        migrations.AddField(
            model_name="importdraft",
            name="is_supplement",
            field=models.BooleanField(default=False, verbose_name="supplement"),
        ),
        migrations.AddField(
            model_name="importdraft",
            name="datum",
            field=models.CharField(
                blank=True,
                choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                max_length=5,
                verbose_name="datum",
            ),
        ),
        migrations.AddField(
            model_name="draftline",
            name="group",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name="headermapping",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="said by",
            ),
        ),
        migrations.RunPython(keep_choice_and_check_anew, keep_first_choice),
        migrations.RemoveField(model_name="importdraft", name="place"),
    ]
