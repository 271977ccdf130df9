"""What opening hours cost: a text, a schedule at a moment, a day of many schedules.

Prints nanoseconds of processor time per call. A compiled day stands beside the plain way, which
asks every schedule for its state (aim: at most 1,000 ns a call); an answer of one schedule beside
the engine that evaluates its week alone, without holidays:
``python -m bench.opening_hours [number of schedules]``.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from opening_hours import OpeningHours

from sites.hours.calendar import stored_calendar
from sites.hours.compiled_day import compile_day
from sites.hours.evaluation import SHANGHAI, day_of, state_at
from sites.hours.schedule import CLOSED, Said, Schedule, Span, Week, hours_of
from sites.hours.texts import read_hours

ROUNDS: Final = 3
AIM_NS: Final = 1_000
TEXT: Final = "周一至周五上午8:30-12:00，下午14:00-17:30（节假日除外），周六9:00-12:00"
MOMENT: Final = datetime(2026, 11, 30, 10, 17, tzinfo=SHANGHAI)


def nanoseconds(call: Callable[[], object], calls: int) -> float:
    """Return the processor time of one call, in the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        for _ in range(calls):
            call()
        times.append((time.process_time_ns() - start) / calls)
    return min(times)


def made_up(number: int) -> dict[int, Schedule]:
    """Return that many different schedules whose days begin and end at some sixteen moments."""
    found = {}
    for index in range(number):
        start = 480 + index % 4 * 30
        lunch, end = 690 + index // 4 % 3 * 30, 990 + index // 12 % 4 * 30
        # The minute before noon differs: no two are equal, and few moments are added.
        day = hours_of([Span(start, lunch), Span(780 + index // 48 % 3 * 30, end)])
        saturday = hours_of([Span(540, 600 + index % 600)])
        week = Week((day,) * 5 + (saturday, CLOSED))
        found[index] = Schedule(week, list(Said)[index % 3])
    return found


def main(number: int) -> None:
    """Print a table of all of them."""
    calendar = stored_calendar()
    schedules = made_up(number)
    one = schedules[0]
    today = MOMENT.date()
    start = time.process_time()
    day = compile_day(schedules, today, calendar)
    seconds = time.process_time() - start
    print(f"{number:,} schedules: {len(day.starts)} moments, compiled in {seconds:.2f} s")

    minute = MOMENT.hour * 60 + MOMENT.minute
    engine = OpeningHours("Mo-Fr 08:00-11:30,13:00-16:30; Sa 09:00-10:00")
    naive = MOMENT.replace(tzinfo=None)
    days = iter(date(2025, 1, 1) + timedelta(days=n) for n in range(1_000_000))
    rows = [
        (
            "every schedule asked",
            lambda: [state_at(s, MOMENT, calendar) for s in schedules.values()],
            3,
        ),
        ("compiled day, a minute", lambda: day.at_minute(minute), 100_000),
        ("compiled day, a moment", lambda: day.at(MOMENT), 100_000),
        ("engine alone, a moment", lambda: engine.state(naive), 20_000),
        ("one schedule, a moment", lambda: state_at(one, MOMENT, calendar), 20_000),
        ("one schedule, a new day", lambda: day_of(one, next(days), calendar), 300),
        ("a text", lambda: read_hours(TEXT), 200),
    ]
    plain = 0.0
    print(f"{'':<26}{'ns a call':>14}{'ratio':>14}")
    for name, call, calls in rows:
        cost = nanoseconds(call, calls)
        plain = plain or cost
        print(f"{name:<26}{cost:>14,.0f}{cost / plain:>14.7f}")
        if name.startswith("compiled") and cost > AIM_NS:
            sys.exit(f"{name}: more than {AIM_NS} ns")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
