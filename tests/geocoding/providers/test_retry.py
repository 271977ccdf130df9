"""Distance between calls, second tries and pauses, on a call that does as it is told."""

from collections.abc import Callable
from time import monotonic

import pytest
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from pytest_django import Settings

from sites.geocoding.provider_answers import ProviderUnavailable
from sites.geocoding.providers.retry import RetryingCall, RetryPolicy
from sites.models import ProviderPace


def failing(*errors: Exception) -> tuple[Callable[[str], str], list[str]]:
    """Return a call that raises the errors one after the other and then answers; and its calls."""
    left, asked = list(errors), list[str]()

    def call(text: str) -> str:
        asked.append(text)
        if left:
            raise left.pop(0)
        return f"found {text}"

    return call, asked


def test_calls_keep_their_distance() -> None:
    call, asked = failing()
    retrying = RetryingCall("amap", call, RetryPolicy(timeout_s=1, delay_s=0.1))
    began = monotonic()
    assert [retrying(text) for text in "abc"] == ["found a", "found b", "found c"]
    assert monotonic() - began >= 0.2
    assert asked == ["a", "b", "c"]


def test_failed_call_is_tried_again_after_a_longer_pause() -> None:
    call, asked = failing(GeocoderTimedOut("slow"))
    began = monotonic()
    assert RetryingCall("amap", call, RetryPolicy(timeout_s=1, delay_s=0.05))("a") == "found a"
    assert monotonic() - began >= 0.1
    assert asked == ["a", "a"]


def test_second_failure_is_final() -> None:
    call, asked = failing(GeocoderTimedOut("slow"), GeocoderServiceError("down"))
    with pytest.raises(GeocoderServiceError, match="down"):
        RetryingCall("amap", call, RetryPolicy(timeout_s=1, delay_s=0))("a")
    assert asked == ["a", "a"]


@pytest.mark.parametrize("kind", [GeocoderAuthenticationFailure, GeocoderQuotaExceeded])
def test_what_cannot_get_better_is_not_tried_again(kind: type[GeocoderServiceError]) -> None:
    call, asked = failing(kind("no"))
    with pytest.raises(kind):
        RetryingCall("amap", call, RetryPolicy(timeout_s=1, delay_s=0))("a")
    assert asked == ["a"]


def test_pause_is_kept_if_it_is_short_and_respected_if_it_is_long() -> None:
    retry_policy = RetryPolicy(timeout_s=1, delay_s=0, longest_wait_s=0.5)
    call, asked = failing(GeocoderRateLimited("busy", retry_after=0.2))
    began = monotonic()
    assert RetryingCall("amap", call, retry_policy)("a") == "found a"
    assert monotonic() - began >= 0.2

    call, asked = failing(GeocoderRateLimited("busy", retry_after=0.6))
    retrying = RetryingCall("amap", call, retry_policy)
    # Why the first try failed says more than that there is no second one.
    with pytest.raises(GeocoderRateLimited, match="busy"):
        retrying("a")
    with pytest.raises(ProviderUnavailable, match="not to be called"):
        retrying("a")
    assert asked == ["a"]


@pytest.mark.django_db
def test_each_try_takes_a_turn_of_all_processes(settings: Settings) -> None:
    settings.GEOCODER_DELAY_SECONDS = 0.01
    call, asked = failing(*[GeocoderTimedOut("slow")] * 4)
    retrying = RetryingCall("amap", call, RetryPolicy.of_run())
    with pytest.raises(GeocoderTimedOut):
        retrying("a")
    assert ProviderPace.objects.get().failures == 2
    with pytest.raises(GeocoderTimedOut):
        retrying("b")
    with pytest.raises(ProviderUnavailable, match="left alone"):
        RetryingCall("amap", call, RetryPolicy.of_run())("c")
    assert asked == ["a", "a", "b"]
    ProviderPace.objects.update(free_at=0.0)
    call, _asked = failing()
    assert RetryingCall("amap", call, RetryPolicy.of_run())("c") == "found c"
    assert ProviderPace.objects.get().failures == 0


@pytest.mark.django_db
def test_visitor_is_not_kept_waiting(settings: Settings) -> None:
    settings.LOCATE_TIMEOUT_SECONDS = 0.2
    settings.GEOCODER_DELAY_SECONDS = 10.0
    call, asked = failing(GeocoderTimedOut("slow"))
    with pytest.raises(GeocoderTimedOut):
        RetryingCall("amap", call, RetryPolicy.of_visitor())("a")
    # The next turn is later than somebody waits.
    with pytest.raises(ProviderUnavailable):
        RetryingCall("amap", call, RetryPolicy.of_visitor())("a")
    assert asked == ["a"]
    assert ProviderPace.objects.get().failures == 0
