"""Conversion of whole columns of degrees between datums, with NumPy.

The rules, and what to know about the edge of China's box, are those of :mod:`sites.geo.datum`.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sites.geo.datum import EDGE_TOLERANCE, LONGEST_SHIFT, Datum, in_box, shifted, unshifted


def convert_arrays(
    longitudes: ArrayLike, latitudes: ArrayLike, source: Datum, target: Datum
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return columns of degrees in ``source`` as new (longitudes, latitudes) in ``target``.

    The two columns have one shape, which the answer keeps; its type is float64 and its figures
    are those of :func:`sites.geo.datum.convert`. Raises ``ValueError`` if the shapes differ, or
    if any value is NaN, infinite or out of range: the first such value is named.
    """
    longitude = np.array(longitudes, dtype=np.float64)
    latitude = np.array(latitudes, dtype=np.float64)
    if longitude.shape != latitude.shape:
        raise ValueError(
            f"longitudes and latitudes differ in shape: {longitude.shape} and {latitude.shape}"
        )
    _require_range(longitude, 180.0, "longitude")
    _require_range(latitude, 90.0, "latitude")
    if source is target:
        return longitude, latitude
    if source is not Datum.WGS84:
        candidates = in_box(longitude, latitude, LONGEST_SHIFT)
        places = unshifted(longitude[candidates], latitude[candidates], source, np)
        inside = in_box(*places, EDGE_TOLERANCE)
        moved = np.flatnonzero(candidates)[inside]
        longitude.flat[moved], latitude.flat[moved] = places[0][inside], places[1][inside]
    if target is not Datum.WGS84:
        inside = in_box(longitude, latitude, EDGE_TOLERANCE)
        longitude[inside], latitude[inside] = shifted(
            longitude[inside], latitude[inside], target, np
        )
    return longitude, latitude


def _require_range(degrees: NDArray[np.float64], limit: float, name: str) -> None:
    """Raise ``ValueError`` naming the first value outside ±``limit`` degrees; NaN is outside."""
    wrong = np.flatnonzero(~(np.abs(degrees) <= limit))
    if wrong.size:
        raise ValueError(
            f"{name} must lie between {-limit:g} and {limit:g} degrees, "
            f"got {degrees.flat[wrong[0]].item()!r} at index {wrong[0]} "
            f"({wrong.size} such value(s) in all)"
        )
