"""Indexes for the search in a whole country: by operator, by what filters read, and by text."""

from django.db import migrations, models

from sites.migrations.sql.triggers import TEXT_INDEX, CreateStructures


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0016_given_passwords")]

    operations = [
        migrations.RemoveIndex("servicepoint", "point_list_order"),
        migrations.AddIndex(
            "servicepoint",
            models.Index(
                fields=["region", "serial", "id", "kind", "service_mask", "latitude", "longitude"],
                condition=models.Q(is_active=True),
                name="point_list_order",
            ),
        ),
        migrations.AddIndex(
            "servicepoint",
            models.Index(
                fields=["operator", "region", "serial", "id", "kind", "service_mask"],
                condition=models.Q(is_active=True),
                name="point_of_operator",
            ),
        ),
        CreateStructures(TEXT_INDEX),
    ]
