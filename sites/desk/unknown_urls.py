"""Addresses that no page of the desk leads to, refused before any of it looks at them."""

from collections.abc import Callable
from itertools import chain
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# PostgreSQL knows no text with it, so every comparison with such a text fails.
_NUL: Final = "\0"


class LegibleAddressMiddleware:
    """Stands before every address of the desk: forms look at what is sent, this at what is asked.

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
