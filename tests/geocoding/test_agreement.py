"""Two providers' answers for the same address."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.agreement import SAME_DOOR_M, disagreements
from sites.geocoding.findings import FindingKind
from tests.factories import at

HERE = (106.2600, 29.2950)
ROOFTOP, STREET, VILLAGE, TOWN, REGION = Precision
# A degree of longitude there is 97 km.
KM = 1 / 97.0


def kinds(a: Position, b: Position) -> list[FindingKind]:
    assert [finding.kind for finding in disagreements(b, a)] == [
        finding.kind for finding in disagreements(a, b)
    ]
    return [finding.kind for finding in disagreements(a, b)]


@pytest.mark.parametrize(
    ("a", "b", "km", "apart"),
    [
        (ROOFTOP, ROOFTOP, 0.9, False),
        (ROOFTOP, ROOFTOP, 1.1, True),
        (STREET, STREET, 1.1, True),
        (STREET, VILLAGE, 1.2, False),
        (STREET, VILLAGE, 1.4, True),
        (VILLAGE, VILLAGE, 1.9, False),
        (VILLAGE, VILLAGE, 2.1, True),
        (ROOFTOP, TOWN, 9.0, False),
        (ROOFTOP, TOWN, 11.0, True),
        (ROOFTOP, REGION, 90.0, False),
    ],
)
def test_how_far_apart_two_may_be(a: Precision, b: Precision, km: float, apart: bool) -> None:
    there = (HERE[0] + km * KM, HERE[1])
    found = kinds(at(HERE, a), at(there, b, "tianditu"))
    assert found == ([FindingKind.DISAGREEMENT] if apart else [])


def test_finding_names_the_other_provider_and_the_distance() -> None:
    there = at((HERE[0] + 2 * KM, HERE[1]), STREET, "tianditu")
    (finding,) = disagreements(at(HERE, STREET), there)
    assert finding.about == "tianditu"
    assert finding.metres == pytest.approx(2_000, rel=0.01)


@pytest.mark.parametrize(("true", "taken"), list(permutations(Datum, 2)))
def test_pair_read_in_the_wrong_datum(true: Datum, taken: Datum) -> None:
    pair = convert(*HERE, Datum.WGS84, true)
    misread = at(convert(*pair, taken, Datum.WGS84), STREET, "nominatim")
    assert great_circle_m(Coordinate(*HERE), misread.coordinate) > 300
    assert kinds(at(HERE, ROOFTOP), misread) == [FindingKind.WRONG_DATUM]


def test_village_is_not_compared_by_the_metre() -> None:
    """Its point may be anywhere in the village."""
    misread = at(convert(*HERE, Datum.WGS84, Datum.GCJ02), VILLAGE, "nominatim")
    assert kinds(at(HERE, ROOFTOP), misread) == []


def test_other_difference_of_the_same_length_is_no_shift() -> None:
    shifted = convert(*HERE, Datum.WGS84, Datum.GCJ02)
    mirrored = (2 * HERE[0] - shifted[0], shifted[1])
    assert kinds(at(HERE, ROOFTOP), at(mirrored, STREET, "nominatim")) == []
    assert kinds(at(HERE, ROOFTOP), at((106.2602, 29.2950), STREET, "nominatim")) == []


@given(
    east=st.floats(-0.0001, 0.0001),
    north=st.floats(-0.0001, 0.0001),
    longitude=st.floats(98.0, 122.0),
    latitude=st.floats(22.0, 42.0),
)
def test_shift_is_recognised_all_over_china(
    east: float, north: float, longitude: float, latitude: float
) -> None:
    """Where two providers mean doors a few metres apart, too."""
    misread = convert(longitude, latitude, Datum.WGS84, Datum.GCJ02)
    other = (misread[0] + east, misread[1] + north)
    apart = great_circle_m(Coordinate(*misread), Coordinate(*other))
    assert apart < SAME_DOOR_M
    assert kinds(at((longitude, latitude), ROOFTOP), at(other, ROOFTOP, "b")) == [
        FindingKind.WRONG_DATUM
    ]
