"""The providers there are, by name, and the chains that are made of them."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from sites.geocoding.chain import Chain
from sites.geocoding.checks import Checks
from sites.geocoding.gazetteer.provider import GazetteerProvider
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import Provider, ProviderNotConfigured
from sites.geocoding.providers.amap import AmapProvider
from sites.geocoding.providers.baidu import BaiduProvider
from sites.geocoding.providers.nominatim import NominatimProvider
from sites.geocoding.providers.photon import PhotonProvider
from sites.geocoding.providers.retry import RetryPolicy
from sites.geocoding.providers.tianditu import TiandituProvider


class MakeProvider(Protocol):
    """Makes a provider for a region; raises `ProviderNotConfigured`, which names the setting."""

    def __call__(self, places: RegionPlaces, retry_policy: RetryPolicy | None = None) -> Provider:
        """Return the provider; without `retry_policy` it is `RetryPolicy.of_run`."""
        ...


def _gazetteer(places: RegionPlaces, retry_policy: RetryPolicy | None = None) -> Provider:
    """Return the gazetteer, which asks nobody and so needs no policy."""
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


def chain_of(names: Sequence[str], places: RegionPlaces) -> Chain:
    """Return the chain of the named providers for a run; each online one is asked in turn.

    Raises ``ProviderNotConfigured`` for a name that does not exist or stands there twice, for no
    name at all, and for a provider without its settings.
    """
    unknown = [name for name in names if name not in PROVIDERS]
    if unknown or not names or len(set(names)) < len(names):
        raise ProviderNotConfigured(
            f"the chain must name each provider once, out of {', '.join(sorted(PROVIDERS))}; "
            f"not {','.join(names)!r}"
        )
    return Chain([PROVIDERS[name](places) for name in names], Checks(places))
