"""Which of the stored schedules are open at a moment."""

from datetime import date, datetime
from typing import Final

from django.db import connections
from django.utils import timezone

from sites.hours.calendar import stored_calendar
from sites.hours.compiled_day import CompiledDay, Openness, compile_day
from sites.hours.evaluation import SHANGHAI
from sites.hours.json_form import from_json
from sites.hours.schedule import Schedule
from sites.models import ServicePoint, StoredSchedule
from sites.reference.version import Kept, Versions, by_public

# The first year of the calendar.
FIRST_YEAR: Final = 2010
# Those that no outlet in the lists has any more are left out.
_SCHEDULES_SQL: Final = (
    f'SELECT s.id, s.content FROM "{StoredSchedule._meta.db_table}" s WHERE EXISTS (SELECT 1 FROM'
    f' "{ServicePoint._meta.db_table}" p WHERE p.schedule_id = s.id AND p.is_active)'
)


def is_asked_for(moment: datetime) -> bool:
    """Return whether a moment is in a year of which an answer means something.

    Every other one would cost a day's schedules all the same.
    """
    return FIRST_YEAR <= moment.year <= timezone.now().astimezone(SHANGHAI).year + 1


def open_at(at: Versions, moment: datetime) -> Openness:
    """Return the keys of the schedules that are open at a moment, and of those that may be."""
    local = moment.astimezone(SHANGHAI)
    return kept_days(at, at.alias, local.date()).at(local)


def _day(alias: str, day: date) -> CompiledDay:
    return compile_day(_stored_schedules(alias), day, stored_calendar())


def _stored_schedules(alias: str) -> dict[int, Schedule]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_SCHEDULES_SQL)
        return {key: from_json(content) for key, content in cursor.fetchall()}


# A day of a country is some thousand schedules; people ask about today, and about a few others.
kept_days: Final = Kept(_day, by=by_public, maxsize=16)
