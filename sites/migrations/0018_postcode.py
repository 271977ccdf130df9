"""The postcode of an outlet: six figures, or none."""

from importlib import import_module
from typing import Any, Final

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT_BY_DATABASE: Final[Any] = [
    import_module("sites.migrations.0002_spatial_index"),
    import_module("sites.migrations.0017_search_at_scale"),
]


def build_anew(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make again what SQLite has dropped with the former table: see 0002."""
    if schema_editor.connection.vendor == "sqlite":
        for kept in KEPT_BY_DATABASE:
            kept.remove(apps, schema_editor)
            kept.build(apps, schema_editor)


def nothing(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Do nothing: it is done at the other end."""


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0017_search_at_scale")]

    operations = [
        migrations.RunPython(nothing, build_anew),
        migrations.AddField(
            model_name="servicepoint",
            name="postcode",
            field=models.CharField(
                blank=True,
                max_length=6,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9]{6}\\Z", "A postcode has six figures."
                    )
                ],
                verbose_name="postcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postcode", ""),
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("postcode"), 6
                        ),
                        django.db.models.lookups.Exact(
                            models.Func(
                                models.F("postcode"),
                                models.Value("0123456789"),
                                function="LTRIM",
                                output_field=models.CharField(),
                            ),
                            models.Value(""),
                        ),
                    ),
                    _connector="OR",
                ),
                name="point_postcode_six_figures",
            ),
        ),
        migrations.RunPython(build_anew, nothing),
    ]
