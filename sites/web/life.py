"""How an outlet stands, in words for residents."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.finding import PointRow
from sites.models import Status


def life_text(row: PointRow) -> str:
    """Return what residents ought to know of how an outlet stands, "" if there is nothing to say.

    The days are named rather than compared with today: paper and kept copies stay true.
    """
    status = Status(row["status"])
    if status is Status.OPEN and not (row["status_until"] or row["status_reason"]):
        return ""
    text = capfirst(str(status.label))
    period = _period(row["status_since"], row["status_until"])
    if status is Status.PLANNED and row["status_since"]:
        # Of what is to come, the first day is that on which it opens.
        period = _("opens on %(since)s") % {"since": _day(row["status_since"])}
    if period:
        text = _("%(status)s (%(period)s)") % {"status": text, "period": period}
    if row["status_reason"]:
        text = _("%(status)s: %(reason)s") % {"status": text, "reason": row["status_reason"]}
    return text


def _period(since: str | None, until: str | None) -> str:
    days = {name: _day(day) for name, day in (("since", since), ("until", until)) if day}
    if len(days) == 2:
        return _("%(since)s to %(until)s") % days
    if since:
        return _("from %(since)s") % days
    return _("until %(until)s") % days if until else ""


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
