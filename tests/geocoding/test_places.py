"""What is known of a region."""

import pytest

from sites.geocoding.places import RegionPlaces, names_of, stored_outline
from sites.models import Region


def test_towns_lie_inside_the_shipped_outline(stored_places: RegionPlaces) -> None:
    assert stored_places.outline is not None
    assert len(stored_places.towns) == 30
    for town in stored_places.towns.values():
        assert town.center is not None
        assert stored_places.outline.contains(town.center), town.name
        assert stored_places.bounds.contains(town.center), town.name


def test_bounds_and_outline_agree(stored_places: RegionPlaces) -> None:
    """About two kilometres: the outline is simplified, the bounds are rounded."""
    assert stored_places.outline is not None
    (ring,) = stored_places.outline.rings
    longitudes, latitudes = zip(*ring, strict=True)
    bounds = stored_places.bounds
    outer = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    assert outer == pytest.approx((bounds.west, bounds.south, bounds.east, bounds.north), abs=0.1)


@pytest.mark.parametrize(
    ("adcode", "province", "name", "city", "others"),
    [
        ("500116", "重庆市", "江津区", (), {"江津市", "江津县"}),
        ("430602", "湖南省", "岳阳楼区", ("岳阳市", "岳阳"), set()),
        ("500157", "重庆市", "两江新区", (), {"江北区", "渝北区"}),
        ("500154", "重庆市", "开州区", (), {"开县"}),
    ],
)
def test_what_a_region_is_called(
    adcode: str, province: str, name: str, city: tuple[str, ...], others: set[str]
) -> None:
    """The city around it and what it was called, and not what a neighbour is called."""
    names = names_of(Region(adcode=adcode, province=province, name=name, aliases=["短"]))
    assert names.province == (province,)
    assert names.city == city
    assert names.district[:2] == (name, "短")
    assert others <= set(names.district)


def test_a_living_neighbour_is_no_other_name() -> None:
    """和田县 and 和田市 are two."""
    names = names_of(Region(adcode="653221", province="新疆维吾尔自治区", name="和田县"))
    assert "和田市" not in names.district


def test_no_outline_is_no_error() -> None:
    assert stored_outline("999999") is None
