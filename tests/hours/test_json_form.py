"""Schedules as JSON: there and back, and what is wrong with others."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.hours.json_form import from_json, to_json
from sites.hours.schedule import Schedule, ScheduleError
from tests.hours.strategies import schedules

CLOSED_WEEK: dict[str, object] = {"days": [[]] * 7}


@given(schedules())
def test_there_and_back(schedule: Schedule) -> None:
    text = to_json(schedule)
    assert from_json(text) is schedule
    form = json.loads(text)
    assert json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text


def test_equal_schedules_have_equal_texts() -> None:
    week = {"days": [["13:00-17:00", "09:00-12:00", "12:00-13:00"], *([[]] * 6)]}
    first = from_json(json.dumps({"week": week, "holidays": [], "seasons": []}))
    second = from_json(
        json.dumps({"holidays": "off", "week": {"days": [["09:00-17:00"], *([[]] * 6)]}})
    )
    assert first is second
    assert (
        to_json(first) == '{"holidays":"off","week":{"days":[["09:00-17:00"],[],[],[],[],[],[]]}}'
    )


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ([], "At schedule: expected an object"),
        ({}, "At week: expected an object"),
        ({"week": CLOSED_WEEK, "hours": 1}, "“hours” is none of week, holidays"),
        ({"week": {"days": [[]]}}, "At week: A week has seven days"),
        ({"week": {"days": 1}}, "At week.days: expected a list, found 1"),
        ({"week": {"days": [["9-5"], *([[]] * 6)]}}, r"At week.days\[0\]\[0\]: expected times"),
        ({"week": {"days": [["09:00-25:99"], *([[]] * 6)]}}, r"week.days\[0\]\[0\]"),
        ({"week": {"days": [["10:00-09:00"], *([[]] * 6)]}}, r"At week.days\[0\]: 10:00-09:00"),
        ({"week": {"days": [[{"time": "09:00-10:00"}], *([[]] * 6)]}}, r"\[0\].perhaps"),
        ({"week": CLOSED_WEEK, "holidays": "sometimes"}, "At holidays: expected one of unstated"),
        ({"week": CLOSED_WEEK, "special": [{}]}, r"At special\[0\]: name one of dates"),
        ({"week": CLOSED_WEEK, "special": [{"festival": "圣诞节"}]}, "圣诞节 is none of 元旦"),
        ({"week": CLOSED_WEEK, "special": [{"lunar": ["a", 1]}]}, "expected two whole numbers"),
        ({"week": CLOSED_WEEK, "special": [{"dates": ["2026-02-30", "2026-03-01"]}]}, "two dates"),
        ({"week": CLOSED_WEEK, "special": [{"dates": ["2026-03-02", "2026-03-01"]}]}, "no period"),
        ({"week": CLOSED_WEEK, "special": [{"yearly": ["02-30", "03-01"]}]}, "no day 2-30"),
        ({"week": CLOSED_WEEK, "special": [{"yearly": "05-01"}]}, "two days of the year"),
        ({"week": CLOSED_WEEK, "special": [{"festival": "春节", "reason": 1}]}, "reason"),
        ({"week": {"days": [[]] * 7, "nth": [{"weekday": "Xx"}]}}, r"nth\[0\].weekday"),
        ({"week": {"days": [[]] * 7, "nth": [{"weekday": "Mo", "number": True}]}}, "number"),
        ({"week": CLOSED_WEEK, "seasons": [{"days": ["05-01", "09-30"]}]}, r"seasons\[0\].week"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(form: object, message: str) -> None:
    with pytest.raises(ScheduleError, match=message):
        from_json(json.dumps(form))


@pytest.mark.parametrize("text", ["", "{", "[" * 5000, "nul", '"' + "x" * 30_000 + '"'])
def test_a_text_that_is_no_schedule(text: str) -> None:
    with pytest.raises(ScheduleError):
        from_json(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.dictionaries(
        st.sampled_from(["week", "holidays", "makeup", "seasons", "special"]),
        _JSON | st.just(CLOSED_WEEK),
    )
)
def test_no_other_error(form: object) -> None:
    with suppress(ScheduleError):
        from_json(json.dumps(form))
