"""How an outlet stands, since when, why, and what took its place."""

import django.db.models.deletion
from django.db import migrations, models

from sites.migrations.sql.triggers import POSITION_INDEX, TEXT_INDEX, altering


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0020_reference_version"),
    ]

    operations = altering(
        migrations.AddField(
            model_name="servicepoint",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "in service"),
                    ("planned", "planned, not in service yet"),
                    ("limited", "limited service"),
                    ("suspended", "closed for the time being"),
                    ("moved", "moved to this address"),
                ],
                default="open",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="status_reason",
            field=models.CharField(
                blank=True,
                help_text="shown on the page of the outlet",
                max_length=300,
                verbose_name="reason for residents",
            ),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="status_since",
            field=models.DateField(blank=True, null=True, verbose_name="status since"),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="status_until",
            field=models.DateField(blank=True, null=True, verbose_name="status until"),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="service_sites.servicepoint",
                to_field="public_id",
                verbose_name="successor",
            ),
        ),
        migrations.AddIndex(
            model_name="servicepoint",
            index=models.Index(
                condition=models.Q(("is_active", False)),
                fields=["region", "serial", "id"],
                name="point_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "planned", "limited", "suspended", "moved"])
                ),
                name="point_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status_until__isnull", True),
                    ("status_since__isnull", True),
                    ("status_until__gte", models.F("status_since")),
                    _connector="OR",
                ),
                name="point_status_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor__isnull", True),
                    models.Q(("successor", models.F("public_id")), _negated=True),
                    _connector="OR",
                ),
                name="point_succeeds_another",
            ),
        ),
        keep=[POSITION_INDEX, TEXT_INDEX],
    )
