"""The opening hours of an outlet, and the schedule that they say."""

import django.db.models.deletion
from django.db import migrations, models

from sites.migrations.sql.triggers import POSITION_INDEX, TEXT_INDEX, altering


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0021_life_of_outlets"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("content", models.TextField()),
            ],
        ),
        *altering(
            migrations.AddField(
                model_name="servicepoint",
                name="hours",
                field=models.CharField(
                    blank=True,
                    help_text="in words, such as 周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）",
                    max_length=500,
                    verbose_name="opening hours",
                ),
            ),
            migrations.AddField(
                model_name="servicepoint",
                name="schedule",
                field=models.ForeignKey(
                    db_index=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="service_sites.storedschedule",
                ),
            ),
            migrations.AddIndex(
                model_name="servicepoint",
                index=models.Index(
                    condition=models.Q(("is_active", True), ("schedule__isnull", False)),
                    fields=["schedule", "region", "serial", "id"],
                    name="point_of_schedule",
                ),
            ),
            keep=[POSITION_INDEX, TEXT_INDEX],
        ),
    ]
