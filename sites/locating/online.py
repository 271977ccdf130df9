"""The map services of the chain, asked for what a person typed while they wait."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from sites.finding import reference_revision
from sites.geocoding.chain import FINE_ENOUGH, OFFLINE
from sites.geocoding.provider_answers import (
    AddressQuery,
    Located,
    ProviderNotConfigured,
    ProviderUnavailable,
)
from sites.geocoding.providers.registry import PROVIDERS
from sites.geocoding.providers.retry import RetryPolicy
from sites.geocoding.throttle import LEFT_ALONE_S
from sites.locating.surroundings import Surroundings

_SALT: Final = "sites.locating.online"
_KEPT_S: Final = 3_600
_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineAnswer:
    """What the services know: the finest place, and whether one of them could not say."""

    found: Located | None = None
    is_incomplete: bool = False


def services() -> list[str]:
    """Return the names of the map services that may be asked, in their order."""
    return [name for name in settings.GEOCODER_CHAIN if name in PROVIDERS and name not in OFFLINE]


def ask_online(query: AddressQuery, around: Surroundings) -> OnlineAnswer:
    """Return what the online providers of ``GEOCODER_CHAIN`` know of an address in a region.

    They are asked in order until one is precise enough, all of them within
    ``LOCATE_TIMEOUT_SECONDS``. A place that cannot lie in the region or the town is not taken. A
    complete answer is kept for an hour under a keyed digest, which does not give away the text;
    nothing is stored in the database, and no text is logged.
    """
    names = services()
    if not names:
        return OnlineAnswer()
    asked = repr((names, query.region, query.town, query.address, reference_revision()))
    key = "locate:" + salted_hmac(_SALT, asked, algorithm="sha256").hexdigest()
    kept: OnlineAnswer | None = cache.get(key)
    if kept is not None:
        return kept
    answer = _ask(names, query, around)
    if not answer.is_incomplete:
        cache.set(key, answer, _KEPT_S)
    return answer


def _ask(names: list[str], query: AddressQuery, around: Surroundings) -> OnlineAnswer:
    best: Located | None = None
    is_incomplete = False
    for name, retry_policy in _in_time(names):
        try:
            answer = _answer_of(name, query, around, retry_policy)
        except (ProviderUnavailable, ProviderNotConfigured) as error:
            # What went wrong; the address that was asked for stays out of the log.
            _LOGGER.warning("locating: %s: %s", name, type(error).__name__)
            # Not every visitor is to wait for it.
            cache.set(_failed_key(name), value=True, timeout=int(LEFT_ALONE_S))
            answer = None
        if answer is None:
            is_incomplete = True
            continue
        if not isinstance(answer, Located):
            continue
        position = answer.position
        if around.checks.findings(position, query.town, query.address):
            continue
        if best is None or position.precision.finer_than(best.position.precision):
            best = answer
        if not FINE_ENOUGH.finer_than(position.precision):
            break
    return OnlineAnswer(found=best, is_incomplete=is_incomplete)


def _in_time(names: list[str]) -> Iterator[tuple[str, RetryPolicy]]:
    """Yield the providers, each with what is left of the time, as long as there is any."""
    retry_policy = RetryPolicy.of_visitor()
    deadline = monotonic() + retry_policy.timeout_s
    for name in names:
        left = deadline - monotonic()
        if left <= 0:
            return
        yield name, replace(retry_policy, timeout_s=left, longest_wait_s=left)


def _answer_of(
    name: str, query: AddressQuery, around: Surroundings, retry_policy: RetryPolicy
) -> object | None:
    """Return a provider's answer, None if it is left alone; raises what it raises."""
    if cache.get(_failed_key(name)):
        return None
    return PROVIDERS[name](around.places, retry_policy).answer(query)


def _failed_key(name: str) -> str:
    return f"locate-failed:{name}"
