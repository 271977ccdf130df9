"""A schedule in words: lines that a page renders in its language, and the Chinese ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sites.hours.grid import clock_text
from sites.hours.schedule import (
    ALL_DAY,
    ALWAYS,
    DAY_MINUTES,
    Dates,
    Festival,
    Hours,
    LunarDays,
    NthWeekday,
    Said,
    Schedule,
    Span,
    State,
    Stated,
    Week,
    When,
    Yearly,
)

__all__ = ["About", "HoursLine", "chinese_words", "lines_of"]


class About(StrEnum):
    """What a line is about."""

    WEEK = "week"
    """The days of the week in `HoursLine.weekdays`."""
    NTH = "nth"
    """One weekday of the month."""
    HOLIDAYS = "holidays"
    MAKE_UP = "makeup"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One line: which days, and what holds on them."""

    about: About
    hours: Hours | Said
    """On holidays and make-up days it may be a `Said` in place of hours."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday."""
    number: int = 0
    """Of a weekday of the month: 1 to 5, -1 for the last."""
    season: Yearly | None = None
    when: When | None = None
    reason: str = ""


def lines_of(schedule: Schedule) -> tuple[HoursLine, ...]:
    """Return a schedule line by line: weekdays of equal hours together, exceptions last.

    A day without hours has a line as well: that it is closed is said. Holidays and make-up days
    always have one, as nobody can guess them.
    """
    return tuple(_lines(schedule))


def _lines(schedule: Schedule) -> Iterator[HoursLine]:
    if _has_own_week(schedule):
        yield from _week_lines(schedule.week, None)
    for season in schedule.seasons:
        yield from _week_lines(season.week, season.days)
    yield HoursLine(About.HOLIDAYS, schedule.holidays)
    for season in schedule.seasons:
        if season.holidays != schedule.holidays:
            yield HoursLine(About.HOLIDAYS, season.holidays, season=season.days)
    implied = schedule.makeup is Said.UNSTATED and schedule.holidays is Said.OFF
    yield HoursLine(About.MAKE_UP, Said.OPEN if implied else schedule.makeup)
    for one in schedule.special:
        yield HoursLine(About.SPECIAL, one.hours, when=one.when, reason=one.reason)


def _has_own_week(schedule: Schedule) -> bool:
    """Return whether any day of the year lies outside of the seasons."""
    return sum(season.days.length for season in schedule.seasons) < _DAYS_OF_LEAP_YEAR


_DAYS_OF_LEAP_YEAR: Final = 366


def _week_lines(week: Week, season: Yearly | None) -> Iterator[HoursLine]:
    by_hours: dict[Hours, list[int]] = {}
    for weekday, of_day in enumerate(week.days):
        by_hours.setdefault(of_day, []).append(weekday)
    closed = by_hours.pop((), [])
    for of_day, weekdays in by_hours.items():
        yield HoursLine(About.WEEK, of_day, weekdays=tuple(weekdays), season=season)
    if closed:
        yield HoursLine(About.WEEK, (), weekdays=tuple(closed), season=season)
    for one in week.nth:
        yield _nth_line(one, season)


def _nth_line(one: NthWeekday, season: Yearly | None) -> HoursLine:
    return HoursLine(About.NTH, one.hours, (one.weekday,), one.number, season)


# In Chinese

_DAYS: Final = "一二三四五六日"
_NUMBERS: Final = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "第五个", -1: "最后一个"}
_LUNAR: Final = "一二三四五六七八九十"


def chinese_words(schedule: Schedule) -> tuple[str, ...]:
    """Return a schedule as lines of Chinese, for paper and for readers who want words."""
    if schedule is ALWAYS:
        return ("每天24小时（含法定节假日）",)
    return tuple(_chinese_line(line) for line in lines_of(schedule))


def _chinese_line(line: HoursLine) -> str:
    match line.about:
        case About.WEEK:
            return f"{_season(line)}{_weekdays(line.weekdays)} {_hours(line.hours)}"
        case About.NTH:
            day = f"每月{_NUMBERS[line.number]}周{_DAYS[line.weekdays[0]]}"
            return f"{_season(line)}{day} {_hours(line.hours)}"
        case About.HOLIDAYS:
            return f"{_season(line)}法定节假日 {_stated(line.hours, _HOLIDAYS)}"
        case About.MAKE_UP:
            return f"调休上班的周末 {_stated(line.hours, _MAKE_UP)}"
        case About.SPECIAL:
            reason = f"（{line.reason}）" if line.reason else ""
            return f"{_days(line.when)} {_hours(line.hours)}{reason}"


_HOLIDAYS: Final = {Said.UNSTATED: "未说明，请电话询问", Said.OFF: "休息", Said.OPEN: "照常"}
_MAKE_UP: Final = {
    Said.UNSTATED: "未说明，请电话询问",
    Said.OFF: "与平常周末相同",
    Said.OPEN: "与工作日相同",
}


def _stated(stated: Stated, words: dict[Said, str]) -> str:
    return words[stated] if isinstance(stated, Said) else _hours(stated)


def _hours(of_day: Hours | Said) -> str:
    if isinstance(of_day, Said):
        return of_day.value
    if not of_day:
        return "休息"
    if of_day == ALL_DAY:
        return "24小时"
    return "，".join(map(_span, of_day))


def _span(span: Span) -> str:
    is_whole_day = (span.start, span.end) == (0, DAY_MINUTES)
    times = "" if is_whole_day else f"{_clock(span.start)}–{_clock(span.end)}"
    if span.state is State.OPEN:
        return times
    note = span.note or "不确定"
    return f"{times}（{note}）" if times else f"不确定（{note}）" if span.note else note


def _clock(minutes: int) -> str:
    if minutes > DAY_MINUTES:
        return f"次日{clock_text(minutes - DAY_MINUTES)}"
    return clock_text(minutes)


def _weekdays(days: tuple[int, ...]) -> str:
    if len(days) == len(_DAYS):
        return "每天"
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        f"周{_DAYS[run[0]]}至周{_DAYS[run[-1]]}"
        if len(run) > 2
        else "、".join(f"周{_DAYS[day]}" for day in run)
        for run in runs
    )


def _season(line: HoursLine) -> str:
    return "" if line.season is None else f"{_days(line.season)} "


def _days(when: When | None) -> str:
    match when:
        case None:
            return ""
        case Dates(first, last):
            begin = f"{first.year}年{first.month}月{first.day}日"
            if first == last:
                return begin
            year = "" if last.year == first.year else f"{last.year}年"
            return f"{begin}至{year}{last.month}月{last.day}日"
        case Yearly(first, last):
            begin = f"{first.month}月{first.day}日"
            return begin if first == last else f"{begin}至{last.month}月{last.day}日"
        case LunarDays(first, last):
            return _lunar(first) if first == last else f"{_lunar(first)}至{_lunar(last)}"
        case Festival(name):
            return f"{name}假期"


def _lunar(day: int) -> str:
    if day == 0:
        return "除夕"
    if 1 <= day <= len(_LUNAR):
        return f"正月初{_LUNAR[day - 1]}"
    return "正月十五" if day == 15 else f"春节{'前' if day < 0 else '后'}第{abs(day)}天"
