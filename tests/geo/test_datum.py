import csv
import itertools
import math
from pathlib import Path

import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m

VECTORS = Path(__file__).parent / "data" / "datum_vectors.csv"
JIANGJIN = (106.26, 29.29)
CHINESE = [Datum.GCJ02, Datum.BD09]
WAYS = list(itertools.product(Datum, Datum))

# The box of the shift: west, south, east, north.
WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
in_the_box = st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
at_its_edge = st.one_of(
    st.tuples(st.sampled_from([WEST, EAST]), st.floats(SOUTH, NORTH)),
    st.tuples(st.floats(WEST, EAST), st.sampled_from([SOUTH, NORTH])),
)


def metres_apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return great_circle_m(Coordinate(*a), Coordinate(*b))


def vectors() -> list[dict[Datum, tuple[float, float]]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [
            {
                datum: (float(row[f"{datum}_longitude"]), float(row[f"{datum}_latitude"]))
                for datum in Datum
            }
            for row in csv.DictReader(file)
        ]


def test_there_are_figures_to_test_against() -> None:
    assert len(vectors()) == 25


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_published_figures(source: Datum, target: Datum) -> None:
    for places in vectors():
        assert metres_apart(convert(*places[source], source, target), places[target]) < 0.02


def test_the_shift_in_jiangjin() -> None:
    longitude, latitude = convert(*JIANGJIN, Datum.WGS84, Datum.GCJ02)

    assert longitude - JIANGJIN[0] == pytest.approx(0.00375, abs=0.00001)
    assert latitude - JIANGJIN[1] == pytest.approx(-0.00285, abs=0.00001)
    assert metres_apart((longitude, latitude), JIANGJIN) == pytest.approx(483, abs=1)


@given(in_the_box)
def test_agrees_with_an_independent_implementation(place: tuple[float, float]) -> None:
    longitude, latitude = place
    wgs84 = prcoords.Coords(latitude, longitude)

    for target, theirs in [
        (Datum.GCJ02, prcoords.wgs_gcj(wgs84, check_china=False)),
        (Datum.BD09, prcoords.wgs_bd(wgs84, check_china=False)),
    ]:
        ours = convert(longitude, latitude, Datum.WGS84, target)
        assert metres_apart(ours, (theirs.lon, theirs.lat)) < 0.001


@given(in_the_box | at_its_edge, st.sampled_from(CHINESE))
def test_every_place_in_the_box_comes_back(place: tuple[float, float], datum: Datum) -> None:
    there = convert(*place, Datum.WGS84, datum)

    assert metres_apart(convert(*there, datum, Datum.WGS84), place) < 0.0001


@given(in_the_box | at_its_edge)
def test_every_way_between_the_datums_leads_to_the_same_pair(place: tuple[float, float]) -> None:
    gcj02 = convert(*place, Datum.WGS84, Datum.GCJ02)
    bd09 = convert(*place, Datum.WGS84, Datum.BD09)

    assert metres_apart(convert(*gcj02, Datum.GCJ02, Datum.BD09), bd09) < 0.0001
    assert metres_apart(convert(*bd09, Datum.BD09, Datum.GCJ02), gcj02) < 0.0001


@given(in_the_box)
def test_the_shift_is_some_hundred_metres(place: tuple[float, float]) -> None:
    assert metres_apart(convert(*place, Datum.WGS84, Datum.GCJ02), place) < 800
    assert 600 < metres_apart(convert(*place, Datum.WGS84, Datum.BD09), place) < 1_600


@pytest.mark.parametrize(("source", "target"), WAYS)
@pytest.mark.parametrize(
    "place",
    [
        (0.0, 0.0),
        (139.6917, 35.6895),
        (-74.0060, 40.7128),
        (180.0, 90.0),
        (-180.0, -90.0),
        (71.98, 30.0),
        (137.86, 30.0),
        (110.0, 0.8),
        (110.0, 55.85),
        (105.0, 90.0),
    ],
)
def test_nothing_moves_outside_the_box(
    place: tuple[float, float], source: Datum, target: Datum
) -> None:
    assert convert(*place, source, target) == place


@pytest.mark.parametrize("target", CHINESE)
@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ((WEST, 30.0), (WEST - 1e-6, 30.0)),
        ((EAST, 30.0), (EAST + 1e-6, 30.0)),
        ((110.0, SOUTH), (110.0, SOUTH - 1e-6)),
        ((110.0, NORTH), (110.0, NORTH + 1e-6)),
    ],
)
def test_the_shift_begins_at_the_edge(
    inside: tuple[float, float], outside: tuple[float, float], target: Datum
) -> None:
    assert metres_apart(convert(*inside, Datum.WGS84, target), inside) > 100
    assert convert(*outside, Datum.WGS84, target) == outside


@pytest.mark.parametrize("datum", CHINESE)
def test_hong_kong_macau_and_taiwan_are_inside_the_box(datum: Datum) -> None:
    for place in [(114.1694, 22.3193), (113.5439, 22.1987), (121.5654, 25.0330)]:
        assert metres_apart(convert(*place, Datum.WGS84, datum), place) > 300


def test_a_pair_carried_over_the_edge_is_read_as_shifted() -> None:
    place = (EAST - 0.001, 45.0)
    over_the_edge = convert(*place, Datum.WGS84, Datum.GCJ02)
    assert over_the_edge[0] > EAST

    assert convert(*over_the_edge, Datum.GCJ02, Datum.WGS84) == pytest.approx(place, abs=1e-9)


def test_a_pair_that_no_shift_leads_to_stays_where_it_is() -> None:
    pair = (WEST + 0.0001, 30.0)
    assert convert(WEST, 30.0, Datum.WGS84, Datum.BD09)[0] > pair[0]

    assert convert(*pair, Datum.BD09, Datum.WGS84) == pair


near_the_edge = at_its_edge.flatmap(
    lambda edge: st.tuples(
        st.floats(edge[0] - 0.05, edge[0] + 0.05), st.floats(edge[1] - 0.05, edge[1] + 0.05)
    )
)


@given(near_the_edge, st.sampled_from(Datum), st.sampled_from(Datum))
def test_no_conversion_at_the_edge_moves_further_than_one_shift(
    pair: tuple[float, float], source: Datum, target: Datum
) -> None:
    assert metres_apart(convert(*pair, source, target), pair) < 1_700


@pytest.mark.parametrize(("source", "target"), WAYS)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 180.1, -180.1])
def test_degrees_that_do_not_exist_are_refused(wrong: float, source: Datum, target: Datum) -> None:
    with pytest.raises(ValueError, match="longitude must lie between"):
        convert(wrong, 30.0, source, target)
    with pytest.raises(ValueError, match="latitude must lie between"):
        convert(30.0, wrong, source, target)
