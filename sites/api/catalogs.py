"""The reference lists: what the filters of the search can be set to."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

from django.http import HttpRequest

from sites.api.columns import OPERATOR, REGION, SERVICE, TOWN, Record, Row
from sites.api.listing import Listing
from sites.api.openapi_parameters import REGION as REGION_FILTER
from sites.api.openapi_reads import describe_catalog
from sites.api.parameters import OutputOptions, Parameters, parse_reading
from sites.api.read_views import ReadView
from sites.finding import Catalog, InvalidQuery, PointQuery, catalog, unknown_value
from sites.models import DataVersion

Part: TypeAlias = tuple[PointQuery, OutputOptions]


class CatalogView(ReadView[Part]):
    """A whole reference list: these are short and have no pages."""

    record: ClassVar[Record]
    filters: ClassVar[frozenset[str]] = frozenset()

    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> Part:
        """Return which part of the list; raises `InvalidQuery` for a wrong parameter."""
        return parse_reading(parameters, self.filters)

    def answer(self, question: Part, request: HttpRequest) -> Listing:
        """Return the list; raises `InvalidQuery` for a filter's value that does not exist."""
        query, output = question
        data_version = DataVersion.current()
        rows = self.rows(catalog(query.language), query)
        return Listing(
            record=self.record,
            rows=self.record.in_datum(rows, output.datum),
            data_version=data_version,
            datum=output.datum,
            count=len(rows),
        )

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the rows of the list in WGS-84."""
        raise NotImplementedError

    def _rows(self, entries: Sequence[object]) -> Sequence[Row]:
        columns = tuple(self.record.columns)
        return [{column: getattr(entry, column) for column in columns} for entry in entries]


@describe_catalog(REGION, "list_regions", "Districts with their bounds")
class RegionsView(CatalogView):
    """The districts that the service knows."""

    record = REGION

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the districts; their bounds are a rectangle, not the outline."""
        return [
            {
                "adcode": region.adcode,
                "name": region.name,
                "province": region.province,
                "west": region.bounds.west,
                "south": region.bounds.south,
                "east": region.bounds.east,
                "north": region.bounds.north,
            }
            for region in known.regions
        ]


@describe_catalog(TOWN, "list_towns", "Towns with their centres", REGION_FILTER)
class TownsView(CatalogView):
    """The towns of all districts, or of one."""

    record = TOWN
    filters = frozenset({"region"})

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the towns; raises `InvalidQuery` for a district that does not exist."""
        region = query.region
        if region is None:
            return self._rows(tuple(known.towns()))
        if region not in known.region_by_code:
            regions = {entry.adcode: entry.name for entry in known.regions}
            raise InvalidQuery((unknown_value("region", region, regions),))
        return self._rows(known.towns_of(region))


@describe_catalog(SERVICE, "list_services", "Services that are offered")
class ServicesView(CatalogView):
    """The services that are offered."""

    record = SERVICE

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the services."""
        return self._rows(known.services)


@describe_catalog(OPERATOR, "list_operators", "Operators of service points")
class OperatorsView(CatalogView):
    """The operators of service points."""

    record = OPERATOR

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the operators."""
        return self._rows(known.operators)
