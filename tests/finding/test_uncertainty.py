"""What an answer says of distances that are not known well."""

from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.finding import PointQuery, PointRow, find_points
from sites.finding.rows import uncertain_in_order
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision

NEAR = Coordinate(106.26, 29.29)


def row(distance: float | None, error: float, *, approximate: bool) -> PointRow:
    values: dict[str, Any] = dict.fromkeys(PointRow.__annotations__)
    values |= {
        "distance_m": distance,
        "distance_error_m": error,
        "distance_is_approximate": approximate,
    }
    return cast("PointRow", values)


def test_neighbours_whose_errors_overlap_are_both_uncertain() -> None:
    rows = [
        row(1_000, 3_000, approximate=True),
        row(2_000, 30, approximate=False),
        row(60_000, 3_000, approximate=True),
        row(None, 0, approximate=False),
    ]
    assert uncertain_in_order(rows) == 2


def test_buildings_and_streets_are_taken_at_their_word() -> None:
    rows = [row(1_000, 300, approximate=False), row(1_010, 300, approximate=False)]
    assert uncertain_in_order(rows) == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 1e5), st.sampled_from(Precision), st.floats(-1, 1)), max_size=4
    ).map(sorted)
)
def test_an_order_without_doubt_holds_wherever_the_outlets_really_are(
    placed: list[tuple[float, Precision, float]],
) -> None:
    rows = [
        row(distance, precision.error_radius_m, approximate=precision.is_approximate)
        for distance, precision, _offset in placed
    ]
    really = [
        distance + offset * precision.error_radius_m for distance, precision, offset in placed
    ]
    if uncertain_in_order(rows) == 0 and any(rough.is_approximate for _, rough, _ in placed):
        assert all(
            nearer <= farther
            for (nearer, farther), (one, other) in zip(
                pairwise(really), pairwise(placed), strict=True
            )
            if one[1].is_approximate or other[1].is_approximate
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("real_points")
def test_the_answer_says_so() -> None:
    answer = find_points(PointQuery(near=NEAR, limit=10))
    assert all(point["error_radius_m"] == 3_000 for point in answer.points)
    assert all(point["distance_error_m"] == 3_000 for point in answer.points)
    (note,) = answer.notes
    assert (note.code, note.count) == ("order_uncertain", 10)
    assert "10" in note.message


@pytest.mark.django_db
@pytest.mark.usefixtures("real_points")
def test_a_place_of_departure_that_is_coarse_makes_every_distance_approximate() -> None:
    exact = find_points(PointQuery(near=NEAR, limit=1)).points[0]
    coarse = find_points(PointQuery(near=NEAR, near_precision=Precision.TOWN, limit=1)).points[0]
    assert exact["distance_error_m"] == 3_000
    assert coarse["distance_error_m"] == 6_000
    assert coarse["error_radius_m"] == 3_000
    assert coarse["distance_m"] == exact["distance_m"]


@pytest.mark.django_db
@pytest.mark.usefixtures("real_points")
def test_without_a_place_of_departure_there_is_no_order_to_doubt() -> None:
    answer = find_points(PointQuery(limit=5))
    assert [point["distance_error_m"] for point in answer.points] == [None] * 5
    assert answer.notes == ()
