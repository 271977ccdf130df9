"""Which fields a change has changed: what the history of one field is found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.point_change import PointChange


class ChangedField(models.Model):
    """A field that had a value (or none) before a change and another, or another origin, after it.

    An outlet that is new has no values before: its first values are no changes of them.
    """

    change = models.ForeignKey(
        PointChange,
        verbose_name=_("change"),
        on_delete=models.PROTECT,
        related_name="changed_fields",
        # The constraint's index leads with the field and would not serve; nobody asks by change.
        db_index=False,
    )
    field = models.CharField(_("field"), max_length=20)

    class Meta:
        verbose_name = _("changed field")
        verbose_name_plural = _("changed fields")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["field", "change"], name="changed_field_once"),
        ]

    @override
    def __str__(self) -> str:
        return self.field
