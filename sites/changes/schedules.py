"""The schedule that the opening hours of an outlet say, by which it is found."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext

from sites.hours.json_form import to_json
from sites.hours.schedule import Schedule
from sites.hours.texts import HoursTextError, Reading, read_hours
from sites.models import StoredSchedule

# Whose hours count where a text has several: those of the window that the cards are served at.
_FOR_CARDS: Final = ("社保", "社会保障", "个人")


def schedule_of(text: str) -> Schedule | None:
    """Return the schedule that counts for the cards, None where the text does not tell one."""
    try:
        return _of_cards(read_hours(text))
    except HoursTextError:
        return None


def unread_because(text: str) -> str:
    """Return why a text tells no schedule, in the active language, "" if it tells one."""
    if not text:
        return ""
    try:
        readings = read_hours(text)
    except HoursTextError as error:
        sentences = (error.problem, error.remedy)
        return " ".join(gettext(sentence) % error.parameters for sentence in sentences)
    if _of_cards(readings) is None:
        return gettext("It does not say which of the windows is the one for cards.")
    return ""


def _of_cards(readings: Sequence[Reading]) -> Schedule | None:
    if len({reading.schedule for reading in readings}) == 1:
        return readings[0].schedule
    for mark in _FOR_CARDS:
        found = {reading.schedule for reading in readings if mark in reading.service}
        if len(found) == 1:
            return found.pop()
    return None


class Schedules:
    """The keys of stored schedules by the texts that say them, each looked up once.

    For one transaction: a row that is added may be rolled back with it.
    """

    def __init__(self) -> None:
        self._keys: dict[str, int | None] = {}

    def key_of(self, text: str) -> int | None:
        """Return the key of the row, stored now if need be; None where the text tells none."""
        if text not in self._keys:
            schedule = schedule_of(text) if text else None
            self._keys[text] = None if schedule is None else self._stored(schedule)
        return self._keys[text]

    def _stored(self, schedule: Schedule) -> int:
        content = to_json(schedule)
        row, _is_new = StoredSchedule.objects.get_or_create(
            digest=sha256(content.encode()).hexdigest(), defaults={"content": content}
        )
        return row.pk
