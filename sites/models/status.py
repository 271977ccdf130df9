"""What became of an outlet, and how one that there is stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What residents are told of an outlet.

    The first five are stored, of outlets that are in the lists. What has left the lists is merged
    if it has a successor, and closed otherwise: nobody stores that.
    """

    OPEN = "open", _("in service")
    PLANNED = "planned", _("planned, not in service yet")
    LIMITED = "limited", _("limited service")
    SUSPENDED = "suspended", _("closed for the time being")
    MOVED = "moved", _("moved to this address")
    MERGED = "merged", _("merged into another outlet")
    CLOSED = "closed", _("no longer a service point")

    @property
    def is_gone(self) -> bool:
        """Whether an outlet that stands so has left the lists."""
        return self in {Status.MERGED, Status.CLOSED}


STORED_STATUSES: Final = tuple(status for status in Status if not status.is_gone)
