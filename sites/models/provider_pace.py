"""When a provider may be asked next, and whether it answers, for all processes together."""

from django.db import models
from typing_extensions import override


class ProviderPace(models.Model):
    """One row per provider: the first free moment, in seconds since 1970.

    `failures` counts the calls that failed since the last one that was answered.
    """

    provider = models.CharField(max_length=50, primary_key=True)
    free_at = models.FloatField(default=0.0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(free_at__gte=0), name="provider_pace_free_at_positive"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.provider
