import pytest

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision


def test_a_pair_in_another_datum_is_located_in_wgs84_and_kept() -> None:
    position = Position.located(
        106.25963009, 29.28957955, precision=Precision.STREET, source="amap", datum=Datum.GCJ02
    )

    assert position.coordinate.longitude == pytest.approx(106.255882, abs=1e-7)
    assert position.coordinate.latitude == pytest.approx(29.292433, abs=1e-7)
    assert position.original_datum is Datum.GCJ02
    assert (position.original_longitude, position.original_latitude) == (106.25963009, 29.28957955)


def test_a_pair_without_a_datum_is_wgs84() -> None:
    position = Position.located(106.26, 29.29, precision=Precision.TOWN, source="gazetteer")

    assert position.coordinate == Coordinate(106.26, 29.29)
    assert position.original_datum is Datum.WGS84


def test_a_pair_that_is_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude must lie between"):
        Position.located(29.29, 106.26, precision=Precision.TOWN, source="gazetteer")
