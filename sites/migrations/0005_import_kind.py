"""An import says what its table was about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0004_positions")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="kind",
            field=models.CharField(
                choices=[("outlets", "outlets"), ("positions", "positions")],
                default="outlets",
                max_length=10,
                verbose_name="what was imported",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=["outlets", "positions"]),
                name="import_run_kind_known",
            ),
        ),
    ]
