"""Stored columns → the row that every door shows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

import orjson

from sites.finding.answer import PointRow
from sites.finding.snapshot import Snapshot
from sites.geo.distance import chord2_to_metres
from sites.geo.precision import Precision

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
    "town_id",
    "phone",
    "phone_e164",
    "note",
    "longitude",
    "latitude",
    "precision",
    "position_source",
    "service_mask",
    "provenance",
)
COLUMNS: Final = ", ".join(f"p.{name}" for name in _NAMES)
_APPROXIMATE: Final = frozenset(
    precision.value for precision in Precision if Precision.STREET.finer_than(precision)
)


class UnknownReferenceError(LookupError):
    """A row points to reference data that came after the snapshot."""


def point_row(stored: StoredRow, reference: Snapshot) -> PointRow:
    """Return the row of a point; metres from the squared chord at its end.

    Raises `UnknownReferenceError` if the snapshot is older than the row.
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
        town_id,
        phone,
        phone_e164,
        note,
        longitude,
        latitude,
        precision,
        position_source,
        service_mask,
        provenance,
        chord2,
    ) = stored
    try:
        town = None if town_id is None else reference.towns[town_id]
        operator_name = reference.operators[operator].name
    except KeyError as error:
        raise UnknownReferenceError(str(error)) from error
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
        "phone": phone,
        "phone_e164": phone_e164,
        "services": [code for code, mask in reference.service_masks.items() if service_mask & mask],
        "note": note,
        "longitude": longitude,
        "latitude": latitude,
        "precision": precision or None,
        "position_source": position_source or None,
        "verified_at": _phone_verified_at(provenance),
        "distance_m": None if chord2 is None else round(chord2_to_metres(chord2), 1),
        "distance_is_approximate": None if chord2 is None else precision in _APPROXIMATE,
    }


def _uuid_text(value: Any) -> str:
    """Return the UUID with hyphens; SQLite gives its 32 hexadecimal digits, PostgreSQL a UUID."""
    if isinstance(value, str) and len(value) == 32:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return str(value)


@lru_cache(maxsize=1024)
def _phone_verified_at(provenance: str) -> str | None:
    """Return when the phone was verified, from the provenance of all fields as JSON.

    Kept, because the outlets that came in together share one text, until a person edits them.
    """
    verified_at: str | None = orjson.loads(provenance).get("phone", {}).get("verified_at")
    return verified_at
