"""Limits per address of the network, and per program."""

import re
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from sites.access.limits import Limit
from sites.models import ApiClient

THREE = Limit(name="test", most=3, window_s=600)


def request(address: str, forwarded: str = "") -> HttpRequest:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


def use_up(visit: HttpRequest) -> None:
    for _ in range(3):
        assert THREE.wait_s(visit) == 0
        assert THREE.count(visit) == 0


def test_so_often_and_no_oftener_until_the_window_ends(clock: Callable[[float], None]) -> None:
    visit = request("203.0.113.5")
    use_up(visit)
    assert THREE.wait_s(visit) == 600
    assert THREE.count(visit) == 600, "counting says so, too"
    clock(540.5)
    assert THREE.wait_s(visit) == 60
    clock(600)
    assert THREE.wait_s(visit) == 0


def test_others_have_counts_of_their_own(clock: Callable[[float], None]) -> None:
    use_up(request("203.0.113.5"))
    assert THREE.wait_s(request("203.0.113.6")) == 0
    assert Limit(name="other", most=1, window_s=600).wait_s(request("203.0.113.5")) == 0
    assert THREE.wait_s(request("::ffff:203.0.113.5")) > 0
    use_up(request("2001:db8:1:2::1"))
    assert THREE.wait_s(request("2001:db8:1:2:ffff::9")) > 0, "one household"
    assert THREE.wait_s(request("2001:db8:1:3::1")) == 0


def test_a_program_is_counted_by_its_token(clock: Callable[[float], None]) -> None:
    one, other = ApiClient(pk=1), ApiClient(pk=2)
    for _ in range(3):
        assert THREE.count(one) == 0
    assert THREE.count(one) == 600
    assert THREE.wait_s(other) == 0


def test_a_client_cannot_make_up_its_address(
    clock: Callable[[float], None], settings: Settings
) -> None:
    settings.BEHIND_PROXY = False
    use_up(request("203.0.113.5"))
    assert THREE.wait_s(request("203.0.113.5", "198.51.100.1")) > 0
    settings.BEHIND_PROXY = True
    use_up(request("10.0.0.1", "198.51.100.7"))
    assert THREE.wait_s(request("10.0.0.1", "192.0.2.1, 198.51.100.7")) > 0
    assert THREE.wait_s(request("10.0.0.1", "198.51.100.8")) == 0


def test_no_address_is_kept(clock: Callable[[float], None]) -> None:
    THREE.count(request("203.0.113.5"))
    kept = str(vars(caches["default"]))
    assert "limit:test" in kept
    assert "203.0.113" not in kept
    clock(600)
    THREE.count(request("203.0.113.5"))
    keys = re.findall(r"limit:test:\w{64}", str(vars(caches["default"])))
    assert len(set(keys)) == 2, "two windows of one address do not look the same"
