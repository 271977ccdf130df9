"""What a text says about one service → its schedule, or the contradiction in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Final

from sites.hours.schedule import (
    ALL_DAY,
    CLOSED,
    DAY_MINUTES,
    Dates,
    Hours,
    LunarDays,
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
from sites.hours.texts.clock import Range
from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.lexicon import Part
from sites.hours.texts.statements import Statement, Verb
from sites.hours.texts.subjects import EVERY, WEEKEND, Subject

__all__ = ["make_schedule"]

_NOON: Final = 12 * 60
_MORNING_ENDS: Final = 12 * 60 + 30
_LUNCH: Final = range(11 * 60, 15 * 60 + 1)

# The part of the day does not count: it need not be written.
_BY_TIME: Final = itemgetter(0, 1)

_CLOSING: Final = frozenset({Verb.CLOSED, Verb.EXCEPT})

Days = dict[int, list[Range]]


def make_schedule(statements: Sequence[Statement]) -> Schedule:
    """Return the schedule of one service.

    Raises `HoursTextError` for statements that contradict each other or leave something open.
    """
    try:
        return _Assembly(statements).schedule()
    except ScheduleError as error:
        raise HoursTextError("contradiction") from error


@dataclass(slots=True)
class _Assembly:
    """Gathers what is said of the week, its exceptions and the holidays."""

    statements: Sequence[Statement]
    hours: list[Statement] = field(init=False)
    bare: list[Subject] = field(init=False)

    def __post_init__(self) -> None:
        said = [one for one in self.statements if one.verb is Verb.HOURS]
        if not said:
            raise HoursTextError("no_hours")
        self.bare = [
            one.subject
            for one in self.statements
            if one.verb is Verb.BARE and one.subject is not None
        ]
        self.hours = said

    def schedule(self) -> Schedule:
        """Return the schedule of all statements."""
        if self._is_always():
            return Schedule(Week((ALL_DAY,) * 7), Said.OPEN)
        self._place_bare_days()
        periods = tuple(dict.fromkeys(period for one in self.hours for period in one.periods))
        _check_verbs(self.statements)
        self._check_half_days(periods)
        base = self._week(None)
        seasons = [Season(period, self._week(period), self._holidays(period)) for period in periods]
        behind = [one for one in self.hours if one.is_period_behind]
        if len({frozenset(_halves(one.ranges)) for one in behind}) > 1:
            raise HoursTextError("ambiguous")
        if periods and not any(_is_base(one) for one in self.hours):
            if not _cover_the_year(periods):
                raise HoursTextError("ambiguous")
            base = Week((CLOSED,) * 7)
        holidays = self._holidays(None)
        if periods and not any(_is_base(one) for one in self.hours) and holidays is Said.UNSTATED:
            stated = {season.holidays for season in seasons}
            if len(stated) == 1:
                holidays = stated.pop()
        weeks = [base, *(season.week for season in seasons)]
        if isinstance(holidays, tuple) and all(set(w.days) == {holidays} for w in weeks[:1]):
            holidays = holidays if seasons else Said.OPEN
        return Schedule(base, holidays, self._makeup(), seasons, self._special())

    def _is_always(self) -> bool:
        """Return whether it is open round the clock, and nothing else is said."""
        (first, *rest) = self.hours
        if rest or first.periods or not _is_round_the_clock(first):
            return False
        return all(
            one is first
            or (one.verb is Verb.BARE and (one.subject is None or one.subject.is_every_day))
            or one.verb is Verb.NO_BREAK
            or (one.verb is Verb.USUAL and one.part is None)
            for one in self.statements
        )

    def _check_half_days(self, periods: Iterable[Yearly]) -> None:
        """Refuse 夏季下午15:00-18:00，其余时间下午14:00-17:00，上午8:00-12:00, whosever that is."""
        others = {r for one in self.hours if one.is_other_period for r in one.ranges}
        of_year = [r for one in self.hours if _is_base(one) for r in one.ranges if r not in others]
        for period in periods:
            own = [r for one in self.hours if period in one.periods for r in one.ranges]
            ours, theirs = _halves(own + of_year), _halves([*others, *of_year])
            is_of_parts = all(one.part is not None for one in own)
            if (is_of_parts and theirs - ours) or (others and ours > theirs):
                raise HoursTextError("ambiguous")

    # Days

    def _place_bare_days(self) -> None:
        """Give days without hours to the hours without days."""
        if not self.bare:
            return
        whole = Subject()
        for subject in self.bare:
            if not subject.is_all_year:
                whole |= subject
        if whole == Subject():
            return
        if whole.is_holiday or whole.special or whole.is_makeup or whole.is_other:
            raise HoursTextError("no_hours")
        without = [one for one in self.hours if one.subject is None]
        if not without:
            raise HoursTextError("no_hours")
        for one in without:
            one.subject = whole

    def _default_days(self) -> frozenset[int]:
        """Return the days of hours for which no day is named: all that are not named elsewhere."""
        named = frozenset[int]()
        for one in self.hours:
            if one.subject is not None and not one.subject.is_other:
                named |= one.subject.days
        others = [one for one in self.hours if one.subject is None]
        if named and others and not (named <= WEEKEND or len(named) <= 2):
            raise HoursTextError("ambiguous")
        return EVERY - named if named != EVERY else EVERY

    def _days_of(self, subject: Subject | None) -> frozenset[int]:
        if subject is None or subject.is_other:
            return self._default_days()
        return subject.days

    def _week(self, period: Yearly | None) -> Week:
        """Return the week of a season, or of the rest of the year."""
        days = self._spans(period)
        doubts = self._doubts(period)
        nth = self._nth(days, period)
        made = []
        for weekday in range(7):
            spans = [Span(*one[:2]) for one in days[weekday]]
            spans += [Span(*one[:2], State.UNKNOWN, note) for one, note in doubts.get(weekday, ())]
            made.append(hours_of(spans))
        return Week(tuple(made), tuple(nth))

    def _spans(self, period: Yearly | None) -> Days:
        days: Days = {weekday: [] for weekday in range(7)}
        explicit: set[int] = set()
        own = [one for one in self.hours if period is not None and period in one.periods]
        rest = [one for one in self.hours if _is_base(one)]
        if period is not None:
            rest = [one for one in rest if not one.is_other_period]
        for one in rest + own:
            subject = one.subject
            if one.doubt is not None or (subject and (subject.nth or subject.special)):
                continue
            for weekday in self._days_of(subject):
                if one.is_instead and one not in own and subject is not None:
                    days[weekday] = []
                if one in own and one.is_only:
                    days[weekday] = []
                elif one in own:
                    days[weekday] = _overlaid(days[weekday], own, one, rest)
                days[weekday] += one.ranges
                if subject is not None and not subject.is_every_day and not subject.is_other:
                    explicit.add(weekday)
        for ranges in days.values():
            _check_apart(ranges)
        self._add_usual(days)
        self._close(days, explicit)
        self._change(days, period)
        return days

    def _add_usual(self, days: Days) -> None:
        """Add the days that are said to be as the others: 周末照常."""
        for one in self.statements:
            subject = one.subject
            if one.verb is not Verb.USUAL or subject is None or not subject.days:
                continue
            if subject.is_all_year:
                continue
            filled = [ranges for ranges in days.values() if ranges]
            if any(ranges != filled[0] for ranges in filled[1:]) and any(
                not days[weekday] for weekday in subject.days
            ):
                raise HoursTextError("ambiguous")
            for weekday in subject.days:
                if not days[weekday] and filled:
                    days[weekday] = _part_of(filled[0], one.part)

    def _close(self, days: Days, explicit: set[int]) -> None:
        """Take away what is said to be closed; a contradiction where the same day is open."""
        for one in self.statements:
            subject = one.subject
            if one.verb not in {Verb.CLOSED, Verb.EXCEPT} or subject is None:
                continue
            for weekday in subject.days:
                if one.part is not None:
                    days[weekday] = _without_part(days[weekday], one.part)
                elif days[weekday] and weekday in explicit and one.verb is Verb.CLOSED:
                    raise HoursTextError("contradiction")
                else:
                    days[weekday] = []

    def _change(self, days: Days, period: Yearly | None) -> None:
        """Apply breaks, additional hours and other ends, in the order of the text."""
        for one in self.statements:
            if one.periods and (period is None or period not in one.periods):
                continue
            subject = one.subject
            if subject and subject.special:
                continue
            named = self._days_of(subject) if subject and subject.days else EVERY
            for weekday in named:
                ranges = days[weekday]
                if one.verb is Verb.EXTRA and (ranges or (subject and subject.days)):
                    days[weekday] = _union(ranges + one.ranges)
                elif not ranges and one.verb is Verb.UNTIL and subject and not subject.nth:
                    raise HoursTextError("no_hours")
                elif not ranges:
                    continue
                elif not (subject and subject.nth):
                    days[weekday] = _changed(ranges, one)

    def _doubts(self, period: Yearly | None) -> Mapping[int, list[tuple[Range, str]]]:
        """Return the hours that hold only perhaps, by weekday."""
        doubts: dict[int, list[tuple[Range, str]]] = {}
        whole_day = Range(0, DAY_MINUTES)
        for one in self.statements:
            if one.periods and (period is None or period not in one.periods):
                continue
            subject = one.subject
            if one.verb is Verb.HOURS and one.doubt is not None:
                for weekday in self._days_of(subject):
                    doubts.setdefault(weekday, []).extend((r, one.doubt) for r in one.ranges)
            elif one.verb is Verb.DOUBT and subject is not None and subject.days:
                for weekday in subject.days:
                    if any(_names(other.subject, weekday) for other in self.hours):
                        raise HoursTextError("ambiguous")
                    doubts.setdefault(weekday, []).append((whole_day, one.note))
        return doubts

    def _nth(self, days: Days, period: Yearly | None) -> Iterable[NthWeekday]:
        """Yield the weekdays of the month that have hours of their own."""
        for one in self.statements:
            subject = one.subject
            if subject is None or not subject.nth or (period and period not in one.periods):
                continue
            for weekday, number in subject.nth:
                if one.verb is Verb.HOURS and one.doubt is None:
                    yield NthWeekday(weekday, number, _open(one.ranges))
                elif one.verb in {Verb.CLOSED, Verb.EXCEPT}:
                    left = _without_part(days[weekday], one.part) if one.part else []
                    yield NthWeekday(weekday, number, _open(left))
                elif one.verb is Verb.UNTIL and days[weekday]:
                    left = _until(days[weekday], one.ranges[0].end)
                    yield NthWeekday(weekday, number, _open(left))
                elif one.verb is Verb.FROM and days[weekday]:
                    left = _from(days[weekday], one.ranges[0].start)
                    yield NthWeekday(weekday, number, _open(left))
                else:
                    raise HoursTextError("ambiguous")

    # Holidays

    def _holidays(self, period: Yearly | None) -> Stated:
        """Return what is said of holidays, in a season or in the rest of the year."""
        said: list[Stated] = []
        for one in self.statements:
            subject = one.subject
            is_of_seasons = one.verb is Verb.HOURS and one.periods
            if is_of_seasons and period not in one.periods:
                continue
            if one.verb is Verb.ARRANGEMENT:
                said.append(Said.OFF)
            elif (
                subject is not None
                and subject.is_all_year
                and one.verb
                in {
                    Verb.HOURS,
                    Verb.BARE,
                    Verb.USUAL,
                }
            ):
                said.append(Said.OPEN)
            elif subject is not None and subject.is_holiday:
                said.append(self._said_of_holidays(one))
        said = list(dict.fromkeys(said))
        if len(said) > 1:
            raise HoursTextError("contradiction")
        if said:
            return said[0]
        return self._unsaid()

    def _said_of_holidays(self, one: Statement) -> Stated:
        if one.part is not None:
            raise HoursTextError("ambiguous")
        match one.verb:
            case Verb.HOURS:
                doubt = one.doubt
                state = State.OPEN if doubt is None else State.UNKNOWN
                return hours_of([Span(*r[:2], state, doubt or "") for r in one.ranges])
            case Verb.USUAL if self._opens_closed_day(one):
                return self._hours_of_all_days()
            case Verb.USUAL:
                return Said.OPEN
            case Verb.DOUBT:
                return (Span(0, DAY_MINUTES, State.UNKNOWN, one.note),)
            case Verb.EXCEPT if self._excepts_closed_day(one):
                return self._hours_of_all_days()
            case Verb.CLOSED | Verb.EXCEPT:
                return Said.OFF
            case _:
                raise HoursTextError("ambiguous")

    def _excepts_closed_day(self, one: Statement) -> bool:
        """Return whether it is an exception of a closed weekday: 周一闭馆（节假日除外）."""
        before = one.after
        if before is None or before.verb is not Verb.CLOSED or before.subject is None:
            return False
        if not before.subject.days or before.subject.is_holiday or before.part is not None:
            return False
        is_weekend = bool(before.subject.days & WEEKEND)
        if not one.is_in_bracket and (one.is_behind_stop or is_weekend):
            return False
        if not one.is_in_bracket or is_weekend or len(before.subject.days) > 1:
            raise HoursTextError("ambiguous")
        return True

    @staticmethod
    def _opens_closed_day(one: Statement) -> bool:
        """Return whether it is open on a day that is closed otherwise: 周一闭馆，节假日正常开放."""
        before = one.after
        if before is None or before.verb is not Verb.CLOSED or before.subject is None:
            return False
        is_of_week = before.subject.is_of_week and not before.subject.days & WEEKEND
        return is_of_week and before.part is None and not one.is_behind_stop

    def _hours_of_all_days(self) -> Hours:
        """Return the hours of the days that are open, which are to be the same."""
        return _open(self._ranges_of_all_days())

    def _ranges_of_all_days(self) -> list[Range]:
        days = {tuple(ranges) for ranges in self._spans(None).values() if ranges}
        has_doubt = any(one.doubt is not None for one in self.hours)
        if len(days) != 1 or has_doubt or any(one.periods for one in self.hours):
            raise HoursTextError("ambiguous")
        return list(days.pop())

    def _usual_hours(self, special: Iterable[When]) -> Hours:
        """Return the hours of 10月10日（周六）照常上班, which is a day like those that are open."""
        is_closed_ever = not all(self._spans(None).values())
        for when in special:
            is_day = isinstance(when, Dates) and when.first == when.last
            if is_closed_ever and not is_day:
                raise HoursTextError("ambiguous")  # 春节照常: the weekend in it, too?
        return self._hours_of_all_days()

    def _unsaid(self) -> Stated:
        """Return what follows for holidays where nothing is said of them."""
        if any(_is_round_the_clock(one) for one in self.hours):
            return Said.OPEN
        subjects = [one.subject for one in self.hours if one.subject is not None]
        days = frozenset[int]().union(*(one.days for one in subjects))
        is_of_workdays = any(one.is_workday for one in subjects) and not days & WEEKEND
        if is_of_workdays and all(one.is_workday or one.nth or one.special for one in subjects):
            return Said.OFF
        for one in self.statements:
            subject = one.subject
            is_whole = any(s.is_every_day for s in subjects)
            if one.verb is Verb.EXCEPT and subject is not None and subject.special and is_whole:
                return Said.OPEN
        return Said.UNSTATED

    def _makeup(self) -> Stated:
        said: list[Stated] = []
        for one in self.statements:
            if one.verb is Verb.ARRANGEMENT:
                said.append(Said.OPEN)
            elif one.subject is not None and one.subject.is_makeup:
                said.append(_said_of_makeup(one, one.subject))
        said = list(dict.fromkeys(said))
        if len(said) > 1:
            raise HoursTextError("contradiction")
        if said:
            return said[0]
        is_workday = any(one.subject and one.subject.is_workday for one in self.hours)
        return Said.OPEN if is_workday else Said.UNSTATED

    def _special(self) -> list[SpecialHours]:
        special: list[SpecialHours] = []
        for one in self.statements:
            if one.subject is None or not one.subject.special:
                continue
            match one.verb:
                case _ if one.part is not None:
                    raise HoursTextError("ambiguous")
                case Verb.CLOSED | Verb.EXCEPT:
                    hours = CLOSED
                case Verb.DOUBT:
                    hours = (Span(0, DAY_MINUTES, State.UNKNOWN, one.note),)
                case Verb.HOURS:
                    state = State.OPEN if one.doubt is None else State.UNKNOWN
                    hours = hours_of([Span(*r[:2], state, one.doubt or "") for r in one.ranges])
                case Verb.USUAL:
                    hours = self._usual_hours(one.subject.special)
                case Verb.UNTIL:
                    hours = _open(_until(self._ranges_of_all_days(), one.ranges[0].end))
                case _:
                    raise HoursTextError("ambiguous")
            special += [SpecialHours(when, hours, one.note) for when in one.subject.special]
        return _without_doubles(special)


def _said_of_makeup(one: Statement, subject: Subject) -> Stated:
    match one.verb:
        case Verb.EXCEPT if one.after and one.after.verb in _CLOSING:
            if not one.is_in_bracket:
                raise HoursTextError("ambiguous")
            return Said.OPEN  # 周末休息（调休上班除外）
        case Verb.CLOSED | Verb.EXCEPT if not subject.is_exchanged:
            return Said.OFF
        case Verb.USUAL:
            return Said.OPEN
        case Verb.HOURS if one.doubt is None:
            return _open(one.ranges)
        case Verb.DOUBT:
            return (Span(0, DAY_MINUTES, State.UNKNOWN, one.note),)
        case _:
            raise HoursTextError("ambiguous")


def _without_doubles(special: list[SpecialHours]) -> list[SpecialHours]:
    by_days: dict[object, SpecialHours] = {}
    for one in special:
        known = by_days.setdefault(one.when, one)
        if known.hours != one.hours:
            raise HoursTextError("contradiction")
    lunar = [one.when for one in by_days.values() if isinstance(one.when, LunarDays)]
    if len(lunar) > 6:
        raise HoursTextError("ambiguous")
    return list(by_days.values())


def _is_round_the_clock(one: Statement) -> bool:
    """Return whether it is 24小时 of no days in particular, which is every day of the year."""
    is_whole = one.ranges == [Range(0, DAY_MINUTES)] and one.doubt is None
    return is_whole and (one.subject is None or one.subject.is_every_day)


def _is_base(one: Statement) -> bool:
    """Return whether hours hold for the whole year, or for all of it that is not a season."""
    return not one.periods


def _names(subject: Subject | None, weekday: int) -> bool:
    return subject is not None and weekday in subject.days and not subject.is_every_day


def _check_verbs(statements: Sequence[Statement]) -> None:
    """Refuse what is said of days in a way that nothing below reads."""
    for one in statements:
        subject = one.subject
        if subject is None or one.verb in {Verb.HOURS, Verb.BARE}:
            continue
        if subject.is_other and one.verb not in {Verb.CLOSED, Verb.EXCEPT}:
            raise HoursTextError("ambiguous")
        if subject.is_other:
            continue  # 其余时间休息
        of_hours = one.verb in {Verb.UNTIL, Verb.FROM, Verb.BREAK, Verb.EXTRA}
        is_of_nth = bool(subject.nth) and one.verb in {Verb.UNTIL, Verb.FROM}
        is_of_special = bool(subject.special) and one.verb is Verb.UNTIL
        is_of_week = subject.is_of_week and not subject.nth
        if of_hours and not (is_of_nth or is_of_special or is_of_week):
            raise HoursTextError("ambiguous")
        closes_days = one.verb in {Verb.CLOSED, Verb.EXCEPT} and bool(subject.days)
        if closes_days and any(other.subject and other.subject.is_all_year for other in statements):
            raise HoursTextError("contradiction")
        if subject.is_workday and one.verb in {Verb.CLOSED, Verb.EXCEPT, Verb.DOUBT}:
            raise HoursTextError("ambiguous")


def _cover_the_year(periods: Iterable[Yearly]) -> bool:
    periods = tuple(periods)
    first = date(2000, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    return all(any(period.covers(day) for period in periods) for day in days)


def _check_apart(ranges: list[Range]) -> None:
    ranges.sort(key=_BY_TIME)
    for one, other in pairwise(ranges):
        if other.start < one.end:
            raise HoursTextError("contradiction")


def _halves(ranges: Iterable[Range]) -> set[str]:
    """Return which halves of the day ranges lie in."""
    halves = set[str]()
    for one in ranges:
        if one.start < _NOON:
            halves.add("morning")
        if one.end > _MORNING_ENDS:
            halves.add("afternoon")
    return halves


def _overlaid(
    ranges: list[Range], own: list[Statement], one: Statement, rest: list[Statement]
) -> list[Range]:
    """Return what of the year's hours stays beside those of a season: the other half day."""
    of_season = [r for other in own for r in other.ranges]
    taken = _halves(of_season)
    kept = [r for r in ranges if r in of_season or not _halves([r]) & taken]
    replaced = [r for r in ranges if r not in kept]
    is_part = one.is_in_bracket or any(r.part is not None for r in one.ranges)
    of_year = {r for other in rest for r in other.ranges}
    if kept and replaced and set(kept) & of_year and not is_part:
        raise HoursTextError("ambiguous")
    return kept


def _part_of(ranges: list[Range], part: Part | None) -> list[Range]:
    """Return the ranges of a part of the day; all of them without one."""
    if part is None:
        return list(ranges)
    left = _without_part(ranges, Part.AFTERNOON if part is Part.MORNING else Part.MORNING)
    if part not in {Part.MORNING, Part.AFTERNOON} or not set(left) <= set(ranges) or not left:
        raise HoursTextError("ambiguous")
    return left


def _without_part(ranges: list[Range], part: Part) -> list[Range]:
    """Return ranges without a part of the day; the afternoon begins at noon."""
    if part is Part.MORNING:
        clipped = [one._replace(start=max(one.start, _NOON)) for one in ranges]
    elif part is Part.AFTERNOON:
        clipped = [one._replace(end=min(one.end, _NOON)) for one in ranges]
    else:
        raise HoursTextError("ambiguous")
    return [one for one in clipped if one.start < one.end]


def _changed(ranges: list[Range], one: Statement) -> list[Range]:
    """Return the hours of a day with what is said of their break, end or beginning."""
    match one.verb:
        case Verb.BREAK:
            return _with_break(ranges, one.ranges)
        case Verb.NO_BREAK:
            _check_no_break(ranges)
        case Verb.UNTIL:
            return _until(ranges, one.ranges[0].end)
        case Verb.FROM:
            return _from(ranges, one.ranges[0].start)
    return ranges


def _with_break(ranges: list[Range], breaks: list[Range]) -> list[Range]:
    """Return ranges without a break; it lies within one of them, or is a gap already."""
    ordered = sorted(ranges, key=_BY_TIME)
    gaps = [(one.end, other.start) for one, other in pairwise(ordered) if one.end < other.start]
    if not breaks:
        if not any(start in _LUNCH and end in _LUNCH for start, end in gaps) and any(
            one.start < _NOON and one.end > _MORNING_ENDS for one in ordered
        ):
            raise HoursTextError("no_hours")
        return ranges
    for pause in breaks:
        if pause[:2] in gaps:
            continue
        around = [one for one in ordered if one.start < pause.start and pause.end < one.end]
        if not around:
            raise HoursTextError("contradiction")
        (whole,) = around
        ordered.remove(whole)
        ordered += [whole._replace(end=pause.start), whole._replace(start=pause.end)]
        ordered.sort(key=_BY_TIME)
    return ordered


def _check_no_break(ranges: list[Range]) -> None:
    ordered = sorted(ranges, key=_BY_TIME)
    for one, other in pairwise(ordered):
        if one.end < other.start and one.end in _LUNCH and other.start in _LUNCH:
            raise HoursTextError("contradiction")


def _from(ranges: list[Range], start: int) -> list[Range]:
    """Return ranges from a time on, which is later than they begin."""
    left = [one._replace(start=max(one.start, start)) for one in ranges if one.end > start]
    if not left or left == ranges:
        raise HoursTextError("contradiction")
    return left


def _open(ranges: Iterable[Range]) -> Hours:
    return hours_of([Span(*one[:2]) for one in ranges])


def _union(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for one in sorted(ranges, key=_BY_TIME):
        if joined and one.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return joined


def _until(ranges: list[Range], end: int) -> list[Range]:
    *rest, last = sorted(ranges, key=_BY_TIME)
    if end > last.start:
        return [*rest, last._replace(end=end)]
    if not any(one.end == end or one.start < end < one.end for one in rest):
        raise HoursTextError("contradiction")
    return [one._replace(end=min(one.end, end)) for one in rest if one.start < end]
