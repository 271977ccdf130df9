"""The regions of staff members, the roles 观察员 and 系统管理员, and more rights for 数据管理员."""

import django.db.models.deletion
from typing import Any, Final

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SEEN: Final = [
    ("servicepoint", "view_servicepoint", "Can view service point"),
    ("pointchange", "view_pointchange", "Can view change"),
]
_READ: Final = [
    *_SEEN,
    ("importrun", "view_importrun", "Can view import"),
    ("report", "view_report", "Can view report of a resident"),
    ("positionproposal", "view_positionproposal", "Can view proposed position"),
    ("region", "view_region", "Can view region"),
    ("town", "view_town", "Can view town"),
    ("operator", "view_operator", "Can view operator"),
    ("service", "view_service", "Can view service"),
]
_CORRECTED: Final = [("servicepoint", "change_phone", "Can change phone and note")]
_MANAGED: Final = [
    *_READ,
    *_CORRECTED,
    ("servicepoint", "add_servicepoint", "Can add service point"),
    ("servicepoint", "change_servicepoint", "Can change service point"),
    ("importrun", "add_importrun", "Can add import"),
]
_ADMINISTRATED: Final = [
    *_MANAGED,
    ("staffregion", "every_region", "Works for every region"),
    ("staffregion", "manage_staff", "Manages staff accounts"),
    ("staffregion", "manage_clients", "Manages the programs that write"),
]
# 0003 made the first two; 电话维护员 is as it was.
_ROLES: Final = {
    "电话维护员": [*_SEEN, *_CORRECTED],
    "数据管理员": _MANAGED,
    "观察员": _READ,
    "系统管理员": _ADMINISTRATED,
}
_NEW_ROLES: Final = ["观察员", "系统管理员"]


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups; their permissions too, which Django makes only after all migrations."""
    database = schema_editor.connection.alias
    groups: Any = apps.get_model("auth", "Group").objects.using(database)
    permissions: Any = apps.get_model("auth", "Permission").objects.using(database)
    types: Any = apps.get_model("contenttypes", "ContentType").objects.using(database)
    for role, rights in _ROLES.items():
        group, _ = groups.get_or_create(name=role)
        for model, codename, name in rights:
            content_type, _ = types.get_or_create(app_label="service_sites", model=model)
            permission, _ = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def remove_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the new groups; what 0003 made is its own."""
    groups: Any = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=_NEW_ROLES).delete()


def keep_regions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the accounts that exist go on: until now each of them worked for every region."""
    database = schema_editor.connection.alias
    users: Any = apps.get_model("auth", "User").objects.using(database)
    regions: Any = apps.get_model("service_sites", "Region").objects.using(database)
    assigned: Any = apps.get_model("service_sites", "StaffRegion").objects.using(database)
    adcodes = list(regions.values_list("pk", flat=True))
    assigned.bulk_create(
        assigned.model(user_id=user, region_id=adcode)
        for user in users.filter(is_staff=True, is_superuser=False).values_list("pk", flat=True)
        for adcode in adcodes
    )


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0007_provider_failures"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="report",
            options={
                "default_permissions": ("view",),
                "ordering": ["created_at", "pk"],
                "verbose_name": "report of a resident",
                "verbose_name_plural": "reports of residents",
            },
        ),
        migrations.CreateModel(
            name="StaffRegion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_regions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "region of a staff member",
                "verbose_name_plural": "regions of staff members",
                "ordering": ["user", "region"],
                "default_permissions": (),
                "permissions": [
                    ("every_region", "Works for every region"),
                    ("manage_staff", "Manages staff accounts"),
                    ("manage_clients", "Manages the programs that write"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "region"), name="staff_region_once")
                ],
            },
        ),
        migrations.RunPython(make_roles, remove_roles),
        migrations.RunPython(keep_regions, migrations.RunPython.noop),
    ]
