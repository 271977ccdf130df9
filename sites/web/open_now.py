"""Whether an outlet is open now, in a sentence that is true up to a certain moment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sites.hours.calendar import ChineseCalendar, DayKind, stored_calendar
from sites.hours.evaluation import SHANGHAI, certain_until, next_change, state_at
from sites.hours.schedule import Schedule, State

_SMALL_HOURS: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What is said of a moment.

    Attributes:
        state: open, closed or unknown.
        text: the sentence, in the active language.
        until: the moment at which it has to be said anew.
    """

    state: State
    text: str
    until: datetime


def open_now(schedule: Schedule, now: datetime) -> OpenNow:
    """Return what holds at a moment (with a time zone)."""
    calendar = stored_calendar()
    local = now.astimezone(SHANGHAI)
    state = state_at(schedule, local, calendar)
    sentences = [_STATES[state](schedule, local, calendar), _day_text(local.date(), calendar)]
    return OpenNow(
        state=state,
        text=" · ".join(filter(None, sentences)),
        # Tomorrow becomes today.
        until=min(certain_until(schedule, local, calendar), _midnight(local)),
    )


def _open(schedule: Schedule, now: datetime, calendar: ChineseCalendar) -> str:
    closing = next_change(schedule, now, calendar)
    # A time without its day is one of today, or of the small hours behind it.
    if closing is None or closing > _midnight(now) + _SMALL_HOURS:
        return _("Open now")
    return _("Open now, until %(time)s") % {"time": _clock(closing)}


def _closed(schedule: Schedule, now: datetime, calendar: ChineseCalendar) -> str:
    change = next_change(schedule, now, calendar)
    if change is None:
        return _("Closed now")
    days = (change.date() - now.date()).days
    when = {"day": _day_name(change.date(), days), "time": _clock(change)}
    if state_at(schedule, change, calendar) is State.UNKNOWN:
        text = _("Closed now; whether it opens %(day)s at %(time)s is not known: ask by phone")
    elif days == 0:
        text = _("Closed now, opens at %(time)s")
    else:
        text = _("Closed now, opens %(day)s at %(time)s")
    return text % when


def _unknown(_schedule: Schedule, _now: datetime, _calendar: ChineseCalendar) -> str:
    return _("Whether it is open now is not known: please ask by phone")


_STATES = {State.OPEN: _open, State.CLOSED: _closed, State.UNKNOWN: _unknown}


def _day_text(day: date, calendar: ChineseCalendar) -> str:
    """Return what is special about a day, "" for an ordinary one."""
    reading, *others = calendar.readings(day)
    if others:
        # The last days of a year may hang on the next one's notice.
        year = day.year + calendar.is_announced(day)
        return _("the holidays of %(year)s have not been announced yet") % {"year": year}
    if reading.kind is DayKind.DAY_OFF:
        return _("public holiday today")
    if reading.kind is DayKind.MAKE_UP:
        return _("a working day in exchange for a holiday today")
    return ""


def _day_name(day: date, ahead: int) -> str:
    weekday = WEEKDAYS[day.weekday()]
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow (%(weekday)s)") % {"weekday": weekday}
    return _("on %(date)s (%(weekday)s)") % {
        "date": date_format(day, pgettext("day of a year", "F j")),
        "weekday": weekday,
    }


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
