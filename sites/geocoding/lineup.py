"""The providers of a chain, made from their names."""

from collections.abc import Sequence

from sites.geocoding.chain import Chain
from sites.geocoding.checks import Checks
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import ProviderNotConfigured
from sites.geocoding.providers.registry import PROVIDERS


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
