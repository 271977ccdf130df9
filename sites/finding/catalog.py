"""The reference data as doors show it, in one language."""

from dataclasses import dataclass

from sites.finding.query import Language
from sites.geo.boxes import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionEntry:
    """A district: GB/T 2260 code, names, telephone area code, bounds in WGS-84 degrees."""

    adcode: str
    name: str
    province: str
    area_code: str
    bounds: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TownEntry:
    """A town of a region; `longitude` and `latitude` (WGS-84) are its built-up centre.

    `precision` is ``town``, None where the centre is not known.
    """

    region: str
    key: str
    name: str
    longitude: float | None
    latitude: float | None
    precision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """A card service."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEntry:
    """Who runs service points; `hotline` is empty where none is known."""

    code: str
    name: str
    kind: str
    hotline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All reference data, each kind in the order in which it is shown."""

    language: Language
    regions: tuple[RegionEntry, ...]
    towns: tuple[TownEntry, ...]
    services: tuple[ServiceEntry, ...]
    operators: tuple[OperatorEntry, ...]

    @property
    def only_region_name(self) -> str:
        """The name of the region that is served, "" if there are several."""
        return self.regions[0].name if len(self.regions) == 1 else ""
