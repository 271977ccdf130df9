"""The log of changes: what a service point was before and after each recorded change."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.import_run import ImportRun
from sites.models.provenance import SourceKind
from sites.models.service_point import ServicePoint


class ChangeKind(models.TextChoices):
    """What happened to the point."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")


class PointChange(models.Model):
    """One change of one point: history for people, and what undoing an import restores.

    `before` and `after` map each changed field to ``{"value": …, "provenance": … or null}``.
    Rows are only ever added: the database refuses everything else. Each carries a seal over its
    content and the seal of the row before it, so that what is changed past the database's back
    shows (`sites.changes.log`).
    """

    point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("service point"),
        on_delete=models.PROTECT,
        related_name="changes",
    )
    kind = models.CharField(_("change"), max_length=10, choices=ChangeKind.choices)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    source = models.CharField(_("source"), max_length=10, choices=SourceKind.choices)
    reference = models.CharField(_("which one"), max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff member"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    import_run = models.ForeignKey(
        ImportRun,
        verbose_name=_("import"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    data_version = models.PositiveBigIntegerField(_("data version"))
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]
        # Each filter of the history with the order that it is read in, so that a page of a
        # million rows costs what a page of a hundred does.
        indexes = [
            models.Index(fields=["kind", "id"], name="point_change_of_kind"),
            models.Index(fields=["source", "id"], name="point_change_of_source"),
            models.Index(fields=["reference", "id"], name="point_change_by"),
            models.Index(fields=["at"], name="point_change_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ChangeKind.values), name="point_change_kind_known"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.get_kind_display()} {localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def is_verification(self) -> bool:
        """Whether every value stayed as it was: somebody said that it is right."""
        return self.before.keys() == self.after.keys() and all(
            fact["value"] == self.before[field]["value"] for field, fact in self.after.items()
        )
