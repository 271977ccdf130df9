"""What residents say is wrong, for staff to decide on."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0005_import_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(max_length=9, unique=True, verbose_name="reference code"),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("phone", "The phone number is wrong"),
                            ("address", "The address is wrong"),
                            ("closed", "It is closed or has moved away"),
                            ("other", "Something else is wrong"),
                        ],
                        max_length=10,
                        verbose_name="what is wrong",
                    ),
                ),
                (
                    "shown",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what the resident saw"
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what is said to be right"
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="times reported")),
                ("created_at", models.DateTimeField(verbose_name="reported at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
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
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason of the decision"
                    ),
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
                        related_name="reports",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a resident",
                "verbose_name_plural": "reports of residents",
                "ordering": ["created_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("point", "field", "shown", "suggested"),
                        name="report_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["phone", "address", "closed", "other"])),
                        name="report_field_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 9
                        ),
                        name="report_code_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("remarks"), 3000
                        ),
                        name="report_remarks_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field", "other"), ("remarks", ""), _negated=True),
                        name="report_other_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="report_count_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("reason", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["accepted", "spam"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "rejected"),
                                ),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_decided_by_somebody",
                    ),
                ],
            },
        ),
    ]
