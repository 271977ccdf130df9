from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0001_squashed_0019_first_release")]

    operations = [
        migrations.AddField(
            model_name="dataversion",
            name="reference",
            field=models.PositiveBigIntegerField(default=0),
        ),
        # Zero stands for a database without any reference data.
        migrations.RunSQL(
            "UPDATE service_sites_dataversion SET reference = number", migrations.RunSQL.noop
        ),
    ]
