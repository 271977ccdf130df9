"""A provider that speaks geopy's `Geocoder` interface."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Final
from urllib.parse import quote, quote_plus

from geopy.exc import GeocoderNotFound, GeocoderRateLimited, GeopyError
from geopy.location import Location

from sites.geocoding.provider_answers import AddressQuery, Answer, NotFound, ProviderUnavailable

_LONGEST_REASON: Final = 200


class GeopyProvider(ABC):
    """Asks a geopy geocoder, and turns every way in which geopy fails into one of two outcomes.

    `geocode` is the geocoder's method or a wrapper around it that keeps a rate limit: it takes a
    text and returns a geopy `Location`, or None if there is no such place. `key` is the secret
    that the geocoder sends; no error repeats it, not even if the provider does.
    """

    name: ClassVar[str]

    def __init__(self, geocode: Callable[[str], Location | None], *, key: str = "") -> None:
        self._geocode = geocode
        self._secrets = {key, quote(key), quote(key, safe=""), quote_plus(key)} if key else set()

    def answer(self, query: AddressQuery) -> Answer:
        """Return what the geocoder knows; raises `ProviderUnavailable` if it cannot say."""
        try:
            location = self._geocode(self.phrase(query))
        except GeocoderNotFound:
            return NotFound()
        except GeopyError as error:
            # Not "from error": what a traceback prints of the causes could hold the key.
            pause_s = error.retry_after if isinstance(error, GeocoderRateLimited) else None
            raise ProviderUnavailable(self._reason(error), retry_after_s=pause_s) from None
        if location is None:
            return NotFound()
        return self.read(location.address, location.raw, query)

    @abstractmethod
    def phrase(self, query: AddressQuery) -> str:
        """Return the text that the geocoder is asked for."""

    @abstractmethod
    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the answer that the raw data of a geopy location hold."""

    def _reason(self, error: Exception) -> str:
        """Return an error on one line, without the key, and short: some quote a page of HTML."""
        text = " ".join(str(error).split())
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return f"{type(error).__name__}: {text[:_LONGEST_REASON]}"
