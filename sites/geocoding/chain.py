"""A chain of providers: asked in order until one of them says enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.offline import GAZETTEER
from sites.geocoding.policy import Evidence, StoredState, judge
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    Provider,
    ProviderUnavailable,
)
from sites.geocoding.throttle import FAILURES_BEFORE_STOP

FINE_ENOUGH: Final = Precision.STREET
"""A sound answer this precise or finer ends the search: a person finds the door from there."""
OFFLINE: Final = frozenset({GAZETTEER})
"""Providers whose answers come from files of the project: they need no memory and no pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of one provider.

    Attributes:
        provider: its name.
        answer: its answer, None if it gave none.
        is_remembered: the answer is from an earlier call.
        error: why there is no answer.
    """

    provider: str
    answer: Answer | None
    is_remembered: bool = False
    error: str = ""


@dataclass(slots=True)
class _Link:
    """A provider, and how often in a row it has failed."""

    provider: Provider
    failures: int = 0
    error: str = ""

    @property
    def is_broken(self) -> bool:
        return self.failures >= FAILURES_BEFORE_STOP


class Chain:
    """Asks providers in order; one that keeps failing is not asked again.

    Each name may occur once: ``ValueError`` otherwise, and for an empty chain.
    """

    def __init__(self, providers: Sequence[Provider], checks: Checks) -> None:
        names = [provider.name for provider in providers]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"a chain names each of its providers once, got {names!r}")
        self._links = [_Link(provider) for provider in providers]
        self._checks = checks

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the providers, in order."""
        return tuple(link.provider.name for link in self._links)

    @property
    def is_offline(self) -> bool:
        """Whether no provider has to be asked over a network."""
        return OFFLINE.issuperset(self.names)

    @property
    def broken(self) -> dict[str, str]:
        """The providers that are not asked any more, and what went wrong."""
        return {link.provider.name: link.error for link in self._links if link.is_broken}

    @property
    def is_broken(self) -> bool:
        """Whether there is no provider left to ask."""
        return all(link.is_broken for link in self._links)

    def ask(self, query: AddressQuery, remembered: Mapping[str, Answer]) -> list[Reply]:
        """Return the replies up to the first that is fine enough and passes the checks.

        What is remembered of a provider stands for its answer. A provider that is unavailable is
        followed by the next one.
        """
        replies: list[Reply] = []
        for link in self._links:
            replies.append(_reply(link, query, remembered))
            if self._is_enough(query, replies, remembered):
                break
        return replies

    def _is_enough(
        self, query: AddressQuery, replies: Sequence[Reply], remembered: Mapping[str, Answer]
    ) -> bool:
        last = replies[-1].answer
        if not isinstance(last, Located) or FINE_ENOUGH.finer_than(last.position.precision):
            return False
        stored_state = StoredState(
            address=query.address, town=query.town, position=None, is_locked=False
        )
        evidence = Evidence(witnesses=witnesses(replies, remembered))
        return not judge(positions(replies), stored_state, self._checks, evidence)[-1].findings


def positions(replies: Sequence[Reply]) -> list[Position]:
    """Return the positions that were found, in the order of the chain."""
    return [reply.answer.position for reply in replies if isinstance(reply.answer, Located)]


def new_answers(replies: Sequence[Reply]) -> dict[str, Answer]:
    """Return the answers that are worth remembering, by provider."""
    return {
        reply.provider: reply.answer
        for reply in replies
        if reply.answer is not None and not reply.is_remembered and reply.provider not in OFFLINE
    }


def witnesses(replies: Sequence[Reply], remembered: Mapping[str, Answer]) -> list[Position]:
    """Return the remembered positions of the providers that did not reply now."""
    replied = {reply.provider for reply in replies if reply.answer is not None}
    return [
        answer.position
        for provider, answer in remembered.items()
        if provider not in replied and isinstance(answer, Located)
    ]


def _reply(link: _Link, query: AddressQuery, remembered: Mapping[str, Answer]) -> Reply:
    name = link.provider.name
    if name not in OFFLINE and name in remembered:
        return Reply(provider=name, answer=remembered[name], is_remembered=True)
    if link.is_broken:
        return Reply(provider=name, answer=None, error=link.error)
    try:
        answer = link.provider.answer(query)
    except ProviderUnavailable as error:
        # What went wrong first says more than that the provider is left alone since.
        link.error = link.error or str(error)
        link.failures += 1
        return Reply(provider=name, answer=None, error=link.error)
    link.failures, link.error = 0, ""
    return Reply(provider=name, answer=answer)
