"""Accounts whose password somebody else has chosen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class GivenPassword(models.Model):
    """The mark of such an account: the password opens one page, on which it is replaced."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff member"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("password that was given")
        verbose_name_plural = _("passwords that were given")
        default_permissions = ()

    @override
    def __str__(self) -> str:
        return str(self.user_id)
