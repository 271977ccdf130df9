"""The position known without asking."""

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.geocoding.offline import offline_position
from sites.models import Region, Town

JIANGJIN = Region(adcode="500116", name="江津区")


def town(longitude: float | None, latitude: float | None, region: Region = JIANGJIN) -> Town:
    return Town(region=region, key="baisha", name="白沙镇", longitude=longitude, latitude=latitude)


def test_centre_of_the_town() -> None:
    position = offline_position(JIANGJIN, town(106.112804, 29.063108))
    assert position is not None
    assert position.coordinate == Coordinate(106.112804, 29.063108)
    assert position.precision is Precision.TOWN
    assert position.source == "gazetteer"
    assert position.original_datum is Datum.WGS84


def test_nothing_is_made_up() -> None:
    assert offline_position(JIANGJIN, None) is None
    assert offline_position(JIANGJIN, town(None, None)) is None
    other = Region(adcode="500117", name="合川区")
    assert offline_position(JIANGJIN, town(106.1, 29.0, region=other)) is None
