"""Whether the answer that a client has still holds: told before anything else is done."""

import re
from collections.abc import Callable
from typing import Final
from zlib import crc32

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from sites.api.headers import EVERYWHERE, caching
from sites.finding import revision

# As `etag_of` writes it: release, data version, question. No number has more digits than the
# database takes.
_ETAG: Final = re.compile(r'(?:W/)?"[^"]*-([0-9]{1,18})-[0-9a-f]{8}"', re.ASCII)


def etag_of(request: HttpRequest) -> str:
    """Return the ETag that an answer to this request has now.

    It stands for the state of the data and for the question with all that shapes its answer. So a
    client that knows the current ETag was given it with an answer to this very question, and
    neither the parameters nor the format need to be looked at again. Weak, since a proxy may
    compress the answer.
    """
    return f'W/"{revision()}-{_question(request)}"'


def etag_after(request: HttpRequest, version: int) -> str:
    """Return the ETag of an answer to this request that belongs to a data version."""
    return f'W/"{settings.RELEASE}-{version}-{_question(request)}"'


def versions_of(etags: str) -> list[int]:
    """Return the data versions that ETags of ours stand for; others count for nothing.

    Any answer's ETag tells which state of the data somebody has read, in whatever form: weak, since
    a proxy may have compressed it, and of a list as well as of one entry.
    """
    return [int(found[1]) for tag in parse_etags(etags) if (found := _ETAG.fullmatch(tag))]


def known_etags(request: HttpRequest) -> list[str]:
    """Return the ETags of the answers that the client has, all as weak ones (RFC 9110, 8.8.3.2)."""
    etags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return [f"W/{etag}" if etag.startswith('"') else etag for etag in etags]


def not_modified(request: HttpRequest) -> HttpResponseNotModified | None:
    """Return 304 if the client has the answer, for one tiny query; None if it has not."""
    if "HTTP_IF_NONE_MATCH" not in request.META or request.method not in {"GET", "HEAD"}:
        return None
    known = known_etags(request)
    same_question = f'-{_question(request)}"'
    if not any(etag.endswith(same_question) for etag in known):
        return None
    etag = etag_of(request)
    if etag not in known:
        return None
    return HttpResponseNotModified(headers={**EVERYWHERE, **caching(request, etag)})


class NotModifiedMiddleware:
    """Gives the API's 304 ahead of sessions, languages and all else that only pages need.

    The views check as well; here it costs a third, since most of a 304 is other middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return 304 if the client has the answer, else what the rest answers."""
        return not_modified(request) or self._get_response(request)


def _question(request: HttpRequest) -> str:
    """Return a short text that differs between questions and between formats asked for."""
    meta = request.META
    asked = f"{request.path}?{meta.get('QUERY_STRING', '')} {meta.get('HTTP_ACCEPT', '')}"
    return f"{crc32(asked.encode(errors='replace')):08x}"
