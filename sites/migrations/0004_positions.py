import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0003_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GeocodeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=50, verbose_name="provider")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rooftop", "building"),
                            ("street", "street"),
                            ("village", "village"),
                            ("town", "town"),
                            ("region", "district"),
                        ],
                        max_length=10,
                        verbose_name="precision",
                    ),
                ),
                (
                    "original_longitude",
                    models.FloatField(null=True, verbose_name="original longitude"),
                ),
                (
                    "original_latitude",
                    models.FloatField(null=True, verbose_name="original latitude"),
                ),
                (
                    "original_datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="original datum",
                    ),
                ),
                ("region", models.CharField(max_length=6, verbose_name="region")),
                ("address", models.CharField(max_length=300, verbose_name="address")),
                ("town", models.CharField(blank=True, max_length=40, verbose_name="town")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("located", "located"), ("not_found", "not found")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=300, verbose_name="label")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
            ],
            options={
                "verbose_name": "remembered answer",
                "verbose_name_plural": "remembered answers",
                "ordering": ["-answered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address", "region", "town", "provider"),
                        name="geocode_record_once_per_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "located"),
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("original_latitude__isnull", False),
                                ("original_longitude__isnull", False),
                                (
                                    "precision__in",
                                    ["rooftop", "street", "village", "town", "region"],
                                ),
                                ("original_datum__in", ["wgs84", "gcj02", "bd09"]),
                                ("latitude__range", (-90, 90)),
                                ("longitude__range", (-180, 180)),
                            ),
                            models.Q(
                                ("outcome", "not_found"),
                                ("latitude__isnull", True),
                                ("longitude__isnull", True),
                                ("original_datum", ""),
                                ("original_latitude__isnull", True),
                                ("original_longitude__isnull", True),
                                ("precision", ""),
                            ),
                            _connector="OR",
                        ),
                        name="geocode_record_position_if_located",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider", ""), _negated=True),
                            models.Q(("region", ""), _negated=True),
                        ),
                        name="geocode_record_has_provider_and_region",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderPace",
            fields=[
                ("provider", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("free_at", models.FloatField(default=0.0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("free_at__gte", 0)),
                        name="provider_pace_free_at_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PositionProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=50, verbose_name="provider")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rooftop", "building"),
                            ("street", "street"),
                            ("village", "village"),
                            ("town", "town"),
                            ("region", "district"),
                        ],
                        max_length=10,
                        verbose_name="precision",
                    ),
                ),
                (
                    "original_longitude",
                    models.FloatField(null=True, verbose_name="original longitude"),
                ),
                (
                    "original_latitude",
                    models.FloatField(null=True, verbose_name="original latitude"),
                ),
                (
                    "original_datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="original datum",
                    ),
                ),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("dismissed", "dismissed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "position to be checked",
                "verbose_name_plural": "positions to be checked",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["point"],
                        name="position_proposal_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "provider", "longitude", "latitude", "precision"),
                        name="position_proposal_once_per_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__isnull", False),
                            ("longitude__isnull", False),
                            ("original_latitude__isnull", False),
                            ("original_longitude__isnull", False),
                            ("precision__in", ["rooftop", "street", "village", "town", "region"]),
                            ("original_datum__in", ["wgs84", "gcj02", "bd09"]),
                            ("latitude__range", (-90, 90)),
                            ("longitude__range", (-180, 180)),
                        ),
                        name="position_proposal_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["accepted", "dismissed"]),
                            ),
                            _connector="OR",
                        ),
                        name="position_proposal_decided_by_somebody",
                    ),
                ],
            },
        ),
    ]
