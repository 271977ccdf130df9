"""Outlets that are there already, with the same name, address or number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from django.db.models import Q

from sites.models import Region, ServicePoint
from sites.text.search_text import SEPARATOR, fold

_MOST_TOLD: Final = 5


class Doubles:
    """The outlets of a region by name and address, however these are typed; read once."""

    def __init__(self, region: Region) -> None:
        self._region = region

    @cached_property
    def _keys(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """The keys of the outlets with a name and an address, active ones first."""
        keys: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        points = ServicePoint.objects.filter(region=self._region).order_by("-is_active", "pk")
        for key, name, address in points.values_list("pk", "name", "address").iterator():
            keys[fold(name), fold(address)].append(key)
        return keys

    def of(self, point: ServicePoint, name: str, address: str) -> ServicePoint | None:
        """Return another outlet with this name and address.

        That of a new outlet may be one that was deactivated: its history is waiting for it.
        """
        keys = self._keys.get((fold(name), fold(address)), ())
        if not set(keys) - {point.pk}:
            return None
        others = ServicePoint.objects.filter(pk__in=keys)
        if point.pk is not None:
            others = others.exclude(pk=point.pk).filter(is_active=True)
        return others.order_by("-is_active", "pk").first()


def near_doubles_of(region: Region, name: str, address: str, phone: str) -> Sequence[ServicePoint]:
    """Return the outlets that may be a new one already: of its name, or its address and number."""
    has_name, has_address = (
        Q(search_text__contains=f"{SEPARATOR}{fold(text)}{SEPARATOR}") for text in (name, address)
    )
    alike = has_name | (has_address & Q(phone=phone)) if phone else has_name
    near = ServicePoint.objects.filter(alike, region=region).order_by("-is_active", "serial", "pk")
    said = {fold(name), fold(address)}
    # A text by which an outlet is found has other words, too.
    return [one for one in near if said & {fold(one.name), fold(one.address)}][:_MOST_TOLD]
