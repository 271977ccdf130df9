"""One day of many schedules, made ready for the question which of them are open at a moment."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sites.hours.calendar import ChineseCalendar
from sites.hours.evaluation import SHANGHAI, day_of
from sites.hours.schedule import Schedule, State

__all__ = ["CompiledDay", "Openness", "compile_day"]


class Openness(NamedTuple):
    """Which schedules are open between two moments, and of which that is not known."""

    open: frozenset[int]
    unknown: frozenset[int]


@dataclass(frozen=True, slots=True)
class CompiledDay:
    """The moments of a day at which anything changes, and what holds from each of them."""

    day: date
    """In Asia/Shanghai."""
    starts: tuple[int, ...]
    """Minutes from midnight, in order, the first being 0."""
    states: tuple[Openness, ...]
    """What holds from each start to the next one, or to the end of the day."""

    def at_minute(self, minute: int) -> Openness:
        """Return what holds at a minute of the day."""
        return self.states[bisect_right(self.starts, minute) - 1]

    def at(self, moment: datetime) -> Openness:
        """Return what holds at a moment; ``ValueError`` if it lies on another day."""
        local = moment.astimezone(SHANGHAI)
        if local.date() != self.day:
            raise ValueError(f"{moment} is not on {self.day} in Asia/Shanghai.")
        return self.at_minute(local.hour * 60 + local.minute)

    def ends(self, minute: int) -> int:
        """Return the minute up to which what holds stays the same, at most the day's last."""
        index = bisect_right(self.starts, minute)
        return self.starts[index] if index < len(self.starts) else 24 * 60


def compile_day(
    schedules: Mapping[int, Schedule], day: date, calendar: ChineseCalendar
) -> CompiledDay:
    """Return a day of schedules, each under the number that it is known by."""
    lines = {number: day_of(schedule, day, calendar) for number, schedule in schedules.items()}
    starts = sorted({0}.union(piece.start for line in lines.values() for piece in line))
    index = {start: place for place, start in enumerate(starts)}
    open_, unknown = ([set[int]() for _ in starts] for _ in range(2))
    sets = {State.OPEN: open_, State.UNKNOWN: unknown}
    for number, line in lines.items():
        for piece in line:
            into = sets.get(piece.answer.state)
            if into is not None:
                for place in range(index[piece.start], index.get(piece.end, len(starts))):
                    into[place].add(number)
    states: list[Openness] = []
    kept: list[int] = []
    for start, opened, doubtful in zip(starts, open_, unknown, strict=True):
        state = Openness(frozenset(opened), frozenset(doubtful))
        if not states or states[-1] != state:
            states.append(state)
            kept.append(start)
    return CompiledDay(day, tuple(kept), tuple(states))
