"""All tables, what the database keeps by itself, and the roles, as in the first release.

It takes the place of the migrations by which the database came to be so. They stay for installations
that have applied only some of them: see docs/decisions/0024-first-release.md.
"""

import uuid
from typing import Any, Final

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sites.migrations.sql.triggers import (
    LOG_TRIGGERS,
    POSITION_INDEX,
    TEXT_INDEX,
    CreateStructures,
)

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
_ROLES: Final = {
    "电话维护员": [*_SEEN, *_CORRECTED],
    "数据管理员": _MANAGED,
    "观察员": _READ,
    "系统管理员": _ADMINISTRATED,
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


def begin_log(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Note the end of a log that is empty."""
    heads: Any = apps.get_model("service_sites", "LogHead").objects
    heads.using(schema_editor.connection.alias).create(pk=1)


class Migration(migrations.Migration):
    replaces = [
        ("service_sites", "0001_initial"),
        ("service_sites", "0002_spatial_index"),
        ("service_sites", "0003_roles"),
        ("service_sites", "0004_positions"),
        ("service_sites", "0005_import_kind"),
        ("service_sites", "0006_reports"),
        ("service_sites", "0007_provider_failures"),
        ("service_sites", "0008_staff_access"),
        ("service_sites", "0010_import_drafts"),
        ("service_sites", "0012_daily_work"),
        ("service_sites", "0013_sealed_log"),
        ("service_sites", "0014_api_clients"),
        ("service_sites", "0016_given_passwords"),
        ("service_sites", "0017_search_at_scale"),
        ("service_sites", "0018_postcode"),
        ("service_sites", "0019_supplements"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "data version",
                "verbose_name_plural": "data version",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="data_version_single_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Operator",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "social-security office"),
                            ("bank", "bank outlet"),
                            ("post", "post office"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
                (
                    "name_marks",
                    models.JSONField(
                        blank=True, default=list, verbose_name="marks in an outlet's name"
                    ),
                ),
                ("hotline", models.CharField(blank=True, max_length=20, verbose_name="hotline")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "operator",
                "verbose_name_plural": "operators",
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["office", "bank", "post"])),
                        name="operator_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "adcode",
                    models.CharField(
                        max_length=6,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("province", models.CharField(max_length=50, verbose_name="province")),
                ("province_en", models.CharField(max_length=80, verbose_name="province (English)")),
                (
                    "province_aliases",
                    models.JSONField(
                        blank=True, default=list, verbose_name="other names of the province"
                    ),
                ),
                ("area_code", models.CharField(max_length=4, verbose_name="telephone area code")),
                ("west", models.FloatField(verbose_name="western bound")),
                ("south", models.FloatField(verbose_name="southern bound")),
                ("east", models.FloatField(verbose_name="eastern bound")),
                ("north", models.FloatField(verbose_name="northern bound")),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["adcode"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("east__lte", 180),
                            ("west__gte", -180),
                            ("west__lt", models.F("east")),
                            ("north__lte", 90),
                            ("south__gte", -90),
                            ("south__lt", models.F("north")),
                        ),
                        name="region_bounds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("applied_at", models.DateTimeField(verbose_name="applied at")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="applied by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("outlets", "outlets"), ("positions", "positions")],
                        default="outlets",
                        max_length=10,
                        verbose_name="what was imported",
                    ),
                ),
                (
                    "is_supplement",
                    models.BooleanField(
                        default=False,
                        help_text="it added and changed outlets, and removed none",
                        verbose_name="supplement",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outlets", "positions"])),
                        name="import_run_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                (
                    "bit",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="bit",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bit__lte", 30)), name="service_bit_fits_mask"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="pinyin, unique in the region", max_length=40, verbose_name="key"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                (
                    "position_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source of the position"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="towns",
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "town",
                "verbose_name_plural": "towns",
                "ordering": ["region", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "key"), name="town_key_once_per_region"
                    ),
                    models.UniqueConstraint(
                        fields=("region", "name"), name="town_name_once_per_region"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("latitude__range", (-90, 90)),
                                ("longitude__isnull", False),
                                ("longitude__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="town_position_complete_and_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="serial in the notice")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "social-security office"),
                            ("bank", "bank outlet"),
                            ("post", "post office"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "phone_e164",
                    models.CharField(blank=True, max_length=20, verbose_name="phone (E.164)"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "printed",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="the cells of the last import",
                        verbose_name="as printed",
                    ),
                ),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rooftop", "building"),
                            ("street", "street"),
                            ("village", "village"),
                            ("town", "town"),
                            ("region", "district"),
                        ],
                        max_length=10,
                        verbose_name="precision",
                    ),
                ),
                (
                    "position_source",
                    models.CharField(
                        blank=True,
                        help_text="provider or person",
                        max_length=50,
                        verbose_name="source of the position",
                    ),
                ),
                (
                    "original_longitude",
                    models.FloatField(blank=True, null=True, verbose_name="original longitude"),
                ),
                (
                    "original_latitude",
                    models.FloatField(blank=True, null=True, verbose_name="original latitude"),
                ),
                (
                    "original_datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="original datum",
                    ),
                ),
                ("x", models.FloatField(editable=False, null=True)),
                ("y", models.FloatField(editable=False, null=True)),
                ("z", models.FloatField(editable=False, null=True)),
                ("service_mask", models.PositiveIntegerField(default=0, editable=False)),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "provenance",
                    models.JSONField(default=dict, editable=False, verbose_name="provenance"),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.operator",
                        verbose_name="operator",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, to="service_sites.service", verbose_name="services"
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.town",
                        verbose_name="town",
                    ),
                ),
                (
                    "postcode",
                    models.CharField(
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
            ],
            options={
                "verbose_name": "service point",
                "verbose_name_plural": "service points",
                "ordering": ["region", "serial", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["town", "region", "serial", "id"],
                        name="point_of_town",
                    ),
                    models.Index(
                        condition=models.Q(("is_active", True), ("latitude__isnull", False)),
                        fields=["latitude", "longitude"],
                        name="point_position",
                    ),
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["phone_e164"],
                        name="point_phone",
                    ),
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=[
                            "region",
                            "serial",
                            "id",
                            "kind",
                            "service_mask",
                            "latitude",
                            "longitude",
                        ],
                        name="point_list_order",
                    ),
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["operator", "region", "serial", "id", "kind", "service_mask"],
                        name="point_of_operator",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("region", "serial"),
                        name="point_one_active_per_serial",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("longitude__isnull", True),
                            ("longitude__range", (-180, 180)),
                            _connector="OR",
                        ),
                        name="point_longitude_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__isnull", True),
                            ("latitude__range", (-90, 90)),
                            _connector="OR",
                        ),
                        name="point_latitude_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("latitude__isnull", True),
                                ("longitude__isnull", True),
                                ("original_datum", ""),
                                ("original_latitude__isnull", True),
                                ("original_longitude__isnull", True),
                                ("position_source", ""),
                                ("precision", ""),
                                ("x__isnull", True),
                                ("y__isnull", True),
                                ("z__isnull", True),
                            ),
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("original_datum__in", ["wgs84", "gcj02", "bd09"]),
                                ("original_latitude__isnull", False),
                                ("original_longitude__isnull", False),
                                (
                                    "precision__in",
                                    ["rooftop", "street", "village", "town", "region"],
                                ),
                                ("x__isnull", False),
                                ("y__isnull", False),
                                ("z__isnull", False),
                                models.Q(("position_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="point_position_complete_or_absent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["office", "bank", "post"])),
                        name="point_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="point_has_name"
                    ),
                    models.CheckConstraint(
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
                ],
                "permissions": [("change_phone", "Can change phone and note")],
            },
        ),
        migrations.CreateModel(
            name="PointChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("changed", "changed"),
                            ("removed", "removed"),
                        ],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("import", "import"),
                            ("staff", "staff member"),
                            ("geocoder", "geocoder"),
                            ("program", "program"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("reference", models.CharField(max_length=150, verbose_name="which one")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("data_version", models.PositiveBigIntegerField(verbose_name="data version")),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="service_sites.importrun",
                        verbose_name="import",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
                ("seal", models.CharField(max_length=64, verbose_name="seal")),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["added", "changed", "removed"])),
                        name="point_change_kind_known",
                    )
                ],
                "indexes": [
                    models.Index(fields=["kind", "id"], name="point_change_of_kind"),
                    models.Index(fields=["source", "id"], name="point_change_of_source"),
                    models.Index(fields=["reference", "id"], name="point_change_by"),
                    models.Index(fields=["at"], name="point_change_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GeocodeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=50, verbose_name="provider")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rooftop", "building"),
                            ("street", "street"),
                            ("village", "village"),
                            ("town", "town"),
                            ("region", "district"),
                        ],
                        max_length=10,
                        verbose_name="precision",
                    ),
                ),
                (
                    "original_longitude",
                    models.FloatField(null=True, verbose_name="original longitude"),
                ),
                (
                    "original_latitude",
                    models.FloatField(null=True, verbose_name="original latitude"),
                ),
                (
                    "original_datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="original datum",
                    ),
                ),
                ("region", models.CharField(max_length=6, verbose_name="region")),
                ("address", models.CharField(max_length=300, verbose_name="address")),
                ("town", models.CharField(blank=True, max_length=40, verbose_name="town")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("located", "located"), ("not_found", "not found")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=300, verbose_name="label")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
            ],
            options={
                "verbose_name": "remembered answer",
                "verbose_name_plural": "remembered answers",
                "ordering": ["-answered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address", "region", "town", "provider"),
                        name="geocode_record_once_per_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "located"),
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("original_latitude__isnull", False),
                                ("original_longitude__isnull", False),
                                (
                                    "precision__in",
                                    ["rooftop", "street", "village", "town", "region"],
                                ),
                                ("original_datum__in", ["wgs84", "gcj02", "bd09"]),
                                ("latitude__range", (-90, 90)),
                                ("longitude__range", (-180, 180)),
                            ),
                            models.Q(
                                ("outcome", "not_found"),
                                ("latitude__isnull", True),
                                ("longitude__isnull", True),
                                ("original_datum", ""),
                                ("original_latitude__isnull", True),
                                ("original_longitude__isnull", True),
                                ("precision", ""),
                            ),
                            _connector="OR",
                        ),
                        name="geocode_record_position_if_located",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider", ""), _negated=True),
                            models.Q(("region", ""), _negated=True),
                        ),
                        name="geocode_record_has_provider_and_region",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderPace",
            fields=[
                ("provider", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("free_at", models.FloatField(default=0.0)),
                ("failures", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("free_at__gte", 0)),
                        name="provider_pace_free_at_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PositionProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=50, verbose_name="provider")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rooftop", "building"),
                            ("street", "street"),
                            ("village", "village"),
                            ("town", "town"),
                            ("region", "district"),
                        ],
                        max_length=10,
                        verbose_name="precision",
                    ),
                ),
                (
                    "original_longitude",
                    models.FloatField(null=True, verbose_name="original longitude"),
                ),
                (
                    "original_latitude",
                    models.FloatField(null=True, verbose_name="original latitude"),
                ),
                (
                    "original_datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="original datum",
                    ),
                ),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("dismissed", "dismissed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "position to be checked",
                "verbose_name_plural": "positions to be checked",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["point"],
                        name="position_proposal_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "provider", "longitude", "latitude", "precision"),
                        name="position_proposal_once_per_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__isnull", False),
                            ("longitude__isnull", False),
                            ("original_latitude__isnull", False),
                            ("original_longitude__isnull", False),
                            ("precision__in", ["rooftop", "street", "village", "town", "region"]),
                            ("original_datum__in", ["wgs84", "gcj02", "bd09"]),
                            ("latitude__range", (-90, 90)),
                            ("longitude__range", (-180, 180)),
                        ),
                        name="position_proposal_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["accepted", "dismissed"]),
                            ),
                            _connector="OR",
                        ),
                        name="position_proposal_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(max_length=9, unique=True, verbose_name="reference code"),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("phone", "The phone number is wrong"),
                            ("address", "The address is wrong"),
                            ("closed", "It is closed or has moved away"),
                            ("other", "Something else is wrong"),
                        ],
                        max_length=10,
                        verbose_name="what is wrong",
                    ),
                ),
                (
                    "shown",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what the resident saw"
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what is said to be right"
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="times reported")),
                ("created_at", models.DateTimeField(verbose_name="reported at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason of the decision"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a resident",
                "verbose_name_plural": "reports of residents",
                "ordering": ["created_at", "pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("point", "field", "shown", "suggested"),
                        name="report_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["phone", "address", "closed", "other"])),
                        name="report_field_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 9
                        ),
                        name="report_code_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("remarks"), 3000
                        ),
                        name="report_remarks_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field", "other"), ("remarks", ""), _negated=True),
                        name="report_other_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="report_count_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("reason", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["accepted", "spam"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "rejected"),
                                ),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_decided_by_somebody",
                    ),
                ],
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
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("content", models.BinaryField(default=b"", verbose_name="content")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being checked"),
                            ("unreadable", "cannot be read"),
                            ("unmapped", "columns not known"),
                            ("checked", "checked, not applied"),
                            ("applied", "applied"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
                ("remedy", models.TextField(blank=True, verbose_name="remedy")),
                ("heads", models.JSONField(default=list, verbose_name="first rows")),
                ("summary", models.JSONField(default=dict, verbose_name="summary")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="service_sites.importrun",
                        verbose_name="import",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                ("parts", models.JSONField(default=list, verbose_name="which tables")),
                ("is_supplement", models.BooleanField(default=False, verbose_name="supplement")),
                (
                    "datum",
                    models.CharField(
                        blank=True,
                        choices=[("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")],
                        max_length=5,
                        verbose_name="datum",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded table",
                "verbose_name_plural": "uploaded tables",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reading", "unreadable", "unmapped", "checked", "applied"],
                            )
                        ),
                        name="import_draft_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("outcome", models.CharField(max_length=10)),
                ("row", models.PositiveIntegerField(null=True)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("public_id", models.UUIDField(null=True)),
                ("fields", models.CharField(blank=True, max_length=200)),
                ("changes", models.JSONField(default=dict)),
                ("conflicts", models.JSONField(default=dict)),
                ("decisions", models.JSONField(default=dict)),
                ("errors", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("has_conflict", models.BooleanField(default=False)),
                ("has_warning", models.BooleanField(default=False)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="service_sites.importdraft",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "verbose_name": "line of an uploaded table",
                "verbose_name_plural": "lines of an uploaded table",
                "ordering": ["place"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["draft", "outcome", "place"], name="draft_line_outcome")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "place"), name="draft_line_place_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("check", "checking the table"),
                            ("apply", "applying the table"),
                            ("undo", "undoing the import"),
                        ],
                        max_length=6,
                    ),
                ),
                ("consent", models.JSONField(default=dict)),
                ("language", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("working", "working"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=32)),
                ("is_writing", models.BooleanField(default=False)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("message", models.TextField(blank=True)),
                ("left", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to="service_sites.importdraft",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="service_sites.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "work on an import",
                "verbose_name_plural": "work on imports",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["check", "apply", "undo"]),
                            ("state__in", ["waiting", "working", "done", "refused", "failed"]),
                        ),
                        name="import_job_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft__isnull", False), ("run__isnull", True)),
                            models.Q(("draft__isnull", True), ("run__isnull", False)),
                            _connector="OR",
                        ),
                        name="import_job_about_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=("draft",),
                        name="import_job_one_per_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=("run",),
                        name="import_job_one_per_run",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeaderMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("titles", models.JSONField(verbose_name="titles")),
                ("places", models.JSONField(verbose_name="columns")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "mapping of columns",
                "verbose_name_plural": "mappings of columns",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("region", "key"), name="header_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=40, verbose_name="number called")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("right", "the number is right"),
                            ("corrected", "wrong, and put right"),
                            ("wrong", "wrong, the right one is not known"),
                            ("no_answer", "nobody answered"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="called at")),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="service_sites.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "phone call",
                "verbose_name_plural": "phone calls",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["right", "corrected", "wrong", "no_answer"])
                        ),
                        name="phone_call_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), _negated=True),
                        name="phone_call_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.JSONField(default=dict, verbose_name="what was asked for")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("count", models.PositiveIntegerField(verbose_name="outlets changed")),
                (
                    "data_version",
                    models.PositiveBigIntegerField(unique=True, verbose_name="data version"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="service_sites.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulk edit",
                "verbose_name_plural": "bulk edits",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bulk_edit_undone_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "length",
                    models.PositiveBigIntegerField(default=0, verbose_name="number of changes"),
                ),
                (
                    "seal",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=64,
                        verbose_name="seal of the last change",
                    ),
                ),
            ],
            options={
                "verbose_name": "end of the log",
                "verbose_name_plural": "end of the log",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="log_head_single_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangedField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=20, verbose_name="field")),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changed_fields",
                        to="service_sites.pointchange",
                        verbose_name="change",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed field",
                "verbose_name_plural": "changed fields",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("field", "change"), name="changed_field_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="program")),
                ("scopes", models.JSONField(default=list, verbose_name="may")),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("hint", models.CharField(editable=False, max_length=12, verbose_name="token")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last used"),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(
                        related_name="+", to="service_sites.region", verbose_name="regions"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "program that writes",
                "verbose_name_plural": "programs that write",
                "ordering": ["name"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="api_client_has_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255, verbose_name="idempotency key")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the request")),
                ("status", models.PositiveSmallIntegerField(verbose_name="status")),
                ("etag", models.CharField(max_length=200, verbose_name="ETag")),
                ("body", models.TextField(verbose_name="answer")),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="service_sites.apiclient",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "request of a program",
                "verbose_name_plural": "requests of programs",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "key"), name="sent_request_once_per_key"
                    )
                ],
            },
        ),
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
        CreateStructures(POSITION_INDEX, TEXT_INDEX, LOG_TRIGGERS),
        migrations.RunPython(begin_log, migrations.RunPython.noop),
        migrations.RunPython(make_roles, remove_roles),
    ]
