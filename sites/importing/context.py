"""What the rows of a region's table are checked against."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sites.addresses.resolving import TownOverride, TownOverrides
from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.importing.classifying import OperatorMarks
from sites.importing.reference_files import (
    REFERENCE_DIRECTORY,
    TOWN_OVERRIDES,
    ReferenceDataError,
    ReferenceProblem,
    read_notice_services,
    read_rows,
)
from sites.models import Operator, Region, Service, Town


@dataclass(frozen=True, slots=True)
class RegionContext:
    """A region's names, towns, operators and services.

    Attributes:
        region: the stored region.
        names: its spellings and those of its province.
        towns: its stored towns by key.
        town_index: the spellings of its towns.
        overrides: towns that a person found for single outlets.
        marks: the operators' marks in names.
        services: code of a service by its code and by its name.
        default_services: codes that the region's notice promises at every outlet, by bit.
    """

    region: Region
    names: RegionNames
    towns: dict[str, Town]
    town_index: TownIndex
    overrides: TownOverrides
    marks: OperatorMarks
    services: dict[str, str]
    default_services: tuple[str, ...]

    @classmethod
    def load(cls, region: Region, directory: Path = REFERENCE_DIRECTORY) -> Self:
        """Return the context as stored now; raises ``ReferenceDataError`` for a broken file."""
        towns = {town.key: town for town in Town.objects.filter(region=region)}
        town_index = TownIndex(
            TownName(town.key, town.name, tuple(town.aliases)) for town in towns.values()
        )
        services = list(Service.objects.order_by("bit"))
        promised = read_notice_services(directory).get(region.adcode, ())
        return cls(
            region=region,
            names=RegionNames(
                province=(region.province, *region.province_aliases),
                district=(region.name, *region.aliases),
            ),
            towns=towns,
            town_index=town_index,
            overrides=_read_overrides(directory, region, town_index),
            marks=OperatorMarks(Operator.objects.all()),
            services={
                **{service.name: service.code for service in services},
                **{service.code: service.code for service in services},
            },
            default_services=tuple(
                service.code for service in services if service.code in promised
            ),
        )


def _read_overrides(directory: Path, region: Region, towns: TownIndex) -> TownOverrides:
    problems: list[ReferenceProblem] = []
    rows = read_rows(directory, TOWN_OVERRIDES, problems)
    if problems:
        raise ReferenceDataError(problems)
    return TownOverrides(
        (
            TownOverride(row["name"], row["address"], row["town"])
            for _number, row in rows
            if row["region"] == region.adcode
        ),
        towns,
    )
