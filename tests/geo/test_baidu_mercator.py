"""百度's projection is undone, in every band of latitudes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sites.geo.baidu_mercator import degrees_of
from tests.geo.baidu_projection import metres_of

# 0.3 m on the ground.
_TOLERANCE_DEGREES = 2.7e-6


@given(longitude=st.floats(73.0, 136.0), latitude=st.floats(3.0, 54.0))
@example(longitude=106.27, latitude=14.999999)
@example(longitude=106.27, latitude=15.0)
@example(longitude=106.27, latitude=30.0)
@example(longitude=106.27, latitude=45.0)
def test_there_and_back(longitude: float, latitude: float) -> None:
    found = degrees_of(*metres_of(longitude, latitude))
    assert found == pytest.approx((longitude, latitude), abs=_TOLERANCE_DEGREES)


def test_a_place_that_is_known() -> None:
    """The square in the middle of 北京, as the address of 百度's page gives it."""
    assert degrees_of(12958175.0, 4825923.77) == pytest.approx((116.404, 39.915), abs=1e-4)
