"""The outlets that the API's tests ask for."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import pytest
from django.test import Client

from sites.changes.author import Author
from sites.changes.record import record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import ServicePoint, Town
from tests.factories import OFFICE, at, new_point

Get: TypeAlias = Callable[..., Any]


def centre(town: Town) -> Position | None:
    if town.longitude is None or town.latitude is None:
        return None
    return at((town.longitude, town.latitude), Precision.TOWN, "gazetteer")


@pytest.fixture
def points_of_towns(reference_data: None) -> list[ServicePoint]:
    """Return one office in each of the 30 towns, a bank in the first, and one without a town."""
    office = partial(new_point, **OFFICE, address="大同路1号")
    towns = list(Town.objects.all())
    edits = [
        office(serial=n, name=f"{town.name}社会保障服务所", town=town.key, position=centre(town))
        for n, town in enumerate(towns, 1)
    ]
    bank = partial(office, kind="bank")
    first = towns[0]
    edits += [
        bank(
            serial=31,
            name="工商银行江津支行",
            operator="icbc",
            services=["reissue"],
            town=first.key,
            position=centre(first),
        ),
        bank(serial=32, name="三峡银行江津支行", operator="ccqtgb"),
    ]
    record(edits, Author.geocoder("test"))
    return [edit.point for edit in edits]


@pytest.fixture
def get(client: Client) -> Get:
    """Return a function that asks the API and reads JSON."""

    def ask(address: str, status: int = 200, **headers: str) -> Any:
        response = client.get(f"/api/{address}", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    return ask
