import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.distance import EARTH_RADIUS_M, HALF_CIRCUMFERENCE_M, great_circle_m
from tests.geo.strategies import coordinates, latitudes, longitudes, radii_m

WHOLE_EARTH = Box(-180.0, -90.0, 180.0, 90.0)


def destination(start: Coordinate, bearing: float, metres: float) -> Coordinate:
    """Walk along a great circle; bearing in radians from north. Rotates vectors, as an oracle."""
    longitude, latitude = math.radians(start.longitude), math.radians(start.latitude)
    up = (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )
    east = (-math.sin(longitude), math.cos(longitude), 0.0)
    north = (
        -math.sin(latitude) * math.cos(longitude),
        -math.sin(latitude) * math.sin(longitude),
        math.cos(latitude),
    )
    angle = metres / EARTH_RADIUS_M
    x, y, z = (
        u * math.cos(angle) + (n * math.cos(bearing) + e * math.sin(bearing)) * math.sin(angle)
        for u, n, e in zip(up, north, east, strict=True)
    )
    return Coordinate(math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))))


@given(coordinates, radii_m, st.floats(0.0, 2 * math.pi), st.floats(0.0, 1.0))
@example(Coordinate(180.0, 60.0), 1_000.0, math.pi / 2, 1.0)
@example(Coordinate(-180.0, -60.0), 1_000.0, -math.pi / 2, 1.0)
@example(Coordinate(106.0, 89.999), 50.0, math.pi / 2, 1.0)
@example(Coordinate(0.0, 0.0), HALF_CIRCUMFERENCE_M / 2, math.pi / 2, 1.0)
def test_every_place_within_the_radius_is_in_the_box(
    center: Coordinate, radius_m: float, bearing: float, fraction: float
) -> None:
    place = destination(center, bearing, radius_m * fraction)

    assert Box.around(center, radius_m).contains(place)


@given(coordinates, coordinates)
def test_a_circle_through_any_place_boxes_it(center: Coordinate, place: Coordinate) -> None:
    assert Box.around(center, great_circle_m(center, place)).contains(place)


@given(longitudes, st.floats(-89.9, 89.9), st.floats(0.0, 50_000.0))
def test_the_eastmost_place_of_the_circle_is_boxed(
    longitude: float, latitude: float, radius_m: float
) -> None:
    angle = radius_m / EARTH_RADIUS_M
    touching = math.sin(math.radians(latitude)) / math.cos(angle)
    breadth = math.sin(angle) / math.cos(math.radians(latitude))
    assume(abs(touching) < 1.0 and breadth < 1.0)
    east = longitude + math.degrees(math.asin(breadth))
    eastmost = Coordinate(
        east if east <= 180.0 else east - 360.0, math.degrees(math.asin(touching))
    )

    assert Box.around(Coordinate(longitude, latitude), radius_m).contains(eastmost)


def test_the_box_is_not_much_wider_than_the_circle() -> None:
    center = Coordinate(106.26, 29.29)
    box = Box.around(center, 10_000.0)

    edges = [
        Coordinate(106.26, box.north),
        Coordinate(106.26, box.south),
        Coordinate(box.west, 29.29),
        Coordinate(box.east, 29.29),
    ]
    assert [great_circle_m(center, edge) for edge in edges] == pytest.approx(
        [10_000.0] * 4, abs=1.0
    )


@given(coordinates, radii_m)
def test_a_box_is_always_valid_and_has_its_center(center: Coordinate, radius_m: float) -> None:
    box = Box.around(center, radius_m)

    assert box.contains(center)
    assert all(math.isfinite(edge) for edge in (box.west, box.south, box.east, box.north))


@pytest.mark.parametrize("center", [Coordinate(106.26, 29.29), Coordinate(-180.0, -90.0)])
@pytest.mark.parametrize("radius_m", [HALF_CIRCUMFERENCE_M, 1e9, math.inf])
def test_half_the_circumference_is_the_whole_earth(center: Coordinate, radius_m: float) -> None:
    assert Box.around(center, radius_m) == WHOLE_EARTH


@pytest.mark.parametrize("radius_m", [-1.0, math.nan, -math.inf])
def test_impossible_radii_are_refused(radius_m: float) -> None:
    with pytest.raises(ValueError, match="zero or more metres"):
        Box.around(Coordinate(0.0, 0.0), radius_m)


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("latitude", [90.0, 89.995])
def test_a_circle_with_a_pole_has_all_longitudes(latitude: float, sign: float) -> None:
    box = Box.around(Coordinate(106.0, sign * latitude), 1_000.0)

    assert (box.west, box.east) == (-180.0, 180.0)
    assert max(abs(box.south), abs(box.north)) == 90.0
    assert min(abs(box.south), abs(box.north)) > 89.9


def test_a_circle_over_the_date_line_crosses_it() -> None:
    box = Box.around(Coordinate(179.99, 0.0), 10_000.0)

    assert box.crosses_date_line
    assert box.west == pytest.approx(179.9, abs=0.01)
    assert box.east == pytest.approx(-179.92, abs=0.01)
    assert box.contains(Coordinate(180.0, 0.0))
    assert box.contains(Coordinate(-180.0, 0.0))
    assert not box.contains(Coordinate(0.0, 0.0))
    assert not box.contains(Coordinate(-179.0, 0.0))
    assert not box.contains(Coordinate(179.0, 0.0))


@given(longitudes, longitudes, latitudes, latitudes, coordinates)
def test_the_parts_cover_what_the_box_covers(
    west: float, east: float, a: float, b: float, place: Coordinate
) -> None:
    box = Box(west, min(a, b), east, max(a, b))

    parts = box.split()

    assert len(parts) == (2 if box.crosses_date_line else 1)
    assert not any(part.crosses_date_line for part in parts)
    assert any(part.contains(place) for part in parts) == box.contains(place)


def test_edges_belong_to_the_box() -> None:
    box = Box(105.8, 28.4, 106.7, 29.5)

    assert box.contains(Coordinate(105.8, 28.4))
    assert box.contains(Coordinate(106.7, 29.5))
    assert not box.contains(Coordinate(105.79, 29.0))
    assert not box.contains(Coordinate(106.71, 29.0))
    assert not box.contains(Coordinate(106.0, 28.39))
    assert not box.contains(Coordinate(106.0, 29.51))


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        ((0.0, 10.0, 1.0, 9.0), "south must not lie above its north"),
        ((-181.0, 0.0, 1.0, 1.0), "longitude must"),
        ((0.0, 0.0, 181.0, 1.0), "longitude must"),
        ((0.0, -91.0, 1.0, 1.0), "latitude must"),
        ((0.0, 0.0, 1.0, 91.0), "latitude must"),
        ((math.nan, 0.0, 1.0, 1.0), "longitude must"),
        ((0.0, 0.0, 1.0, math.nan), "latitude must"),
        ((0.0, 0.0, math.inf, 1.0), "longitude must"),
    ],
)
def test_impossible_boxes_are_refused(
    edges: tuple[float, float, float, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Box(*edges)
