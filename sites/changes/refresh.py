"""Derived columns of points follow reference data that has changed."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q

from sites.changes.fields import search_text_of
from sites.models import ServicePoint
from sites.phones.numbers import stored_phone
from sites.reference.stored import Reference
from sites.text.search_text import COMPOSITION

_BATCH: Final = 500


@transaction.atomic
def refresh_derived(
    *,
    regions: Collection[str] = (),
    towns: Collection[int] = (),
    operators: Collection[str] = (),
) -> int:
    """Bring search text and dialled number up to date; return how many points had to change.

    Looks at the points of regions (adcodes), towns (primary keys) and operators (codes) whose
    names, aliases or area code have changed. What a point says of itself, its provenance and the
    data version stay: whoever changed the reference data counts that change.
    """
    concerned = ServicePoint.objects.select_for_update(of=("self",)).filter(
        Q(region__in=regions) | Q(town__in=towns) | Q(operator__in=operators)
    )
    return _refresh(concerned.select_related("town"), Reference())


@transaction.atomic
def refresh_outdated() -> int:
    """Compose anew the search texts that an earlier release composed; return how many there were.

    The data version stays, as in `refresh_derived`.
    """
    outdated = (
        ServicePoint.objects.select_for_update(of=("self",))
        .exclude(search_text__startswith=COMPOSITION)
        .select_related("town")
        .order_by("pk")
    )
    reference = Reference()
    last, refreshed = 0, 0
    # Bit by bit: a country's points do not fit into memory.
    while batch := list(outdated.filter(pk__gt=last)[:_BATCH]):
        refreshed += _refresh(batch, reference)
        last = batch[-1].pk
    return refreshed


def _refresh(points: Iterable[ServicePoint], reference: Reference) -> int:
    stale = []
    for point in points:
        area_code = reference.region(point.region_id).area_code
        before = point.phone_e164, point.search_text
        point.phone_e164 = stored_phone(point.phone, area_code).e164
        # Last: the number is found by it too.
        point.search_text = search_text_of(point, reference)
        if (point.phone_e164, point.search_text) != before:
            stale.append(point)
    ServicePoint.objects.bulk_update(stale, ["phone_e164", "search_text"], batch_size=_BATCH)
    return len(stale)
