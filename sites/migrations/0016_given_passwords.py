"""Accounts whose password somebody else has chosen: none of those that there are by now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("service_sites", "0014_api_clients"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenPassword",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
            ],
            options={
                "verbose_name": "password that was given",
                "verbose_name_plural": "passwords that were given",
                "default_permissions": (),
            },
        ),
    ]
