"""A program that may write: what it may do, where, and by which token it is known."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.region import Region


class ClientScope(models.TextChoices):
    """What a program may do."""

    PHONE = "phone", _("change phone numbers")
    VERIFY = "verify", _("verify phone numbers")
    ADDRESS = "address", _("change addresses")


class ApiClient(models.Model):
    """A trusted program. Its name stands in the log for good, so it is never given to another.

    The token itself is known to the program alone: `token_sha256` is what is left of it here, and
    `hint` its beginning, by which people tell it from others.
    """

    name = models.CharField(_("program"), max_length=100, unique=True)
    scopes = models.JSONField(_("may"), default=list)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("token"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("program that writes")
        verbose_name_plural = _("programs that write")
        ordering = ["name"]
        # One right for all of it: see `StaffRegion`.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="api_client_has_name"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class SentRequest(models.Model):
    """A request that a program numbered itself, with its answer: sent again, it is told again."""

    client = models.ForeignKey(
        ApiClient, verbose_name=_("program"), on_delete=models.CASCADE, related_name="requests"
    )
    key = models.CharField(_("idempotency key"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    etag = models.CharField(_("ETag"), max_length=200)
    body = models.TextField(_("answer"))
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("request of a program")
        verbose_name_plural = _("requests of programs")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="sent_request_once_per_key"),
        ]

    @override
    def __str__(self) -> str:
        return self.key
