"""Which outlets are open at a moment, and of which nobody knows."""

from datetime import datetime
from typing import Any

import pytest

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.finding import InvalidQuery, PointQuery, filter_parameters, find_points, parse_query
from sites.hours.evaluation import SHANGHAI
from sites.models import ServicePoint
from tests.factories import MakePoint

OFFICE = "周一至周五9:00-17:00（法定节假日除外）"
ALWAYS = "每天24小时，节假日照常"
DAILY = "每天9:00-17:00"


@pytest.fixture
def outlets(make_point: MakePoint) -> dict[str, ServicePoint]:
    """Return one outlet for each way of being open, by its name."""
    hours = {"社保所": OFFICE, "自助": ALWAYS, "支行": DAILY, "赶场": "逢赶场天", "不清楚": ""}
    return {name: make_point(name=name, hours=text) for name, text in hours.items()}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def named(moment: str, **more: Any) -> set[str]:
    query = PointQuery(open_at=at(moment), **more)
    return {row["name"] for row in find_points(query).points}


@pytest.mark.usefixtures("outlets")
@pytest.mark.parametrize(
    ("moment", "is_open", "may_be"),
    [
        # A Monday; its closing minute; a Saturday.
        ("2026-11-30T16:59", {"社保所", "自助", "支行"}, set()),
        ("2026-11-30T17:00", {"自助"}, set()),
        ("2026-11-28T10:00", {"自助", "支行"}, set()),
        # National Day, and the Saturday that is worked in exchange.
        ("2026-10-01T10:00", {"自助"}, {"支行"}),
        ("2026-10-10T10:00", {"社保所", "自助", "支行"}, set()),
        ("2026-10-10T18:00", {"自助"}, set()),
    ],
)
def test_the_year_of_china_counts(moment: str, is_open: set[str], may_be: set[str]) -> None:
    assert named(moment) == is_open
    assert named(moment, or_unknown=True) == is_open | may_be | {"赶场", "不清楚"}


@pytest.mark.usefixtures("outlets")
def test_nobody_disappears_without_a_word() -> None:
    answer = find_points(PointQuery(open_at=at("2026-10-01T10:00"), with_total=True))
    assert answer.total == len(answer.points) == 1
    (note,) = answer.notes
    assert (note.code, note.count) == ("unknown_hours_left_out", 3)
    assert note.alternative == {"open_at": "2026-10-01T10:00+08:00", "open": "not_closed"}
    everything = find_points(
        PointQuery(open_at=at("2026-10-01T10:00"), or_unknown=True, with_total=True)
    )
    assert everything.total == 4
    assert everything.notes == ()


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ({"status": "limited"}, True),
        ({"status": "moved"}, True),
        ({"status": "planned"}, False),
        ({"status": "suspended"}, False),
        ({"status": "suspended", "status_until": "2026-11-30"}, False),
        ({"status": "suspended", "status_until": "2026-11-29"}, True),
    ],
)
def test_what_is_not_in_service_is_open_at_no_time(
    make_point: MakePoint, said: dict[str, Any], is_open: bool
) -> None:
    make_point(name="自助", hours=ALWAYS, **said)
    make_point(name="不清楚", **said)
    names = {"自助"} if is_open else set()
    assert named("2026-11-30T10:00") == names
    assert named("2026-11-30T10:00", or_unknown=True) == names | ({"不清楚"} if is_open else set())
    notes = find_points(PointQuery(open_at=at("2026-11-30T10:00"))).notes
    assert ("unknown_hours_left_out" in {note.code for note in notes}) is is_open


@pytest.mark.usefixtures("outlets")
def test_at_another_time_there_are_some() -> None:
    answer = find_points(PointQuery(open_at=at("2026-11-30T03:00"), text="支行"))
    assert answer.points == []
    assert {"q": "支行"} in [note.alternative for note in answer.notes]


def test_what_is_changed_counts_at_once(outlets: dict[str, ServicePoint]) -> None:
    assert "支行" in named("2026-11-28T10:00")
    point = ServicePoint.objects.get(pk=outlets["支行"].pk)
    record([Edit(point=point, values={"hours": OFFICE})], Author.geocoder("table"))
    assert "支行" not in named("2026-11-28T10:00")


@pytest.mark.usefixtures("outlets")
def test_pages_of_one_moment_go_on_and_of_another_do_not() -> None:
    first = PointQuery(open_at=at("2026-11-30T10:00"), limit=1)
    cursor = find_points(first).next_cursor
    second = find_points(PointQuery(open_at=at("2026-11-30T10:00"), limit=1, cursor=cursor))
    assert len(second.points) == 1
    with pytest.raises(InvalidQuery):
        find_points(PointQuery(open_at=at("2026-11-30T11:00"), limit=1, cursor=cursor))


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-10T09:30",
        "2026-10-10 09:30",
        "2026-10-10T09:30:59",
        "2026-10-10T09:30+08:00",
        "2026-10-10T09:30 08:00",
        "2026-10-10T01:30Z",
    ],
)
def test_a_moment_is_read_as_people_and_programs_write_it(text: str) -> None:
    query = parse_query({"open_at": [text]})
    assert query.open_at == at("2026-10-10T09:30")
    assert parse_query({k: [v] for k, v in filter_parameters(query).items()}) == query


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"open_at": ["now"]}, "open_at"),
        ({"open_at": ["2026-13-01T09:00"]}, "open_at"),
        ({"open_at": ["9:30"]}, "open_at"),
        # A day alone is not its midnight.
        *(({"open_at": [day]}, "open_at") for day in ("2026-10-10", "20261010", "2026-W41-6")),
        ({"open_at": ["2026-10-10T09:30"], "open": ["yes"]}, "open"),
    ],
)
def test_what_is_no_moment_is_refused(parameters: dict[str, list[str]], wrong: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        parse_query(parameters)
    assert [error.name for error in refused.value.errors] == [wrong]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        (PointQuery(or_unknown=True), "open"),
        (PointQuery(open_at=at("0001-01-02T09:00")), "open_at"),
        (PointQuery(open_at=at("2009-12-31T09:00")), "open_at"),
        (PointQuery(open_at=at("9999-12-31T09:00")), "open_at"),
        (PointQuery(closed=True, open_at=at("2026-10-10T09:30")), "closed"),
    ],
)
def test_what_makes_no_sense_together_is_refused(query: PointQuery, wrong: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        find_points(query)
    assert [error.name for error in refused.value.errors] == [wrong]
