import math

import pytest

from sites.geo.coordinate import Coordinate, require_degrees


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(-180.0, -90.0), (180.0, 90.0), (0.0, 0.0), (106.259, 29.289)],
)
def test_the_whole_earth_is_valid(longitude: float, latitude: float) -> None:
    place = Coordinate(longitude, latitude)

    assert (place.longitude, place.latitude) == (longitude, latitude)


@pytest.mark.parametrize("longitude", [180.0000001, -180.0000001, math.nan, math.inf, -math.inf])
def test_a_wrong_longitude_is_named(longitude: float) -> None:
    with pytest.raises(ValueError, match=r"^longitude must lie between -180 and 180 degrees, got"):
        Coordinate(longitude, 0.0)


@pytest.mark.parametrize("latitude", [90.0000001, -90.0000001, math.nan, math.inf, -math.inf])
def test_a_wrong_latitude_is_named(latitude: float) -> None:
    with pytest.raises(ValueError, match=r"^latitude must lie between -90 and 90 degrees, got"):
        require_degrees(0.0, latitude)


def test_equal_places_are_one_key() -> None:
    assert len({Coordinate(106.0, 29.0), Coordinate(106.0, 29.0)}) == 1
