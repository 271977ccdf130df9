"""An import: a table that was applied."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.region import Region


class ImportKind(models.TextChoices):
    """What a table says of the outlets."""

    OUTLETS = "outlets", _("outlets")
    POSITIONS = "positions", _("positions")


class ImportRun(models.Model):
    """A table that was applied: which file, when, by whom, and whether it was undone."""

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT)
    kind = models.CharField(
        _("what was imported"),
        max_length=10,
        choices=ImportKind.choices,
        default=ImportKind.OUTLETS,
    )
    is_supplement = models.BooleanField(
        _("supplement"),
        default=False,
        help_text=_("it added and changed outlets, and removed none"),
    )
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applied by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    counts = models.JSONField(_("counts"), default=dict)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ImportKind.values), name="import_run_kind_known"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name}"
