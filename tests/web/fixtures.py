"""What the tests of every HTML page start from; the rooms' conftest files import it."""

import itertools
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from sites.access import limits
from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import Region, ServicePoint

MakePoint: TypeAlias = Callable[..., ServicePoint]


def located(longitude: float, latitude: float, precision: Precision) -> PlainValue:
    """Return a position as the plain value that is recorded."""
    position = Position.located(longitude, latitude, precision=precision, source="gazetteer")
    return position_to_plain(position)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that sets the limits' clock, which stands at the start of a window."""

    def at(seconds: float) -> None:
        monkeypatch.setattr(limits, "time", lambda: 1_800_000_000.0 + seconds)

    at(0)
    return at


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    """Return a function that records one more outlet; its arguments replace the defaults."""
    serials = itertools.count(1)

    def make(**values: Any) -> ServicePoint:
        serial = next(serials)
        point = ServicePoint(region=Region.objects.get(adcode="500116"))
        record(
            [
                Edit(
                    point=point,
                    values={
                        "serial": serial,
                        "name": f"第{serial}社会保障服务所",
                        "kind": "office",
                        "operator": "social-security",
                        "address": f"江津区几江街道大同路{serial}号",
                        "phone": "47564298",
                        "town": "jijiang",
                        "services": ["reissue", "unlock", "activation"],
                        "note": "",
                        "position": located(106.255882, 29.292433, Precision.TOWN),
                        **values,
                    },
                )
            ],
            Author.geocoder("test"),
        )
        return point

    return make


@pytest.fixture
def three_places(make_point: MakePoint) -> list[ServicePoint]:
    """Return four outlets: two on one town's point, one by a building, one without a position."""
    return [
        make_point(),
        make_point(name="农商行几江分理处", kind="bank", operator="cqrcb", services=["reissue"]),
        make_point(
            name="双福街道社会保障服务所",
            town="shuangfu",
            address="江津区双福街道团结路1号",
            services=["unlock", "activation"],
            position=located(106.28, 29.39, Precision.ROOFTOP),
        ),
        make_point(
            name="三峡银行江津支行", kind="bank", operator="ccqtgb", town=None, position=None
        ),
    ]
