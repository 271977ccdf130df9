"""A region: a county-level district, the unit in which tables are published."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.geo.boxes import Box


class Region(models.Model):
    """A county-level district, keyed by its GB/T 2260 code; bounds in WGS-84 degrees."""

    adcode = models.CharField(
        _("code"), max_length=6, primary_key=True, validators=[RegexValidator(r"^\d{6}$")]
    )
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=80)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    province = models.CharField(_("province"), max_length=50)
    province_en = models.CharField(_("province (English)"), max_length=80)
    province_aliases = models.JSONField(_("other names of the province"), default=list, blank=True)
    area_code = models.CharField(_("telephone area code"), max_length=4)
    west = models.FloatField(_("western bound"))
    south = models.FloatField(_("southern bound"))
    east = models.FloatField(_("eastern bound"))
    north = models.FloatField(_("northern bound"))

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["adcode"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(west__gte=-180, west__lt=models.F("east"), east__lte=180)
                & models.Q(south__gte=-90, south__lt=models.F("north"), north__lte=90),
                name="region_bounds",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def bounds(self) -> Box:
        """The smallest box around the region, WGS-84 degrees."""
        return Box(west=self.west, south=self.south, east=self.east, north=self.north)
