"""How a provider is called: how long it is waited for, how often, and what is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final, Generic, Self, TypeVar

from django.conf import settings
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)

# Asked again at once, these fail again: the key, the right or the quota is missing.
_HOPELESS: Final = (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
)
# The pause after a failure is so many times the usual delay, unless the provider names one.
_PAUSE_AFTER_FAILURE: Final = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long and how often a provider is asked.

    Attributes:
        timeout_s: seconds for one call as a whole.
        delay_s: least seconds between two calls.
        retries: how often a failed call is tried again.
        longest_wait_s: most seconds that a call waits for its turn; where the provider asks for a
            longer pause, it is not called and counts as unavailable.
    """

    timeout_s: float
    delay_s: float
    retries: int = 1
    longest_wait_s: float = 60.0

    @classmethod
    def of_run(cls) -> Self:
        """Return the patience of a run over many addresses, as the settings say."""
        return cls(
            timeout_s=settings.GEOCODER_TIMEOUT_SECONDS, delay_s=settings.GEOCODER_DELAY_SECONDS
        )

    @classmethod
    def of_visitor(cls) -> Self:
        """Return the patience of somebody who waits for a page: one short try, as settings say."""
        timeout_s = settings.LOCATE_TIMEOUT_SECONDS
        return cls(
            timeout_s=timeout_s,
            delay_s=min(settings.GEOCODER_DELAY_SECONDS, timeout_s),
            retries=0,
            longest_wait_s=timeout_s,
        )


class PatientCall(Generic[T]):
    """A geocoder's call that keeps its distance, tries again, and waits when it is told to.

    Raises what the call raises, and geopy's ``GeocoderRateLimited`` instead of calling where the
    provider asked for a pause that is longer than one waits.
    """

    def __init__(self, call: Callable[[str], T], patience: Patience) -> None:
        self._call = call
        self._patience = patience
        self._not_before = 0.0

    def __call__(self, text: str) -> T:
        """Return what the call returns for a text."""
        for _ in range(self._patience.retries):
            try:
                return self._try(text)
            except GeocoderServiceError as error:
                if isinstance(error, _HOPELESS) and not isinstance(error, GeocoderRateLimited):
                    raise
        return self._try(text)

    def _try(self, text: str) -> T:
        wait = self._not_before - monotonic()
        if wait > self._patience.longest_wait_s:
            raise GeocoderRateLimited(
                f"the provider asks not to be called for another {wait:.0f} s", retry_after=wait
            )
        if wait > 0:
            sleep(wait)
        try:
            found = self._call(text)
        except GeocoderServiceError as error:
            self._pause(_pause_after(error, self._patience))
            raise
        self._pause(self._patience.delay_s)
        return found

    def _pause(self, seconds: float) -> None:
        self._not_before = monotonic() + seconds


def _pause_after(error: GeocoderServiceError, patience: Patience) -> float:
    asked = error.retry_after if isinstance(error, GeocoderRateLimited) else None
    if asked is None:
        return _PAUSE_AFTER_FAILURE * patience.delay_s
    return max(float(asked), patience.delay_s)
