"""Proof that a form was shown: what it showed, of which outlet and when, signed by us.

Residents have no session, so there is nothing that a forged request could abuse in their name. What
a token prevents is that programs send reports without ever reading a page, and that a report claims
a value which the page never showed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer

_SIGNER: Final = "service_sites.report"
# Nobody reads a form and fills it in faster than this.
_QUICKEST_S: Final = 2.0
_LONGEST_S: Final = 24 * 3600.0
_LONGEST_TEXT: Final = 4000


class FormTokenError(Exception):
    """The token is not ours, is another outlet's, or is older than a day."""


@dataclass(frozen=True, slots=True)
class ShownForm:
    """What a form showed: the value of each field of the outlet, and when (seconds since 1970)."""

    values: Mapping[str, str]
    at: float

    def is_hasty(self, now: float) -> bool:
        """Return whether the form comes back faster than a person fills it in."""
        return now - self.at < _QUICKEST_S


def issue_token(point: UUID, values: Mapping[str, str], now: float) -> str:
    """Return the token of a form that shows these values of an outlet now."""
    content = {"point": str(point), "values": dict(values), "at": now}
    return Signer(salt=_SIGNER).sign_object(content, compress=True)


def read_token(text: str, point: UUID, now: float) -> ShownForm:
    """Return what the form of that token showed; raises `FormTokenError`."""
    if len(text) > _LONGEST_TEXT:
        raise FormTokenError("too long")
    try:
        content = Signer(salt=_SIGNER).unsign_object(text)
    except BadSignature as error:
        raise FormTokenError("not ours") from error
    if content["point"] != str(point):
        raise FormTokenError("of another outlet")
    if not 0 <= now - content["at"] <= _LONGEST_S:
        raise FormTokenError("too old")
    return ShownForm(content["values"], content["at"])
