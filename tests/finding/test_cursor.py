"""A cursor continues its own question and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sites.finding import InvalidQuery, PointQuery
from sites.finding.cursor import ByDistance, InList, read_cursor, write_cursor
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate

QUERY = PointQuery(near=Coordinate(106.25, 29.29), services=("a", "b"))


@given(end=st.builds(ByDistance, st.floats(0, 4), st.integers(1, 2**62)))
def test_distance_comes_back_to_the_last_bit(end: ByDistance) -> None:
    assert read_cursor(replace(QUERY, cursor=write_cursor(end, QUERY))) == end


def test_place_in_a_list_comes_back() -> None:
    end = InList("500116", 57, 1234)
    assert read_cursor(replace(QUERY, cursor=write_cursor(end, QUERY))) == end


def test_no_cursor_is_no_end() -> None:
    assert read_cursor(QUERY) is None


@given(st.text(max_size=60))
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        read_cursor(replace(QUERY, cursor=text))
    assert [error.name for error in caught.value.errors] == ["cursor"]


@given(position=st.integers(0), character=st.sampled_from("ABab01-_"))
def test_changed_cursor_is_refused(position: int, character: str) -> None:
    text = write_cursor(ByDistance(0.25, 7), QUERY)
    # The last character carries bits that stand for nothing.
    position %= len(text) - 1
    changed = text[:position] + character + text[position + 1 :]
    assume(changed != text)
    with pytest.raises(InvalidQuery):
        read_cursor(replace(QUERY, cursor=changed))


@pytest.mark.parametrize(
    "change",
    [
        {"region": "500116"},
        {"town": "a"},
        {"services": ("a",)},
        {"operator": "a"},
        {"kind": "bank"},
        {"text": "a"},
        {"bbox": Box(0, 0, 1, 1)},
        {"near": Coordinate(106.25, 29.3)},
        {"near": None},
        {"radius_m": 5.0},
    ],
)
def test_other_conditions_are_refused(change: dict[str, Any]) -> None:
    text = write_cursor(ByDistance(0.25, 7), QUERY)
    with pytest.raises(InvalidQuery):
        read_cursor(replace(QUERY, cursor=text, **change))


@pytest.mark.parametrize(
    "change", [{"limit": 5}, {"language": "en"}, {"with_total": True}, {"services": ("b", "a")}]
)
def test_what_is_no_condition_may_change(change: dict[str, Any]) -> None:
    text = write_cursor(ByDistance(0.25, 7), QUERY)
    assert read_cursor(replace(QUERY, cursor=text, **change)) == ByDistance(0.25, 7)
