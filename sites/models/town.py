"""A town: the subdistrict or town within a region that people filter by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.region import Region


class Town(models.Model):
    """A subdistrict or town (镇街); its position is its built-up centre, WGS-84 degrees."""

    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="towns"
    )
    key = models.SlugField(_("key"), max_length=40, help_text=_("pinyin, unique in the region"))
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=80)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    position_source = models.CharField(_("source of the position"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")
        ordering = ["region", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="town_key_once_per_region"),
            models.UniqueConstraint(fields=["region", "name"], name="town_name_once_per_region"),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="town_position_complete_and_in_range",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name
