import math

import pytest
from geopy.distance import geodesic
from hypothesis import assume, given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.distance import (
    EARTH_RADIUS_M,
    HALF_CIRCUMFERENCE_M,
    chord2_to_metres,
    great_circle_m,
    metres_to_chord2,
    unit_vector,
)
from tests.geo.strategies import coordinates, latitudes, longitudes

mainland = st.builds(Coordinate, st.floats(73.0, 136.0), st.floats(18.0, 54.0))


def chord2(a: Coordinate, b: Coordinate) -> float:
    return sum((p - q) ** 2 for p, q in zip(unit_vector(a), unit_vector(b), strict=True))


def geodesic_m(a: Coordinate, b: Coordinate) -> float:
    metres: float = geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).meters
    return metres


@given(mainland, mainland)
def test_within_half_a_percent_of_the_geodesic_in_china(a: Coordinate, b: Coordinate) -> None:
    assert great_circle_m(a, b) == pytest.approx(geodesic_m(a, b), rel=0.005, abs=0.001)


@given(coordinates, coordinates)
def test_within_0_57_percent_of_the_geodesic_anywhere(a: Coordinate, b: Coordinate) -> None:
    assert great_circle_m(a, b) == pytest.approx(geodesic_m(a, b), rel=0.0057, abs=0.001)


@pytest.mark.parametrize("latitude", [15.0, 30.0, 45.0, 60.0, 89.0])
@pytest.mark.parametrize(("east", "north"), [(0.001, 0.0), (0.0, 0.001), (0.001, 0.001)])
def test_short_distances_in_every_direction(latitude: float, east: float, north: float) -> None:
    a, b = Coordinate(106.0, latitude), Coordinate(106.0 + east, latitude + north)

    assert great_circle_m(a, b) == pytest.approx(geodesic_m(a, b), rel=0.005)


def test_a_millimetre_is_not_lost() -> None:
    here = Coordinate(106.26, 29.29)
    step = 1e-8

    expected = EARTH_RADIUS_M * math.radians(step)
    assert great_circle_m(here, Coordinate(106.26, 29.29 + step)) == pytest.approx(
        expected, rel=1e-5
    )


@pytest.mark.parametrize("metres", [0.001, 1.0, 1_000.0])
def test_nearly_antipodal_places_keep_their_metres(metres: float) -> None:
    short_of_it = math.degrees(metres / EARTH_RADIUS_M)

    distance = great_circle_m(Coordinate(0.0, 0.0), Coordinate(180.0, short_of_it))

    assert HALF_CIRCUMFERENCE_M - distance == pytest.approx(metres, abs=1e-6)


@given(coordinates)
def test_antipodes_are_half_the_circumference_apart(a: Coordinate) -> None:
    opposite = a.longitude - 180.0 if a.longitude > 0.0 else a.longitude + 180.0

    distance = great_circle_m(a, Coordinate(opposite, -a.latitude))

    assert distance == pytest.approx(HALF_CIRCUMFERENCE_M, abs=1e-6)


@given(coordinates, coordinates)
def test_distance_is_symmetric_and_zero_at_home(a: Coordinate, b: Coordinate) -> None:
    assert great_circle_m(a, a) == pytest.approx(0.0, abs=1e-8)
    assert great_circle_m(a, b) == pytest.approx(great_circle_m(b, a), abs=1e-6)


@given(latitudes)
def test_the_date_line_is_no_distance(latitude: float) -> None:
    east, west = Coordinate(180.0, latitude), Coordinate(-180.0, latitude)

    assert great_circle_m(east, west) == pytest.approx(0.0, abs=1e-6)
    assert chord2(east, west) == pytest.approx(0.0, abs=1e-30)


@given(longitudes, longitudes)
def test_a_pole_is_one_place(a: float, b: float) -> None:
    assert great_circle_m(Coordinate(a, 90.0), Coordinate(b, 90.0)) == pytest.approx(0.0, abs=1e-8)


@pytest.mark.parametrize(
    ("place", "vector"),
    [
        (Coordinate(0.0, 0.0), (1.0, 0.0, 0.0)),
        (Coordinate(90.0, 0.0), (0.0, 1.0, 0.0)),
        (Coordinate(12.3, 90.0), (0.0, 0.0, 1.0)),
        (Coordinate(-90.0, -60.0), (0.0, -0.5, -math.sqrt(0.75))),
    ],
)
def test_unit_vector_axes(place: Coordinate, vector: tuple[float, float, float]) -> None:
    assert unit_vector(place) == pytest.approx(vector, abs=1e-15)


@given(coordinates, coordinates)
def test_the_chord_tells_the_great_circle_distance(a: Coordinate, b: Coordinate) -> None:
    assert chord2_to_metres(chord2(a, b)) == pytest.approx(great_circle_m(a, b), abs=0.25)


@given(mainland, mainland)
def test_the_chord_is_exact_within_china(a: Coordinate, b: Coordinate) -> None:
    assert chord2_to_metres(chord2(a, b)) == pytest.approx(great_circle_m(a, b), abs=1e-7)


@given(coordinates, coordinates, coordinates)
def test_ordering_by_chord_is_ordering_by_distance(
    here: Coordinate, a: Coordinate, b: Coordinate
) -> None:
    to_a, to_b = great_circle_m(here, a), great_circle_m(here, b)
    assume(abs(to_a - to_b) > 0.5)

    assert (chord2(here, a) < chord2(here, b)) == (to_a < to_b)


@given(st.floats(0.0, HALF_CIRCUMFERENCE_M - 1_000.0))
def test_metres_come_back_from_their_chord(metres: float) -> None:
    assert chord2_to_metres(metres_to_chord2(metres)) == pytest.approx(metres, abs=1e-4, rel=1e-12)


@pytest.mark.parametrize("metres", [HALF_CIRCUMFERENCE_M, HALF_CIRCUMFERENCE_M * 3, math.inf])
def test_no_chord_is_longer_than_the_diameter(metres: float) -> None:
    assert metres_to_chord2(metres) == 4.0
    assert chord2_to_metres(4.0) == HALF_CIRCUMFERENCE_M


def test_a_chord_rounded_beyond_the_diameter_is_the_diameter() -> None:
    assert chord2_to_metres(4.0 + 5e-10) == HALF_CIRCUMFERENCE_M


@pytest.mark.parametrize("wrong", [-1e-9, 4.1, math.nan, math.inf])
def test_impossible_chords_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 4"):
        chord2_to_metres(wrong)


@pytest.mark.parametrize("wrong", [-1.0, -math.inf, math.nan])
def test_impossible_distances_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="zero or more metres"):
        metres_to_chord2(wrong)
