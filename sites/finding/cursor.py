"""Where an answer ended, as a text that only the same question can continue from."""

import base64
import binascii
from dataclasses import dataclass
from typing import Final, TypeAlias

import orjson
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sites.finding.errors import InvalidQuery, ParameterError
from sites.finding.query import PointQuery

_SALT: Final = "sites.finding.cursor"
_SIGNATURE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class InList:
    """After this point in the order by region and serial."""

    region: str
    serial: int
    point_id: int


@dataclass(frozen=True, slots=True)
class ByDistance:
    """After this point in the order by distance; `chord2` is the squared chord to `near`."""

    chord2: float
    point_id: int


End: TypeAlias = InList | ByDistance


def write_cursor(end: End, query: PointQuery) -> str:
    """Return the text for an end; signed, because it comes back from anywhere.

    The signature covers the question. It is keyed, so the text does not give away where a person
    asked from.
    """
    if isinstance(end, ByDistance):
        payload = orjson.dumps([end.chord2, end.point_id])
    else:
        payload = orjson.dumps([end.region, end.serial, end.point_id])
    return base64.urlsafe_b64encode(_signature(payload, query) + payload).decode().rstrip("=")


def read_cursor(query: PointQuery) -> End | None:
    """Return where the query's cursor continues, None without one.

    Raises `InvalidQuery` for a text that `write_cursor` did not return for the same conditions.
    """
    text = query.cursor
    if text is None:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    if not payload or not constant_time_compare(signature, _signature(payload, query)):
        message = _("This cursor does not belong to this question: start again without it.")
        raise InvalidQuery((ParameterError(name="cursor", value=text, message=message),))
    key = orjson.loads(payload)
    return ByDistance(*key) if len(key) == 2 else InList(*key)


def _signature(payload: bytes, query: PointQuery) -> bytes:
    near, box = query.near, query.bbox
    conditions = (
        query.region,
        query.town,
        sorted(query.services),
        query.operator,
        query.kind,
        query.open_at and query.open_at.timestamp(),
        query.or_unknown,
        query.closed,
        query.text,
        box and (box.west, box.south, box.east, box.north),
        near and (near.longitude, near.latitude),
        query.radius_m,
    )
    message = repr(conditions).encode() + payload
    return salted_hmac(_SALT, message, algorithm="sha256").digest()[:_SIGNATURE_BYTES]
