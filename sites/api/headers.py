"""The headers that tell caches and browsers what they may do with an answer."""

from typing import Final

from django.http import HttpRequest

# Everything read here is public, and no cookie or login changes an answer, so that pages of any
# origin may read it. What programs write needs a token, which pages of other origins cannot send.
EVERYWHERE: Final = {
    # The latter two are what Django's middleware adds to most answers: a 304, which may be given
    # ahead of it, has to say the same as the answer that it stands for.
    "Vary": "Accept, Accept-Language, Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Answer-Notes",
}
# If-None-Match is the one header we know that makes a browser ask first.
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# Anybody may store an answer, and asks before each use whether it still holds (a 304 costs a small
# part of the list): a corrected phone number is never hidden by an old copy.
PUBLIC: Final = "public, no-cache"
# The address of such an answer holds the place where somebody is: no cache but their own keeps it.
PRIVATE: Final = "private, no-cache"


def caching(request: HttpRequest, etag: str) -> dict[str, str]:
    """Return the headers that an answer to this request shares with its 304."""
    return {"ETag": etag, "Cache-Control": PRIVATE if "near" in request.GET else PUBLIC}
