"""How providers are called over HTTP: with an end in time and in size."""

import json
from http.client import HTTPException, HTTPResponse, IncompleteRead
from time import monotonic
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request

from geopy.adapters import AdapterHTTPError, URLLibAdapter, get_retry_after
from geopy.exc import (
    GeocoderParseError,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

# A reply with one place has about 1 kB.
_LARGEST_REPLY: Final = 1_000_000
_LARGEST_REASON: Final = 4_096
# "Too many requests" and "service unavailable" may come with a Retry-After header.
_BUSY: Final = frozenset({429, 503})
_LONGEST_PAUSE_S: Final = 7 * 86_400


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
    """A geopy adapter whose time-out is for the whole call, and which raises nothing unexpected.

    geopy's own adapters wait anew for every piece of a reply, read replies of any size, and let
    errors through for an unknown charset and for JSON that is nested too deep.
    """

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return the reply's JSON value; raises ``GeocoderParseError`` if it is none."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            # Not quoted: a reply may repeat the key, whole or cut off.
            kind = "a page of HTML" if text.lstrip().startswith("<") else f"{len(text)} characters"
            raise GeocoderParseError(f"the reply is not JSON but {kind}") from error

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the reply's text, which is UTF-8 as RFC 8259 says, whatever its header claims.

        Raises ``AdapterHTTPError`` for a status that is no success, ``GeocoderRateLimited`` for
        one that asks for a pause, ``GeocoderTimedOut`` after `timeout` seconds,
        ``GeocoderUnavailable`` if there is no whole reply and ``GeocoderParseError`` if it is too
        large or no text.
        """
        deadline = monotonic() + timeout
        request = Request(url, headers=headers)  # noqa: S310 - the settings name the address
        try:
            with self.urlopen(request, timeout=timeout) as reply:
                return _read(reply, deadline).decode()
        except HTTPError as error:
            with error:
                raise _refusal(error) from error
        except UnicodeDecodeError as error:
            raise GeocoderParseError("the reply is not UTF-8") from error
        except (HTTPException, OSError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                raise GeocoderTimedOut(f"no reply within {timeout:g} s") from error
            raise GeocoderUnavailable(str(reason) or type(reason).__name__) from error


def _refusal(error: HTTPError) -> Exception:
    """Return what a status that is no success means, with the reason in the reply's body."""
    text = " ".join(filter(None, [f"HTTP {error.code} {error.reason}", _stated_reason(error)]))
    refusal: Exception
    if error.code in _BUSY:
        refusal = GeocoderRateLimited(text, retry_after=_retry_after(error))
    else:
        refusal = AdapterHTTPError(text, status_code=error.code, headers={}, text=None)
    return refusal


def _retry_after(error: HTTPError) -> int | None:
    """Return the seconds after which the server wants to be asked again, None if it says none.

    A date or number that no calendar and no clock can express counts as none.
    """
    try:
        seconds: int | None = get_retry_after({"retry-after": error.headers.get("Retry-After")})
    except (ValueError, OverflowError):
        return None
    return None if seconds is None else min(seconds, _LONGEST_PAUSE_S)


def _stated_reason(error: HTTPError) -> str:
    """Return what a JSON body says about a refusal, in one of the fields that services use."""
    try:
        body = json.loads(error.read1(_LARGEST_REASON))
    except (HTTPException, OSError, ValueError, RecursionError):
        return ""
    if not isinstance(body, dict):
        return ""
    texts = [body.get(field) for field in ("code", "info", "msg", "message", "resolve", "error")]
    return " ".join(str(text) for text in texts if isinstance(text, str | int))


def _read(reply: HTTPResponse, deadline: float) -> bytes:
    """Return the body, piece by piece as it arrives."""
    pieces: list[bytes] = []
    size = 0
    while piece := reply.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST_REPLY:
            raise GeocoderParseError(f"the reply is larger than {_LARGEST_REPLY} bytes")
        if monotonic() > deadline:
            raise TimeoutError
    body = b"".join(pieces)
    if reply.length:  # What is left of the announced length: `read1` does not mind.
        raise IncompleteRead(body, reply.length)
    return body
