"""How a provider is called: how long it is waited for, how often, and what is tried again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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

from sites.geocoding.provider_answers import ProviderUnavailable
from sites.geocoding.throttle import LONGEST_WAIT_S, LocalThrottle, SharedThrottle, Throttle

# Asked again at once, these fail again: the key, the right or the quota is missing.
_HOPELESS: Final = (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long and how often a provider is asked.

    Attributes:
        timeout_s: seconds for one call as a whole.
        delay_s: least seconds between two calls.
        retries: how often a failed call is tried again.
        longest_wait_s: most seconds that a call waits for its turn; where the provider asks for a
            longer pause, it is not called and counts as unavailable.
        is_shared: the turns are those of all processes that share the database.
        is_hasty: a failure may be due to the short time-out alone.
    """

    timeout_s: float
    delay_s: float
    retries: int = 1
    longest_wait_s: float = LONGEST_WAIT_S
    is_shared: bool = False
    is_hasty: bool = False

    @classmethod
    def of_run(cls) -> Self:
        """Return the policy of a run over many addresses, as the settings say."""
        delay_s = settings.GEOCODER_DELAY_SECONDS
        return cls(
            timeout_s=settings.GEOCODER_TIMEOUT_SECONDS, delay_s=delay_s, is_shared=delay_s > 0
        )

    @classmethod
    def of_visitor(cls) -> Self:
        """Return that of somebody who waits for a page: one short try, as settings say."""
        return replace(
            cls.of_run(),
            timeout_s=settings.LOCATE_TIMEOUT_SECONDS,
            retries=0,
            longest_wait_s=settings.LOCATE_TIMEOUT_SECONDS,
            is_hasty=True,
        )

    def throttle_of(self, provider: str) -> Throttle:
        """Return the throttle of a provider, by its name."""
        if not self.is_shared:
            return LocalThrottle(self.delay_s, longest_wait_s=self.longest_wait_s)
        return SharedThrottle(
            provider, self.delay_s, longest_wait_s=self.longest_wait_s, is_hasty=self.is_hasty
        )


class RetryingCall(Generic[T]):
    """A geocoder's call, by the provider's name, that waits for its turn and tries again.

    Each try takes a turn of its own. Raises what the call raises, and ``ProviderUnavailable``
    instead of calling where that would have to wait longer than one does.
    """

    def __init__(self, provider: str, call: Callable[[str], T], retry_policy: RetryPolicy) -> None:
        self._call = call
        self._throttle = retry_policy.throttle_of(provider)
        self._retries = retry_policy.retries

    def __call__(self, text: str) -> T:
        """Return what the call returns for a text."""
        return self._try(text, self._retries)

    def _try(self, text: str, retries: int) -> T:
        self._throttle.wait()
        try:
            found = self._call(text)
        except GeocoderServiceError as error:
            self._throttle.failed(_pause_asked_for(error))
            if not retries or _is_hopeless(error):
                raise
            failure = error
        else:
            self._throttle.succeeded()
            return found
        try:
            return self._try(text, retries - 1)
        except ProviderUnavailable:
            # There is no turn for another try: why this one failed says more.
            raise failure from None


def _is_hopeless(error: GeocoderServiceError) -> bool:
    return isinstance(error, _HOPELESS) and not isinstance(error, GeocoderRateLimited)


def _pause_asked_for(error: GeocoderServiceError) -> float | None:
    asked = error.retry_after if isinstance(error, GeocoderRateLimited) else None
    return None if asked is None else float(asked)
