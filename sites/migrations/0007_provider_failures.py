"""How often in a row a provider has failed, whichever process asked it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0006_reports")]

    operations = [
        migrations.AddField(
            model_name="providerpace",
            name="failures",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
