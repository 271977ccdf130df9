"""The regions that a member of staff works for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.region import Region


class StaffRegion(models.Model):
    """One region assigned to one account; without any, the desk shows the person nothing.

    The rights that belong to no stored thing are declared here, too.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff member"),
        on_delete=models.CASCADE,
        related_name="staff_regions",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("region of a staff member")
        verbose_name_plural = _("regions of staff members")
        ordering = ["user", "region"]
        default_permissions = ()
        permissions = [
            ("every_region", "Works for every region"),
            ("manage_staff", "Manages staff accounts"),
            ("manage_clients", "Manages the programs that write"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], name="staff_region_once"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.user} {self.region_id}"
