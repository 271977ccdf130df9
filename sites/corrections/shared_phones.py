"""Numbers that more than one outlet has."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeAlias

from django.db.models import Q, QuerySet

from sites.models import ServicePoint
from sites.phones.numbers import Phone

_EXTENSION = "转"
# The same line, and the same extension behind it.
_Line: TypeAlias = tuple[str, str]


class Sharer(NamedTuple):
    """An outlet that has a number."""

    pk: int
    name: str


def sharers_of(
    phones: Collection[Phone], points: QuerySet[ServicePoint]
) -> Mapping[Phone, list[Sharer]]:
    """Return the active ones among some points that have each number, by name; one query.

    Numbers of two areas are the same if the same digits are dialled from afar.
    """
    wanted = [phone for phone in phones if phone.text]
    if not wanted:
        return {}
    dialled = Q(phone_e164__in=[phone.e164 for phone in wanted if phone.e164])
    hotline = Q(phone_e164="", phone__in=[phone.text for phone in wanted if not phone.e164])
    rows = (
        points.filter(dialled | hotline, is_active=True)
        .order_by("name", "pk")
        .values_list("pk", "name", "phone", "phone_e164")
    )
    holders: defaultdict[_Line, list[Sharer]] = defaultdict(list)
    for pk, name, text, e164 in rows:
        holders[_line(text, e164)].append(Sharer(pk, name))
    return {phone: holders.get(_line(phone.text, phone.e164), []) for phone in wanted}


def _line(text: str, e164: str) -> _Line:
    number, _mark, extension = text.partition(_EXTENSION)
    return e164 or number, extension
