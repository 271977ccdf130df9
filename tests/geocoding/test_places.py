"""What is known of a region."""

import pytest

from sites.geocoding.places import RegionPlaces, stored_outline


def test_towns_lie_inside_the_shipped_outline(stored_places: RegionPlaces) -> None:
    assert stored_places.outline is not None
    assert len(stored_places.towns) == 30
    for town in stored_places.towns.values():
        assert town.center is not None
        assert stored_places.outline.contains(town.center), town.name
        assert stored_places.bounds.contains(town.center), town.name


def test_bounds_and_outline_agree(stored_places: RegionPlaces) -> None:
    """About two kilometres: the outline is simplified, the bounds are rounded."""
    assert stored_places.outline is not None
    (ring,) = stored_places.outline.rings
    longitudes, latitudes = zip(*ring, strict=True)
    bounds = stored_places.bounds
    outer = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    assert outer == pytest.approx((bounds.west, bounds.south, bounds.east, bounds.north), abs=0.1)


def test_no_outline_is_no_error() -> None:
    assert stored_outline("999999") is None
