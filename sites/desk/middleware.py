"""What stands before every address of the desk, so that no view can forget it."""

from collections.abc import Callable
from itertools import chain
from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sites.access.login_steps import LoginStep, next_login_step
from sites.desk.accounts.sessions import is_verified, seconds_left, stay

# PostgreSQL knows no text with it, so every comparison with such a text fails.
_NUL: Final = "\0"
# What is open to whoever is logged in, and the page on which each thing that is left is done.
_OPEN: Final = ("login", "logout", "jsi18n", "session")
_PAGES: Final = {
    LoginStep.ENTER_CODE: "enter_code",
    LoginStep.CHOOSE_PASSWORD: "password_change",
    LoginStep.SET_UP: "second_factor",
}


class LegibleAddressMiddleware:
    """Refuses addresses with a NUL: forms look at what is sent, this at what is asked.

    Django's lists hand filters and keys from the address to the database as they come.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer; raises `BadRequest` for an address with a NUL in it."""
        if request.path.startswith(reverse("desk:index")):
            asked = chain.from_iterable((name, *values) for name, values in request.GET.lists())
            if any(_NUL in text for text in (request.path, *asked)):
                raise BadRequest("there is a NUL in the address")
        return self._get_response(request)


class DeskSessionMiddleware:
    """Ends sessions that nobody uses, and opens the desk when all steps of the login are done."""

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
    """Return whether a script asks, which is no use of the session: those of pages ask for JSON."""
    return (
        request.path == reverse("desk:session")
        or request.headers.get("Accept") == "application/json"
    )
