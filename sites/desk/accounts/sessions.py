"""A session on a shared PC: it ends by itself, and does not begin before all is in order."""

from collections.abc import Callable
from time import time
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sites.access.login_steps import LoginStep, next_login_step

_ACTIVE_AT: Final = "active_at"
# What a session remembers need not be exact, and every time it is written costs a write.
_EXACTNESS_S: Final = 30
WARNING_S: Final = 120
# What is open to whoever is logged in, and the page on which each thing that is left is done.
_OPEN: Final = ("login", "logout", "jsi18n", "session")
_PAGES: Final = {
    LoginStep.ENTER_CODE: "enter_code",
    LoginStep.CHOOSE_PASSWORD: "password_change",
    LoginStep.SET_UP: "second_factor",
}


class DeskSessionMiddleware:
    """Stands before every address of the desk: no view can forget it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, or the way to what has to be done first."""
        if not request.path.startswith(reverse("desk:index")):
            return self._get_response(request)
        user = request.user
        if not isinstance(user, User):
            return self._get_response(request)
        if seconds_left(request) <= 0:
            logout(request)
            if request.path == reverse("desk:session"):
                return JsonResponse({"seconds": 0})
            messages.warning(
                request, _("You were logged out because nothing was done for a while.")
            )
            if request.path == reverse("desk:login"):
                return self._get_response(request)
            return redirect_to_login(request.get_full_path(), reverse("desk:login"))
        if not _is_by_itself(request):
            stay(request)
        return self._guarded(request, user)

    def _guarded(self, request: HttpRequest, user: User) -> HttpResponse:
        if request.path in {reverse(f"desk:{name}") for name in _OPEN} or not user.is_staff:
            return self._get_response(request)
        page = _PAGES.get(next_login_step(user, is_verified=is_verified(request)))
        address = reverse(f"desk:{page}") if page is not None else request.path
        if request.path == address:
            return self._get_response(request)
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")


def _is_by_itself(request: HttpRequest) -> bool:
    """Return whether a page asks without anybody doing something: that is no use of the session.

    The scripts that look how far something is ask for JSON.
    """
    return (
        request.path == reverse("desk:session")
        or request.headers.get("Accept") == "application/json"
    )


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
