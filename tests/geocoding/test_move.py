"""What a position is worth once its outlet has another address or town."""

import pytest

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.move import Move, Moves, Whereabouts
from sites.geocoding.offline import offline_position
from sites.models import Region, Town
from tests.geocoding.places import CENTERS, KEYS, jiangjin

JIANGJIN = Region(adcode="500116", name="江津区")
TOWNS = {
    KEYS[name]: Town(
        pk=number,
        region=JIANGJIN,
        key=KEYS[name],
        name=name,
        longitude=place.longitude if place else None,
        latitude=place.latitude if place else None,
    )
    for number, (name, place) in enumerate(CENTERS.items())
}
HOUSE = "几江街道大同路6号"


def near(precision: Precision, source: str = "amap") -> Position:
    """Return a position 500 m from the centre of 几江街道."""
    return Position.located(106.2600, 29.2950, precision=precision, source=source)


def at(address: str, town: str | None = "jijiang") -> Whereabouts:
    return Whereabouts(address=address, town=TOWNS[town] if town is not None else None)


def move(
    stored: Position | None, before: Whereabouts, after: Whereabouts, *, is_pinned: bool = False
) -> Move:
    return Moves(JIANGJIN, jiangjin()).move(stored, before, after, is_pinned=is_pinned)


@pytest.mark.parametrize(
    ("precision", "before", "after", "fits"),
    [
        (Precision.ROOFTOP, HOUSE, HOUSE, True),
        (Precision.ROOFTOP, HOUSE, "重庆市江津区几江街道大同路6号", True),
        (Precision.ROOFTOP, HOUSE, "几江街道大同路6号附1号", True),
        (Precision.ROOFTOP, "几江街道大同路6_10号", "几江街道大同路8号", True),
        (Precision.ROOFTOP, HOUSE, "几江街道大同路60号", False),
        (Precision.ROOFTOP, HOUSE, "几江街道大西路6号", False),
        (Precision.ROOFTOP, "几江街道世纪大厦", "几江街道大同路8号", False),
        (Precision.STREET, HOUSE, "几江街道大同路60号", True),
        (Precision.STREET, HOUSE, "几江街道大西路6号", False),
        (Precision.VILLAGE, "几江街道三才社区5号", "几江街道三才社区7号", True),
        (Precision.VILLAGE, "几江街道三才社区", "几江街道东门社区", False),
        (Precision.TOWN, HOUSE, "几江街道大西路6号", True),
    ],
)
def test_a_position_stays_where_it_is_that_of_the_new_address_too(
    precision: Precision, before: str, after: str, *, fits: bool
) -> None:
    stored = near(precision)
    center = offline_position(JIANGJIN, TOWNS["jijiang"])
    if fits:
        assert move(stored, at(before), at(after)) == Move(position=stored)
    else:
        expected = Move(position=center, instead=center, doubted=stored)
        assert move(stored, at(before), at(after)) == expected


def test_another_town_is_another_place() -> None:
    """However near: somebody has said that it is not the town that was asked for."""
    stored = near(Precision.ROOFTOP)
    moved = move(stored, at(HOUSE), at(HOUSE, "dingshan"))
    assert moved.position == offline_position(JIANGJIN, TOWNS["dingshan"])
    assert moved.doubted == stored
    unknown = move(stored, at(HOUSE), at(HOUSE, None))
    assert (unknown.position, unknown.doubted) == (None, stored)
    # Who learns the town learns nothing against the place, unless it lies elsewhere.
    assert move(stored, at(HOUSE, None), at(HOUSE)) == Move(position=stored)
    assert move(stored, at(HOUSE, None), at(HOUSE, "baisha")).doubted == stored


def test_a_towns_centre_is_replaced_and_nothing_to_look_at() -> None:
    stored = offline_position(JIANGJIN, TOWNS["jijiang"])
    baisha = offline_position(JIANGJIN, TOWNS["baisha"])
    to_baisha = at("白沙镇正街1号", "baisha")
    assert move(stored, at(HOUSE), to_baisha) == Move(position=baisha, instead=baisha)
    assert move(None, at(HOUSE), to_baisha) == Move(position=baisha, instead=baisha)
    assert move(stored, at(HOUSE), at("无名镇正街1号", "wuming")).position is None


def test_a_pin_stays_until_a_person_says_what_becomes_of_it() -> None:
    pin = near(Precision.ROOFTOP, "staff")
    baisha = offline_position(JIANGJIN, TOWNS["baisha"])
    moved = move(pin, at(HOUSE), at("白沙镇正街1号", "baisha"), is_pinned=True)
    assert moved == Move(position=pin, instead=baisha, doubted=pin, asks=True)
    same = move(pin, at(HOUSE), at("江津区几江街道大同路6号"), is_pinned=True)
    assert same == Move(position=pin)
    # So does a person's word that there is no position.
    cleared = move(None, at(HOUSE), at("白沙镇正街1号", "baisha"), is_pinned=True)
    assert cleared == Move(position=None, instead=baisha, asks=True)
    nothing = move(None, at(HOUSE), at("无名镇正街1号", "wuming"), is_pinned=True)
    assert nothing == Move(position=None)
