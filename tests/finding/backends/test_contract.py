"""Every search index gives the answers of brute force, whatever it is told to expect."""

from collections.abc import Sequence
from math import pi
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.finding.backends import backend_for
from sites.finding.backends.backend import NearestSearch, SpatialBackend
from sites.finding.backends.plain import Plain
from sites.finding.backends.rtree import RTree
from sites.finding.conditions import place_conditions
from sites.finding.cursor import ByDistance
from sites.finding.query import PointQuery
from sites.finding.rows import StoredRow
from sites.finding.statements import ACTIVE, Conditions
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.distance import metres_to_chord2, unit_vector
from sites.models import ServicePoint
from tests.finding.conftest import scatter

pytestmark = pytest.mark.usefixtures("reference_data")

JIANGJIN: Final = (106.25, 29.29)
_EARTH_M2: Final = 5.1e14
_ALL: Final = Box(-180, -90, 180, 90)

longitudes = st.one_of(
    st.sampled_from([-180.0, 180.0, 179.9999999, -179.9999999, 0.0, 106.25]),
    st.floats(106.2, 106.3),
    st.floats(-180, 180),
)
latitudes = st.one_of(
    st.sampled_from([-90.0, 90.0, 89.9999999, 0.0, 29.29]),
    st.floats(29.2, 29.3),
    st.floats(-90, 90),
)
# To a tenth of a millimetre: the square of a difference of 1e-160 underflows, which PostgreSQL
# reports as an error.
places = st.tuples(longitudes, latitudes).map(lambda pair: (round(pair[0], 9), round(pair[1], 9)))
boxes = st.builds(
    lambda west, east, edges: Box(west, min(edges), east, max(edges)),
    longitudes,
    longitudes,
    st.tuples(latitudes, latitudes),
)


@pytest.fixture(
    params=[
        pytest.param(RTree(), id="rtree", marks=pytest.mark.vendor("sqlite")),
        pytest.param(Plain(), id="plain"),
    ]
)
def backend(request: pytest.FixtureRequest) -> SpatialBackend:
    """Each search index that this database has."""
    chosen: SpatialBackend = request.param
    return chosen


def nearest(
    backend: SpatialBackend,
    near: tuple[float, float],
    count: int,
    filtered: Conditions | None = None,
    **options: Any,
) -> list[StoredRow]:
    """Ask a backend; by default it expects many points, so that it really searches."""
    box, radius_m = options.get("box"), options.get("radius_m")
    query = PointQuery(near=Coordinate(*near), radius_m=radius_m, bbox=box)
    defaults: dict[str, Any] = {
        "near": Coordinate(*near),
        "where": place_conditions(filtered or ACTIVE, query),
        "box": None,
        "radius_m": None,
        "after": None,
        "count": count,
        "few": None,
        "everything": backend.everything(of_operator=False),
        "is_filtered": filtered is not None or box is not None,
        "points": 1_000_000,
        "area_m2": 1e9,
    }
    return backend.nearest(connection, NearestSearch(**{**defaults, **options}))


def chord2(point: ServicePoint, near: tuple[float, float]) -> float:
    assert point.x is not None
    assert point.y is not None
    assert point.z is not None
    x, y, z = unit_vector(Coordinate(*near))
    return (point.x - x) ** 2 + (point.y - y) ** 2 + (point.z - z) ** 2


def by_force(points: Sequence[ServicePoint], near: tuple[float, float]) -> list[int]:
    """Return the ids of the located active points, nearest first."""
    located = [point for point in points if point.x is not None and point.is_active]
    return [point.pk for point in sorted(located, key=lambda one: (chord2(one, near), one.pk))]


def ids(rows: list[StoredRow]) -> list[int]:
    return [row[0] for row in rows]


def spread(count: int) -> list[tuple[float, float]]:
    """Return places over the whole Earth that follow no grid."""
    return [((i * 137.507764) % 360 - 180, (i * 61.8034) % 180 - 90) for i in range(count)]


LAYOUTS: Final[dict[str, list[tuple[float, float] | None]]] = {
    "spread": [*spread(400)],
    "all on one point": [JIANGJIN] * 60,
    "three points": [JIANGJIN, (0.0, 0.0), (-73.75, -29.29)],
    "poles": [(lon, lat) for lon in range(-180, 181, 40) for lat in (-90, -89.99999, 89.99999, 90)],
    "date line": [(lon, lat) for lon in (179.99, 180, -180, -179.99) for lat in range(-80, 81, 20)],
    "one town and one far point": [
        *((106.25 + i * 1e-5, 29.29 + i % 7 * 1e-5) for i in range(80)),
        (-73.0, -29.0),
    ],
    "nothing": [],
    "without a position": [None, None, JIANGJIN],
}
NEARS: Final = [
    JIANGJIN,
    (180.0, 0.0),
    (-180.0, 10.0),
    (12.3, 90.0),
    (0.0, -90.0),
    (-73.75, -29.29),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("near", NEARS)
def test_nearest_are_those_of_brute_force(
    backend: SpatialBackend, layout: str, near: tuple[float, float]
) -> None:
    points = scatter(LAYOUTS[layout])
    expected = by_force(points, near)
    for count in (1, 2, 10, 1000):
        for believed in (len(points), 600, 1_000_000):
            rows = nearest(backend, near, count, points=believed)
            assert ids(rows) == expected[:count], (count, believed)


@pytest.mark.parametrize("area_m2", [1.0, 1e9, _EARTH_M2])
def test_expectations_change_the_way_but_not_the_answer(
    backend: SpatialBackend, area_m2: float
) -> None:
    points = scatter([*spread(300), *[JIANGJIN] * 30])
    for near in NEARS:
        rows = nearest(backend, near, 25, area_m2=area_m2)
        assert ids(rows) == by_force(points, near)[:25]


@pytest.mark.parametrize("believed", [600, 5_000, 1_000_000])
def test_filter_that_leaves_one_far_point(backend: SpatialBackend, believed: int) -> None:
    scatter([(106.25 + i * 1e-4, 29.29) for i in range(300)])
    (far,) = scatter([(-73.0, -29.0)], operator_id="icbc")
    filtered = ACTIVE.also("p.operator_id = %s", "icbc")
    rows = nearest(backend, JIANGJIN, 10, filtered=filtered, points=believed)
    assert ids(rows) == [far.pk]


def test_filter_that_leaves_nothing(backend: SpatialBackend) -> None:
    scatter(spread(100))
    filtered = ACTIVE.also("p.operator_id = %s", "icbc")
    assert nearest(backend, JIANGJIN, 10, filtered=filtered) == []


def test_inactive_points_are_not_found(backend: SpatialBackend) -> None:
    scatter([JIANGJIN], is_active=False)
    (active,) = scatter([(106.3, 29.3)])
    assert ids(nearest(backend, JIANGJIN, 10)) == [active.pk]


def test_point_at_exactly_the_radius_is_found_and_the_next_is_not(backend: SpatialBackend) -> None:
    inside, outside = scatter([(106.26, 29.29), (106.261, 29.29)])
    edge = 971.0  # metres from 106.25 to 106.26 at this latitude, rounded up
    assert chord2(inside, JIANGJIN) <= metres_to_chord2(edge) < chord2(outside, JIANGJIN)
    assert ids(nearest(backend, JIANGJIN, 10, radius_m=edge)) == [inside.pk]


def test_radius_of_zero_finds_what_is_there(backend: SpatialBackend) -> None:
    here, _near = scatter([JIANGJIN, (106.2500001, 29.29)])
    assert ids(nearest(backend, JIANGJIN, 10, radius_m=0.0)) == [here.pk]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    layout=st.lists(places, max_size=40),
    near=places,
    count=st.integers(1, 12),
    options=st.fixed_dictionaries(
        {
            "radius_m": st.none() | st.floats(0, 2.1e7),
            "box": st.none() | boxes,
            "points": st.integers(0, 2_000_000),
            "area_m2": st.floats(1, _EARTH_M2),
        }
    ),
)
def test_pages_of_any_layout(
    backend: SpatialBackend,
    *,
    layout: list[tuple[float, float]],
    near: tuple[float, float],
    count: int,
    options: dict[str, Any],
) -> None:
    box: Box | None = options["box"]
    farthest = 5.0 if options["radius_m"] is None else metres_to_chord2(options["radius_m"])
    with transaction.atomic():
        stored = {point.pk: point for point in scatter(layout)}
        expected = [
            pk
            for pk in by_force(list(stored.values()), near)
            if chord2(stored[pk], near) <= farthest
            and (box is None or box.contains(stored[pk].coordinate or Coordinate(0, 0)))
        ]
        found: list[int] = []
        after: ByDistance | None = None
        while rows := nearest(backend, near, count, after=after, **options):
            found += ids(rows)
            after = ByDistance(rows[-1][-1], rows[-1][0])
        transaction.set_rollback(True)
    assert found == expected


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(layout=st.lists(places, max_size=40), box=boxes)
def test_source_of_a_box_has_all_of_its_points(
    backend: SpatialBackend, layout: list[tuple[float, float]], box: Box
) -> None:
    with transaction.atomic():
        points = scatter(layout)
        source = backend.source(connection, box)
        assert source is not None
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT p.id FROM {source.tables} WHERE {source.where.sql}",
                (*source.parameters, *source.where.parameters),
            )
            found = [row[0] for row in cursor.fetchall()]
        transaction.set_rollback(True)
    assert len(found) == len(set(found))
    inside = {p.pk for p in points if p.coordinate is not None and box.contains(p.coordinate)}
    assert inside <= set(found)


def test_a_circle_over_too_many_points_is_not_read_through_the_index(
    backend: SpatialBackend,
) -> None:
    # The first box reaches 0.9 degrees: it holds a corner only, and all others are nearer.
    points = scatter([(0.85, 0.85), *((1.0, i * 1e-5) for i in range(600))])
    area_m2 = pi * len(points) * (2 * 100_000) ** 2
    with CaptureQueriesContext(connection) as queries:
        rows = nearest(backend, (0.0, 0.0), 1, points=len(points), area_m2=area_m2)
    assert ids(rows) == by_force(points, (0.0, 0.0))[:1]
    last = queries[-1]["sql"]
    assert "BETWEEN" not in last
    assert "rtree" not in last


@pytest.mark.vendor("sqlite")
def test_big_box_is_read_in_the_order_of_the_answer() -> None:
    scatter([(106.2 + i * 1e-6, 29.2) for i in range(5_001)])
    assert RTree().source(connection, _ALL) is None
    assert RTree().source(connection, Box(106, 30, 107, 31)) is not None


def test_vendor_decides() -> None:
    expected = {"sqlite": RTree}.get(connection.vendor, Plain)
    assert isinstance(backend_for(connection), expected)
