"""Points that the tests place where they need them."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeAlias

import pytest
from django.db import connection

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.coordinate import Coordinate
from sites.geo.distance import unit_vector
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import Kind, Region, ServicePoint

MakePoint: TypeAlias = Callable[..., ServicePoint]


def place(
    longitude: float, latitude: float, precision: Precision = Precision.TOWN
) -> dict[str, Any] | None:
    """Return the plain value of a position."""
    return position_to_plain(
        Position.located(longitude, latitude, precision=precision, source="test")
    )


def scatter(places: Sequence[tuple[float, float] | None], **columns: Any) -> list[ServicePoint]:
    """Store points at places, by the shortest way: what only the search index cares about."""
    first = ServicePoint.objects.count() + 1
    points = []
    for serial, at in enumerate(places, first):
        position: dict[str, Any] = {}
        if at is not None:
            x, y, z = unit_vector(Coordinate(*at))
            position = {
                "longitude": at[0],
                "latitude": at[1],
                "x": x,
                "y": y,
                "z": z,
                "precision": "town",
                "position_source": "test",
                "original_longitude": at[0],
                "original_latitude": at[1],
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
    """Return a function that records an outlet: any public field by its plain value."""
    del reference_data
    serials = count(1)

    def make(at: tuple[float, float] | None = None, **values: Any) -> ServicePoint:
        serial = next(serials)
        plain: dict[str, Any] = {
            "serial": serial,
            "name": f"网点{serial}",
            "kind": "office",
            "operator": "social-security",
            "address": "某路1号",
            "phone": "47564298",
            "services": ["reissue", "unlock", "activation"],
            "position": None if at is None else place(*at),
            "is_active": True,
            **values,
        }
        region = Region.objects.get(adcode=plain.pop("region", "500116"))
        point = ServicePoint(region=region)
        record([Edit(point=point, values=plain)], Author.geocoder("test"))
        return point

    return make
