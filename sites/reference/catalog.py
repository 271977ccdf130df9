"""The reference data as doors show them, in one language, and what names in a question mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import pi, radians, sin
from operator import attrgetter
from sys import intern
from typing import Final, Literal, TypeAlias, get_args

from django.db.models import QuerySet

from sites.geo.boxes import Box
from sites.geo.distance import EARTH_RADIUS_M
from sites.geo.precision import Precision
from sites.models import Operator, Region, Service, Town
from sites.reference.version import Kept, Versions, by_reference, stored_versions
from sites.text.search_text import fold

Language: TypeAlias = Literal["zh-hans", "en"]
# The default comes first.
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_TOWN_COLUMNS: Final = ("pk", "region_id", "key", "name", "name_en", "longitude", "latitude")
# What the rank of a town is called, the longest first.
_RANK: Final = re.compile("(?<=..)(?:街道办事处|街道办|街道|苏木|镇|乡|鎮|鄉)$")
_EARTH_M2: Final = 4 * pi * EARTH_RADIUS_M**2


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionEntry:
    """A district: GB/T 2260 code, names, telephone area code, bounds in WGS-84 degrees."""

    adcode: str
    name: str
    province: str
    area_code: str
    bounds: Box

    @property
    def area_m2(self) -> float:
        """The area of the bounds (a spherical zone's share, exact on the sphere)."""
        height = sin(radians(self.bounds.north)) - sin(radians(self.bounds.south))
        return EARTH_RADIUS_M**2 * height * radians(self.bounds.east - self.bounds.west)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownEntry:
    """A town of a region; `longitude` and `latitude` (WGS-84) are its built-up centre.

    `precision` is ``town``, None where the centre is not known; `pk` is the database's id.
    """

    pk: int
    region: str
    key: str
    name: str
    longitude: float | None
    latitude: float | None
    precision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """A card service; `mask` is its bit in the services of a point."""

    code: str
    name: str
    mask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEntry:
    """Who runs service points; `hotline` is empty where none is known."""

    code: str
    name: str
    kind: str
    hotline: str


class _RegionTowns:
    """The towns of one region, in order: by id, by key, and by what they are called."""

    def __init__(self, alias: str, entries: Sequence[TownEntry]) -> None:
        self._alias = alias
        self.by_pk = {entry.pk: entry for entry in entries}

    @cached_property
    def by_key(self) -> Mapping[str, TownEntry]:
        """The towns by key."""
        return {entry.key: entry for entry in self.by_pk.values()}

    def called(self, folded: str, stem: str) -> Iterator[list[TownEntry]]:
        """Yield the towns with that key, with that name, with that other name, with that stem."""
        for place, wanted in enumerate((folded, folded, folded, stem)):
            yield [self.by_pk[pk] for pk, texts in self._folded.items() if wanted in texts[place]]

    @cached_property
    def _folded(self) -> Mapping[int, tuple[set[str], ...]]:
        """By town: its key, names, other names and stems, folded; read when first asked for."""
        rows = Town.objects.using(self._alias).filter(pk__in=self.by_pk).order_by("order", "pk")
        return {
            pk: (
                {fold(key)},
                {fold(name), fold(name_en)} - {""},
                set(map(fold, aliases)) - {""},
                _stems((name, name_en, *aliases)),
            )
            for pk, key, name, name_en, aliases in rows.values_list(
                "pk", "key", "name", "name_en", "aliases"
            )
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalog:
    """The reference data at one state, in one language, each kind in the order that is shown.

    The towns of a region are read when they are first asked for. Without slots: what is derived
    is found out once.

    Attributes:
        alias: of the database that holds it.
        operator_names: folded, those in Latin letters.
    """

    alias: str
    language: Language
    regions: tuple[RegionEntry, ...]
    services: tuple[ServiceEntry, ...]
    operators: tuple[OperatorEntry, ...]
    operator_names: frozenset[str]
    _towns: dict[str, _RegionTowns] = field(default_factory=dict, repr=False)

    @property
    def only_region_name(self) -> str:
        """The name of the region that is served, "" if there are several."""
        return self.regions[0].name if len(self.regions) == 1 else ""

    @cached_property
    def region_by_code(self) -> Mapping[str, RegionEntry]:
        """The regions by adcode."""
        return {region.adcode: region for region in self.regions}

    @cached_property
    def service_masks(self) -> Mapping[str, int]:
        """The services' bits as masks, by code, by bit."""
        ordered = sorted(self.services, key=attrgetter("mask"))
        return {service.code: service.mask for service in ordered}

    @cached_property
    def operator_by_code(self) -> Mapping[str, OperatorEntry]:
        """The operators by code."""
        return {operator.code: operator for operator in self.operators}

    def area_m2(self, region: str | None) -> float:
        """Return on how many square metres the points of a region, or of all, can be expected."""
        return self.region_by_code[region].area_m2 if region is not None else self._area_m2

    def towns(self) -> Iterator[TownEntry]:
        """Yield the towns of all regions, region by region."""
        for region in self._read(region.adcode for region in self.regions):
            yield from region.by_pk.values()

    def towns_of(self, region: str) -> tuple[TownEntry, ...]:
        """Return the towns of a region, () for one that there is not."""
        return tuple(self._towns_of(region).by_pk.values())

    def towns_by_key(self, region: str) -> Mapping[str, TownEntry]:
        """Return the towns of a region by key."""
        return self._towns_of(region).by_key

    def town_by_pk(self, region: str, pk: int) -> TownEntry:
        """Return a town by its region and the database's id; ``KeyError`` if there is none."""
        return self._towns_of(region).by_pk[pk]

    def towns_called(self, text: str, region: str | None) -> list[TownEntry]:
        """Return the towns with that key, else that name, else that other name.

        Else those that are called so but for the rank: towns become subdistricts (几江镇).
        """
        if region is not None and text in (towns := self.towns_by_key(region)):
            return [towns[text]]
        folded = fold(text)
        stem = _RANK.sub("", folded)
        regions = self._regions_with(folded, stem) if region is None else (region,)
        by_closeness = [towns.called(folded, stem) for towns in self._read(regions)]
        for found in zip(*by_closeness, strict=True):
            if entries := [entry for of_region in found for entry in of_region]:
                return entries
        return []

    def _towns_of(self, region: str) -> _RegionTowns:
        return self._read([region])[0]

    def prefetch(self, regions: Iterable[str]) -> None:
        """Read the towns of regions in one query, those that were not asked for yet."""
        self._read(regions)

    def _read(self, regions: Iterable[str]) -> list[_RegionTowns]:
        """Return the towns of regions; of one that there is not nothing is kept."""
        wanted = list(regions)
        missing = [
            region
            for region in wanted
            if region not in self._towns and region in self.region_by_code
        ]
        if missing:
            towns = Town.objects.using(self.alias)
            if len(missing) < len(self.regions):
                towns = towns.filter(region__in=missing)
            entries = _entries_of(towns, english=self.language == "en")
            self._towns.update(
                {region: _RegionTowns(self.alias, entries.get(region, ())) for region in missing}
            )
        return [self._towns.get(region) or _RegionTowns(self.alias, ()) for region in wanted]

    def _regions_with(self, folded: str, stem: str) -> list[str]:
        """Return the regions that have a town of that key or name, rank or not."""
        by_stem = kept_stems(stored_versions(), self.alias)
        return sorted({*by_stem.get(folded, ()), *by_stem.get(stem, ())})

    @cached_property
    def _area_m2(self) -> float:
        return sum(region.area_m2 for region in self.regions) or _EARTH_M2


def read_catalog(alias: str, language: Language) -> Catalog:
    """Return the reference data that the database with that alias holds now."""
    english = language == "en"
    operators = list(Operator.objects.using(alias).order_by("order", "code"))
    return Catalog(
        alias=alias,
        language=language,
        regions=tuple(
            RegionEntry(
                adcode=region.adcode,
                name=_label(region.name, region.name_en, english=english),
                province=_label(region.province, region.province_en, english=english),
                area_code=region.area_code,
                bounds=region.bounds,
            )
            for region in Region.objects.using(alias).order_by("adcode")
        ),
        services=tuple(
            ServiceEntry(
                code=service.code,
                name=_label(service.name, service.name_en, english=english),
                mask=service.mask,
            )
            for service in Service.objects.using(alias).order_by("order", "code")
        ),
        operators=tuple(
            OperatorEntry(
                code=operator.code,
                name=_label(operator.name, operator.name_en, english=english),
                kind=operator.kind,
                hotline=operator.hotline,
            )
            for operator in operators
        ),
        operator_names=frozenset(
            fold(name)
            for operator in operators
            for name in (operator.name_en, *operator.aliases)
            # In Chinese a name is found wherever it stands, without blanks around it.
            if name and name.isascii()
        ),
    )


def _regions_by_stem(alias: str) -> Mapping[str, tuple[str, ...]]:
    """Return the regions by their towns' keys and names without rank, in any language."""
    found: dict[str, tuple[str, ...]] = {}
    alone: dict[str, tuple[str, ...]] = {}
    rows = Town.objects.using(alias).values_list("region_id", "key", "name", "name_en", "aliases")
    for region, key, name, name_en, aliases in rows.iterator():
        for stem in {fold(key), *_stems((name, name_en, *aliases))}:
            others = found.get(stem, ())
            if not others:
                # One for all towns of a region that share their name with no other.
                found[stem] = alone.setdefault(region, (region,))
            elif region not in others:
                found[stem] = (*others, region)
    return found


kept_stems: Final = Kept(_regions_by_stem, by=by_reference, maxsize=1)
kept_catalog: Final = Kept(read_catalog, by=by_reference, maxsize=len(LANGUAGES))


def catalog(language: Language, at: Versions | None = None) -> Catalog:
    """Return the reference data with its names in a language, as now or at a state just read."""
    at = at or stored_versions()
    return kept_catalog(at, at.alias, language)


def _label(name: str, name_en: str, *, english: bool) -> str:
    return name_en if english and name_en else name


def _stems(names: Iterable[str]) -> set[str]:
    """Return names folded and without rank."""
    return {_RANK.sub("", folded) for name in names if (folded := fold(name))}


def _entries_of(towns: QuerySet[Town], *, english: bool) -> Mapping[str, Sequence[TownEntry]]:
    """Return the towns of each region that has any."""
    found: defaultdict[str, list[TownEntry]] = defaultdict(list)
    # Plain columns: a country has 40,000 towns, and objects of them would take seconds.
    rows = towns.order_by("region", "order", "pk").values_list(*_TOWN_COLUMNS)
    for pk, region, key, name, name_en, longitude, latitude in rows.iterator():
        found[region].append(
            TownEntry(
                pk=pk,
                # There are many: each text once, in whatever language.
                region=intern(region),
                key=intern(key),
                name=intern(_label(name, name_en, english=english)),
                longitude=longitude,
                latitude=latitude,
                precision=None if longitude is None else Precision.TOWN.value,
            )
        )
    return found
