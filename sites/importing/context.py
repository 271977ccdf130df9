"""What the rows of a region's table are checked against."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.utils.translation import override

from sites.addresses.resolving import TownOverride, TownOverrides
from sites.addresses.towns import RegionNames, TownIndex
from sites.geocoding.places import RegionPlaces
from sites.importing.operator_marks import OperatorMarks
from sites.importing.service_words import ServiceWords
from sites.models import Kind, Operator, Region, Service, Town
from sites.reference.files import (
    REFERENCE_DIRECTORY,
    TOWN_OVERRIDES,
    read_notice_services,
    read_whole,
)
from sites.text.normalise import normalise_text


@dataclass(frozen=True, slots=True)
class RegionContext:
    """A region's names, towns, operators and services.

    Attributes:
        region: the stored region.
        places: the same for locating: its names, towns and bounds.
        towns: its stored towns by key.
        named_towns: key of a town by its key and by every spelling of its name.
        overrides: towns that a person found for single outlets.
        marks: the operators' marks in names.
        operators: by code and by every spelling of their names.
        kinds: of outlets, by code and by their names in every language.
        services: code of a service by its code and by its name.
        service_names: what the services are called, in their order.
        service_words: what tables call them.
        default_services: codes that the region's notice promises at every outlet, by bit.
    """

    region: Region
    places: RegionPlaces
    towns: dict[str, Town]
    named_towns: dict[str, str]
    overrides: TownOverrides
    marks: OperatorMarks
    operators: dict[str, Operator]
    kinds: dict[str, str]
    services: dict[str, str]
    service_names: tuple[str, ...]
    service_words: ServiceWords
    default_services: list[str]

    @classmethod
    def load(cls, region: Region, directory: Path = REFERENCE_DIRECTORY) -> Self:
        """Return the context as stored now; raises ``ReferenceDataError`` for a broken file."""
        towns = {town.key: town for town in Town.objects.filter(region=region)}
        places = RegionPlaces.of(region)
        services = list(Service.objects.order_by("bit"))
        service_codes = {service.name: service.code for service in services}
        service_codes |= {service.code: service.code for service in services}
        operators = list(Operator.objects.all())
        promised = read_notice_services(directory).get(region.adcode, ())
        return cls(
            region=region,
            places=places,
            towns=towns,
            named_towns={
                normalise_text(text): town.key
                for town in towns.values()
                for text in (*town.aliases, town.name_en, town.name, town.key)
            },
            overrides=_read_overrides(directory, region, places.index),
            marks=OperatorMarks(operators),
            operators={
                normalise_text(text): operator
                for operator in operators
                for text in (*operator.aliases, operator.name, operator.name_en, operator.code)
            },
            kinds=_kinds(),
            services=service_codes,
            service_names=tuple(service.name for service in services),
            service_words=ServiceWords(service_codes),
            default_services=[service.code for service in services if service.code in promised],
        )

    @property
    def names(self) -> RegionNames:
        """The spellings of the region and of its province."""
        return self.places.names

    @property
    def town_index(self) -> TownIndex:
        """The spellings of its towns."""
        return self.places.index


def _kinds() -> dict[str, str]:
    """Return the kinds by code and label: a table may come from somebody with another language."""
    found = {kind.value: kind.value for kind in Kind}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {normalise_text(str(kind.label)): kind.value for kind in Kind}
    return found


def _read_overrides(directory: Path, region: Region, towns: TownIndex) -> TownOverrides:
    rows = read_whole(directory, TOWN_OVERRIDES)
    return TownOverrides(
        (
            TownOverride(row["name"], row["address"], row["town"])
            for row in rows
            if row["region"] == region.adcode
        ),
        towns,
    )
