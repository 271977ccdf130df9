"""Whether an outlet is open: a schedule, behind the calendar, at a moment in Asia/Shanghai."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache, reduce
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sites.hours.calendar import ChineseCalendar, Day, DayKind
from sites.hours.grid import ordinary_hours
from sites.hours.schedule import (
    CLOSED,
    DAY_MINUTES,
    Hours,
    Said,
    Schedule,
    Span,
    State,
    Stated,
)

__all__ = [
    "LOOK_AHEAD",
    "SHANGHAI",
    "Answer",
    "Doubt",
    "Piece",
    "answer_at",
    "certain_until",
    "day_of",
    "hours_on",
    "next_change",
    "state_at",
]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
LOOK_AHEAD: Final = timedelta(days=100)
"""How far a change is looked for: no holiday is so long, and hardly a season's break."""
_DAYS_KEPT: Final = 50_000


class Doubt(StrEnum):
    """Why it is not known whether an outlet is open."""

    PART_NOT_STATED = "part_not_stated"
    """The schedule says so of these hours, as a rule with a note: 预约, 轮休."""
    HOLIDAY_NOT_STATED = "holiday_not_stated"
    MAKE_UP_NOT_STATED = "make_up_not_stated"
    YEAR_NOT_ANNOUNCED = "year_not_announced"


class Answer(NamedTuple):
    """Whether it is open, and if that is not known, why."""

    state: State
    doubt: Doubt | None = None
    note: str = ""


class Piece(NamedTuple):
    """A stretch of one day, in minutes from its midnight, with one answer."""

    start: int
    end: int
    answer: Answer


Line = tuple[Piece, ...]
"""A whole day: from 0 to its last minute, each piece beginning where the one before it ends."""

_OPEN: Final = Answer(State.OPEN)
_CLOSED: Final = Answer(State.CLOSED)
_NOT_ANNOUNCED: Final = Answer(State.UNKNOWN, Doubt.YEAR_NOT_ANNOUNCED)
_NO_MAKE_UP: Final = Answer(State.UNKNOWN, Doubt.MAKE_UP_NOT_STATED)
_NO_HOLIDAY: Final = Answer(State.UNKNOWN, Doubt.HOLIDAY_NOT_STATED)


def state_at(schedule: Schedule, moment: datetime, calendar: ChineseCalendar) -> State:
    """Return whether an outlet is open at a moment (with a time zone)."""
    return answer_at(schedule, moment, calendar).state


def answer_at(schedule: Schedule, moment: datetime, calendar: ChineseCalendar) -> Answer:
    """Return whether an outlet is open at a moment (with a time zone), and why if not known."""
    day, minute = _local(moment)
    return next(p.answer for p in day_of(schedule, day, calendar) if minute < p.end)


def next_change(schedule: Schedule, moment: datetime, calendar: ChineseCalendar) -> datetime | None:
    """Return when the state changes after a moment, in Asia/Shanghai; None within `LOOK_AHEAD`."""
    now = state_at(schedule, moment, calendar)
    today, minute = _local(moment)
    for number in range(LOOK_AHEAD.days + 1):
        day = today + timedelta(days=number)
        for piece in day_of(schedule, day, calendar):
            if (number or piece.start > minute) and piece.answer.state is not now:
                change = datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=piece.start)
                return change if change <= moment + LOOK_AHEAD else None
    return None


def certain_until(schedule: Schedule, moment: datetime, calendar: ChineseCalendar) -> datetime:
    """Return the moment up to which the state stays what it is, at most `LOOK_AHEAD` away."""
    return next_change(schedule, moment, calendar) or moment.astimezone(SHANGHAI) + LOOK_AHEAD


@lru_cache(maxsize=_DAYS_KEPT)
def day_of(schedule: Schedule, day: date, calendar: ChineseCalendar) -> Line:
    """Return the answers of a whole day, the small hours that belong to the day before included."""
    before = day - timedelta(days=1)
    beginning = _over(
        _line(schedule, before, reading, calendar, DAY_MINUTES)
        for reading in calendar.readings(before)
    )
    own = _over(_line(schedule, day, reading, calendar, 0) for reading in calendar.readings(day))
    return _merge([beginning, own], _opener)


def hours_on(schedule: Schedule, day: date, calendar: ChineseCalendar) -> Hours:
    """Return the hours that begin on a date; of what it may be, the likeliest holds.

    They may reach into the next day, and those that are not certain are among them.
    """
    reading = calendar.readings(day)[0]
    spans: list[Span] = []
    for start in (0, DAY_MINUTES):
        for begin, end, (state, _, note) in _line(schedule, day, reading, calendar, start):
            if state is State.CLOSED:
                continue
            span = Span(start + begin, start + end, state, note)
            if spans and spans[-1].end == span.start and spans[-1][2:] == span[2:]:
                span = span._replace(start=spans.pop().start)
            spans.append(span)
    return tuple(spans)


def _local(moment: datetime) -> tuple[date, int]:
    local = moment.astimezone(SHANGHAI)
    return local.date(), local.hour * 60 + local.minute


def _line(
    schedule: Schedule, day: date, reading: Day, calendar: ChineseCalendar, start: int
) -> Line:
    """Return the day that begins at a minute of a date, as far as the date's hours reach."""
    for special in schedule.special:
        applies = special.applies(day, reading, calendar)
        if applies is None:
            return _whole(_NOT_ANNOUNCED)
        if applies:
            return _answers(special.hours, start)
    if reading.kind is DayKind.DAY_OFF:
        return _holiday(schedule.holidays_of(day), ordinary_hours(schedule, day), start)
    own = _answers(ordinary_hours(schedule, day), start)
    if reading.kind is not DayKind.MAKE_UP:
        return own
    return _make_up(schedule, day, own, start)


def _make_up(schedule: Schedule, day: date, own: Line, start: int) -> Line:
    match schedule.makeup_of(day):
        case Said.OFF:
            return own
        case Said.OPEN:
            return _working_day(schedule, day, start)
        case Said.UNSTATED:
            return _merge([own, _working_day(schedule, day, start)], _agreed)
        case hours:
            return _answers(hours, start)


def _holiday(said: Stated, ordinary: Hours, start: int) -> Line:
    match said:
        case Said.OFF:
            return _answers(CLOSED, start)
        case Said.OPEN:
            return _answers(ordinary, start)
        case Said.UNSTATED:
            return tuple(
                piece if piece.answer.state is State.CLOSED else piece._replace(answer=_NO_HOLIDAY)
                for piece in _answers(ordinary, start)
            )
        case hours:
            return _answers(hours, start)


def _working_day(schedule: Schedule, day: date, start: int) -> Line:
    """Return what Monday to Friday of the date's week agree on."""
    monday = day - timedelta(days=day.weekday())
    weekdays = (ordinary_hours(schedule, monday + timedelta(days=n)) for n in range(5))
    return _merge([_answers(hours, start) for hours in dict.fromkeys(weekdays)], _agreed)


def _over(lines: Iterable[Line]) -> Line:
    """Return what all readings of a date agree on."""
    return _merge(list(dict.fromkeys(lines)), _certain)


def _answers(hours: Hours, start: int) -> Line:
    """Return what hours say about the day that begins at one of their minutes."""
    pieces: list[Piece] = []
    reached = 0
    for span in hours:
        first, last = (min(max(one - start, 0), DAY_MINUTES) for one in span[:2])
        if first == last:
            continue
        if first > reached:
            pieces.append(Piece(reached, first, _CLOSED))
        pieces.append(Piece(first, last, _said(span)))
        reached = last
    if reached < DAY_MINUTES:
        pieces.append(Piece(reached, DAY_MINUTES, _CLOSED))
    return tuple(pieces)


def _said(span: Span) -> Answer:
    if span.state is State.OPEN:
        return _OPEN
    return Answer(State.UNKNOWN, Doubt.PART_NOT_STATED, span.note)


def _whole(answer: Answer) -> Line:
    return (Piece(0, DAY_MINUTES, answer),)


def _merge(lines: Sequence[Line], judge: Callable[[Answer, Answer], Answer]) -> Line:
    """Return the lines as one, `judge` telling what two answers come to."""
    return reduce(lambda one, other: _merge_two(one, other, judge), lines)


def _merge_two(one: Line, other: Line, judge: Callable[[Answer, Answer], Answer]) -> Line:
    pieces: list[Piece] = []
    first, second = iter(one), iter(other)
    here, there = next(first), next(second)
    while True:
        start, end = max(here.start, there.start), min(here.end, there.end)
        answer = judge(here.answer, there.answer)
        if pieces and pieces[-1].answer == answer:
            start = pieces.pop().start
        pieces.append(Piece(start, end, answer))
        if end == DAY_MINUTES:
            return tuple(pieces)
        here = next(first) if here.end == end else here
        there = next(second) if there.end == end else there


def _opener(one: Answer, other: Answer) -> Answer:
    """Return the answer where either of two days' hours may apply."""
    order = (State.OPEN, State.UNKNOWN, State.CLOSED)
    return min(one, other, key=lambda answer: order.index(answer.state))


def _agreed(one: Answer, other: Answer) -> Answer:
    return one if one.state is other.state else _NO_MAKE_UP


def _certain(one: Answer, other: Answer) -> Answer:
    return one if one.state is other.state else _NOT_ANNOUNCED
