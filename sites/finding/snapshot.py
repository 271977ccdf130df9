"""The reference data in memory: labels for rows, and names in a question → what they mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import pi, radians, sin
from typing import Final, TypeAlias

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.catalog import Catalog, OperatorEntry, RegionEntry, ServiceEntry, TownEntry
from sites.finding.query import Language
from sites.finding.revision import data_version, reading_connection
from sites.finding.statements import POINT_TABLE
from sites.geo.distance import EARTH_RADIUS_M
from sites.geo.precision import Precision
from sites.models import Operator, Region, Service, Town
from sites.text.search_text import fold

# A town's key, its names, its other names: in this order of weight.
_TownTexts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_TownIndex: TypeAlias = Mapping[str, tuple[int, ...]]

_TOWN_COLUMNS: Final = (
    "pk",
    "region_id",
    "key",
    "name",
    "name_en",
    "aliases",
    "longitude",
    "latitude",
)
# What the rank of a town is called, the longest first.
_RANK: Final = re.compile("(?<=..)(?:街道办事处|街道办|街道|苏木|镇|乡|鎮|鄉)$")
_EARTH_M2: Final = 4 * pi * EARTH_RADIUS_M**2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The reference data at one data version, in one language.

    Attributes:
        data_version: the state of the public data that it was read for.
        catalog: what doors show.
        towns: by the database's id.
        town_ids: region and key → the database's id.
        town_texts: the database's id → key, names and other names.
        service_masks: code → the service's bit as a mask, by bit.
        operators: by code.
        operator_names: folded, those in Latin letters.
        active: region → how many active points it has.
        areas_m2: region → square metres of its bounds, where its points can be expected.
    """

    data_version: int
    catalog: Catalog
    towns: Mapping[int, TownEntry]
    town_ids: Mapping[tuple[str, str], int]
    town_texts: Mapping[int, _TownTexts]
    service_masks: Mapping[str, int]
    operators: Mapping[str, OperatorEntry]
    operator_names: frozenset[str]
    active: Mapping[str, int]
    areas_m2: Mapping[str, float]

    def towns_called(self, text: str, region: str | None) -> list[int]:
        """Return the ids of the towns with that key, else that name, else that other name.

        Else those that are called so but for the rank: towns become subdistricts (几江镇).
        """
        if region is not None and (region, text) in self.town_ids:
            return [self.town_ids[region, text]]
        folded = fold(text)
        by_text, by_stem = _town_indexes(self)
        wanted = [*((index, folded) for index in by_text), (by_stem, _RANK.sub("", folded))]
        for index, called in wanted:
            found = [
                town_id
                for town_id in index.get(called, ())
                if region is None or self.towns[town_id].region == region
            ]
            if found:
                return found
        return []

    def extent(self, region: str | None) -> tuple[int, float]:
        """Return how many points there are and on how many square metres, about.

        Of a region, or of all; an index leads to the points of a region.
        """
        if region is not None:
            return self.active.get(region, 0), self.areas_m2[region]
        return sum(self.active.values()), sum(self.areas_m2.values()) or _EARTH_M2


def snapshot(language: Language) -> Snapshot:
    """Return the reference data as it is now; kept in memory until the data version moves.

    Inside a transaction it is read anew each time: what is seen there may never be committed, and
    another transaction may give the same version to other data. The same goes for version 0,
    which stands for every state before the first change.
    """
    connection = reading_connection()
    version = data_version(connection)
    if version == 0 or connection.in_atomic_block:
        return read_snapshot(connection.alias, version, language)
    return _kept_snapshot(connection.alias, version, language)


def catalog(language: Language) -> Catalog:
    """Return the reference data with its names in a language."""
    return snapshot(language).catalog


def read_snapshot(alias: str, version: int, language: Language) -> Snapshot:
    """Return the reference data that the database with that alias holds now."""
    english = language == "en"
    regions = tuple(
        RegionEntry(
            adcode=region.adcode,
            name=_label(region.name, region.name_en, english=english),
            province=_label(region.province, region.province_en, english=english),
            area_code=region.area_code,
            bounds=region.bounds,
        )
        for region in Region.objects.using(alias).order_by("adcode")
    )
    towns: dict[int, TownEntry] = {}
    town_texts: dict[int, _TownTexts] = {}
    # Plain columns: a country has 40,000 towns, and objects of them would take seconds.
    for town_id, region_id, key, name, name_en, aliases, longitude, latitude in (
        Town.objects.using(alias).order_by("region", "order", "pk").values_list(*_TOWN_COLUMNS)
    ):
        towns[town_id] = TownEntry(
            region=region_id,
            key=key,
            name=_label(name, name_en, english=english),
            longitude=longitude,
            latitude=latitude,
            precision=None if longitude is None else Precision.TOWN.value,
        )
        town_texts[town_id] = (key,), (name, name_en), tuple(aliases)
    services = list(Service.objects.using(alias).order_by("order", "code"))
    stored_operators = list(Operator.objects.using(alias).order_by("order", "code"))
    operators = {
        operator.code: OperatorEntry(
            code=operator.code,
            name=_label(operator.name, operator.name_en, english=english),
            kind=operator.kind,
            hotline=operator.hotline,
        )
        for operator in stored_operators
    }
    return Snapshot(
        data_version=version,
        catalog=Catalog(
            language=language,
            regions=regions,
            towns=tuple(towns.values()),
            services=tuple(
                ServiceEntry(
                    code=service.code,
                    name=_label(service.name, service.name_en, english=english),
                )
                for service in services
            ),
            operators=tuple(operators.values()),
        ),
        towns=towns,
        town_ids={(town.region, town.key): town_id for town_id, town in towns.items()},
        town_texts=town_texts,
        service_masks={
            service.code: service.mask for service in sorted(services, key=lambda one: one.bit)
        },
        operators=operators,
        operator_names=frozenset(
            fold(name)
            for operator in stored_operators
            for name in (operator.name_en, *operator.aliases)
            # In Chinese a name is found wherever it stands, without blanks around it.
            if name and name.isascii()
        ),
        active=_count_active(connections[alias]),
        areas_m2={region.adcode: _area_m2(region) for region in regions},
    )


_kept_snapshot = lru_cache(maxsize=8)(read_snapshot)


def _label(name: str, name_en: str, *, english: bool) -> str:
    return name_en if english and name_en else name


@lru_cache(maxsize=8)
def _town_indexes(reference: Snapshot) -> tuple[tuple[_TownIndex, ...], _TownIndex]:
    """Return by key, by name and by other name: folded text → ids; and by any name without rank.

    Made when the first town is asked for by name.
    """
    indexes: tuple[dict[str, tuple[int, ...]], ...] = ({}, {}, {})
    stems: dict[str, tuple[int, ...]] = {}
    for town_id, of_town in reference.town_texts.items():
        for index, texts in zip(indexes, of_town, strict=True):
            for text in dict.fromkeys(filter(None, map(fold, texts))):
                index[text] = (*index.get(text, ()), town_id)
        names = map(fold, (*of_town[1], *of_town[2]))
        for stem in dict.fromkeys(_RANK.sub("", name) for name in names if name):
            stems[stem] = (*stems.get(stem, ()), town_id)
    return indexes, stems


def _area_m2(region: RegionEntry) -> float:
    """Return the area of a region's bounds (a spherical zone's share, exact on the sphere)."""
    bounds = region.bounds
    height = sin(radians(bounds.north)) - sin(radians(bounds.south))
    return EARTH_RADIUS_M**2 * height * radians(bounds.east - bounds.west)


def _count_active(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Return the counts of `Snapshot.active`; an index holds all that this reads."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT region_id, count(*) FROM {POINT_TABLE} WHERE is_active GROUP BY region_id"
        )
        return dict(cursor.fetchall())
