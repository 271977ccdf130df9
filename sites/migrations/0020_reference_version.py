from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0019_supplements")]

    operations = [
        migrations.AddField(
            model_name="dataversion",
            name="reference",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
