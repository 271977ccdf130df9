"""The gazetteer seen from a region whose towns are stored."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Place, Reason, search_places
from sites.geocoding.places import RegionPlaces, TownPlace
from tests.geocoding.places import CENTERS, jiangjin

CORRECTED = Coordinate(106.2, 29.1)


def corrected() -> RegionPlaces:
    """Return the region after staff put 白沙镇 elsewhere."""
    places = jiangjin()
    town = TownPlace(key="baisha", name="白沙镇", center=CORRECTED)
    return replace(places, towns={**places.towns, "baisha": town})


def labels(text: str, places: RegionPlaces | None = None) -> list[str]:
    return [place.label for place in search_from(places or jiangjin(), text)]


@pytest.mark.parametrize(
    "text",
    ["白沙镇", "白沙", "江津区白沙镇新沙路229号", "农商行白沙支行", "江津区白沙乡", "江津白沙街道"],
)
def test_stored_towns_come_as_staff_put_them(text: str) -> None:
    (place,) = search_from(corrected(), text)
    assert (place.town, place.label) == ("baisha", "重庆市江津区白沙镇")
    assert place.coordinate == CORRECTED
    assert place.parents == ("重庆市", "江津区")


def test_without_a_stored_position_there_is_none() -> None:
    assert labels("无名镇1号") == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("福建省闽侯县白沙镇", "福建省福州市闽侯县白沙镇"),
        ("杭州西湖", "浙江省杭州市西湖区"),
        ("北碚区", "重庆市北碚区"),
        ("江北区", "重庆市两江新区"),
        ("重庆市江津区", "重庆市江津区"),
        ("江津区中山镇", "重庆市江津区中山镇"),
    ],
)
def test_what_is_elsewhere_or_not_stored_comes_from_the_national_data(
    text: str, label: str
) -> None:
    (place,) = search_from(jiangjin(), text)
    assert (place.label, place.town) == (label, None)


def test_a_town_s_name_behind_another_area_is_not_the_region_s() -> None:
    """Taken as an outlet's name, both end with the bare name of a stored town."""
    assert labels("湖南永州白沙") == ["湖南省永州市"]
    assert labels("广州白沙") == []
    assert labels("重庆白沙") == ["重庆市江津区白沙镇"]


def test_several_towns_are_a_choice() -> None:
    found = search_from(jiangjin(), "几江街道鼎山街道交界处")
    assert [place.town for place in found] == ["dingshan", "jijiang"]
    assert [place.coordinate for place in found] == [CENTERS["鼎山街道"], CENTERS["几江街道"]]
    assert len(search_from(jiangjin(), "几江街道鼎山街道交界处", limit=1)) == 1


def test_reason_of_a_national_answer_is_kept() -> None:
    (place,) = search_from(jiangjin(), "合川县")
    assert place.reason is Reason.OTHER_RANK
    (place,) = search_places("合川县")
    assert isinstance(place, Place)


@given(st.text(max_size=60) | st.text("江津区几白沙街道镇路重庆市杭州1号（）", max_size=25))
def test_no_text_raises(text: str) -> None:
    for place in search_from(jiangjin(), text):
        assert place.town in {None, "jijiang", "dingshan", "baisha"}


@pytest.mark.parametrize("text", ["白沙", "几江街道", "江津区", "（", "1"])
def test_100_kb_are_answered(text: str) -> None:
    places = jiangjin()
    long = text * (100_000 // len(text))
    assert len(search_from(places, long)) <= 10
