"""Made-up schedules for property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from sites.hours.calendar import FESTIVALS
from sites.hours.schedule import (
    Dates,
    Festival,
    Hours,
    LunarDays,
    MonthDay,
    NthWeekday,
    Said,
    Schedule,
    Season,
    Span,
    SpecialHours,
    State,
    Week,
    When,
    Yearly,
    hours_of,
)

DAYS = [date(2025, 1, 1) + timedelta(days=number) for number in range(730)]
NOTES = st.sampled_from(["", "预约", "轮休", "请咨询, 023-1"])


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Draw the hours of a day, some of them perhaps only and some into the next day."""
    marks = draw(st.lists(st.integers(0, 56), unique=True, max_size=6).map(sorted))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    spans = []
    for start, end in pairs:
        state = draw(st.sampled_from([State.OPEN, State.OPEN, State.UNKNOWN]))
        note = draw(NOTES) if state is State.UNKNOWN else ""
        spans.append(Span(start * 30, end * 30, state, note))
    late = [span for span in spans if span.start < 24 * 60]
    while late and 24 * 60 < late[-1].end >= 24 * 60 + late[0].start:
        late.pop()
    return hours_of(late)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Draw a week of a few different days, and of weekdays of the month."""
    kinds = draw(st.lists(hours(), min_size=1, max_size=3))
    days = tuple(draw(st.sampled_from(kinds)) for _ in range(7))
    numbers = st.tuples(st.integers(0, 6), st.sampled_from([1, 3, -1]))
    nth = draw(st.lists(numbers, unique=True, max_size=2))
    return Week(days, tuple(NthWeekday(day, number, draw(hours())) for day, number in nth))


STATED = st.one_of(st.sampled_from(list(Said)), hours())


@st.composite
def special(draw: st.DrawFn) -> SpecialHours:
    """Draw special hours of any sort of days."""
    first = draw(st.sampled_from(DAYS))
    length = timedelta(days=draw(st.integers(0, 20)))
    kinds: list[When] = [
        Dates(first, first + length),
        Yearly(_month_day(first), _month_day(first + length)),
        LunarDays(draw(st.integers(-3, 1)), draw(st.integers(1, 9))),
        Festival(draw(st.sampled_from(FESTIVALS))),
    ]
    when = draw(st.sampled_from(kinds))
    return SpecialHours(when, draw(hours()), draw(st.sampled_from(["", "装修"])))


@st.composite
def schedules(draw: st.DrawFn, *, has_special: bool = True) -> Schedule:
    """Draw a schedule; its seasons, if any, say of holidays what the rest of the year says."""
    holidays = draw(STATED)
    seasons: list[Season] = []
    if draw(st.booleans()):
        first = draw(st.sampled_from(DAYS[:365]))
        last = first + timedelta(days=draw(st.integers(0, 300)))
        days = Yearly(_month_day(first), _month_day(last))
        seasons = [Season(days, draw(weeks()), holidays)]
    exceptions = draw(st.lists(special(), max_size=3, unique_by=lambda one: one.when))
    return Schedule(
        draw(weeks()), holidays, draw(STATED), seasons, exceptions if has_special else ()
    )


def _month_day(day: date) -> MonthDay:
    return MonthDay(day.month, day.day)
