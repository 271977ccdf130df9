"""The desk's roles as groups: who may correct phones, and who may change all point data."""

from typing import Any, Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SEEN: Final = [
    ("servicepoint", "view_servicepoint", "Can view service point"),
    ("pointchange", "view_pointchange", "Can view change"),
]
_CORRECTED: Final = [("servicepoint", "change_phone", "Can change phone and note")]
_ROLES: Final = {
    "电话维护员": [*_SEEN, *_CORRECTED],
    "数据管理员": [
        *_SEEN,
        *_CORRECTED,
        ("servicepoint", "add_servicepoint", "Can add service point"),
        ("servicepoint", "change_servicepoint", "Can change service point"),
        ("importrun", "view_importrun", "Can view import"),
        ("region", "view_region", "Can view region"),
        ("town", "view_town", "Can view town"),
        ("operator", "view_operator", "Can view operator"),
        ("service", "view_service", "Can view service"),
    ],
}


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
    """Remove the groups; the permissions are Django's."""
    groups: Any = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=_ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("service_sites", "0002_spatial_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="servicepoint",
            options={
                "ordering": ["region", "serial", "pk"],
                "permissions": [("change_phone", "Can change phone and note")],
                "verbose_name": "service point",
                "verbose_name_plural": "service points",
            },
        ),
        migrations.RunPython(make_roles, remove_roles),
    ]
