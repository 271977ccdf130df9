"""An answer says what it left out, and an empty one where to go instead."""

import re

import pytest

from sites.finding import Note, PointQuery, find_points, parse_query
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from tests.factories import MakePoint

JIJIANG = (106.257, 29.290)
BAISHA = (106.113, 29.063)


def notes(query: PointQuery) -> dict[str, Note]:
    return {note.code: note for note in find_points(query).notes}


def follow(note: Note) -> list[str]:
    """Return the names in the answer to the question that a note offers."""
    assert note.alternative is not None
    query = parse_query({name: [value] for name, value in note.alternative.items()})
    return [point["name"] for point in find_points(query).points]


def test_plain_answer_has_none(make_point: MakePoint) -> None:
    make_point(JIJIANG)
    assert notes(PointQuery()) == {}
    assert notes(PointQuery(near=Coordinate(*JIJIANG))) == {}


def test_town_filter_counts_outlets_of_unknown_town_that_fit_the_rest(
    make_point: MakePoint,
) -> None:
    make_point(town="jijiang", operator="icbc", kind="bank", name="甲")
    make_point(operator="icbc", kind="bank", name="乙")
    make_point(operator="abc", kind="bank", name="丙")
    make_point(operator="icbc", kind="bank", is_active=False)
    query = PointQuery(town="几江", operator="icbc")
    answer = find_points(query)
    assert [point["name"] for point in answer.points] == ["甲"]
    (note,) = answer.notes
    assert (note.code, note.count) == ("unknown_town_left_out", 1)
    assert follow(note) == ["甲", "乙"]


@pytest.mark.parametrize(
    "query",
    [
        PointQuery(near=Coordinate(*JIJIANG), radius_m=1000),
        PointQuery(bbox=Box(106.2, 29.2, 106.3, 29.3)),
    ],
)
def test_place_counts_outlets_without_position(make_point: MakePoint, query: PointQuery) -> None:
    make_point(JIJIANG, name="甲")
    make_point(name="乙")
    answer = find_points(query)
    assert [point["name"] for point in answer.points] == ["甲"]
    (note,) = answer.notes
    assert (note.code, note.count) == ("no_position_left_out", 1)
    assert follow(note) == ["甲", "乙"]


def test_nothing_in_the_town_names_the_nearest_town_that_has_it(make_point: MakePoint) -> None:
    make_point(BAISHA, town="baisha", operator="icbc", kind="bank", name="远")
    make_point(town="degan", operator="icbc", kind="bank", name="近")
    make_point(JIJIANG, town="jijiang", name="所")
    found = notes(PointQuery(town="jijiang", operator="icbc", language="en"))
    nothing = found["nothing_found"]
    assert nothing.count == 0
    assert "Degan Subdistrict" in nothing.message
    # From town to town, a distance is never more than about right.
    assert re.search(r"about \d+ km away", nothing.message)
    assert nothing.alternative == {"region": "500116", "town": "degan", "operator": "icbc"}
    assert follow(nothing) == ["近"]
    assert found["alternative"].alternative == {"region": "500116", "town": "jijiang"}
    assert follow(found["alternative"]) == ["所"]


def test_nothing_within_the_radius_says_how_far_it_is(make_point: MakePoint) -> None:
    make_point((106.357, 29.290))
    query = PointQuery(near=Coordinate(*JIJIANG), radius_m=500, language="en")
    nothing = notes(query)["nothing_found"]
    assert nothing.alternative == {}
    assert "about 10 km away" in nothing.message


def test_each_single_condition_that_is_in_the_way_is_offered(make_point: MakePoint) -> None:
    make_point(JIJIANG, name="甲", services=["unlock"])
    for query in (
        PointQuery(operator="icbc"),
        PointQuery(kind="bank"),
        PointQuery(services=("reissue",)),
        PointQuery(text="白沙"),
        PointQuery(bbox=Box(0, 0, 1, 1)),
    ):
        (note,) = find_points(query).notes
        assert note.code == "nothing_found"
        assert follow(note) == ["甲"]


def test_several_conditions_in_the_way_leave_the_region(make_point: MakePoint) -> None:
    make_point(JIJIANG, name="甲")
    (note,) = find_points(PointQuery(region="500116", operator="icbc", text="白沙")).notes
    assert note.alternative == {"region": "500116"}
    assert follow(note) == ["甲"]


@pytest.mark.usefixtures("reference_data")
def test_empty_database_offers_nothing() -> None:
    for query in (PointQuery(), PointQuery(town="baisha", operator="icbc")):
        (note,) = find_points(query).notes
        assert (note.code, note.alternative) == ("nothing_found", None)


def test_notes_come_with_the_first_page_only(make_point: MakePoint) -> None:
    make_point(JIJIANG, town="jijiang")
    make_point(JIJIANG, town="jijiang")
    make_point()
    first = find_points(PointQuery(town="jijiang", limit=1))
    assert [note.code for note in first.notes] == ["unknown_town_left_out"]
    assert find_points(PointQuery(town="jijiang", cursor=first.next_cursor)).notes == ()
