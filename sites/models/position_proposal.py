"""A position that may be wrong: kept for a person to decide on, never shown as fact."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.located import COMPLETE, PositionColumns
from sites.models.service_point import ServicePoint


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DISMISSED = "dismissed", _("dismissed")


class PositionProposal(PositionColumns):
    """A position of a point that failed a check, by the provider that located it.

    `findings` is a list of ``{"kind": …, "metres": … or null, "about": …}``. There is one row per
    value, so that what a person has decided on is not asked again.
    """

    point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("service point"),
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    findings = models.JSONField(_("findings"), default=list)
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
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

    class Meta:
        verbose_name = _("position to be checked")
        verbose_name_plural = _("positions to be checked")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["point"],
                condition=models.Q(state=ProposalState.OPEN.value),
                name="position_proposal_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "provider", "longitude", "latitude", "precision"],
                name="position_proposal_once_per_value",
            ),
            models.CheckConstraint(condition=COMPLETE, name="position_proposal_complete"),
            models.CheckConstraint(
                condition=models.Q(
                    state=ProposalState.OPEN.value,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | models.Q(
                    state__in=[ProposalState.ACCEPTED.value, ProposalState.DISMISSED.value],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="position_proposal_decided_by_somebody",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.point}: {self.provider}"
