"""The switch between the standard view and the easy one (长辈版)."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sites.web.appearance import EASY_COOKIE

_YEAR_SECONDS: Final = 365 * 24 * 3600


# It changes nothing but the visitor's own letter size, and a token would make every page personal.
@csrf_exempt
@require_POST
def switch_view(request: HttpRequest) -> HttpResponse:
    """Keep the chosen view in a cookie and lead back to the page `next` of this site.

    The address says which view (`easy`) and which page; the body has what that page was asked in
    one, so that a position stays out of addresses: with one, the browser posts it again (307).
    """
    back = request.GET.get("next", "")
    # No host is allowed: only a path of this site passes.
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = reverse("pages:list")
    response = HttpResponseRedirect(back)
    response.status_code = 307 if request.POST else 303
    if request.GET.get("easy") == "1":
        response.set_cookie(
            EASY_COOKIE,
            "1",
            max_age=_YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(EASY_COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
