"""Map services are asked while a person waits: shortly, once, and never in vain."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from sites.geo.precision import Precision
from sites.locating import Reason, locate
from sites.models import GeocodeRecord
from tests.geocoding.providers.dialects import (
    DIALECTS,
    HECHUAN,
    KEY,
    PLACE,
    Dialect,
    amap_geocode,
)
from tests.geocoding.providers.dialects import amap as amap_reply
from tests.geocoding.providers.reply_server import Reply, ReplyServer, serving

ADDRESS = "几江街道幸福路5号"


@pytest.fixture
def amap() -> Dialect:
    """Return how the service of these tests talks."""
    return DIALECTS["amap"]


@pytest.fixture
def service(real_points: None, settings: Settings, amap: Dialect) -> Iterator[ReplyServer]:
    """Run a look-alike of 高德 that has every house of 大同路."""
    del real_points
    with serving(ReplyServer()) as server:
        settings.AMAP_URL = server.url
        settings.AMAP_KEY = KEY
        settings.GEOCODER_CHAIN = ["amap", "gazetteer"]
        settings.GEOCODER_DELAY_SECONDS = 0.0
        settings.LOCATE_TIMEOUT_SECONDS = 2.0
        server.always(amap.reply_at(*PLACE))
        cache.clear()
        yield server
        cache.clear()


def test_a_service_knows_the_house_that_nobody_else_does(service: ReplyServer) -> None:
    found = locate("几江街道大同路278号旁边的小店").settled
    assert found is not None
    assert found.reason is Reason.MAP_SERVICE
    assert found.precision is not None
    assert found.precision.finer_than(Precision.TOWN)
    assert found.place is not None
    assert (found.place.longitude, found.place.latitude) == pytest.approx(PLACE, abs=1e-5)
    assert found.town == "jijiang"


def test_a_kind_of_place_that_a_service_knows_has_to_be_confirmed(service: ReplyServer) -> None:
    located = locate("江津区人民医院")
    assert len(service.asked) == 1
    (found,) = located.candidates
    assert (found.reason, found.is_certain) == (Reason.MAP_SERVICE, False)
    assert located.settled is None


def test_the_middle_of_the_district_is_no_answer_of_a_service(service: ReplyServer) -> None:
    service.always(amap_reply(amap_geocode(*PLACE, level="区县", street=[], number=[])))
    (found,) = locate("江津区幸福路5号").candidates
    assert (found.reason, found.place) == (Reason.REGION_OF_ADDRESS, None)


def test_it_is_asked_once_and_nothing_is_stored(
    service: ReplyServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        first = locate("几江街道大同路278号对面的小店")
        assert locate(" 几江街道 大同路２７８号对面的小店") == first
    assert len(service.asked) == 1
    assert not GeocodeRecord.objects.exists()
    assert "大同路" not in "".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    "text",
    [
        *("白沙镇", "106.2592,29.2901", "北京市朝阳区", "路", "车站", "合川区人民医院"),
        *("成都火车站", "社保局", "Bank of China", "https://surl.amap.com/1Abc2dEf3G"),
    ],
)
def test_it_is_not_asked_for_what_it_cannot_know_better(service: ReplyServer, text: str) -> None:
    locate(text)
    assert service.asked == []


def test_nobody_is_asked_if_the_chain_names_nobody(
    service: ReplyServer, settings: Settings
) -> None:
    settings.GEOCODER_CHAIN = ["gazetteer"]
    assert locate(ADDRESS).candidates
    assert service.asked == []


def test_a_slow_service_is_not_waited_for(
    service: ReplyServer, amap: Dialect, settings: Settings
) -> None:
    settings.LOCATE_TIMEOUT_SECONDS = 0.3
    service.always(replace(amap.reply_at(*PLACE), wait_s=30.0))
    located = locate(ADDRESS)
    assert [candidate.town for candidate in located.candidates] == ["jijiang"]
    assert [note.code for note in located.notes] == ["services_unavailable"]
    # For a while nobody else waits for it either.
    locate("几江街道幸福路6号")
    assert len(service.asked) == 1


@pytest.mark.parametrize("reply", [Reply(b"", status=500), Reply(b"{", status=200)])
def test_a_failing_service_leaves_what_is_known(service: ReplyServer, reply: Reply) -> None:
    service.always(reply)
    located = locate(ADDRESS)
    assert [candidate.town for candidate in located.candidates] == ["jijiang"]
    assert [note.code for note in located.notes] == ["services_unavailable"]


def test_a_place_outside_of_the_region_is_not_taken(service: ReplyServer, amap: Dialect) -> None:
    service.always(amap.reply_at(*HECHUAN))
    (found,) = locate(ADDRESS).candidates
    assert found.reason is Reason.TOWN_OF_ADDRESS


def test_a_service_without_its_key_is_said(service: ReplyServer, settings: Settings) -> None:
    settings.AMAP_KEY = ""
    assert locate(ADDRESS).notes[0].code == "services_unavailable"
    assert service.asked == []
