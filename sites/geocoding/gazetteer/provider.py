"""The offline gazetteer as a geopy geocoder and as a provider."""

from functools import lru_cache
from typing import Any, ClassVar, Final, TypedDict

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from typing_extensions import override

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Place, search_places
from sites.geocoding.offline import GAZETTEER
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.geocoding.providers.geopy_provider import GeopyProvider
from sites.geocoding.providers.http_adapter import BoundedAdapter

_CHOICE: Final = 10


class GazetteerRaw(TypedDict):
    """The `raw` data of the gazetteer's locations: the pair is in degrees of `datum`.

    `level` tells provinces and cities from counties, all of which have the precision ``region``;
    `region` is the code of the place, for a town that of its county; `town` is the key of a stored
    town, else None; `reason` and `is_stated` are as in `Place`.
    """

    longitude: float
    latitude: float
    datum: str
    precision: str
    level: str
    region: str
    town: str | None
    reason: str
    is_stated: bool


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A geopy geocoder for the whole country that asks nobody: no network, no database.

    With the `places` of a region it sees the country from there: that region's towns come as they
    are stored, and places of one name are told apart by how near they are.
    """

    def __init__(self, places: RegionPlaces | None = None) -> None:
        super().__init__(adapter_factory=BoundedAdapter)
        self._places = places

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return the location of the finest known place that a free text names.

        The text may be an address or an outlet's name, with or without province and district. With
        `exactly_one` a text that fits several places gives None; without, at most ten of them as a
        list, and None if there is none. Stored towns without a position are not given.
        """
        if self._places is None:
            found = search_places(query, limit=_CHOICE)
        else:
            found = search_from(self._places, query, _CHOICE)
        if exactly_one:
            return _location(found[0]) if len(found) == 1 else None
        return [_location(place) for place in found] or None


class GazetteerProvider(GeopyProvider):
    """The gazetteer as a provider: knows towns, and says so.

    A province, city or county is no place to send anybody, so the provider does not know those. A
    town outside of the query's region it knows only if the address itself says where that is.
    """

    name: ClassVar[str] = GAZETTEER

    def __init__(self, places: RegionPlaces) -> None:
        # A town is asked for once for each of its outlets.
        super().__init__(lru_cache(maxsize=1_024)(Gazetteer(places).geocode))
        self._places = places

    @override
    def phrase(self, query: AddressQuery) -> str:
        """Return the full name of the town if it is known, else the address as it stands."""
        if query.town is None:
            return query.address
        town = self._places.towns[query.town]
        return f"{self._places.province}{self._places.name}{town.name}"

    @override
    def read(self, label: str, raw: dict[str, Any], query: AddressQuery) -> Answer:
        """Return the town's centre."""
        precision = Precision(raw["precision"])
        is_certain = raw["is_stated"] or raw["region"] == query.region
        if precision is Precision.REGION or not is_certain:
            return NotFound()
        position = Position.located(
            raw["longitude"],
            raw["latitude"],
            precision=precision,
            source=self.name,
            datum=Datum(raw["datum"]),
        )
        return Located(position=position, label=label)


def _location(place: Place) -> Location:
    longitude, latitude = place.coordinate.longitude, place.coordinate.latitude
    raw: GazetteerRaw = {
        "longitude": longitude,
        "latitude": latitude,
        "datum": Datum.WGS84.value,
        "precision": place.precision.value,
        "level": place.level.value,
        "region": place.adcode,
        "town": place.town,
        "reason": place.reason.value,
        "is_stated": place.is_stated,
    }
    return Location(place.label, (latitude, longitude), raw)
