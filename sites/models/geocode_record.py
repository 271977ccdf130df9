"""What a provider answered for an address, remembered so that it need not be asked again."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.located import ABSENT, COMPLETE, PositionColumns

LONGEST_TEXT: Final = 300
"""Characters of the longest address and label that are stored."""


class GeocodeOutcome(models.TextChoices):
    """What a provider can answer; that it gave no answer is nothing to remember."""

    LOCATED = "located", _("located")
    NOT_FOUND = "not_found", _("not found")


class GeocodeRecord(PositionColumns):
    """The last answer of one provider for one address.

    `region`, `address` (normalised) and `town` (its key, empty if unknown) are the question. They
    are plain text: an answer stays true when the reference data change.
    """

    region = models.CharField(_("region"), max_length=6)
    address = models.CharField(_("address"), max_length=LONGEST_TEXT)
    town = models.CharField(_("town"), max_length=40, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=GeocodeOutcome.choices)
    label = models.CharField(_("label"), max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")
        ordering = ["-answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                # The address comes first: answers are looked up for many addresses at once.
                fields=["address", "region", "town", "provider"],
                name="geocode_record_once_per_question",
            ),
            models.CheckConstraint(
                condition=(models.Q(outcome=GeocodeOutcome.LOCATED.value) & COMPLETE)
                | (models.Q(outcome=GeocodeOutcome.NOT_FOUND.value) & ABSENT),
                name="geocode_record_position_if_located",
            ),
            models.CheckConstraint(
                condition=~models.Q(provider="") & ~models.Q(region=""),
                name="geocode_record_has_provider_and_region",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.provider}: {self.address}"
