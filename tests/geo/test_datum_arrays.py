import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.datum import Datum, convert
from sites.geo.datum_arrays import convert_arrays

WAYS = list(itertools.product(Datum, Datum))

# All of the Earth, much of China and of the edges of its box.
pairs = st.tuples(
    st.floats(-180.0, 180.0)
    | st.floats(70.0, 140.0)
    | st.floats(71.98, 72.03)
    | st.floats(137.81, 137.86),
    st.floats(-90.0, 90.0) | st.floats(0.0, 56.0) | st.floats(55.8, 55.85) | st.just(90.0),
)


@given(st.lists(pairs), st.sampled_from(WAYS))
def test_columns_convert_as_single_pairs_do(
    places: list[tuple[float, float]], way: tuple[Datum, Datum]
) -> None:
    source, target = way
    longitudes = [longitude for longitude, _ in places]
    latitudes = [latitude for _, latitude in places]

    converted = convert_arrays(longitudes, latitudes, source, target)

    singly = [convert(*place, source, target) for place in places]
    for column, axis in zip(converted, (0, 1), strict=True):
        assert column.dtype == np.float64
        assert column == pytest.approx([pair[axis] for pair in singly], abs=1e-9, rel=0)


@pytest.mark.parametrize("shape", [(), (1,), (6,), (2, 3), (0,), (1, 2, 3)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_the_shape_is_kept(shape: tuple[int, ...], order: str) -> None:
    size = math.prod(shape)
    longitudes = np.linspace(60.0, 140.0, size).reshape(shape, order="C")
    latitudes = np.linspace(56.0, 20.0, size).reshape(shape, order="C")
    if order == "F":
        longitudes, latitudes = np.asfortranarray(longitudes), np.asfortranarray(latitudes)

    converted = convert_arrays(longitudes, latitudes, Datum.BD09, Datum.WGS84)

    assert converted[0].shape == converted[1].shape == longitudes.shape
    singly = [
        convert(*place, Datum.BD09, Datum.WGS84)
        for place in zip(longitudes.flat, latitudes.flat, strict=True)
    ]
    assert list(converted[0].flat) == pytest.approx([pair[0] for pair in singly], abs=1e-9)
    assert list(converted[1].flat) == pytest.approx([pair[1] for pair in singly], abs=1e-9)


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_the_columns_given_are_not_changed(source: Datum, target: Datum) -> None:
    longitudes, latitudes = np.array([106.26, 10.0]), np.array([29.29, 50.0])

    converted = convert_arrays(longitudes, latitudes, source, target)

    assert longitudes.tolist() == [106.26, 10.0]
    assert latitudes.tolist() == [29.29, 50.0]
    assert not np.shares_memory(converted[0], longitudes)
    assert not np.shares_memory(converted[1], latitudes)


@pytest.mark.parametrize(("source", "target"), WAYS)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 180.5, -180.5])
def test_the_first_wrong_value_is_named(wrong: float, source: Datum, target: Datum) -> None:
    with pytest.raises(ValueError, match=r"^longitude .* at index 1 \(2 such"):
        convert_arrays([1.0, wrong, wrong], [1.0, 1.0, 1.0], source, target)
    with pytest.raises(ValueError, match=r"^latitude .* at index 2 \(1 such"):
        convert_arrays([1.0, 1.0, 1.0], [1.0, 1.0, wrong], source, target)


def test_columns_of_different_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        convert_arrays([106.0, 107.0], [29.0], Datum.WGS84, Datum.GCJ02)
