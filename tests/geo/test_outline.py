"""Inside and outside of an area."""

import itertools
import json
from math import cos, hypot, pi, radians, sin
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.geo.outline import Outline, Ring

OUTLINES = Path(__file__).resolve().parents[2] / "data" / "outlines"


def square(west: float, south: float, side: float) -> Ring:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def star(center: tuple[float, float], radii: list[float]) -> Ring:
    """Return a ring around a centre: one corner in each of equally spaced directions."""
    corners = [
        (
            center[0] + radius * cos(2 * pi * index / len(radii)),
            center[1] + radius * sin(2 * pi * index / len(radii)),
        )
        for index, radius in enumerate(radii)
    ]
    return (*corners, corners[0])


def test_square_with_a_hole() -> None:
    outline = Outline((square(0.0, 0.0, 10.0), square(4.0, 4.0, 2.0)))
    assert outline.contains(Coordinate(1.0, 1.0))
    assert not outline.contains(Coordinate(5.0, 5.0))
    assert not outline.contains(Coordinate(11.0, 5.0))


def test_two_pieces() -> None:
    outline = Outline((square(0.0, 0.0, 1.0), square(5.0, 0.0, 1.0)))
    assert outline.contains(Coordinate(0.5, 0.5))
    assert outline.contains(Coordinate(5.5, 0.5))
    assert not outline.contains(Coordinate(3.0, 0.5))


@pytest.mark.parametrize("latitude", [-1.0, 0.0, 1.0])
def test_ray_through_corners_and_along_an_edge(latitude: float) -> None:
    diamond: Ring = ((0.0, 0.0), (1.0, -1.0), (2.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    assert not Outline((diamond,)).contains(Coordinate(-1.0, latitude))
    assert not Outline((square(0.0, 0.0, 1.0),)).contains(Coordinate(-1.0, latitude))


@given(
    radii=st.lists(st.floats(0.1, 2.0), min_size=3, max_size=40),
    turn=st.floats(0.0, 2 * pi),
    share=st.floats(0.0, 2.0) | st.sampled_from([0.999999, 1.000001]),
)
def test_star_agrees_with_its_definition(radii: list[float], turn: float, share: float) -> None:
    """Around its centre a star is a function of the direction: an oracle without ray casting."""
    center = (106.0, 29.0)
    step = 2 * pi / len(radii)
    index = int(turn // step) % len(radii)
    a, b = radii[index], radii[(index + 1) % len(radii)]
    angle = turn - index * step
    # Where the ray in that direction meets the edge between the two corners.
    edge = a * b * sin(step) / (a * sin(angle) + b * sin(step - angle))
    assume(abs(share - 1.0) > 1e-7)  # On the boundary itself either answer is right.
    reach = share * edge
    place = Coordinate(center[0] + reach * cos(turn), center[1] + reach * sin(turn))
    assert Outline((star(center, radii),)).contains(place) == (share < 1.0)


@given(
    longitude=st.floats(100.0, 110.0),
    latitude=st.floats(25.0, 35.0),
    radii=st.lists(st.floats(0.1, 1.0), min_size=4, max_size=20),
)
def test_distance_is_that_to_the_nearest_edge(
    longitude: float, latitude: float, radii: list[float]
) -> None:
    ring = star((105.0, 30.0), radii)
    outline, place = Outline((ring,)), Coordinate(longitude, latitude)
    distance = outline.distance_m(place)
    if outline.contains(place):
        assert distance == 0.0
        return
    sampled = min(
        great_circle_m(place, Coordinate(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        for a, b in itertools.pairwise(ring)
        for t in (step / 50 for step in range(51))
    )
    # Edges are up to 2° long, so the nearest of 51 samples may be up to 2 km off.
    assert distance == pytest.approx(sampled, rel=0.06, abs=2_500)


def test_distance_in_metres() -> None:
    outline = Outline((square(106.0, 29.0, 1.0),))
    assert outline.distance_m(Coordinate(106.5, 29.5)) == 0.0
    north = outline.distance_m(Coordinate(106.5, 30.01))
    assert north == pytest.approx(1_112, abs=1)
    east = outline.distance_m(Coordinate(107.01, 29.5))
    assert east == pytest.approx(1_112 * cos(radians(29.5)), abs=2)
    corner = outline.distance_m(Coordinate(107.01, 30.01))
    assert corner == pytest.approx(hypot(1_112, 1_112 * cos(radians(30.01))), abs=2)


def test_reads_features_and_geometries() -> None:
    ring = [list(corner) for corner in square(1.0, 2.0, 3.0)]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    pieces = {"type": "MultiPolygon", "coordinates": [[ring], [ring]]}
    assert Outline.from_geojson(polygon) == Outline((square(1.0, 2.0, 3.0),))
    feature = {"type": "Feature", "properties": {}, "geometry": pieces}
    assert len(Outline.from_geojson(feature).rings) == 2


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Point", "coordinates": [106.0, 29.0]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]]},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0], [181.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]},
    ],
)
def test_refuses_what_is_no_outline(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"outline|ring|longitude"):
        Outline.from_geojson(document)


def test_shipped_outline_follows_the_standard() -> None:
    """RFC 7946: outer rings run counter-clockwise."""
    document = json.loads((OUTLINES / "500116.geojson").read_text(encoding="utf-8"))
    assert document["properties"]["adcode"] == "500116"
    assert {"name", "source", "licence"} <= document["properties"].keys()
    (ring,) = Outline.from_geojson(document).rings
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert area > 0
