"""Times of day in a text: 上午9:00-11:30, 下午2点半到5点, 8时30分至12时."""

from typing import Final, NamedTuple

from sites.hours.schedule import DAY_MINUTES
from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.lexicon import Kind, Part
from sites.hours.texts.tokens import Tokens

__all__ = ["Range", "read_clock", "read_ranges", "starts_clock"]

_NOON: Final = 12 * 60
_HALF_DAY: Final = 12 * 60
# Nobody begins to work at these hours: 2:30-6:00 behind a morning is the afternoon.
_NIGHT: Final = range(60, 6 * 60)
_BEFORE_CLOCK: Final = (Kind.COLON, Kind.TITLE, Kind.FILLER, Kind.ALL, Kind.INSTEAD)
# From and to (in full hours) by the part of the day, and what is added to an hour of 1 to 12.
_HOURS: Final = {
    Part.MORNING: range(4, 13),
    Part.NOON: range(11, 14),
    Part.AFTERNOON: range(12, 21),
    Part.EVENING: range(17, 25),
    Part.SMALL_HOURS: range(7),
}


_SHARP: Final = "整"
_PM: Final = frozenset({"pm", "p.m.", "p.m"})
_LATE: Final = range(9, 12)
_TWELVE: Final = 12
_AM: Final = frozenset({"am", "a.m.", "a.m"})
_LATIN: Final = _PM | _AM


class Clock(NamedTuple):
    """A time as written: hours and minutes in minutes, and the part of the day beside it."""

    minutes: int
    part: Part | None
    is_bare: bool
    """Whether it is a number without minutes or 点: the 8 of 8-12点."""


class Range(NamedTuple):
    """A time from which to which something is open, in minutes from midnight."""

    start: int
    end: int
    part: Part | None = None
    """The part of the day that is written before it."""


def starts_clock(tokens: Tokens) -> bool:
    """Return whether a time of day is next, its part of the day before it included."""
    at = tokens.at
    try:
        return _clock(tokens) is not None
    except HoursTextError:
        return True
    finally:
        tokens.at = at


def read_clock(tokens: Tokens) -> int | None:
    """Read one time of day and return it in minutes from midnight; None if there is none."""
    at = tokens.at
    clock = _clock(tokens)
    if clock is None or clock.is_bare:
        tokens.at = at
        return None
    return _resolved(clock, tokens)


def read_ranges(tokens: Tokens, before: Range | None = None) -> Range | None:
    """Read one range, `before` being the one that it follows; None if none is next.

    Raises `HoursTextError` for times that cannot be, or that can be read in two ways.
    """
    at = tokens.at
    start = _clock(tokens)
    if start is None:
        return None
    behind_start = tokens.at
    opens = tokens.take(Kind.OPENS)
    if opens:
        tokens.take(Kind.COMMA)
    is_idiom = start.part is Part.MORNING and tokens.peek().part is Part.EVENING  # 早九晚五
    if not (
        is_idiom
        or _read_to(tokens)
        or tokens.take(Kind.UNTIL)
        or (opens and starts_clock(tokens))
        or _read_closing(tokens, at)
    ):
        tokens.at = at
        return None
    end = _clock(tokens)
    if end is None:
        tokens.at = behind_start
        raise HoursTextError("no_hours", tokens.rest)
    tokens.take(Kind.CLOSES)
    if end.is_bare and not is_idiom:
        raise HoursTextError("ambiguous", tokens.rest)
    return _range(start, end, before, tokens)


def _read_to(tokens: Tokens) -> bool:
    found = tokens.take(Kind.TO) is not None
    tokens.skip((Kind.TO,))
    return found


def _read_closing(tokens: Tokens, at: int) -> bool:
    """Read the 关门： of 开门：8:30 关门：17:30, which stands between two times."""
    behind_start = tokens.at
    begins = next((one for one in tokens.tokens[:at][::-1] if one.kind is not Kind.COLON), None)
    if begins is not None and begins.kind is Kind.OPENS:
        tokens.take(Kind.COMMA)
        is_closing = tokens.take(Kind.CLOSES, Kind.CLOSED) is not None
        if is_closing and tokens.take(Kind.COLON) and starts_clock(tokens):
            return True
    tokens.at = behind_start
    return False


def _clock(tokens: Tokens) -> Clock | None:
    """Read a time with its part of the day; leave `tokens` where they are if there is none."""
    at = tokens.at
    part = None
    while True:
        tokens.skip(_BEFORE_CLOCK)
        token = tokens.take(Kind.PART)
        if token is None:
            break
        # 次日凌晨: the next day says more.
        part = part if part is Part.NEXT_DAY else token.part
    number = tokens.take(Kind.NUMBER)
    if number is None or len(number.text) > 4:
        tokens.at = at
        return None
    hour, minute, is_bare = number.number, 0, False
    if len(number.text) == 4 and number.text.isdecimal() and tokens.peek().kind is not Kind.YEAR:
        hour, minute = divmod(number.number, 100)
    elif tokens.peek().kind in {Kind.COLON, Kind.DOT} and _is_minutes(tokens, 1):
        minute = _minutes_behind_sign(tokens)
    elif tokens.take(Kind.HOUR):
        minute = _minutes_behind_hour(tokens)
    elif tokens.peek().kind is Kind.TO or part is not None or tokens.peek().text in _LATIN:
        is_bare = True
    else:
        tokens.at = at
        return None
    if part is None and tokens.peek().text in _LATIN:
        token, is_bare = tokens.take(Kind.PART), False
        part = token.part if token else None
    if minute > 59:
        raise HoursTextError("impossible_time", f"{hour}:{minute:02}")
    return _checked(Clock(hour * 60 + minute, part, is_bare), tokens, at)


def _checked(clock: Clock, tokens: Tokens, at: int) -> Clock:
    """Return a time written from an index on with its part of the day; raises if there is none."""
    hour, minute = divmod(clock.minutes, 60)
    if clock.minutes > DAY_MINUTES:
        raise HoursTextError("impossible_time", f"{hour}:{minute:02}")
    if hour == _TWELVE and tokens.is_behind(at, _AM):
        raise HoursTextError("ambiguous", tokens.rest)  # midnight to some, noon to others
    is_late = hour in _LATE and tokens.is_behind(at, _PM)
    return clock._replace(part=Part.EVENING) if is_late else clock


def _is_minutes(tokens: Tokens, ahead: int) -> bool:
    token = tokens.peek(ahead)
    return token.kind is Kind.NUMBER and len(token.text) == 2 and token.text.isdecimal()


def _minutes_behind_sign(tokens: Tokens) -> int:
    tokens.at += 1
    minute = tokens.peek().number
    tokens.at += 1
    if tokens.peek().kind is Kind.COLON and _is_minutes(tokens, 1) and tokens.peek(1).text == "00":
        tokens.at += 2  # seconds
    tokens.take(Kind.MINUTE)
    return minute


def _minutes_behind_hour(tokens: Tokens) -> int:
    if tokens.take(Kind.HALF):
        return 30
    number = tokens.peek()
    if number.text == _SHARP:
        tokens.at += 1
    if number.kind is not Kind.NUMBER:
        return 0
    unit = tokens.peek(1).kind
    if unit is Kind.QUARTER and number.number in {1, 2, 3}:
        tokens.at += 2
        return number.number * 15
    if unit is Kind.MINUTE or (len(number.text) == 2 and unit is not Kind.HOUR):
        tokens.at += 1
        tokens.take(Kind.MINUTE)
        return number.number
    return 0


def _resolved(clock: Clock, tokens: Tokens) -> int:
    """Return the minutes of a time by the part of the day beside it."""
    hour, minute = divmod(clock.minutes, 60)
    match clock.part:
        case None:
            return clock.minutes
        case Part.NEXT_DAY if hour <= 12:
            return clock.minutes + DAY_MINUTES
        case Part.NEXT_DAY:
            raise HoursTextError("impossible_time", tokens.rest)
        case part:
            hours = _HOURS[part]
            if part is Part.EVENING and clock.minutes in {0, _NOON}:
                return DAY_MINUTES
            if part is Part.NOON and hour == 2:
                return clock.minutes + _HALF_DAY
            for shift in (0, 12):
                if hour + shift in hours and hour + shift < 25:
                    return (hour + shift) * 60 + minute
            raise HoursTextError("impossible_time", tokens.rest)


def _range(start: Clock, end: Clock, before: Range | None, tokens: Tokens) -> Range:
    first = _resolved(start, tokens)
    if start.part is None and end.part is Part.AFTERNOON and first < 5 * 60 and first:
        raise HoursTextError("ambiguous", tokens.rest)
    last = _resolved(end, tokens) if end.part else end.minutes
    if end.part is Part.SMALL_HOURS and last <= first:
        last += DAY_MINUTES
    if end.part is None and last <= first:
        if (start.part is Part.EVENING and last <= 11 * 60 and last + _HALF_DAY > first) or (
            start.part in {Part.AFTERNOON, Part.NOON} and first < last + _HALF_DAY <= 21 * 60
        ):
            last += _HALF_DAY
        elif start.part is Part.EVENING and last in {0, _NOON}:
            last = DAY_MINUTES
    if start.part is None and end.part is None and first in _NIGHT:
        first, last = _in_the_afternoon(first, last, before, tokens)
    if start.part is Part.MORNING and end.part is None and last <= first:
        raise HoursTextError("ambiguous", tokens.rest)
    if last <= first or last > 2 * DAY_MINUTES or last - first > DAY_MINUTES:
        raise HoursTextError("ambiguous" if last < first else "impossible_time", tokens.rest)
    return Range(first, last, start.part)


def _in_the_afternoon(
    first: int, last: int, before: Range | None, tokens: Tokens
) -> tuple[int, int]:
    """Return a range that begins at 1 to 5: in the afternoon, if that is the only way to read."""
    if first >= 5 * 60 and (before is None or before.end <= first):
        return first, last
    if before is None or before.end > first + _HALF_DAY or before.start < 5 * 60:
        raise HoursTextError("ambiguous", tokens.rest)
    if first >= 5 * 60:
        raise HoursTextError("ambiguous", tokens.rest)
    first += _HALF_DAY
    if last <= first:
        last += _HALF_DAY
    if last > 21 * 60:
        raise HoursTextError("ambiguous", tokens.rest)
    return first, last
