"""A service point: an outlet where something is done for a card."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import override

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.models.operator import Kind, Operator
from sites.models.provenance import Provenance
from sites.models.region import Region
from sites.models.schedule import StoredSchedule
from sites.models.service import Service
from sites.models.status import STORED_STATUSES, Status
from sites.models.town import Town

DATUM_CHOICES = [(datum.value, datum.value) for datum in Datum]
PRECISION_CHOICES = [
    (Precision.ROOFTOP.value, _("building")),
    (Precision.STREET.value, _("street")),
    (Precision.VILLAGE.value, _("village")),
    (Precision.TOWN.value, pgettext_lazy("precision", "town")),
    (Precision.REGION.value, _("district")),
]


# Six figures. Not as a regular expression, which SQLite knows only where Django talks to it.
_IS_POSTCODE = models.Q(Exact(Length("postcode"), 6)) & models.Q(
    Exact(
        models.Func(
            models.F("postcode"),
            models.Value("0123456789"),
            function="LTRIM",
            output_field=models.CharField(),
        ),
        models.Value(""),
    )
)


def precision_name(value: str) -> str:
    """Return the word for a level of precision in the active language, "" for no position."""
    return str(dict(PRECISION_CHOICES)[value]) if value else ""


class ServicePoint(models.Model):
    """An outlet, its public fields, and what is derived from them for the search.

    What is not active has left the lists, and keeps its id and its page. `status`, its dates, its
    reason and the successor are of the time since it came or left: see `sites.finding.life`.

    The position is in WGS-84 degrees; the pair that the source gave is kept with its datum.
    `x`, `y`, `z` (the position on the unit sphere), `service_mask`, `schedule` (what the opening
    hours say, as far as it can be told) and `search_text` are derived:
    `sites.changes` writes them together with the fields they follow from.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT)
    serial = models.PositiveIntegerField(_("serial in the notice"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    operator = models.ForeignKey(Operator, verbose_name=_("operator"), on_delete=models.PROTECT)
    address = models.CharField(_("address"), max_length=200)
    postcode = models.CharField(
        _("postcode"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{6}\Z", _("A postcode has six figures."))],
    )
    town = models.ForeignKey(
        Town, verbose_name=_("town"), on_delete=models.PROTECT, null=True, blank=True
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_e164 = models.CharField(_("phone (E.164)"), max_length=20, blank=True)
    services = models.ManyToManyField(Service, verbose_name=_("services"), blank=True)
    hours = models.CharField(
        _("opening hours"),
        max_length=500,
        blank=True,
        help_text=_("in words, such as 周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）"),
    )
    schedule = models.ForeignKey(
        StoredSchedule,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        # The index below has what else is asked.
        db_index=False,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=[(status.value, status.label) for status in STORED_STATUSES],
        default=Status.OPEN.value,
    )
    status_since = models.DateField(_("status since"), null=True, blank=True)
    status_until = models.DateField(_("status until"), null=True, blank=True)
    status_reason = models.CharField(
        _("reason for residents"),
        max_length=300,
        blank=True,
        help_text=_("shown on the page of the outlet"),
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        to_field="public_id",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        # Few have one, and nobody looks for those that name an outlet.
        db_index=False,
    )
    printed = models.JSONField(
        _("as printed"), default=dict, blank=True, help_text=_("the cells of the last import")
    )

    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=PRECISION_CHOICES, blank=True
    )
    position_source = models.CharField(
        _("source of the position"), max_length=50, blank=True, help_text=_("provider or person")
    )
    original_longitude = models.FloatField(_("original longitude"), null=True, blank=True)
    original_latitude = models.FloatField(_("original latitude"), null=True, blank=True)
    original_datum = models.CharField(
        _("original datum"), max_length=5, choices=DATUM_CHOICES, blank=True
    )

    x = models.FloatField(null=True, editable=False)
    y = models.FloatField(null=True, editable=False)
    z = models.FloatField(null=True, editable=False)
    service_mask = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(default="", editable=False)
    provenance = models.JSONField(_("provenance"), default=dict, editable=False)

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["region", "serial", "pk"]
        permissions = [("change_phone", "Can change phone and note")]
        indexes = [
            # Behind the order of a list what filters read, so that a question which few outlets of
            # a whole country meet reads the rows of these few alone.
            models.Index(
                fields=["region", "serial", "id", "kind", "service_mask", "latitude", "longitude"],
                condition=models.Q(is_active=True),
                name="point_list_order",
            ),
            models.Index(
                fields=["operator", "region", "serial", "id", "kind", "service_mask"],
                condition=models.Q(is_active=True),
                name="point_of_operator",
            ),
            models.Index(
                fields=["town", "region", "serial", "id"],
                condition=models.Q(is_active=True),
                name="point_of_town",
            ),
            models.Index(
                fields=["latitude", "longitude"],
                condition=models.Q(is_active=True, latitude__isnull=False),
                name="point_position",
            ),
            # Who else has this number.
            models.Index(
                fields=["phone_e164"],
                condition=models.Q(is_active=True),
                name="point_phone",
            ),
            # Of all outlets those that a few schedules leave open.
            models.Index(
                fields=["schedule", "region", "serial", "id"],
                condition=models.Q(is_active=True, schedule__isnull=False),
                name="point_of_schedule",
            ),
            # What has left the lists, in the order of a list.
            models.Index(
                fields=["region", "serial", "id"],
                condition=models.Q(is_active=False),
                name="point_gone",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "serial"],
                condition=models.Q(is_active=True),
                name="point_one_active_per_serial",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)),
                name="point_longitude_range",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)),
                name="point_latitude_range",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    longitude__isnull=True,
                    latitude__isnull=True,
                    x__isnull=True,
                    y__isnull=True,
                    z__isnull=True,
                    precision="",
                    position_source="",
                    original_longitude__isnull=True,
                    original_latitude__isnull=True,
                    original_datum="",
                )
                | (
                    models.Q(
                        longitude__isnull=False,
                        latitude__isnull=False,
                        x__isnull=False,
                        y__isnull=False,
                        z__isnull=False,
                        original_longitude__isnull=False,
                        original_latitude__isnull=False,
                        precision__in=[precision.value for precision in Precision],
                        original_datum__in=[datum.value for datum in Datum],
                    )
                    & ~models.Q(position_source="")
                ),
                name="point_position_complete_or_absent",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="point_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="point_has_name"),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in STORED_STATUSES]),
                name="point_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status_until__isnull=True)
                | models.Q(status_since__isnull=True)
                | models.Q(status_until__gte=models.F("status_since")),
                name="point_status_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True)
                | ~models.Q(successor=models.F("public_id")),
                name="point_succeeds_another",
            ),
            models.CheckConstraint(
                condition=models.Q(postcode="") | _IS_POSTCODE, name="point_postcode_six_figures"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def coordinate(self) -> Coordinate | None:
        """The position in WGS-84 degrees, None if it is not known."""
        if self.longitude is None or self.latitude is None:
            return None
        return Coordinate(longitude=self.longitude, latitude=self.latitude)

    def provenance_of(self, field: str) -> Provenance | None:
        """Return the provenance of a public field, None if it was never set."""
        stored = self.provenance.get(field)
        return Provenance.from_json(stored) if stored else None
