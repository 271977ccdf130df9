"""A session on a shared PC: it ends by itself when nothing is done."""

from time import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

_ACTIVE_AT: Final = "active_at"
# What a session remembers need not be exact, and every time it is written costs a write.
_EXACTNESS_S: Final = 30
WARNING_S: Final = 120


def is_verified(request: HttpRequest) -> bool:
    """Return whether the second factor was given in this session."""
    return getattr(request.user, "otp_device", None) is not None


def seconds_left(request: HttpRequest) -> int:
    """Return for how long the session goes on if nothing is done."""
    active_at = request.session.get(_ACTIVE_AT)
    idle = 0 if active_at is None else int(time()) - int(active_at)
    return int(settings.SESSION_IDLE_MINUTES * 60) - idle


def stay(request: HttpRequest) -> None:
    """Remember that something is being done."""
    now = int(time())
    if now - int(request.session.get(_ACTIVE_AT, 0)) >= _EXACTNESS_S:
        request.session[_ACTIVE_AT] = now


@require_http_methods(["GET", "POST"])
def session_view(request: HttpRequest) -> JsonResponse:
    """Return how many seconds are left; a POST goes on with the session."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0})
    if request.method == "POST":
        stay(request)
    return JsonResponse({"seconds": seconds_left(request)})
