"""The index of positions; the log's first triggers, which stood here, are those of 0013 now."""

from django.db import migrations

from sites.migrations.sql.triggers import POSITION_INDEX, CreateStructures


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0001_initial")]

    operations = [CreateStructures(POSITION_INDEX)]
