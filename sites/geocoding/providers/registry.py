"""The providers there are, by name."""

from collections.abc import Mapping
from typing import Final, Protocol

from sites.geocoding.gazetteer.provider import GazetteerProvider
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import Provider
from sites.geocoding.providers.amap import AmapProvider
from sites.geocoding.providers.baidu import BaiduProvider
from sites.geocoding.providers.nominatim import NominatimProvider
from sites.geocoding.providers.photon import PhotonProvider
from sites.geocoding.providers.retry import Patience
from sites.geocoding.providers.tianditu import TiandituProvider


class MakeProvider(Protocol):
    """Makes a provider for a region; raises `ProviderNotConfigured`, which names the setting."""

    def __call__(self, places: RegionPlaces, patience: Patience | None = None) -> Provider:
        """Return the provider; without `patience` it has that of a run (`Patience.of_run`)."""
        ...


def _gazetteer(places: RegionPlaces, patience: Patience | None = None) -> Provider:
    """Return the gazetteer, which asks nobody and so needs no patience."""
    return GazetteerProvider(places)


PROVIDERS: Final[Mapping[str, MakeProvider]] = {
    GazetteerProvider.name: _gazetteer,
    AmapProvider.name: AmapProvider,
    TiandituProvider.name: TiandituProvider,
    BaiduProvider.name: BaiduProvider,
    NominatimProvider.name: NominatimProvider,
    PhotonProvider.name: PhotonProvider,
}
"""Makes the provider of that name for a region."""

DEFAULT_PROVIDER: Final = GazetteerProvider.name
