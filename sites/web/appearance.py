"""How a visitor wants pages to look: the standard view, or the easy one (长辈版).

The choice is a cookie and nothing else: no account, no page of its own.
"""

from typing import Final

from django.http import HttpRequest

EASY_COOKIE: Final = "easy"
_YES: Final = "1"


def is_easy(request: HttpRequest) -> bool:
    """Return whether the visitor chose the easy view: larger, stronger, with less on a page."""
    return request.COOKIES.get(EASY_COOKIE) == _YES
