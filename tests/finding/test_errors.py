"""What an error says is valid, as far as anybody can read it."""

import pytest

from sites.finding import InvalidQuery, PointQuery, find_points, unknown_value
from tests.factories import make_region


def test_what_is_valid_is_named() -> None:
    error = unknown_value("operator", "x", {"icbc": "工商银行", "ccb": "建设银行"})
    assert error.valid == ("icbc", "ccb")
    assert error.possible == ("工商银行", "建设银行")


def test_a_country_s_regions_are_not_listed() -> None:
    error = unknown_value("region", "x", {str(number): "县" for number in range(2_850)})
    assert (error.valid, error.possible) == ((), ())


@pytest.mark.usefixtures("reference_data")
def test_towns_are_those_of_the_region_that_is_asked_about() -> None:
    assert len(valid_towns(None)) == 30
    make_region()
    assert valid_towns(None) == ()
    assert len(valid_towns("500116")) == 30


def valid_towns(region: str | None) -> tuple[str, ...]:
    with pytest.raises(InvalidQuery) as caught:
        find_points(PointQuery(region=region, town="nowhere"))
    (error,) = caught.value.errors
    return error.valid
