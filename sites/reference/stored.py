"""The stored reference data that plain values of points refer to, for whoever changes points."""

from collections.abc import Mapping
from functools import cached_property

from sites.models import Operator, Region, Service, Town


class Reference:
    """The reference data as stored now; a region is read when it is first asked about.

    So an act costs what its own regions cost, however many others there are. Made anew for each
    act: what is read inside a transaction may never be committed.
    """

    def __init__(self) -> None:
        self._regions: dict[str, Region] = {}
        self._towns: dict[str, dict[str, Town]] = {}
        self._town_keys: dict[str, dict[int, str]] = {}

    @cached_property
    def operators(self) -> Mapping[str, Operator]:
        """The operators by code."""
        return Operator.objects.in_bulk()

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """The services by code, in the order of their bits."""
        return {service.code: service for service in Service.objects.order_by("bit")}

    def region(self, adcode: str) -> Region:
        """Return a region; ``KeyError`` for a code that no region has."""
        if adcode not in self._regions:
            self._regions |= Region.objects.in_bulk([adcode])
        return self._regions[adcode]

    def towns_of(self, region: str) -> Mapping[str, Town]:
        """Return the towns of a region by key."""
        if region not in self._towns:
            towns = Town.objects.filter(region=region)
            self._towns[region] = {town.key: town for town in towns}
        return self._towns[region]

    def town_key(self, region: str, town_id: int) -> str:
        """Return the key of a region's town; ``KeyError`` for an id of none of its towns."""
        if region not in self._town_keys:
            self._town_keys[region] = {town.pk: key for key, town in self.towns_of(region).items()}
        return self._town_keys[region][town_id]

    def codes(self, mask: int) -> list[str]:
        """Return the codes of the services in a mask, by bit."""
        return [code for code, service in self.services.items() if mask & service.mask]

    def mask(self, codes: list[str]) -> int:
        """Return the mask of service codes; ``KeyError`` for a code that does not exist."""
        mask = 0
        for code in codes:
            mask |= self.services[code].mask
        return mask
