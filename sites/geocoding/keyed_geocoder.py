"""What the geopy classes of the Chinese map services have in common: one call, with a key."""

from abc import abstractmethod
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from geopy.exc import GeocoderParseError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from sites.geocoding.http_adapter import BoundedAdapter


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
