"""Stored columns → the row that every door shows."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeAlias

import orjson

from sites.finding.answer import PointRow
from sites.finding.life import IN_SERVICE, Life, life_of
from sites.geo.distance import chord2_to_metres
from sites.geo.precision import Precision
from sites.models import Status
from sites.reference.catalog import Catalog

# What a statement returns for one point: COLUMNS in this order, then the squared chord to the
# query's `near` (None without it).
StoredRow: TypeAlias = Sequence[Any]

_NAMES: Final = (
    "id",
    "public_id",
    "region_id",
    "serial",
    "name",
    "kind",
    "operator_id",
    "address",
    "postcode",
    "town_id",
    "phone",
    "phone_e164",
    "hours",
    "note",
    "longitude",
    "latitude",
    "precision",
    "position_source",
    "service_mask",
    "provenance",
    "is_active",
    "status",
    "status_since",
    "status_until",
    "status_reason",
    "successor_id",
)
COLUMNS: Final = ", ".join(f"p.{name}" for name in _NAMES)
_APPROXIMATE: Final = frozenset(
    precision.value for precision in Precision if precision.is_approximate
)
_OPEN: Final = Status.OPEN.value
_ERROR_RADIUS_M: Final = {precision.value: precision.error_radius_m for precision in Precision}


class UnknownReferenceError(LookupError):
    """A row points to reference data that came after the catalog was read."""


def point_row(
    stored: StoredRow, known: Catalog, near_precision: Precision | None = None
) -> PointRow:
    """Return the row of a point; metres from the squared chord at its end.

    `near_precision` says how precisely the place is known that distances are measured from.

    Raises `UnknownReferenceError` if the catalog is older than the row.
    """
    (
        _id,
        public_id,
        region,
        serial,
        name,
        kind,
        operator,
        address,
        postcode,
        town_id,
        phone,
        phone_e164,
        hours,
        note,
        longitude,
        latitude,
        precision,
        position_source,
        service_mask,
        provenance,
        is_active,
        status,
        status_since,
        status_until,
        status_reason,
        successor,
        chord2,
    ) = stored
    try:
        town = None if town_id is None else known.town_by_pk(region, town_id)
        operator_name = known.operator_by_code[operator].name
    except KeyError as error:
        raise UnknownReferenceError(str(error)) from error
    has_distance = chord2 is not None
    life = IN_SERVICE
    # Of nearly all nothing was said, and a list has many rows.
    if not is_active or status != _OPEN or status_since or status_until or status_reason:
        said = Life(
            status=Status(status),
            since=_day(status_since),
            until=_day(status_until),
            reason=status_reason,
            successor=None if successor is None else _uuid_text(successor),
        )
        life = life_of(is_active=bool(is_active), said=said, provenance=provenance)
    error_radius = _ERROR_RADIUS_M.get(precision)
    near_error = near_precision.error_radius_m if near_precision else 0.0
    return {
        "id": _uuid_text(public_id),
        "serial": serial,
        "name": name,
        "kind": kind,
        "operator": operator,
        "operator_name": operator_name,
        "region": region,
        "town": None if town is None else town.key,
        "town_name": None if town is None else town.name,
        "address": address,
        "postcode": postcode,
        "phone": phone,
        "phone_e164": phone_e164,
        "services": [code for code, mask in known.service_masks.items() if service_mask & mask],
        "note": note,
        "longitude": longitude,
        "latitude": latitude,
        "precision": precision or None,
        "position_source": position_source or None,
        "verified_at": _phone_verified_at(provenance),
        "error_radius_m": error_radius,
        "distance_m": round(chord2_to_metres(chord2), 1) if has_distance else None,
        "distance_error_m": (error_radius or 0.0) + near_error if has_distance else None,
        "distance_is_approximate": (
            precision in _APPROXIMATE or near_precision in _APPROXIMATE if has_distance else None
        ),
        "status": life.status.value,
        "status_since": None if life.since is None else life.since.isoformat(),
        "status_until": None if life.until is None else life.until.isoformat(),
        "status_reason": life.reason,
        "successor": life.successor,
        "hours": hours,
    }


def uncertain_in_order(rows: Sequence[PointRow]) -> int:
    """Return how many of the rows, ordered by distance, may as well stand elsewhere in the order.

    Two neighbours may be the other way round if their distances differ by less than both may be
    off, and one of them is approximate: positions of streets and buildings are good enough to be
    taken at their word.
    """
    uncertain = set()
    for place, (nearer, farther) in enumerate(pairwise(rows)):
        if nearer["distance_m"] is None or farther["distance_m"] is None:
            break
        gap = farther["distance_m"] - nearer["distance_m"]
        error = (nearer["distance_error_m"] or 0.0) + (farther["distance_error_m"] or 0.0)
        is_rough = nearer["distance_is_approximate"] or farther["distance_is_approximate"]
        if is_rough and gap < error:
            uncertain |= {place, place + 1}
    return len(uncertain)


def _uuid_text(value: Any) -> str:
    """Return the UUID with hyphens; SQLite gives its 32 hexadecimal digits, PostgreSQL a UUID."""
    if isinstance(value, str) and len(value) == 32:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return str(value)


def _day(value: Any) -> date | None:
    """Return a day; SQLite gives its text, PostgreSQL a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=1024)
def _phone_verified_at(provenance: str) -> str | None:
    """Return when the phone was verified, from the provenance of all fields as JSON.

    Kept, because the outlets that came in together share one text, until a person edits them.
    """
    verified_at: str | None = orjson.loads(provenance).get("phone", {}).get("verified_at")
    return verified_at
