"""What the tests of every HTML page start from; the rooms' conftest files import it."""

from collections.abc import Callable
from functools import partial

import pytest

from sites.access import limits
from sites.geo.precision import Precision
from sites.models import ServicePoint
from tests import factories
from tests.factories import OFFICE, MakePoint, at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that sets the limits' clock, which stands at the start of a window."""

    def at(seconds: float) -> None:
        monkeypatch.setattr(limits, "time", lambda: 1_800_000_000.0 + seconds)

    at(0)
    return at


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    """Return a function that stores one more office, on the point of its town."""
    return partial(
        factories.make_point,
        **OFFICE,
        address="江津区几江街道大同路1号",
        town="jijiang",
        position=at((106.255882, 29.292433), Precision.TOWN, "gazetteer"),
    )


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
            position=at((106.28, 29.39), Precision.ROOFTOP),
        ),
        make_point(
            name="三峡银行江津支行", kind="bank", operator="ccqtgb", town=None, position=None
        ),
    ]
