"""The postcode of an outlet: six figures, or none."""

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from sites.migrations.sql.triggers import POSITION_INDEX, TEXT_INDEX, altering


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0017_search_at_scale")]

    operations = altering(
        migrations.AddField(
            model_name="servicepoint",
            name="postcode",
            field=models.CharField(
                blank=True,
                max_length=6,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9]{6}\\Z", "A postcode has six figures."
                    )
                ],
                verbose_name="postcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postcode", ""),
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("postcode"), 6
                        ),
                        django.db.models.lookups.Exact(
                            models.Func(
                                models.F("postcode"),
                                models.Value("0123456789"),
                                function="LTRIM",
                                output_field=models.CharField(),
                            ),
                            models.Value(""),
                        ),
                    ),
                    _connector="OR",
                ),
                name="point_postcode_six_figures",
            ),
        ),
        keep=[POSITION_INDEX, TEXT_INDEX],
    )
