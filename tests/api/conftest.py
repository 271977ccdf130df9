"""The outlets that the API's tests ask for."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from django.test import Client

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import Region, ServicePoint, Town

Get: TypeAlias = Callable[..., Any]


def outlet(region: Region, serial: int, town: Town | None, **values: Any) -> Edit:
    """Return the edit that adds an outlet, at its town's centre."""
    position = None
    if town is not None and town.longitude is not None and town.latitude is not None:
        position = position_to_plain(
            Position.located(
                town.longitude, town.latitude, precision=Precision.TOWN, source="gazetteer"
            )
        )
    plain = {
        "serial": serial,
        "name": f"{town.name if town else ''}社会保障服务所",
        "kind": "office",
        "operator": "social-security",
        "town": town.key if town else None,
        "address": "大同路1号",
        "phone": "47564298",
        "services": ["reissue", "unlock", "activation"],
        "position": position,
        "is_active": True,
        **values,
    }
    return Edit(point=ServicePoint(region=region), values=plain)


@pytest.fixture
def outlets_of_towns(reference_data: None) -> list[ServicePoint]:
    """Return one office in each of the 30 towns, a bank in the first, and one without a town."""
    del reference_data
    region = Region.objects.get(adcode="500116")
    towns = list(region.towns.all())
    edits = [outlet(region, serial, town) for serial, town in enumerate(towns, 1)]
    bank = {"kind": "bank", "operator": "icbc", "services": ["reissue"]}
    edits.append(outlet(region, 31, towns[0], name="工商银行江津支行", **bank))
    edits.append(outlet(region, 32, None, name="三峡银行江津支行", operator="ccqtgb", kind="bank"))
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
