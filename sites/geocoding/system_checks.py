"""Whether the chain of providers in the settings can be asked, told by ``manage.py check``."""

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from sites.addresses.towns import RegionNames, TownIndex
from sites.geo.boxes import Box
from sites.geocoding.provider_answers import ProviderNotConfigured

GEOCODING: Final = "geocoding"
"""The tag of the checks that a run depends on."""


@register(GEOCODING)
def check_chain(**_options: Any) -> list[CheckMessage]:
    """Return an error for each entry of ``GEOCODER_CHAIN`` with which no run could begin."""
    # Providers load what their protocols need, which most commands never do.
    from sites.geocoding.places import RegionPlaces  # noqa: PLC0415
    from sites.geocoding.providers.registry import PROVIDERS  # noqa: PLC0415

    anywhere = RegionPlaces(
        adcode="",
        province="",
        name="",
        names=RegionNames.of("", ""),
        index=TownIndex([]),
        towns={},
        bounds=Box(west=-180.0, south=-90.0, east=180.0, north=90.0),
        outline=None,
    )
    names: list[str] = settings.GEOCODER_CHAIN
    known = f"Name each once, out of {', '.join(sorted(PROVIDERS))}."
    found = [] if names else [_error("GEOCODER_CHAIN names no provider.", known)]
    for name in dict.fromkeys(names):
        if name not in PROVIDERS:
            found.append(
                _error(f"GEOCODER_CHAIN names {name!r}: there is no such provider.", known)
            )
            continue
        if names.count(name) > 1:
            found.append(_error(f"GEOCODER_CHAIN names {name!r} more than once.", known))
        try:
            PROVIDERS[name](anywhere)
        except ProviderNotConfigured as error:
            remedy = f"Set it, or take {name!r} out of GEOCODER_CHAIN."
            found.append(_error(f"GEOCODER_CHAIN names {name!r}, but {error}.", remedy))
    return found


def _error(problem: str, remedy: str) -> CheckMessage:
    return Error(problem, hint=remedy, id="service_sites.geocoder_chain")
