"""What came of calling an outlet's number to see whether it is right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.service_point import ServicePoint


class CallResult(models.TextChoices):
    """What came of a call."""

    RIGHT = "right", _("the number is right")
    CORRECTED = "corrected", _("wrong, and put right")
    WRONG = "wrong", _("wrong, the right one is not known")
    NO_ANSWER = "no_answer", _("nobody answered")


class PhoneCall(models.Model):
    """One call by a member of staff: which number of which outlet, when, and what came of it.

    Rows are only ever added.
    """

    point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("service point"),
        on_delete=models.PROTECT,
        related_name="calls",
    )
    phone = models.CharField(_("number called"), max_length=40)
    result = models.CharField(_("result"), max_length=10, choices=CallResult.choices)
    called_at = models.DateTimeField(_("called at"))
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("called by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("phone call")
        verbose_name_plural = _("phone calls")
        ordering = ["-pk"]
        # Who may correct phones may record calls: there are no rights beside.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__in=CallResult.values), name="phone_call_result_known"
            ),
            models.CheckConstraint(condition=~models.Q(phone=""), name="phone_call_has_number"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.phone}: {self.get_result_display()}"
