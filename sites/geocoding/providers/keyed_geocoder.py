"""What the Chinese map services have in common: one call, with a key, for a whole address."""

from abc import abstractmethod
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from geopy.exc import GeocoderParseError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery
from sites.geocoding.providers.configured import setting_key, setting_url
from sites.geocoding.providers.geopy_provider import GeopyProvider
from sites.geocoding.providers.http_adapter import BoundedAdapter
from sites.geocoding.providers.query_text import chinese_phrase
from sites.geocoding.providers.retry import RetryingCall, RetryPolicy


class KeyedGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A geopy geocoder that asks one address of a service, with a key in the query.

    `url` is the service's address without the path. The address that is asked is logged nowhere:
    the key stands in it.
    """

    path: ClassVar[str]

    def __init__(self, key: str, *, url: str, timeout: float, user_agent: str) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent, adapter_factory=BoundedAdapter)
        self._key = key
        self._api = url.rstrip("/") + self.path

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return the location of an address, None if the service knows none.

        With `exactly_one` the first one, else a list of all. Coordinates are in the service's own
        datum. Raises geopy's exceptions, among them ``GeocoderQuotaExceeded``,
        ``GeocoderAuthenticationFailure`` and ``GeocoderParseError``.
        """
        url = f"{self._api}?{urlencode(self._parameters(query))}"
        return self._call_geocoder(url, partial(self._parse, exactly_one), timeout=timeout)

    def _parse(self, exactly_one: bool, page: object) -> Location | list[Location] | None:
        try:
            locations = self._locations(page)
        except ValueError as error:
            # GeocoderQueryError, one of the outcomes, is a ValueError too.
            if isinstance(error, GeocoderServiceError):
                raise
            raise GeocoderParseError(f"malformed reply: {error}") from error
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    @abstractmethod
    def _parameters(self, query: str) -> dict[str, str]:
        """Return the parameters of the call, the key among them."""

    @abstractmethod
    def _locations(self, page: object) -> list[Location]:
        """Return the places of a reply; ``ValueError`` for one that is not as documented."""


class KeyedProvider(GeopyProvider):
    """Asks a service with a key; raises `ProviderNotConfigured` without its key or its address.

    Attributes:
        geocoder: the service's geopy class.
        key_setting: the setting that holds the key.
        url_setting: the setting that holds the service's address.
        public_url: that address as the service publishes it, for the error that asks for one.
        longest_phrase_bytes: how much of an address the service takes, in UTF-8.
    """

    geocoder: ClassVar[type[KeyedGeocoder]]
    key_setting: ClassVar[str]
    url_setting: ClassVar[str]
    public_url: ClassVar[str]
    longest_phrase_bytes: ClassVar[int] = 300

    def __init__(self, places: RegionPlaces, retry_policy: RetryPolicy | None = None) -> None:
        retry_policy = retry_policy or RetryPolicy.of_run()
        key = setting_key(self.key_setting)
        geocoder = self.geocoder(
            key,
            url=setting_url(self.url_setting, self.public_url),
            timeout=retry_policy.timeout_s,
            user_agent=settings.GEOCODER_USER_AGENT,
        )
        super().__init__(RetryingCall(self.name, geocoder.geocode, retry_policy), key=key)
        self._places = places

    def phrase(self, query: AddressQuery) -> str:
        """Return the complete address from the province on, as much of it as the service takes."""
        return chinese_phrase(query, self._places, self.longest_phrase_bytes)
