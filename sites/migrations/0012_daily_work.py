"""The daily work of the desk: calls that check numbers, edits of many outlets at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0010_import_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="servicepoint",
            index=models.Index(
                condition=models.Q(("is_active", True)), fields=["phone_e164"], name="point_phone"
            ),
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=40, verbose_name="number called")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("right", "the number is right"),
                            ("corrected", "wrong, and put right"),
                            ("wrong", "wrong, the right one is not known"),
                            ("no_answer", "nobody answered"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="called at")),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "phone call",
                "verbose_name_plural": "phone calls",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["right", "corrected", "wrong", "no_answer"])
                        ),
                        name="phone_call_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), _negated=True),
                        name="phone_call_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.JSONField(default=dict, verbose_name="what was asked for")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("count", models.PositiveIntegerField(verbose_name="outlets changed")),
                (
                    "data_version",
                    models.PositiveBigIntegerField(unique=True, verbose_name="data version"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulk edit",
                "verbose_name_plural": "bulk edits",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bulk_edit_undone_by_somebody",
                    ),
                ],
            },
        ),
    ]
