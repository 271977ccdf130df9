"""For which regions a member of staff works: everything in the desk is restricted to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Model, QuerySet

from sites.access.roles import Right
from sites.models import (
    ApiClient,
    BulkEdit,
    ImportDraft,
    ImportRun,
    Operator,
    PhoneCall,
    PointChange,
    PositionProposal,
    Region,
    Report,
    Service,
    ServicePoint,
    StaffRegion,
    Town,
)

_ModelT = TypeVar("_ModelT", bound=Model)

# How each model's rows lead to their region; None where they belong to no region and are shown to
# all staff. A model that is missing here is an error, not a way around.
REGION_PATHS: Final[Mapping[type[Model], str | None]] = MappingProxyType(
    {
        Region: "pk",
        Town: "region",
        Operator: None,
        Service: None,
        ServicePoint: "region",
        PointChange: "point__region",
        PositionProposal: "point__region",
        Report: "point__region",
        ImportRun: "region",
        ApiClient: "regions",
        PhoneCall: "point__region",
        BulkEdit: "region",
        ImportDraft: "region",
    }
)

_CACHE: Final = "_region_scope"


@dataclass(frozen=True, slots=True)
class RegionScope:
    """The regions that a member of staff works for.

    Attributes:
        adcodes: their codes; None for every region.
    """

    adcodes: frozenset[str] | None = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is no region at all."""
        return self.adcodes is not None and not self.adcodes

    def allows(self, adcode: str) -> bool:
        """Return whether a region, by its code, is one of them."""
        return self.adcodes is None or adcode in self.adcodes

    def restrict(self, rows: QuerySet[_ModelT]) -> QuerySet[_ModelT]:
        """Return those of the rows that lie in these regions; ``KeyError`` for unknown models."""
        path = REGION_PATHS[rows.model]
        if path is None or self.adcodes is None:
            return rows
        return rows.filter(**{f"{path}__in": sorted(self.adcodes)})


def scope_of(user: AbstractBaseUser | AnonymousUser) -> RegionScope:
    """Return the regions a person works for: those assigned, every one with `EVERY_REGION`.

    Nobody is given a region by default. Kept on the user object, as Django keeps its permissions:
    one question per request.
    """
    if not isinstance(user, User) or not user.is_active:
        return RegionScope()
    kept = getattr(user, _CACHE, None)
    if isinstance(kept, RegionScope):
        return kept
    if user.has_perm(Right.EVERY_REGION):
        scope = RegionScope(None)
    else:
        assigned = StaffRegion.objects.filter(user=user).values_list("region_id", flat=True)
        scope = RegionScope(frozenset(assigned))
    setattr(user, _CACHE, scope)
    return scope
