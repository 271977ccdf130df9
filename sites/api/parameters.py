"""The parameters that are this door's own: how the answer is to leave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from sites.finding import ParameterReader, PointQuery, read_query
from sites.geo.datum import Datum

Parameters: TypeAlias = Mapping[str, Sequence[str]]

DATUMS: Final = tuple(datum.value for datum in Datum)
YES_OR_NO: Final = ("true", "false")
_OF_EVERY_ADDRESS: Final = frozenset({"format", "datum"})


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How the answer is to leave the house.

    Attributes:
        datum: of the positions in the answer.
        with_total: whether all matches are to be counted.
    """

    datum: Datum
    with_total: bool = False


def parse_search(
    parameters: Parameters, required: frozenset[str]
) -> tuple[PointQuery, OutputOptions]:
    """Return what is searched for, and how the answer is to leave.

    Raises `InvalidQuery` that names every wrong, unknown or missing parameter.
    """
    reader = ParameterReader(parameters)
    also = _OF_EVERY_ADDRESS | {"closed", "total"}
    query = read_query(reader, also=also, required=required)
    query = replace(query, closed=reader.choice("closed", YES_OR_NO) == "true")
    output = OutputOptions(_datum(reader), reader.choice("total", YES_OR_NO) == "true")
    reader.finish()
    return query, output


def parse_reading(
    parameters: Parameters, filters: Collection[str]
) -> tuple[PointQuery, OutputOptions]:
    """Return the language and those conditions that an address which does not search takes.

    Raises `InvalidQuery` as `parse_search` does; every filter but those named is unknown here.
    """
    reader = ParameterReader(parameters)
    query, output = read_reading(reader, filters)
    reader.finish()
    return query, output


def read_reading(
    reader: ParameterReader, filters: Collection[str], *, also: frozenset[str] = frozenset()
) -> tuple[PointQuery, OutputOptions]:
    """Return what `parse_reading` does, for an address that reads more (`also`) by itself.

    What is wrong is noted in the reader.
    """
    filters = frozenset({*filters, "language"})
    query = read_query(reader, filters=filters, also=also | _OF_EVERY_ADDRESS)
    return query, OutputOptions(_datum(reader))


def _datum(reader: ParameterReader) -> Datum:
    return reader.choice("datum", tuple(Datum)) or Datum.WGS84
