"""The responses that pages have in common: kept while the data stay, refused, or too much."""

import hashlib
from collections.abc import Callable
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from sites.finding import InvalidQuery, catalog, revision
from sites.web.appearance import is_easy
from sites.web.question import page_language

_CACHE_SECONDS: Final = 3600
# Kept by browsers and proxies, but asked about before every use: a correction shows at once.
_REVALIDATE: Final = "public, no-cache"


def conditional_response(
    request: HttpRequest,
    content: Callable[[], str],
    *,
    name: str,
    content_type: str = "text/html; charset=utf-8",
    state: str = "",
) -> HttpResponseBase:
    """Return 304, or the page `content` makes, cached by `state`, language, view and address.

    The state is `revision()`, unless something was read before: then the one before that. Of a page
    that shows nothing of any outlet it is `reference_revision()`. The address includes the host,
    which pages name in their canonical links.
    """
    view = "easy" if is_easy(request) else "standard"
    key = f"{name}|{state or revision()}|{get_language()}|{view}|{request.build_absolute_uri()}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        page: str | None = cache.get(f"page:{digest}")
        if page is None:
            page = content()
            cache.set(f"page:{digest}", page, _CACHE_SECONDS)
        response = HttpResponse(page, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = _REVALIDATE
    # Which view it is.
    patch_vary_headers(response, ["Cookie"])
    return response


def invalid_response(request: HttpRequest, error: InvalidQuery) -> HttpResponse:
    """Return the page that says what is wrong with a question, and what to do."""
    response = render(
        request, "service_sites/invalid_query.html", {"errors": error.errors}, status=400
    )
    response["Cache-Control"] = "no-store"
    return response


def too_often_response(request: HttpRequest, wait_s: int) -> HttpResponse:
    """Return the page that says to try again in so many seconds, which it gives in minutes."""
    context = {
        "minutes": -(-wait_s // 60),
        "region_name": catalog(page_language()).only_region_name,
    }
    response = render(request, "service_sites/too_often.html", context, status=429)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(wait_s)
    return response
