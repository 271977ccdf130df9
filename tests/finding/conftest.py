"""Points that the tests place where they need them."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from sites.geo.coordinate import Coordinate
from sites.geo.distance import unit_vector
from sites.geo.precision import Precision
from sites.models import Kind, ServicePoint
from tests import factories
from tests.factories import OFFICE, MakePoint, at


def scatter(places: Sequence[tuple[float, float] | None], **columns: Any) -> list[ServicePoint]:
    """Store points at places, by the shortest way: what only the search index cares about."""
    first = ServicePoint.objects.count() + 1
    points = []
    for serial, pair in enumerate(places, first):
        position: dict[str, Any] = {}
        if pair is not None:
            x, y, z = unit_vector(Coordinate(*pair))
            position = {
                "longitude": pair[0],
                "latitude": pair[1],
                "x": x,
                "y": y,
                "z": z,
                "precision": "town",
                "position_source": "test",
                "original_longitude": pair[0],
                "original_latitude": pair[1],
                "original_datum": "wgs84",
            }
        values = {"region_id": "500116", "kind": Kind.OFFICE, "operator_id": "social-security"}
        points.append(
            ServicePoint(serial=serial, name=f"网点{serial}", **{**values, **position, **columns})
        )
    return ServicePoint.objects.bulk_create(points)


def insert_or_replace(point: ServicePoint, column: str, expression: str) -> None:
    """Write a stored point anew with another value in one column, in SQLite's way."""
    columns = ", ".join(f'"{field.column}"' for field in ServicePoint._meta.concrete_fields)
    values = columns.replace(f'"{column}"', expression)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO service_sites_servicepoint ({columns})"
            f" SELECT {values} FROM service_sites_servicepoint WHERE id = %s",
            [point.pk],
        )


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    """Return a function that stores an office at a town's point, or nowhere."""

    def make(pair: tuple[float, float] | None = None, **values: Any) -> ServicePoint:
        name = f"网点{ServicePoint.objects.count() + 1}"
        position = at(pair, Precision.TOWN) if pair else None
        return factories.make_point(
            **{**OFFICE, "name": name, "address": "某路1号", "position": position, **values}
        )

    return make
