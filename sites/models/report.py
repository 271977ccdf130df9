"""What a resident says is wrong about an outlet: kept until a member of staff decides on it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.service_point import ServicePoint

CODE_LENGTH: Final = 9
SUGGESTION_LENGTH: Final = 200
REMARK_LENGTH: Final = 300
REMARKS_LENGTH: Final = 3000
REASON_LENGTH: Final = 300


class ReportField(models.TextChoices):
    """What a report is about."""

    PHONE = "phone", _("The phone number is wrong")
    ADDRESS = "address", _("The address is wrong")
    CLOSED = "closed", _("It is closed or has moved away")
    OTHER = "other", _("Something else is wrong")


class ReportState(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")


class Report(models.Model):
    """One thing that residents say is wrong, however many of them say it.

    Nothing in it says who they are. `shown` is the value that the page gave when it was reported,
    empty where the report is about no single value; `remarks` are their own words, one per line.
    """

    code = models.CharField(_("reference code"), max_length=CODE_LENGTH, unique=True)
    point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("service point"),
        on_delete=models.PROTECT,
        related_name="reports",
    )
    field = models.CharField(_("what is wrong"), max_length=10, choices=ReportField.choices)
    shown = models.CharField(_("what the resident saw"), max_length=200, blank=True)
    suggested = models.CharField(
        _("what is said to be right"), max_length=SUGGESTION_LENGTH, blank=True
    )
    remarks = models.TextField(_("remarks"), blank=True)
    count = models.PositiveIntegerField(_("times reported"), default=1)
    created_at = models.DateTimeField(_("reported at"))
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason of the decision"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("report of a resident")
        verbose_name_plural = _("reports of residents")
        ordering = ["created_at", "pk"]
        # Who may correct a value may decide on what is said about it: there is no right beside.
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["point", "field", "shown", "suggested"],
                condition=models.Q(state=ReportState.OPEN.value),
                name="report_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(field__in=ReportField.values), name="report_field_known"
            ),
            models.CheckConstraint(
                condition=Exact(Length("code"), CODE_LENGTH), name="report_code_length"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("remarks"), REMARKS_LENGTH),
                name="report_remarks_short",
            ),
            models.CheckConstraint(
                condition=~models.Q(field=ReportField.OTHER.value, remarks=""),
                name="report_other_is_explained",
            ),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="report_count_positive"),
            models.CheckConstraint(
                condition=models.Q(
                    state=ReportState.OPEN.value,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    reason="",
                )
                | models.Q(
                    state__in=[ReportState.ACCEPTED.value, ReportState.SPAM.value],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | models.Q(
                    models.Q(
                        state=ReportState.REJECTED.value,
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    ),
                    ~models.Q(reason=""),
                ),
                name="report_decided_by_somebody",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.point}: {self.get_field_display()}"
