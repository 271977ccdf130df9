"""The columns of a position, for rows other than the service point itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models.service_point import DATUM_CHOICES, PRECISION_CHOICES

PRECISION_KNOWN = models.Q(precision__in=[precision.value for precision in Precision])
DATUM_KNOWN = models.Q(original_datum__in=[datum.value for datum in Datum])
DEGREES_IN_RANGE = models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90))
COMPLETE = (
    models.Q(
        longitude__isnull=False,
        latitude__isnull=False,
        original_longitude__isnull=False,
        original_latitude__isnull=False,
    )
    & PRECISION_KNOWN
    & DATUM_KNOWN
    & DEGREES_IN_RANGE
)
ABSENT = models.Q(
    longitude__isnull=True,
    latitude__isnull=True,
    original_longitude__isnull=True,
    original_latitude__isnull=True,
    precision="",
    original_datum="",
)


class PositionColumns(models.Model):
    """A position by a provider: WGS-84 degrees, and the pair as the provider gave it."""

    provider = models.CharField(_("provider"), max_length=50)
    longitude = models.FloatField(_("longitude"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=PRECISION_CHOICES, blank=True
    )
    original_longitude = models.FloatField(_("original longitude"), null=True)
    original_latitude = models.FloatField(_("original latitude"), null=True)
    original_datum = models.CharField(
        _("original datum"), max_length=5, choices=DATUM_CHOICES, blank=True
    )

    class Meta:
        abstract = True

    @property
    def position(self) -> Position | None:
        """The position, None if the row has none."""
        return Position.from_columns(
            (self.longitude, self.latitude),
            precision=self.precision,
            source=self.provider,
            original=(self.original_longitude, self.original_latitude),
            datum=self.original_datum,
        )

    def set_position(self, position: Position) -> None:
        """Set the columns of the (unsaved) object."""
        self.provider = position.source
        self.longitude = position.coordinate.longitude
        self.latitude = position.coordinate.latitude
        self.precision = position.precision.value
        self.original_longitude = position.original_longitude
        self.original_latitude = position.original_latitude
        self.original_datum = position.original_datum.value
