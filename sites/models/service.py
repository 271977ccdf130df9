"""A service: what is done for a card at a service point."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class Service(models.Model):
    """A card service; `bit` is its place in a point's service mask."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    bit = models.PositiveSmallIntegerField(
        _("bit"), unique=True, validators=[MaxValueValidator(30)]
    )
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(bit__lte=30), name="service_bit_fits_mask"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def mask(self) -> int:
        """The service's bit as a mask."""
        return 1 << self.bit
