"""The public fields of a point as plain values: what is compared, logged and restored.

A plain value survives JSON: the serial is a number, the operator and the services are codes, the
town is its key within the region, a day is its ISO 8601 form or null, the successor is a public id
or null, the position is a mapping or null.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.contrib.admin.utils import label_for_field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.changes.point_names import named_by
from sites.geo.coordinate import Coordinate
from sites.geo.distance import unit_vector
from sites.geo.position import Position
from sites.models import ServicePoint, Status
from sites.phones.numbers import parse_phone, stored_phone
from sites.reference.stored import Reference
from sites.text.search_text import compose

PlainValue: TypeAlias = str | int | bool | list[str] | dict[str, Any] | None

SIMPLE_FIELDS: Final = (
    *("serial", "name", "kind", "address", "postcode"),
    *("phone", "hours", "note", "is_active"),
    *("status", "status_reason"),
)
DAY_FIELDS: Final = ("status_since", "status_until")
_COLUMNS: Final = frozenset({*SIMPLE_FIELDS, *DAY_FIELDS})
PUBLIC_FIELDS: Final = (
    *SIMPLE_FIELDS,
    *DAY_FIELDS,
    *("successor", "operator", "town", "services", "position"),
)
# How an outlet stands unless somebody says otherwise.
ORDINARY: Final[Mapping[str, PlainValue]] = MappingProxyType(
    {
        "status": Status.OPEN.value,
        "status_since": None,
        "status_until": None,
        "status_reason": "",
        "successor": None,
    }
)
# Derived, and most of what is stored: whoever changes a point composes them anew.
DERIVED: Final = ("search_text", "x", "y", "z")


def field_label(field: str) -> str:
    """Return the name of a public field for people."""
    label = _("position") if field == "position" else str(label_for_field(field, ServicePoint))
    return capfirst(label)


def position_to_plain(position: Position | None) -> dict[str, Any] | None:
    """Return the plain value of a position."""
    if position is None:
        return None
    return {
        # PostgreSQL's JSON knows no negative zero: it would come back as another value.
        "longitude": position.coordinate.longitude + 0.0,
        "latitude": position.coordinate.latitude + 0.0,
        "precision": position.precision.value,
        "source": position.source,
        "original": [position.original_longitude + 0.0, position.original_latitude + 0.0],
        "datum": position.original_datum.value,
    }


def position_from_plain(value: PlainValue) -> Position | None:
    """Return the position of which `position_to_plain` made a plain value."""
    if not isinstance(value, dict):
        return None
    longitude, latitude = value["original"]
    return Position.from_columns(
        (value["longitude"], value["latitude"]),
        precision=value["precision"],
        source=value["source"],
        original=(longitude, latitude),
        datum=value["datum"],
    )


def plain_values(point: ServicePoint, reference: Reference) -> dict[str, PlainValue]:
    """Return all public fields of a point as plain values."""
    return {field: plain_value(point, field, reference) for field in PUBLIC_FIELDS}


def plain_value(point: ServicePoint, field: str, reference: Reference) -> PlainValue:
    """Return one public field of a point as a plain value; ``KeyError`` if there is no such."""
    if field == "position":
        return position_to_plain(stored_position(point))
    if field == "town":
        return None if point.town_id is None else reference.town_key(point.region_id, point.town_id)
    if field == "operator":
        return point.operator_id
    if field == "services":
        return reference.codes(point.service_mask)
    if field == "successor":
        return None if point.successor_id is None else str(point.successor_id)
    if field not in _COLUMNS:
        raise KeyError(field)
    value: date | PlainValue = getattr(point, field)
    return value.isoformat() if isinstance(value, date) else value


def stored_position(point: ServicePoint) -> Position | None:
    """Return the position stored with a point, None if it has none."""
    return Position.from_columns(
        (point.longitude, point.latitude),
        precision=point.precision,
        source=point.position_source,
        original=(point.original_longitude, point.original_latitude),
        datum=point.original_datum,
    )


def set_plain_value(
    point: ServicePoint,
    field: str,
    value: PlainValue,
    reference: Reference,
    *,
    is_restored: bool = False,
) -> None:
    """Set one public field of the (unsaved) object, with the columns that follow from it alone.

    A phone that `is_restored` was stored before: it is taken even where it would be refused today.
    Raises ``KeyError`` for a code or key that the reference data does not have, ``PhoneError`` for
    a phone that cannot be dialled.
    """
    if field == "position":
        _set_position(point, value if isinstance(value, dict) else None)
    elif field == "town":
        point.town = None if value is None else reference.towns_of(point.region_id)[str(value)]
    elif field == "operator":
        point.operator = reference.operators[str(value)]
    elif field == "services":
        point.service_mask = reference.mask(value if isinstance(value, list) else [])
    elif field == "phone":
        read = stored_phone if is_restored else parse_phone
        phone = read(str(value), reference.region(point.region_id).area_code)
        point.phone, point.phone_e164 = phone.text, phone.e164
    elif field == "successor":
        point.successor_id = None if value is None else UUID(str(value))
    elif field in DAY_FIELDS:
        setattr(point, field, None if value is None else date.fromisoformat(str(value)))
    elif field in SIMPLE_FIELDS:
        setattr(point, field, value)
    else:
        raise KeyError(field)


def _set_position(point: ServicePoint, value: dict[str, Any] | None) -> None:
    if value is None:
        point.longitude = point.latitude = point.x = point.y = point.z = None
        point.original_longitude = point.original_latitude = None
        point.precision = point.position_source = point.original_datum = ""
        return
    point.longitude, point.latitude = value["longitude"], value["latitude"]
    point.x, point.y, point.z = unit_vector(Coordinate(value["longitude"], value["latitude"]))
    point.precision, point.position_source = value["precision"], value["source"]
    point.original_longitude, point.original_latitude = value["original"]
    point.original_datum = value["datum"]


def search_text_of(point: ServicePoint, reference: Reference) -> str:
    """Return the text by which the point is found, from its fields as they are now."""
    region = reference.region(point.region_id)
    operator = reference.operators[point.operator_id]
    texts = [point.phone, region.area_code + point.phone, point.phone_e164]
    spoken = [operator.name, *operator.aliases]
    inside = [point.name, point.address, operator.name_en]
    if point.town is not None:
        # The key too: its pinyin is the reviewed one (bailin), not the dictionary's (bolin).
        texts.append(point.town.key)
        spoken += [point.town.name, *point.town.aliases]
        inside.append(point.town.name_en)
    return compose(texts, [*spoken, *named_by(point, region, operator)], inside)
