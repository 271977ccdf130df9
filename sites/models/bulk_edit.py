"""An edit of many outlets at once."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.region import Region


class BulkEdit(models.Model):
    """What a member of staff changed in many outlets of a region at once, and who undid it.

    The changes themselves are those of the log with the same data version: one edit, one version.
    """

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT)
    asked = models.JSONField(_("what was asked for"), default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("outlets changed"))
    data_version = models.PositiveBigIntegerField(_("data version"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        ordering = ["-pk"]
        # Who may change outlets may change many: there are no rights beside.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="bulk_edit_undone_by_somebody",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{localtime(self.made_at):%Y-%m-%d %H:%M} ({self.count})"
