"""The data version: one number for the state of all public data, one for the reference data."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """The single row that counts committed changes.

    `number` counts those of public data. It is the ETag, the cache key and the sync cursor: equal
    numbers mean equal public data. `reference` counts those of reference data alone, so that what
    is made of them outlives an edit of an outlet.
    """

    number = models.PositiveBigIntegerField(default=0)
    reference = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("data version")
        verbose_name_plural = _("data version")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="data_version_single_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Return the number that the caller's reads belong to; 0 before the first change."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def advance(cls) -> int:
        """Return the next number, visible to others when the caller's transaction commits.

        The row stays locked until then, so two changes never share a number.
        """
        cls._count_one("number")
        return cls.current()

    @classmethod
    def advance_reference(cls) -> None:
        """Count a change of reference data, be it public or not."""
        cls._count_one("reference")

    @classmethod
    def _count_one(cls, column: str) -> None:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError(
                "the data version only moves together with the change it counts"
            )
        if not cls.objects.filter(pk=1).update(**{column: models.F(column) + 1}):
            cls.objects.create(pk=1, **{column: 1})
