"""Places and circles for the property tests."""

from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.distance import HALF_CIRCUMFERENCE_M

# Where arithmetic on a sphere breaks first.
AWKWARD_LONGITUDES = [-180.0, 180.0, 179.9999999, -179.9999999, 0.0, 90.0, -90.0]
AWKWARD_LATITUDES = [-90.0, 90.0, 89.9999999, -89.9999999, 0.0, 1e-9]

longitudes = st.floats(-180.0, 180.0) | st.sampled_from(AWKWARD_LONGITUDES)
latitudes = st.floats(-90.0, 90.0) | st.sampled_from(AWKWARD_LATITUDES)
coordinates = st.builds(Coordinate, longitudes, latitudes)
radii_m = (
    st.floats(0.0, HALF_CIRCUMFERENCE_M)
    | st.floats(0.0, 100_000.0)
    | st.sampled_from([0.0, 1.0, HALF_CIRCUMFERENCE_M / 2, HALF_CIRCUMFERENCE_M])
)
