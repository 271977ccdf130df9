"""Nominatim over real HTTP: what is asked, and what each kind of reply means."""

import json
import socket
from time import monotonic

import pytest
from pytest_django import Settings

from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    NotFound,
    ProviderNotConfigured,
    ProviderUnavailable,
)
from sites.geocoding.providers.nominatim import NominatimProvider
from tests.geocoding.places import jiangjin
from tests.geocoding.providers.nominatim_server import NominatimServer, Reply, place, places


def query(address: str, town: str | None = "jijiang") -> AddressQuery:
    return AddressQuery(region="500116", address=address, town=town)


DATONG = query("重庆市江津区几江街道办事处大同路278号")


def ask(address: AddressQuery = DATONG) -> Answer:
    return NominatimProvider(jiangjin()).answer(address)


def located(address: AddressQuery = DATONG) -> Located:
    answer = ask(address)
    assert isinstance(answer, Located)
    return answer


def test_found(nominatim: NominatimServer) -> None:
    nominatim.always(places(place()))
    answer = located()
    assert answer.position.coordinate == Coordinate(106.2562, 29.2931)
    assert answer.position.precision is Precision.ROOFTOP
    assert answer.position.source == "nominatim"
    assert answer.label == "278, 大同路, 几江街道, 江津区, 重庆市, 中国"


@pytest.mark.parametrize(
    ("address", "town", "phrase"),
    [
        (DATONG.address, "jijiang", "重庆市, 江津区, 几江街道, 大同路 278"),
        ("西江大道163_167", "dingshan", "重庆市, 江津区, 鼎山街道, 西江大道 163"),
        ("白沙镇椒乡大道76号附48号", "baisha", "重庆市, 江津区, 白沙镇, 椒乡大道 76"),
        ("鼎山街道建宇爱上小区楼下", "dingshan", None),
        ("几江街道", "jijiang", "重庆市, 江津区, 几江街道"),
        ("大同路278号", None, "重庆市, 江津区, 大同路 278"),
    ],
)
def test_asks_in_a_form_that_nominatim_understands(
    nominatim: NominatimServer, address: str, town: str | None, phrase: str | None
) -> None:
    assert ask(query(address, town)) == NotFound()
    (asked,) = nominatim.asked
    if phrase is not None:
        assert asked["q"] == phrase
    assert "号" not in asked["q"]
    assert asked["path"] == "/nominatim/search"
    assert asked["limit"] == "1"
    assert asked["bounded"] == "1"
    assert [float(edge) for edge in asked["viewbox"].split(",")] == [105.82, 28.53, 106.61, 29.46]
    assert nominatim.user_agents == ["service-point-locator"]


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({}, Precision.ROOFTOP),
        ({"class": "building", "type": "yes"}, Precision.ROOFTOP),
        # Another house of that road, or none: the road is known, the house is not.
        ({"address": {"house_number": "28", "road": "大同路"}}, Precision.STREET),
        ({"address": {"road": "大同路"}}, Precision.STREET),
        ({"class": "amenity", "type": "bank", "address": {}}, Precision.STREET),
        ({"class": "highway", "type": "residential", "place_rank": 26}, Precision.STREET),
        ({"class": "highway", "type": "bus_stop", "place_rank": 30}, Precision.STREET),
        ({"class": "landuse", "type": "residential", "place_rank": 22}, Precision.VILLAGE),
        ({"class": "place", "type": "village", "place_rank": 19}, Precision.VILLAGE),
        ({"class": "place", "type": "town", "place_rank": 18}, Precision.TOWN),
        ({"class": "place", "type": "suburb", "place_rank": 19}, Precision.TOWN),
        # A township in China has admin_level 8, and Nominatim calls that a city.
        (
            {
                "class": "boundary",
                "type": "administrative",
                "place_rank": 16,
                "addresstype": "city",
            },
            Precision.TOWN,
        ),
        ({"class": "place", "type": "city", "place_rank": 16}, Precision.REGION),
        ({"class": "boundary", "type": "administrative", "place_rank": 12}, Precision.REGION),
    ],
)
def test_precision_is_never_more_than_is_known(
    nominatim: NominatimServer, changes: dict[str, object], precision: Precision
) -> None:
    nominatim.always(places(place(**changes)))
    assert located().position.precision is precision


def test_building_without_a_number_is_known_by_its_name(nominatim: NominatimServer) -> None:
    nominatim.always(places(place(display_name="世纪大厦, 几江街道, 江津区", address={})))
    assert located(query("几江街道世纪大厦")).position.precision is Precision.ROOFTOP
    assert located(query("几江街道时代广场")).position.precision is Precision.STREET


@pytest.mark.parametrize(
    "changes",
    [
        {"class": "boundary", "type": "administrative", "place_rank": 8},
        {"class": "waterway", "type": "river", "place_rank": 19},
        {"class": "natural", "type": "peak", "place_rank": 18},
    ],
)
def test_provinces_and_rivers_are_no_place_for_an_outlet(
    nominatim: NominatimServer, changes: dict[str, object]
) -> None:
    nominatim.always(places(place(**changes)))
    assert ask() == NotFound()


def test_empty_list_is_not_found(nominatim: NominatimServer) -> None:
    nominatim.always(Reply(b"[]"))
    assert ask() == NotFound()


@pytest.mark.parametrize("status", [404, 408, 418, 429, 500, 502, 503, 504])
def test_refusal_is_not_not_found(nominatim: NominatimServer, status: int) -> None:
    nominatim.always(Reply(b"[]", status=status))
    with pytest.raises(ProviderUnavailable):
        ask()
    assert len(nominatim.asked) == 2, "a failed call is tried once more"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 414])
def test_refusal_for_good_is_not_tried_again(nominatim: NominatimServer, status: int) -> None:
    nominatim.always(Reply(b"[]", status=status))
    with pytest.raises(ProviderUnavailable, match=f"HTTP {status}"):
        ask()
    assert len(nominatim.asked) == 1


def test_second_try_may_succeed(nominatim: NominatimServer) -> None:
    replies = iter([Reply(b"busy", status=503), places(place())])
    nominatim.respond = lambda query: next(replies)
    assert located().position.precision is Precision.ROOFTOP


GOOD = json.dumps([place()]).encode()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<!DOCTYPE html><html><body>Welcome</body></html>"),
        Reply(b""),
        Reply(GOOD[:-40]),
        Reply(GOOD[:-40], announced=len(GOOD)),
        # Cut off where it could be an answer.
        Reply(b"[]", announced=100),
        Reply(b"\xff\xfe\x00["),
        Reply(b"[" * 100_000),
        Reply(b" " * 1_100_000 + GOOD),
        Reply(b"null"),
        Reply(b"{}"),
        Reply(b"5"),
        Reply(b'"found"'),
        Reply(b'["found"]'),
        Reply(b'{"error": "rate limit"}'),
        Reply(b'{"error": "Unable to geocode"}'),
        *(
            places(place(**{field: value}))
            for field, value in [
                ("lat", None),
                ("lat", 29.29),
                ("lat", "north"),
                ("lat", "nan"),
                ("lat", "91"),
                ("lon", "Infinity"),
                ("lon", "206.2562"),
                ("class", None),
                ("type", 3),
                ("place_rank", None),
                ("place_rank", "30"),
                ("place_rank", True),
                ("place_rank", 31),
                ("display_name", None),
                ("address", "大同路"),
                ("address", {"house_number": 278}),
            ]
        ),
    ],
)
def test_malformed_reply_is_no_answer(nominatim: NominatimServer, reply: Reply) -> None:
    nominatim.always(reply)
    with pytest.raises(ProviderUnavailable) as caught:
        ask()
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


def test_charset_of_the_header_is_idle(nominatim: NominatimServer) -> None:
    headers = {"Content-Type": "application/json; charset=klingon"}
    nominatim.always(Reply(GOOD, headers=headers))
    assert located().label.startswith("278, 大同路")


@pytest.mark.parametrize("reply", [Reply(GOOD, wait_s=30.0), Reply(GOOD, drip_s=0.1)])
def test_slow_server_is_given_up(
    nominatim: NominatimServer, settings: Settings, reply: Reply
) -> None:
    settings.GEOCODER_TIMEOUT_SECONDS = 0.3
    nominatim.always(reply)
    with pytest.raises(ProviderUnavailable, match="no reply within"):
        ask()


def test_nobody_listens(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.NOMINATIM_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
        settings.GEOCODER_DELAY_SECONDS = 0.0
        with pytest.raises(ProviderUnavailable):
            ask()


@pytest.mark.django_db
def test_calls_keep_their_distance(nominatim: NominatimServer, settings: Settings) -> None:
    settings.GEOCODER_DELAY_SECONDS = 0.15
    provider = NominatimProvider(jiangjin())
    began = monotonic()
    for _ in range(3):
        provider.answer(DATONG)
    assert monotonic() - began >= 0.3


@pytest.mark.parametrize("url", ["", "nominatim.example.org", "ftp://example.org", "https://"])
def test_needs_a_base_address(settings: Settings, url: str) -> None:
    settings.NOMINATIM_URL = url
    with pytest.raises(ProviderNotConfigured, match="NOMINATIM_URL"):
        NominatimProvider(jiangjin())
