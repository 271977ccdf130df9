"""Too many wrong passwords lock a name and an address out for a while, whoever they belong to."""

from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest

from sites.access.network import network_of

# An office shares one address: it may fail so many times as often as one name.
_SHARED_BY: Final = 4
# No account's name is longer.
_NAME_LENGTH: Final = 150


class LockoutHandler(AxesDatabaseHandler):  # type: ignore[misc] # has no types
    """Counts the failures of each name and of each address.

    A name counts whether or not there is such an account, so that the answers do not tell.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the failures that count: those of the name, or the share of those of the address.

        The order is that of `AXES_LOCKOUT_PARAMETERS`.
        """
        of_name, of_address = (
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(of_name, of_address // _SHARED_BY)

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget the failures of a name that logged in; no others from the same address.

        Else somebody with an account could guess at another's for ever, logging in in between.
        """
        name = (credentials or {}).get("username")
        return int(AccessAttempt.objects.filter(username=name).delete()[0])


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the name that failures are counted for, no longer than a column takes."""
    name = (credentials or {}).get("username") or request.POST.get("username")
    return name.replace("\x00", "")[:_NAME_LENGTH] if name else None


def address_of(request: HttpRequest) -> str | None:
    """Return the address that failures are counted for."""
    return network_of(request)
