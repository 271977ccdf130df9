"""Which town an outlet lies in, and what says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sites.addresses.mentions import towns_in_name
from sites.addresses.parser import parse_address
from sites.addresses.towns import RegionNames, TownIndex
from sites.text.normalise import normalise_text

TownEvidence = Literal["override", "address", "name", "none"]
"""What the town was taken from."""

TownDoubt = Literal["ambiguous_address", "ambiguous_name", "other_region", "unlisted_town"]
"""Why an outlet has no town although its address or name speaks of one."""


@dataclass(frozen=True, slots=True)
class TownMatch:
    """An outlet's town with its evidence."""

    town: str | None
    """Key of the town, or None where it is unknown."""
    evidence: TownEvidence
    doubt: TownDoubt | None = None
    """Set only where ``town`` is None; None there means that neither text names a town."""
    candidates: tuple[str, ...] = ()
    """All keys that address and name speak of, sorted."""

    @property
    def is_contradicted(self) -> bool:
        """Whether the outlet's name speaks of another town than the one that was taken."""
        return self.town is not None and any(key != self.town for key in self.candidates)


@dataclass(frozen=True, slots=True)
class TownOverride:
    """A person's reviewed finding for one outlet: exactly this name and this address."""

    name: str
    address: str
    town: str


class TownOverrides:
    """The reviewed findings of a region, looked up by normalised name and address."""

    def __init__(self, overrides: Iterable[TownOverride], towns: TownIndex) -> None:
        self._town_of: dict[tuple[str, str], str] = {}
        for override in overrides:
            key = (normalise_text(override.name), normalise_text(override.address))
            if override.town not in towns.keys:
                raise ValueError(f"Override for {override.name}: no town “{override.town}”.")
            if key in self._town_of:
                raise ValueError(f"Two overrides for {override.name}, {override.address}.")
            self._town_of[key] = override.town

    def town_of(self, name: str, address: str) -> str | None:
        """Return the key of the town that a person found for the outlet, or None."""
        return self._town_of.get((normalise_text(name), normalise_text(address)))


def resolve_town(
    address_text: str,
    name_text: str,
    region: RegionNames,
    towns: TownIndex,
    overrides: TownOverrides | None = None,
) -> TownMatch:
    """Return the town of an outlet: from the overrides, else its address, else its name.

    An address that names two towns, or a town or district outside the list, leaves the town
    unknown whatever the name says. Where address and name each name one town and they differ,
    the address wins and the match is contradicted. Linear; raises for no string.
    """
    address = parse_address(address_text, region, towns)
    name = normalise_text(name_text)
    mentions = towns_in_name(name, region, towns)
    in_name = frozenset[str]().union(*(mention.keys for mention in mentions))
    candidates = tuple(sorted(in_name.union(address.town_candidates)))

    town = overrides.town_of(name, address.text) if overrides else None
    evidence: TownEvidence = "override"
    doubt: TownDoubt | None = None
    if town is None:
        town, evidence = address.town, "address"
    if town is None:
        if address.is_elsewhere:
            doubt = "other_region"
        elif address.town_candidates:
            doubt = "ambiguous_address"
        elif address.town_as_written:
            doubt = "unlisted_town"
        elif len(in_name) > 1:
            doubt = "ambiguous_name"
        elif in_name:
            (town,), evidence = in_name, "name"
    if town is None:
        evidence = "none"
    return TownMatch(town, evidence, doubt, candidates)
