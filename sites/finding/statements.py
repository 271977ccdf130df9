"""Pieces of SQL that travel together with their parameters."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from sites.models import ServicePoint

Parameter: TypeAlias = str | int | float

POINT_TABLE: Final = f'"{ServicePoint._meta.db_table}"'


@dataclass(frozen=True, slots=True)
class Conditions:
    """An SQL condition over the points, alias ``p``, with its parameters in order."""

    sql: str
    parameters: tuple[Parameter, ...] = ()

    def also(self, sql: str, *parameters: Parameter) -> "Conditions":
        """Return these conditions and one more."""
        return Conditions(f"{self.sql} AND {sql}", (*self.parameters, *parameters))


@dataclass(frozen=True, slots=True)
class Source:
    """A FROM clause that yields points as ``p``, and the conditions that belong to it."""

    tables: str
    parameters: tuple[Parameter, ...]
    where: Conditions


ACTIVE: Final = Conditions("p.is_active")
CLOSED: Final = Conditions("NOT p.is_active")
LOCATED: Final = "p.latitude IS NOT NULL"
ALL_POINTS: Final = Source(f"{POINT_TABLE} AS p", (), ACTIVE)
CLOSED_POINTS: Final = Source(f"{POINT_TABLE} AS p", (), CLOSED)
