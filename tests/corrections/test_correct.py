"""An outlet moves with its address, through whichever door that comes."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.corrections import (
    Corrections,
    PinChoice,
    TextRefusedError,
    clean_address,
    make_corrections,
    plan_addition,
)
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import address_in_question, open_proposals
from sites.models import DataVersion, ServicePoint
from tests.desk.conftest import MakePoint

YOUXI, BAISHA = "油溪镇建新路46号", "白沙镇新沙路1号"
FOUND = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="amap")
PIN = Position.located(106.145, 29.209, precision=Precision.ROOFTOP, source="staff")


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user("li")


@pytest.fixture
def point(make_point: MakePoint) -> ServicePoint:
    return make_point(town="youxi", address=YOUXI, position=position_to_plain(FOUND))


def pin(point: ServicePoint, position: Position | None, user: User) -> None:
    values = {"position": position_to_plain(position)}
    record([Edit(point=point, values=values)], Author.staff(user))


def correct(
    point: ServicePoint, author: Author, choice: PinChoice | None = None, /, **said: Any
) -> ServicePoint:
    correction = Corrections(point.region).plan(point, said)
    if choice is not None:
        correction = correction.choosing(choice)
    make_corrections([correction], author)
    return ServicePoint.objects.select_related("town").get(pk=point.pk)


def town_of(point: ServicePoint) -> str | None:
    return point.town.key if point.town is not None else None


@pytest.mark.parametrize(
    ("stored", "after", "expected"),
    [
        # The address says the town, or its outlet's name does.
        ((YOUXI, "youxi"), BAISHA, "baisha"),
        (("滨江路1号", "jijiang"), "珞璜镇园区大道1号", "luohuang"),
        # What it said before, too, is no news: a person knows better.
        ((YOUXI, "baisha"), "油溪镇建新路48号", "baisha"),
        ((YOUXI, None), "油溪镇建新路48号", "youxi"),
        # It says nothing: in the same street the outlet is in the same town.
        (("建新路46号", "baisha"), "建新路48号", "baisha"),
        (("建新路46号", "baisha"), "滨江路5号", None),
        ((YOUXI, "youxi"), "滨江路5号", None),
        # It names two towns, of which one is the outlet's.
        (("油溪镇建新路46号", "youxi"), "油溪镇与白沙镇交界处", "youxi"),
    ],
)
def test_the_town_follows_the_address(
    make_point: MakePoint,
    li: User,
    stored: tuple[str, str | None],
    after: str,
    expected: str | None,
) -> None:
    address, town = stored
    point = make_point(name="农商行某支行", town=town, address=address)
    assert town_of(correct(point, Author.staff(li), address=after)) == expected


def test_one_change_tells_all_that_has_moved(point: ServicePoint, li: User) -> None:
    version = DataVersion.current()
    moved = correct(point, Author.staff(li), address=BAISHA)
    assert (town_of(moved), moved.precision) == ("baisha", "town")
    assert DataVersion.current() == version + 1
    change = moved.changes.latest("pk")
    assert set(change.after) == {"address", "town", "position"}
    locked = {name for name, said in moved.provenance.items() if said["locked"]}
    assert locked == {"address"}, "what was read may be read anew"
    (proposal,) = open_proposals()
    assert (proposal.point_id, proposal.position) == (point.pk, FOUND)
    assert YOUXI in str(proposal.findings)


def test_what_does_not_move_touches_no_position(point: ServicePoint, li: User) -> None:
    for said in ({"address": YOUXI}, {"town": "youxi"}, {"phone": "47838915"}):
        assert stored_position(correct(point, Author.staff(li), **said)) == FOUND
    assert not open_proposals().exists()


def test_a_pin_that_nobody_is_asked_about_waits_for_a_person(point: ServicePoint, li: User) -> None:
    pin(point, PIN, li)
    moved = correct(point, Author.staff(li), address=BAISHA)
    assert (town_of(moved), stored_position(moved)) == ("baisha", PIN)
    assert [row.position for row in open_proposals()] == [PIN]
    assert address_in_question(moved) == YOUXI
    # Moved once more, it is still the first address that the pin belongs to …
    moved = correct(moved, Author.staff(li), address="珞璜镇园区大道1号")
    assert address_in_question(moved) == YOUXI
    # … and back there, nothing is in question any more.
    moved = correct(moved, Author.staff(li), address=YOUXI)
    assert (town_of(moved), stored_position(moved)) == ("youxi", PIN)
    assert not open_proposals().exists()


@pytest.mark.parametrize("choice", PinChoice)
def test_what_a_person_chooses_about_a_pin_is_the_answer(
    point: ServicePoint, li: User, choice: PinChoice
) -> None:
    pin(point, PIN, li)
    moved = correct(point, Author.staff(li), address=BAISHA)
    assert open_proposals().exists()
    moved = correct(moved, Author.staff(li), choice, address="珞璜镇园区大道1号")
    assert (stored_position(moved) == PIN) is (choice is PinChoice.KEEP)
    assert moved.provenance["position"]["locked"] is (choice is PinChoice.KEEP)
    assert not open_proposals().exists()


def test_a_persons_word_that_there_is_no_position_asks_too(point: ServicePoint, li: User) -> None:
    pin(point, None, li)
    correction = Corrections(point.region).plan(point, {"address": BAISHA})
    assert correction.asks
    assert correction.former is None
    assert stored_position(correct(point, Author.staff(li), address=BAISHA)) is None
    point.refresh_from_db()
    taken = correct(point, Author.staff(li), PinChoice.TAKE_OFF, address=YOUXI)
    assert (town_of(taken), taken.precision) == ("youxi", "town")


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        ({"serial": 7, "is_active": True}, True),
        ({"serial": 7}, False),
        ({"serial": 8, "is_active": True}, False),
        ({"is_active": True}, False),
        ({"note": "second floor"}, False),
    ],
)
def test_no_outlet_gets_the_serial_of_another_one(
    make_point: MakePoint, said: dict[str, Any], is_refused: bool
) -> None:
    holder = make_point(serial=7, name="邮储双福支行")
    closed = make_point(serial=9, is_active=False)
    problems = Corrections(closed.region).plan(closed, said).problems
    assert [(one.field, holder.name in one.text) for one in problems] == (
        [("serial", True)] * is_refused
    )
    assert Corrections(holder.region).plan(holder, {"serial": 7, "is_active": True}).problems == ()


def test_an_outlet_is_not_added_under_the_serial_of_another_one(make_point: MakePoint) -> None:
    holder = make_point(serial=7)
    said = {"name": "农商行珞璜支行", "address": "珞璜镇园区大道1号"}
    (problem,) = plan_addition(holder.region, {**said, "serial": 7}).problems
    assert (problem.field, holder.name in problem.text) == ("serial", True)
    for other in ({}, {"serial": 9}, {"serial": 7, "is_active": False}):
        assert plan_addition(holder.region, {**said, **other}).problems == (), other
    assert plan_addition(holder.region, said).read["serial"] == 8


def test_no_address_that_no_table_may_have() -> None:
    assert clean_address(" 油溪镇 建新路４６号") == YOUXI
    for text in ("", "=1+1", "<b>x</b>", "路1\u202e号", "长" * 201):
        with pytest.raises(TextRefusedError):
            clean_address(text)
