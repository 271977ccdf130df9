"""An operator: who runs a service point."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class Kind(models.TextChoices):
    """What sort of outlet it is."""

    OFFICE = "office", _("social-security office")
    BANK = "bank", _("bank outlet")
    POST = "post", _("post office")


class Operator(models.Model):
    """The social-security administration, a bank or the post.

    `name_marks` are the texts that tell the operator from an outlet's name: at its beginning, or
    anywhere if the mark starts with ``*``. The longest mark that fits decides.
    """

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    name_marks = models.JSONField(_("marks in an outlet's name"), default=list, blank=True)
    hotline = models.CharField(_("hotline"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="operator_kind_known"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name
