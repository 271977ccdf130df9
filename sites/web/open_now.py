"""Whether an outlet is open now, in a sentence that is true up to a certain moment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sites.hours.calendar import ChineseCalendar, DayKind, stored_calendar
from sites.hours.evaluation import SHANGHAI, answer_at, certain_until, next_change, next_opening
from sites.hours.schedule import Schedule, State


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
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), SHANGHAI)
    state = answer_at(schedule, local, calendar).state
    sentences = [_STATES[state](schedule, local, calendar), _day_text(local.date(), calendar)]
    return OpenNow(
        state=state,
        text=" · ".join(filter(None, sentences)),
        # Tomorrow becomes today.
        until=min(certain_until(schedule, local, calendar), midnight),
    )


def _open(schedule: Schedule, now: datetime, calendar: ChineseCalendar) -> str:
    closing = next_change(schedule, now, calendar)
    if closing is None or closing - now > timedelta(days=1):
        return _("Open now")
    return _("Open now, until %(time)s") % {"time": _clock(closing)}


def _closed(schedule: Schedule, now: datetime, calendar: ChineseCalendar) -> str:
    opening = next_opening(schedule, now, calendar)
    if opening is None:
        return _("Closed now")
    days = (opening.date() - now.date()).days
    if days == 0:
        return _("Closed now, opens at %(time)s") % {"time": _clock(opening)}
    when = {"day": _day_name(opening.date(), days), "time": _clock(opening)}
    return _("Closed now, opens %(day)s at %(time)s") % when


def _unknown(_schedule: Schedule, _now: datetime, _calendar: ChineseCalendar) -> str:
    return _("Whether it is open now is not known: please ask by phone")


_STATES = {State.OPEN: _open, State.CLOSED: _closed, State.UNKNOWN: _unknown}


def _day_text(day: date, calendar: ChineseCalendar) -> str:
    """Return what is special about a day, "" for an ordinary one."""
    reading, *others = calendar.readings(day)
    if others:
        return _("the holidays of %(year)s have not been announced yet") % {"year": day.year}
    if reading.kind is DayKind.DAY_OFF:
        return _("public holiday today")
    if reading.kind is DayKind.MAKE_UP:
        return _("a working day in exchange for a holiday today")
    return ""


def _day_name(day: date, ahead: int) -> str:
    weekday = WEEKDAYS[day.weekday()]
    if ahead == 1:
        return _("tomorrow (%(weekday)s)") % {"weekday": weekday}
    return _("on %(date)s (%(weekday)s)") % {
        "date": date_format(day, "MONTH_DAY_FORMAT"),
        "weekday": weekday,
    }


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
