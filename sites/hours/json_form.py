"""Schedules as JSON: what is stored. Equal schedules have equal texts.

A day is a list of spans: ``"09:00-12:00"``, or with the reason why it holds only perhaps
``{"perhaps": "预约", "time": "09:00-12:00"}``. What is left out is not stated.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from sites.hours.grid import WEEKDAYS, clock_text
from sites.hours.schedule import (
    CLOSED,
    Dates,
    Festival,
    Hours,
    LunarDays,
    MonthDay,
    NthWeekday,
    Said,
    Schedule,
    ScheduleError,
    Season,
    Span,
    SpecialHours,
    State,
    Stated,
    Week,
    When,
    Yearly,
    hours_of,
)

__all__ = ["from_json", "to_json"]

T = TypeVar("T")
_SPAN: Final = re.compile(r"([0-4]\d):([0-5]\d)-([0-4]\d):([0-5]\d)", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_LONGEST: Final = 20_000


def to_json(schedule: Schedule) -> str:
    """Return the one JSON text of a schedule."""
    form = _without_defaults(
        week=_week_form(schedule.week),
        holidays=_stated_form(schedule.holidays),
        makeup=_stated_form(schedule.makeup),
        seasons=[
            _without_defaults(
                days=_yearly_form(season.days),
                week=_week_form(season.week),
                holidays=_stated_form(season.holidays),
            )
            for season in schedule.seasons
        ],
        special=[
            _without_defaults(
                **{_NAMES[type(special.when)]: _when_form(special.when)},
                hours=_hours_form(special.hours),
                reason=special.reason,
            )
            for special in schedule.special
        ],
    )
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Schedule:
    """Return the schedule of a JSON text.

    Raises `ScheduleError` that names the place (``seasons[0].week.days[5]``) and what is wrong.
    """
    if len(text) > _LONGEST:
        raise ScheduleError(f"A schedule has at most {_LONGEST} characters.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScheduleError(f"This is no JSON: {error}.") from error
    form = _fields(value, "schedule", "week", "holidays", "makeup", "seasons", "special")
    return _made(
        "schedule",
        lambda: Schedule(
            _week(form.get("week"), "week"),
            _stated(form.get("holidays"), "holidays"),
            _stated(form.get("makeup"), "makeup"),
            [_season(one, path) for one, path in _items(form.get("seasons"), "seasons")],
            [_special(one, path) for one, path in _items(form.get("special"), "special")],
        ),
    )


_NAMES: Final[Mapping[type[When], str]] = {
    Dates: "dates",
    Yearly: "yearly",
    LunarDays: "lunar",
    Festival: "festival",
}


def _without_defaults(**form: object) -> dict[str, object]:
    return {name: value for name, value in form.items() if value not in ([], "", None)}


def _week_form(week: Week) -> dict[str, object]:
    return _without_defaults(
        days=[_hours_form(of_day) for of_day in week.days],
        nth=[
            {
                "hours": _hours_form(one.hours),
                "number": one.number,
                "weekday": WEEKDAYS[one.weekday],
            }
            for one in week.nth
        ],
    )


def _hours_form(of_day: Hours) -> list[object]:
    return [_span_form(span) for span in of_day]


def _span_form(span: Span) -> object:
    time = f"{clock_text(span.start)}-{clock_text(span.end)}"
    return time if span.state is State.OPEN else {"perhaps": span.note, "time": time}


def _stated_form(stated: Stated) -> object:
    match stated:
        case Said.UNSTATED:
            return None
        case Said():
            return stated.value
        case ():
            return "closed"
        case of_day:
            return _hours_form(of_day)


def _yearly_form(days: Yearly) -> list[str]:
    return [f"{one.month:02}-{one.day:02}" for one in (days.first, days.last)]


def _when_form(when: When) -> object:
    match when:
        case Dates(first, last):
            return [first.isoformat(), last.isoformat()]
        case Yearly():
            return _yearly_form(when)
        case LunarDays(first, last):
            return [first, last]
        case Festival(name):
            return name


# And back


def _made(path: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except ScheduleError as error:
        if error.args[0].startswith(_PLACED):
            raise
        raise ScheduleError(f"{_PLACED}{path}: {error}") from None


_PLACED: Final = "At "


def _wrong(path: str, expected: str, value: object) -> ScheduleError:
    shown = json.dumps(value, ensure_ascii=False)[:60]
    return ScheduleError(f"{_PLACED}{path}: expected {expected}, found {shown}.")


def _fields(value: object, path: str, *names: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path, f"an object with {', '.join(names)}", value)
    if unknown := sorted(value.keys() - set(names)):
        raise ScheduleError(f"{_PLACED}{path}: “{unknown[0]}” is none of {', '.join(names)}.")
    return value


def _items(value: object, path: str) -> Iterable[tuple[object, str]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _wrong(path, "a list", value)
    return [(one, f"{path}[{number}]") for number, one in enumerate(value)]


def _week(value: object, path: str) -> Week:
    form = _fields(value, path, "days", "nth")
    days = [_hours(one, at) for one, at in _items(form.get("days"), f"{path}.days")]
    nth = [_nth(one, at) for one, at in _items(form.get("nth"), f"{path}.nth")]
    return _made(path, lambda: Week(tuple(days), tuple(nth)))


def _nth(value: object, path: str) -> NthWeekday:
    form = _fields(value, path, "weekday", "number", "hours")
    if form.get("weekday") not in WEEKDAYS:
        raise _wrong(f"{path}.weekday", f"one of {', '.join(WEEKDAYS)}", form.get("weekday"))
    number = form.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise _wrong(f"{path}.number", "a whole number", number)
    weekday = WEEKDAYS.index(form["weekday"])
    return NthWeekday(weekday, number, _hours(form.get("hours"), f"{path}.hours"))


def _hours(value: object, path: str) -> Hours:
    spans = [_span(one, at) for one, at in _items(value, path)]
    return _made(path, lambda: hours_of(spans))


def _span(value: object, path: str) -> Span:
    if not isinstance(value, dict):
        return Span(*_times(value, path))
    form = _fields(value, path, "time", "perhaps")
    note = form.get("perhaps")
    if not isinstance(note, str):
        raise _wrong(f"{path}.perhaps", "a text", note)
    return Span(*_times(form.get("time"), f"{path}.time"), State.UNKNOWN, note)


def _times(value: object, path: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _wrong(path, "times such as 09:00-12:00", value)
    numbers = [int(group) for group in match.groups()]
    return numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]


def _stated(value: object, path: str) -> Stated:
    if value is None:
        return Said.UNSTATED
    if isinstance(value, list):
        return _hours(value, path)
    if value == "closed":
        return CLOSED
    if isinstance(value, str) and value in set(Said):
        return Said(value)
    raise _wrong(path, f"one of {', '.join(Said)}, closed, or a list of times", value)


def _season(value: object, path: str) -> Season:
    form = _fields(value, path, "days", "week", "holidays")
    days = _yearly(form.get("days"), f"{path}.days")
    week = _week(form.get("week"), f"{path}.week")
    return _made(path, lambda: Season(days, week, _stated(form.get("holidays"), path)))


def _special(value: object, path: str) -> SpecialHours:
    form = _fields(value, path, *_NAMES.values(), "hours", "reason")
    named = [name for name in _NAMES.values() if name in form]
    if len(named) != 1:
        raise ScheduleError(f"{_PLACED}{path}: name one of {', '.join(_NAMES.values())}.")
    reason = form.get("reason", "")
    if not isinstance(reason, str):
        raise _wrong(f"{path}.reason", "a text", reason)
    when = _when(named[0], form[named[0]], f"{path}.{named[0]}")
    of_day = _hours(form.get("hours"), f"{path}.hours")
    return _made(path, lambda: SpecialHours(when, of_day, reason))


def _when(name: str, value: object, path: str) -> When:
    match name, value:
        case "yearly", _:
            return _yearly(value, path)
        case "festival", str(festival):
            return _made(path, lambda: Festival(festival))
        case "lunar", [int(first), int(last)]:
            return _made(path, lambda: LunarDays(first, last))
        case "dates", [str(begin), str(end)]:
            try:
                days = date.fromisoformat(begin), date.fromisoformat(end)
            except ValueError:
                raise _wrong(path, "two dates such as 2026-10-01", value) from None
            return _made(path, lambda: Dates(*days))
        case _:
            expected = {
                "festival": "the name of a festival",
                "lunar": "two whole numbers",
                "dates": "two dates such as 2026-10-01",
            }
            raise _wrong(path, expected[name], value)


def _yearly(value: object, path: str) -> Yearly:
    match value:
        case [str(first), str(last)]:
            parts = [_MONTH_DAY.fullmatch(one) for one in (first, last)]
            if all(parts):
                days = [MonthDay(int(one[1]), int(one[2])) for one in parts if one]
                return _made(path, lambda: Yearly(*days))
    raise _wrong(path, "two days of the year such as 05-01", value)
