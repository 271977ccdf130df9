"""Derived columns of points follow reference data that has changed."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from sites.models import ServicePoint
from sites.phones.numbers import parse_phone
from sites.recording.fields import Reference, search_text_of


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
    reference = Reference.load()
    concerned = ServicePoint.objects.select_for_update(of=("self",)).filter(
        Q(region__in=regions) | Q(town__in=towns) | Q(operator__in=operators)
    )
    stale = []
    for point in concerned.select_related("town"):
        area_code = reference.regions[point.region_id].area_code
        phone_e164 = parse_phone(point.phone, area_code).e164 if point.phone else ""
        search_text = search_text_of(point, reference)
        if (point.phone_e164, point.search_text) != (phone_e164, search_text):
            point.phone_e164, point.search_text = phone_e164, search_text
            stale.append(point)
    ServicePoint.objects.bulk_update(stale, ["phone_e164", "search_text"], batch_size=500)
    return len(stale)
