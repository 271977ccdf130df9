"""The offline gazetteer, as a geopy geocoder and as a provider."""

from dataclasses import replace

import pytest
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sites.addresses.towns import TownIndex
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.provider import Gazetteer, GazetteerProvider
from sites.geocoding.offline import offline_position
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery, Located, NotFound
from sites.models import Region, Town
from tests.geocoding.places import CENTERS, jiangjin

GAZETTEER = Gazetteer(jiangjin())


def find(text: str) -> Location | None:
    location = GAZETTEER.geocode(text)
    assert not isinstance(location, list)
    return location


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("几江街道", "jijiang"),
        ("江津几江", "jijiang"),
        ("重庆市江津区几江街道滨江路西段77号世纪大厦二楼", "jijiang"),
        ("滨江大道几江段439号（滨江路北固门）", "jijiang"),
        (" 白沙镇 新沙路229号 ", "baisha"),
        ("农商行白沙支行", "baisha"),
    ],
)
def test_finds_the_town_in_free_text(text: str, town: str) -> None:
    location = find(text)
    assert location is not None
    assert location.raw["town"] == town
    assert location.raw["precision"] == "town"
    assert location.raw["datum"] == "wgs84"
    name = location.address.removeprefix("重庆市江津区")
    center = CENTERS[name]
    assert center is not None
    assert (location.longitude, location.latitude) == (center.longitude, center.latitude)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "沿江花园E栋(江津中学新校门上行100米处)",
        "鼎山大道622号",
        "无名镇1号",
    ],
)
def test_knows_what_it_does_not_know(text: str) -> None:
    assert GAZETTEER.geocode(text) is None
    assert GAZETTEER.geocode(text, exactly_one=False) is None


def test_several_towns_are_a_choice() -> None:
    text = "几江街道鼎山街道交界处"
    assert GAZETTEER.geocode(text) is None
    several = GAZETTEER.geocode(text, exactly_one=False)
    assert isinstance(several, list)
    assert [location.raw["town"] for location in several] == ["dingshan", "jijiang"]
    single = GAZETTEER.geocode("白沙镇", exactly_one=False, timeout=3)
    assert isinstance(single, list)
    assert [location.raw["town"] for location in single] == ["baisha"]


def test_answers_for_the_whole_country() -> None:
    """A region without stored towns, no region at all, and an address that lies elsewhere."""
    for geocoder in (GAZETTEER, Gazetteer()):
        location = geocoder.geocode("广东省东莞市虎门镇连升中路3号")
        assert isinstance(location, Location)
        assert location.address == "广东省东莞市虎门镇"
        assert (location.raw["level"], location.raw["region"]) == ("town", "441900")
        assert (location.raw["precision"], location.raw["town"]) == ("town", None)
    assert Gazetteer().geocode("白沙镇") is None
    several = Gazetteer().geocode("白沙镇", exactly_one=False)
    assert isinstance(several, list)
    assert len(several) == 10


def test_coarse_places_tell_their_level() -> None:
    levels = []
    for text in ("重庆市", "浙江省宁波市", "重庆市江津区", "湖南省岳阳市平江县白沙镇"):
        location = find(text)
        assert location is not None
        assert location.raw["precision"] == "region"
        levels.append(location.raw["level"])
    assert levels == ["province", "city", "county", "county"]


def test_is_a_geopy_geocoder() -> None:
    assert isinstance(GAZETTEER, Geocoder)


@given(st.text(max_size=60) | st.text("江津区几白沙街道镇路重庆市1号（）", max_size=20))
def test_no_text_raises(text: str) -> None:
    location = find(text)
    assert location is None or location.raw["town"] in {None, "jijiang", "dingshan", "baisha"}


def query(address: str, town: str | None = None) -> AddressQuery:
    return AddressQuery(region="500116", address=address, town=town)


def test_provider_believes_the_stated_town() -> None:
    """The town may be known from evidence outside the address."""
    provider = GazetteerProvider(jiangjin())
    answer = provider.answer(query("沿江花园E栋", town="dingshan"))
    assert isinstance(answer, Located)
    assert answer.position.coordinate == CENTERS["鼎山街道"]
    assert answer.position.precision is Precision.TOWN
    assert answer.label == "重庆市江津区鼎山街道"
    assert provider.answer(query("沿江花园E栋")) == NotFound()
    assert provider.answer(query("白沙镇1号", town="wuming")) == NotFound()


def test_provider_knows_no_place_coarser_than_a_town() -> None:
    """The middle of a district is no place to send anybody."""
    provider = GazetteerProvider(jiangjin())
    for address in ("重庆市江津区", "重庆市", "湖南省岳阳市平江县白沙镇"):
        assert provider.answer(query(address)) == NotFound()


def test_provider_goes_elsewhere_only_if_the_address_says_so() -> None:
    provider = GazetteerProvider(jiangjin())
    answer = provider.answer(query("广东省东莞市虎门镇连升中路3号"))
    assert isinstance(answer, Located)
    assert answer.label == "广东省东莞市虎门镇"
    assert Gazetteer(jiangjin()).geocode("虎门镇连升中路3号") is not None
    assert provider.answer(query("虎门镇连升中路3号")) == NotFound()


def test_provider_falls_back_where_no_towns_are_stored() -> None:
    places = replace(jiangjin(), index=TownIndex(()), towns={})
    answer = GazetteerProvider(places).answer(query("江津区白沙镇新沙路229号"))
    assert isinstance(answer, Located)
    assert answer.position.coordinate == CENTERS["白沙镇"]
    assert answer.position.precision is Precision.TOWN


def test_says_what_an_import_says(stored_places: RegionPlaces) -> None:
    """Import and gazetteer give the very same position, so the second one changes nothing."""
    provider = GazetteerProvider(stored_places)
    region = Region.objects.get(pk="500116")
    towns = list(Town.objects.filter(region=region))
    assert len(towns) == 30
    for town in towns:
        answer = provider.answer(query("", town=town.key))
        assert isinstance(answer, Located)
        assert answer.position == offline_position(region, town)


def test_asks_no_database_once_built(
    stored_places: RegionPlaces, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    provider = GazetteerProvider(stored_places)
    with django_assert_num_queries(0):
        assert isinstance(provider.answer(query("几江街道大同路526号")), Located)
