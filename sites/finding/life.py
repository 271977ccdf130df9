"""How an outlet stands now: what was said of it, as far as that still holds."""

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

    What was said before it left the lists, or came back to them, holds no longer: an outlet that a
    table does not list any more has been closed since then, whatever was said of the time before.
    `provenance` is that of all fields, as JSON.
    """
    turned, later = _said_at(provenance)
    since = said.since if "status_since" in later else None
    until = said.until if "status_until" in later else None
    reason = said.reason if "status_reason" in later else ""
    if is_active:
        status = said.status if "status" in later else Status.OPEN
        return Life(status, since, until, reason)
    successor = said.successor if "successor" in later else None
    status = Status.CLOSED if successor is None else Status.MERGED
    return Life(status, since or turned, None, reason, successor)


@lru_cache(maxsize=1024)
def _said_at(provenance: str) -> tuple[date | None, frozenset[str]]:
    """Return the day on which an outlet came to the lists or left them, and what was said since.

    Kept, because the outlets of one table share one text, until a person edits them.
    """
    said = {field: fact["set_at"] for field, fact in orjson.loads(provenance).items() if fact}
    moments = {field: datetime.fromisoformat(at) for field, at in said.items()}
    turned = moments.get("is_active")
    if turned is None:
        return None, frozenset(moments)
    later = frozenset(field for field, at in moments.items() if at >= turned)
    return turned.astimezone(_CHINA).date(), later
