"""The schedule that the opening hours of an outlet say, by which it is found."""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext

from sites.hours.json_form import to_json
from sites.hours.schedule import Schedule
from sites.hours.texts import HoursTextError, Reading, read_hours
from sites.models import StoredSchedule

# Whose hours count: those of the window that the cards are served at, else those of the outlet as
# a whole. What people serve themselves at, and what is for companies, is neither.
_FOR_CARDS: Final = (
    re.compile("(?!非)(?!.*自助).*(?:社保|社会保障)"),
    re.compile("(?!.*自助).*个人"),
    re.compile(
        "(?:政务|便民|办事|综合|营业|业务|人工|对外|服务)*(?:大厅|厅|窗口|柜台|柜面|中心)?$"
    ),
)
# A table says the same few texts over and over.
_TEXTS_KEPT: Final = 4096


def schedule_of(text: str) -> Schedule | None:
    """Return the schedule that counts for the cards, None where the text does not tell one."""
    readings = _readings(text)
    return None if isinstance(readings, HoursTextError) else _of_cards(readings)


def unread_because(text: str) -> str:
    """Return why a text tells no schedule, in the active language, "" if it tells one."""
    if not text:
        return ""
    readings = _readings(text)
    if isinstance(readings, HoursTextError):
        sentences = (readings.problem, readings.remedy)
        return " ".join(gettext(sentence) % readings.parameters for sentence in sentences)
    if _of_cards(readings) is None:
        return gettext("It does not say which of the windows is the one for cards.")
    return ""


@lru_cache(maxsize=_TEXTS_KEPT)
def _readings(text: str) -> tuple[Reading, ...] | HoursTextError:
    try:
        return read_hours(text)
    except HoursTextError as error:
        # Its traceback would keep all that was read so far in memory.
        return error.with_traceback(None)


def _of_cards(readings: Sequence[Reading]) -> Schedule | None:
    for label in _FOR_CARDS:
        found = {reading.schedule for reading in readings if label.match(reading.service)}
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
