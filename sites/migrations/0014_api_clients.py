"""Programs that write: their tokens, their regions, and the requests that they number."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0013_sealed_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="pointchange",
            name="source",
            field=models.CharField(
                choices=[
                    ("import", "import"),
                    ("staff", "staff member"),
                    ("geocoder", "geocoder"),
                    ("program", "program"),
                ],
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="program")),
                ("scopes", models.JSONField(default=list, verbose_name="may")),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("hint", models.CharField(editable=False, max_length=12, verbose_name="token")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last used"),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(
                        related_name="+", to="service_sites.region", verbose_name="regions"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "program that writes",
                "verbose_name_plural": "programs that write",
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255, verbose_name="idempotency key")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the request")),
                ("status", models.PositiveSmallIntegerField(verbose_name="status")),
                ("etag", models.CharField(max_length=200, verbose_name="ETag")),
                ("body", models.TextField(verbose_name="answer")),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="service_sites.apiclient",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "request of a program",
                "verbose_name_plural": "requests of programs",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="api_client_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentrequest",
            constraint=models.UniqueConstraint(
                fields=("client", "key"), name="sent_request_once_per_key"
            ),
        ),
    ]
