"""The request beneath the framework's."""

from django.http import HttpRequest
from rest_framework.request import Request


def plain_request(request: Request) -> HttpRequest:
    """Return Django's own request, without the cost of the framework's around it."""
    plain: HttpRequest = request._request  # noqa: SLF001 - the framework has no other name for it
    return plain
