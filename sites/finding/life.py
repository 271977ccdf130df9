"""How an outlet stands now, from what is stored of it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import orjson

from sites.models import Status

# Days in an answer are those of the country that the outlets are in.
_CHINA: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Life:
    """How an outlet stands.

    Attributes:
        status: one of all statuses.
        since: the day it began, None if that is not known.
        until: the last day of it, None if that is open.
        reason: why, for residents; "" if nobody said.
        successor: public id of the outlet that took its place, None without one.
    """

    status: Status
    since: date | None = None
    until: date | None = None
    reason: str = ""
    successor: str | None = None


IN_SERVICE: Final = Life(Status.OPEN)


def life_of(*, is_active: bool, said: Life, provenance: str) -> Life:
    """Return how an outlet stands, from what is stored.

    One that left the lists has done so on the day that somebody names, or else on the day that
    they dropped it. `provenance` is that of all fields, as JSON.
    """
    if is_active:
        return Life(said.status, said.since, said.until, said.reason)
    status = Status.CLOSED if said.successor is None else Status.MERGED
    return Life(status, said.since or _left_on(provenance), None, said.reason, said.successor)


@lru_cache(maxsize=1024)
def _left_on(provenance: str) -> date | None:
    """Return the day on which an outlet left the lists.

    Kept, because the outlets of one table share one text, until a person edits them.
    """
    said = orjson.loads(provenance).get("is_active")
    return datetime.fromisoformat(said["set_at"]).astimezone(_CHINA).date() if said else None
