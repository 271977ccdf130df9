"""Chinese texts about opening hours: what they say, and what nobody can tell."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.hours.calendar import stored_calendar
from sites.hours.evaluation import day_of, state_at
from sites.hours.osm import OsmHours, from_osm, to_osm
from sites.hours.schedule import Schedule, State
from sites.hours.texts import HoursTextError, Reading, read_hours
from sites.hours.texts.lexicon import words
from tests.hours.strategies import DAYS

DATA = Path(__file__).resolve().parents[1] / "data"
CALENDAR = stored_calendar()
REFUSED = "REFUSE"
# Two festivals are by rota, of the others nothing is said: the truth says so of all of them.
COARSE = {"t169"}
TABLES = ("texts.csv", "own_texts.csv", "third_texts.csv", "fourth_texts.csv")
# They can be read, and this reader refuses them.
TOO_HARD = {
    *("s118", "s128", "s160"),
    *("r09", "r14", "r19", "r30", "r32", "r35", "r42", "r59", "r60"),
    *("f4", "f9", "f11", "f13", "f19", "f23", "f25", "f28", "f31", "f34", "f42", "f44"),
    *("f49", "f61", "f64", "f68"),
}


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of truth."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def states(schedule: Schedule, day: date) -> list[tuple[int, State]]:
    """Return the minutes at which the state changes, with the state."""
    changes: list[tuple[int, State]] = []
    for piece in day_of(schedule, day, CALENDAR):
        if not changes or changes[-1][1] is not piece.answer.state:
            changes.append((piece.start, piece.answer.state))
    return changes


def truths(row: dict[str, str]) -> Iterator[tuple[str, Schedule]]:
    """Yield the services of a row with their true schedules."""
    columns = [row[name].split(" || ") for name in ("expected", "holidays", "makeup")]
    for text, holidays, makeup in zip(*columns, strict=True):
        service, _, hours = text.rpartition(" := ")
        yield service, from_osm(OsmHours(hours, holidays, makeup))


ALL_ROWS = [row for table in TABLES for row in rows(table)]
READABLE = [row for row in ALL_ROWS if row["expected"] != REFUSED and row["id"] not in TOO_HARD]


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row["id"])
def test_a_text_means_what_it_says(row: dict[str, str]) -> None:
    readings = read_hours(row["text"])
    found = [(reading.service, reading.schedule) for reading in readings]
    for (service, schedule), (true_service, truth) in zip(found, truths(row), strict=True):
        assert true_service in service or row["id"][0] != "t"
        if row["id"] not in COARSE:
            for day in DAYS:
                assert states(schedule, day) == states(truth, day), day


@pytest.mark.parametrize(
    "row",
    [row for row in ALL_ROWS if row["expected"] == REFUSED or row["id"] in TOO_HARD],
    ids=lambda row: row["id"],
)
def test_what_cannot_be_told_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(HoursTextError):
        read_hours(row["text"])


def test_every_moment_of_the_truth() -> None:
    texts = {row["id"]: row["text"] for row in rows("texts.csv")}
    wrong = []
    for row in rows("evaluations.csv"):
        try:
            reading = _of_service(read_hours(texts[row["id"]]), row["service"])
        except HoursTextError:
            state = State.UNKNOWN
        else:
            moment = datetime.fromisoformat(row["datetime"])
            state = state_at(reading.schedule, moment, CALENDAR)
        if state != row["state"]:
            wrong.append((row, state))
    assert wrong == []


def _of_service(readings: tuple[Reading, ...], service: str) -> Reading:
    exact = [one for one in readings if one.service == service]
    return (exact or [one for one in readings if service in one.service])[0]


@pytest.mark.parametrize("row", rows("siblings.csv"), ids=lambda row: row["text"])
def test_what_else_people_write(row: dict[str, str]) -> None:
    if row["reading"] == REFUSED:
        with pytest.raises(HoursTextError):
            read_hours(row["text"])
        return
    readings = read_hours(row["text"])
    written = [to_osm(reading.schedule, CALENDAR, [2026]) for reading in readings]
    named = [
        f"{reading.service} := {osm.opening_hours}" if reading.service else osm.opening_hours
        for reading, osm in zip(readings, written, strict=True)
    ]
    assert " || ".join(named) == row["reading"]
    assert " || ".join(osm.holidays for osm in written) == row["holidays"]
    assert " || ".join(osm.makeup for osm in written) == row["makeup"]


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("", "empty", ""),
        (" 　\n", "empty", ""),
        ("周一至周五9:00-17:00" * 50, "too_long", ""),
        ("周一至周五", "no_hours", ""),
        ("周一至周五9:00-17:00左右", "not_understood", "左右"),
        ("周一至周五9:00-17:00，周五休息", "contradiction", ""),
        ("周一至周五8:70-17:00", "impossible_time", "8:70"),
        ("周一至周五9:00-5:00", "ambiguous", ""),
        ("夏季8:00-18:00，冬季8:30-17:30", "ambiguous", ""),
        ("咨询电话：023-00000000（24小时）", "not_hours", "咨询电话"),
    ],
)
def test_why_a_text_is_refused(text: str, code: str, found: str) -> None:
    with pytest.raises(HoursTextError) as refusal:
        read_hours(text)
    assert refusal.value.code == code
    if found:
        assert refusal.value.parameters == {"found": found}
        assert found in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "周一至周五９：００－１７：００",
        "週一至週五9:00-17:00",
        "星期一到星期五，早上九点到下午五点",
        "周一至周五 9点整至17点整",
        "周一至周五\u200b9:00～17:00",
        "9:00—17:00（周一至周五）",
    ],
)
def test_one_meaning_in_many_spellings(text: str) -> None:
    (reading,) = read_hours(text)
    assert reading.schedule is read_hours("周一至周五9:00-17:00")[0].schedule


def test_what_else_a_text_says_is_kept() -> None:
    (reading,) = read_hours("周一至周五9:00-17:00，16:30停止取号，每日限号50个")
    assert reading.notes == ("停止取号", "每日限号")


# "^" is where a word goes that takes something away from what stands beside it.
_LIMITED = (
    "周一至周五^9:00-17:00",
    "周一至周五9:00-17:00，周六^9:00-12:00",
    "周一至周五9:00-17:00，^节假日除外",
    "周一至周五9:00-17:00，节假日^休息",
    "周一至周五9:00-^17:00",
    "工作日^8:30-12:00，13:30-17:00",
    "周一至周五8:30-17:30，^周六周日休息",
    "周二至周日9:00-17:00，周一^闭馆",
    "每天9:00-21:00，^除夕休息",
    "5月1日至9月30日^8:00-18:00，10月1日至4月30日9:00-17:00",
)
_LIMITING = (
    *("约", "一般", "原则上", "可能", "单周", "隔周", "半天", "大概", "不一定", "个别"),
    *("暂定", "第一个", "基本", "有时", "偶尔"),
)


@pytest.mark.parametrize("word", _LIMITING)
@pytest.mark.parametrize("text", _LIMITED)
def test_a_word_that_limits_is_never_passed_over(text: str, word: str) -> None:
    read_hours(text.replace("^", ""))
    with pytest.raises(HoursTextError):
        read_hours(text.replace("^", word))


@pytest.mark.parametrize(
    "text",
    [
        "本周六9:00-12:00",
        "周一至周五9:00-17:00，12月31日对公业务暂停",
        "周一至周五9:00-17:00，假期13:00-15:00",
        "周一至周五9:00-17:00，周六或周日9:00-12:00",
        "8:30-12:00，午餐12:00-13:00，13:00-17:00",
        "周一至周五9:00-17:00，周六不照常营业",
        "周一至周五9:00-17:00，节假日当天休息",
        "周一至周五9:00-17:00（5月1日（周五）至3日休息）",
        "2026年10月10日（周日）正常上班，周一至周五9:00-17:00",
        "元旦除夕至初六放假，每天8:30-16:30",
        "除周一9:00-17:00",
        "周末下午及节假日统一9:00-16:30",
        "热线：12345。周一至周五9:00-17:00",
        "周一至周五9:00-17:00，电话0571-00000000，24小时",
        "周一至周五9:00-17:00，平时13:00-15:00",
        "周六周日三天9:00-16:00",
        "周一至周五8:30-17:00（中午休息2小时，12:00-13:30）",
        "9:00-17:00（全年）",
        "国庆节（8月1日至7日）休息，每天8:30-16:30",
        "停办社保业务：周一至周五9:00-17:00",
        "人工服务9:00-17:00，热线12333",
        "12:00 AM-9:00 PM",
    ],
)
def test_what_looks_like_something_else_is_refused(text: str) -> None:
    with pytest.raises(HoursTextError):
        read_hours(text)


_PIECES = st.sampled_from(
    [
        *sorted(words())[::7],
        *"0123456789:-,、；（）。\n至",
        "9:00-12:00",
        "14:00-17:00",
        "周一",
        "5月1日",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(_PIECES, max_size=20).map("".join) | st.text(max_size=80))
def test_no_text_raises_another_error(text: str) -> None:
    try:
        read_hours(text)
    except HoursTextError as refusal:
        str(refusal)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([row["text"] for row in READABLE]),
    st.integers(0, 200),
    st.sampled_from(["约", "左右", "单周", "顺延", "某某"]),
)
def test_a_word_that_nobody_knows_is_never_passed_over(text: str, at: int, word: str) -> None:
    """Where it does not refuse the text, it has become part of the name of a service."""
    at %= len(text) + 1
    changed = text[:at] + word + text[at:]
    try:
        readings = read_hours(changed)
    except HoursTextError:
        return
    said = "".join(
        reading.service + "".join(reading.notes) + repr(reading.schedule) for reading in readings
    )
    assert (word == "某某" and word in said) or word in said, changed
