"""The end of the log of changes: how long it is, and the seal of its last row."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class LogHead(models.Model):
    """The single row that says where the log ends, so that a missing end is noticed.

    It moves in the transaction that adds to the log, while `DataVersion` holds everybody else back.
    """

    length = models.PositiveBigIntegerField(_("number of changes"), default=0)
    seal = models.CharField(_("seal of the last change"), max_length=64, default="", blank=True)

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="log_head_single_row"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.length}:{self.seal}"

    @classmethod
    def current(cls) -> "LogHead":
        """Return the end as it is now; that of an empty log before the first change."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
