import pytest

from sites.locating.surroundings import Surroundings, surroundings


@pytest.fixture
def around(real_points: None) -> Surroundings:
    """Return the region of the table."""
    found = surroundings("500116")
    assert found is not None
    return found
