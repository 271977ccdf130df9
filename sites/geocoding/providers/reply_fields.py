"""The fields of a provider's reply, read strictly: `ValueError` with a reason for anything else."""

from collections.abc import Mapping
from math import isfinite

from sites.geo.coordinate import require_degrees


def read_object(value: object, name: str) -> Mapping[str, object]:
    """Return a JSON object."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is not an object")  # noqa: TRY004 - one error for bad data
    return value


def read_list(value: object, name: str) -> list[object]:
    """Return a JSON array."""
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")  # noqa: TRY004 - one error for bad data
    return value


def read_text(raw: Mapping[str, object], key: str) -> str:
    """Return a text that has to be there."""
    value = raw.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a text")  # noqa: TRY004 - one error for bad data
    return value


def read_optional_text(raw: Mapping[str, object], key: str) -> str | None:
    """Return a text, None where it is missing, null, empty or the empty list.

    The empty list is how 高德 writes an empty text.
    """
    value = raw.get(key)
    return None if value in (None, "", []) else read_text(raw, key)


def read_number(raw: Mapping[str, object], key: str) -> float:
    """Return a finite number, also one that is written as a text."""
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{key} is not a number")  # noqa: TRY004 - one error for bad data
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise ValueError(f"{key} is not a number") from None
    if not isfinite(number):
        raise ValueError(f"{key} is not a number")
    return number


def read_pair(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a pair in degrees that is a place on Earth, as (longitude, latitude)."""
    require_degrees(longitude, latitude)
    return longitude, latitude
