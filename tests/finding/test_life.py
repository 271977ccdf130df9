"""How an outlet stands: what was said of it holds until it leaves the lists or comes back."""

import random
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from sites.changes.author import Author
from sites.changes.fields import PlainValue
from sites.changes.record import Edit, record
from sites.finding import InvalidQuery, PointQuery, find_points, get_point
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.models import ServicePoint, Status
from tests.factories import MakePoint

_ANSWERED = ("status", "status_since", "status_until", "status_reason", "successor")
_IMPORTER = Author.geocoder("table")


def say(point: ServicePoint, author: Author = _IMPORTER, **values: PlainValue) -> None:
    record([Edit(point=ServicePoint.objects.get(pk=point.pk), values=values)], author)


def answered(point: ServicePoint) -> dict[str, Any]:
    row = get_point(point.public_id, "zh-hans")
    assert row is not None
    return {name: dict(row)[name] for name in _ANSWERED}


def today() -> str:
    return timezone.localdate().isoformat()


def test_one_that_nothing_was_said_of_is_in_service(make_point: MakePoint) -> None:
    assert answered(make_point()) == {
        "status": "open",
        "status_since": None,
        "status_until": None,
        "status_reason": "",
        "successor": None,
    }


def test_one_that_is_there_stands_as_was_said(make_point: MakePoint) -> None:
    point = make_point()
    say(
        point,
        status="suspended",
        status_since="2026-07-01",
        status_until="2026-09-30",
        status_reason="装修",
    )
    assert answered(point) == {
        "status": "suspended",
        "status_since": "2026-07-01",
        "status_until": "2026-09-30",
        "status_reason": "装修",
        "successor": None,
    }
    (row,) = find_points(PointQuery()).points
    assert row["status"] == "suspended"
    stored = ServicePoint.objects.get(pk=point.pk)
    assert (stored.status_since, stored.status_until) == (date(2026, 7, 1), date(2026, 9, 30))


def test_one_that_left_the_lists_is_closed_since_then(make_point: MakePoint) -> None:
    point = make_point()
    say(point, is_active=False)
    assert answered(point) == {
        "status": "closed",
        "status_since": today(),
        "status_until": None,
        "status_reason": "",
        "successor": None,
    }
    assert find_points(PointQuery()).points == []


def test_a_person_says_when_why_and_what_took_its_place(make_point: MakePoint) -> None:
    point, other = make_point(), make_point()
    say(
        point,
        is_active=False,
        status_since="2026-07-01",
        status_reason="合并",
        successor=str(other.public_id),
    )
    assert answered(point) == {
        "status": "merged",
        "status_since": "2026-07-01",
        "status_until": None,
        "status_reason": "合并",
        "successor": str(other.public_id),
    }


def test_what_was_said_before_it_closed_holds_no_longer(make_point: MakePoint) -> None:
    point = make_point()
    say(point, status="suspended", status_since="2026-07-01", status_reason="装修")
    say(point, is_active=False)
    assert answered(point)["status"] == "closed"
    assert answered(point)["status_since"] == today()
    assert answered(point)["status_reason"] == ""


def test_what_was_said_before_it_came_back_holds_no_longer(make_point: MakePoint) -> None:
    point, other = make_point(), make_point()
    say(point, status="suspended", status_reason="装修")
    say(point, is_active=False, successor=str(other.public_id))
    say(point, is_active=True)
    assert answered(point)["status"] == "open"
    assert answered(point)["status_reason"] == ""
    assert answered(point)["successor"] is None
    stored = ServicePoint.objects.get(pk=point.pk)
    assert (stored.status, stored.successor_id) == ("open", None), "the desk shows the same"


def test_the_database_refuses_what_cannot_be(make_point: MakePoint) -> None:
    point = make_point()
    impossible: list[dict[str, PlainValue]] = [
        {"status": "closed"},
        {"status_since": "2026-07-02", "status_until": "2026-07-01"},
        {"successor": str(point.public_id)},
    ]
    for values in impossible:
        with pytest.raises(IntegrityError):
            say(point, _IMPORTER, **values)
    assert answered(point)["status"] == "open"


class TestClosedOnes:
    def test_are_listed_where_they_are_asked_for(self, make_point: MakePoint) -> None:
        there, gone = make_point(), make_point(name="旧网点")
        say(gone, is_active=False)
        asked = PointQuery(closed=True, with_total=True)
        answer = find_points(asked)
        assert [row["id"] for row in answer.points] == [str(gone.public_id)]
        assert answer.total == 1
        assert [row["id"] for row in find_points(PointQuery()).points] == [str(there.public_id)]
        assert find_points(PointQuery(closed=True, operator="icbc")).points == []
        assert find_points(PointQuery(closed=True, text="旧网点")).points != []

    def test_come_page_by_page(self, make_point: MakePoint) -> None:
        for _count in range(3):
            say(make_point(), is_active=False)
        first = find_points(PointQuery(closed=True, limit=2))
        rest = find_points(PointQuery(closed=True, limit=2, cursor=first.next_cursor))
        assert [row["serial"] for row in (*first.points, *rest.points)] == [1, 2, 3]
        with pytest.raises(InvalidQuery):
            find_points(PointQuery(limit=2, cursor=first.next_cursor))

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "place",
        [{"near": Coordinate(106.2, 29.2)}, {"bbox": Box(106.0, 29.0, 107.0, 30.0)}],
        ids=["near", "bbox"],
    )
    def test_are_in_no_index_of_places(self, place: Any) -> None:
        with pytest.raises(InvalidQuery) as refused:
            find_points(PointQuery(closed=True, **place))
        assert [error.name for error in refused.value.errors] == ["closed"]


def test_every_id_ever_public_answers(make_point: MakePoint, django_user_model: type[User]) -> None:
    """Whatever happens to outlets, in any order: nobody who kept an address finds nothing."""
    chance = random.Random(20261130)  # noqa: S311 - the same events in every run
    person = Author.staff(django_user_model.objects.create_user("li"))
    points = [make_point() for _count in range(120)]
    serials = iter(range(1000, 1_000_000))

    def event(point: ServicePoint) -> dict[str, PlainValue]:
        other = chance.choice([one for one in points if one.pk != point.pk])
        return chance.choice(
            [
                {"name": f"网点{chance.randrange(1000)}"},
                {"serial": next(serials)},
                {"address": f"大同路{chance.randrange(1000)}号", "status": "moved"},
                {"phone": f"4756{chance.randrange(1000, 10_000)}"},
                {"status": "suspended", "status_reason": "装修"},
                {"is_active": False},
                {"is_active": False, "successor": str(other.public_id)},
                {"is_active": True, "serial": next(serials)},
            ]
        )

    for _round in range(100):
        edits = [Edit(point=one, values=event(one)) for one in chance.sample(points, 100)]
        record(edits, chance.choice([person, _IMPORTER]))
    rows = [get_point(point.public_id, "zh-hans") for point in points]
    assert None not in rows
    listed = {row["id"] for row in find_points(PointQuery(limit=1000)).points}
    closed = {row["id"] for row in find_points(PointQuery(closed=True, limit=1000)).points}
    assert listed | closed == {str(point.public_id) for point in points}
    assert not listed & closed
    gone = {row["id"] for row in rows if row is not None and Status(row["status"]).is_gone}
    assert gone == closed
    assert get_point(uuid4(), "zh-hans") is None
