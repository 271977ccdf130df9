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

from sites.geocoding.providers.patience import Patience, PatientCall


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
    patient = PatientCall(call, Patience(timeout_s=1, delay_s=0.1))
    began = monotonic()
    assert [patient(text) for text in "abc"] == ["found a", "found b", "found c"]
    assert monotonic() - began >= 0.2
    assert asked == ["a", "b", "c"]


def test_failed_call_is_tried_again_after_a_longer_pause() -> None:
    call, asked = failing(GeocoderTimedOut("slow"))
    began = monotonic()
    assert PatientCall(call, Patience(timeout_s=1, delay_s=0.05))("a") == "found a"
    assert monotonic() - began >= 0.25
    assert asked == ["a", "a"]


def test_second_failure_is_final() -> None:
    call, asked = failing(GeocoderTimedOut("slow"), GeocoderServiceError("down"))
    with pytest.raises(GeocoderServiceError, match="down"):
        PatientCall(call, Patience(timeout_s=1, delay_s=0))("a")
    assert asked == ["a", "a"]


@pytest.mark.parametrize("kind", [GeocoderAuthenticationFailure, GeocoderQuotaExceeded])
def test_what_cannot_get_better_is_not_tried_again(kind: type[GeocoderServiceError]) -> None:
    call, asked = failing(kind("no"))
    with pytest.raises(kind):
        PatientCall(call, Patience(timeout_s=1, delay_s=0))("a")
    assert asked == ["a"]


def test_pause_is_kept_if_it_is_short_and_respected_if_it_is_long() -> None:
    patience = Patience(timeout_s=1, delay_s=0, longest_wait_s=0.5)
    call, asked = failing(GeocoderRateLimited("busy", retry_after=0.2))
    began = monotonic()
    assert PatientCall(call, patience)("a") == "found a"
    assert monotonic() - began >= 0.2

    call, asked = failing(GeocoderRateLimited("busy", retry_after=0.6))
    patient = PatientCall(call, patience)
    for _ in range(2):
        with pytest.raises(GeocoderRateLimited, match="not to be called"):
            patient("a")
    assert asked == ["a"]


def test_visitor_is_not_kept_waiting(settings: Settings) -> None:
    settings.LOCATE_TIMEOUT_SECONDS = 0.2
    settings.GEOCODER_DELAY_SECONDS = 10.0
    patience = Patience.of_visitor()
    assert patience == Patience(timeout_s=0.2, delay_s=0.2, retries=0, longest_wait_s=0.2)
    call, asked = failing(GeocoderTimedOut("slow"))
    patient = PatientCall(call, patience)
    with pytest.raises(GeocoderTimedOut):
        patient("a")
    # The pause after the failure is longer than somebody waits.
    with pytest.raises(GeocoderRateLimited):
        patient("a")
    assert asked == ["a"]
