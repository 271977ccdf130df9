"""What went wrong, as a problem document (RFC 9457)."""

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import orjson
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, MethodNotAllowed

from sites.api.plain_request import plain_request
from sites.finding import InvalidQuery, ParameterError

MEDIA_TYPE: Final = "application/problem+json"
# Identifiers, not addresses: RFC 9457, 3.1.1 allows types that cannot be looked up.
TYPE_PREFIX: Final = "urn:problem-type:service-points:"

INVALID_PARAMETERS: Final = (
    "invalid-parameters",
    gettext_lazy("At least one parameter is wrong"),
)
KINDS: Final[Mapping[int, tuple[str, Promise]]] = {
    400: ("bad-request", gettext_lazy("The request cannot be read")),
    401: ("unauthorized", gettext_lazy("A valid token is needed here")),
    403: ("forbidden", gettext_lazy("This is not open to you")),
    404: ("not-found", gettext_lazy("There is nothing at this address")),
    405: ("method-not-allowed", gettext_lazy("This address does not know this method")),
    406: ("not-acceptable", gettext_lazy("There is no answer in the format asked for")),
    410: ("gone", gettext_lazy("What was at this address has closed")),
    412: ("precondition-failed", gettext_lazy("It has been changed since you read it")),
    415: ("unsupported-media-type", gettext_lazy("This kind of content is not read here")),
    422: ("idempotency-key-reused", gettext_lazy("This key stands for another request")),
    428: ("precondition-required", gettext_lazy("Say which version you have read")),
    429: ("too-many-requests", gettext_lazy("Too many requests in a short time")),
    500: ("internal-error", gettext_lazy("The service failed, and the fault is ours")),
}
# What Django raises by itself, and what to say about it.
_DJANGO: Final[Mapping[type[Exception], tuple[int, Promise]]] = {
    Http404: (404, gettext_lazy("Nothing here has this address or this id.")),
    PermissionDenied: (403, gettext_lazy("Nobody reads this through the API.")),
    SuspiciousOperation: (400, gettext_lazy("It is malformed or has too many parameters.")),
}


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    errors: Sequence[ParameterError] = (),
    headers: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    """Return a problem document in the active language.

    `instance` is the path alone: a query may hold the place where somebody is.
    """
    slug, title = INVALID_PARAMETERS if errors else KINDS.get(status, KINDS[400])
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + slug,
        "title": str(title),
        "status": status,
        "detail": detail,
        "instance": request.get_full_path().partition("?")[0],
    }
    if errors:
        document["errors"] = [
            {
                "name": error.name,
                "value": error.value,
                "detail": error.message,
                "valid": error.valid,
            }
            for error in errors
        ]
    return HttpResponse(
        orjson.dumps(document),
        status=status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **headers},
    )


class RefusedError(Exception):
    """A request that is refused with this status and detail, for programs and for people."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Return the problem document for whatever a view of the API raised."""
    request = plain_request(context["request"])
    if isinstance(exc, InvalidQuery):
        names = ", ".join(error.name for error in exc.errors)
        detail = _("Wrong: %(names)s. See errors for what is valid.") % {"names": names}
        return problem(request, 400, detail, errors=exc.errors)
    if isinstance(exc, RefusedError):
        return problem(request, exc.status, exc.detail, headers=exc.headers)
    if isinstance(exc, MethodNotAllowed):
        methods = ", ".join(context["view"].allowed_methods)
        return problem(request, 405, _("Allowed: %(methods)s.") % {"methods": methods})
    if isinstance(exc, APIException) and exc.status_code < 500:
        return problem(request, exc.status_code, str(exc.detail))
    for kind, (status, reason) in _DJANGO.items():
        if isinstance(exc, kind):
            return problem(request, status, str(reason))
    return _failure(exc, request)


def _failure(exc: Exception, request: HttpRequest) -> HttpResponse:
    """Report a fault of ours as Django does, and tell the client nothing of its inside."""
    got_request_exception.send(sender=None, request=request)
    response = problem(request, 500, _("The failure has been recorded. Try again later."))
    log_response(
        "%s: %s",
        response.reason_phrase,
        request.path,
        response=response,
        request=request,
        level="error",
        exception=exc,
        logger=logging.getLogger("django.request"),
    )
    return response
