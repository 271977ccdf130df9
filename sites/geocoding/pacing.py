"""How often a provider is asked: one limit for all processes that share a database."""

from time import sleep, time
from typing import Final

from django.db import transaction

from sites.geocoding.answers import AddressQuery, Answer, Provider, ProviderUnavailable
from sites.models import ProviderPace

# Longer than this nobody waits for his turn: the provider counts as unavailable.
LONGEST_WAIT_S: Final = 60.0
# A moment further ahead than any hold is that of a clock that was put right since.
_FARTHEST_AHEAD_S: Final = 3_600.0


class Pace:
    """The turns at a provider: at least `delay_s` apart, whoever asks.

    The turns are kept in the database, which is why processes on several machines keep the limit
    too; their clocks should agree. Not to be used inside a transaction, which would make the
    others wait until it ends.
    """

    def __init__(
        self, provider: str, delay_s: float, *, longest_wait_s: float = LONGEST_WAIT_S
    ) -> None:
        self._provider = provider
        self._delay_s = delay_s
        self._longest_wait_s = longest_wait_s

    def wait(self) -> None:
        """Take the next turn and wait for it.

        Raises ``ProviderUnavailable``, and takes no turn, if that would take too long.
        """
        with transaction.atomic():
            row, now = self._row(), time()
            turn = max(now, row.free_at)
            if turn - now > self._longest_wait_s:
                raise ProviderUnavailable(f"no turn within {self._longest_wait_s:g} s")
            row.free_at = turn + self._delay_s
            row.save()
        sleep(max(0.0, turn - time()))

    def hold(self, seconds: float) -> None:
        """Let nobody have a turn for some time, an hour at most."""
        with transaction.atomic():
            row = self._row()
            row.free_at = max(row.free_at, time() + min(seconds, _FARTHEST_AHEAD_S))
            row.save()

    def _row(self) -> ProviderPace:
        """Return the provider's row, held until the transaction ends."""
        ProviderPace.objects.get_or_create(provider=self._provider)
        row = ProviderPace.objects.select_for_update().get(provider=self._provider)
        if row.free_at > time() + _FARTHEST_AHEAD_S:
            row.free_at = 0.0
        return row


class PacedProvider:
    """A provider that is asked in turn, and left alone for longer after each failure in a row."""

    def __init__(self, provider: Provider, pace: Pace, *, delay_s: float) -> None:
        self._provider = provider
        self._pace = pace
        self._delay_s = delay_s
        self._failures = 0

    @property
    def name(self) -> str:
        """The provider's name."""
        return self._provider.name

    def answer(self, query: AddressQuery) -> Answer:
        """Return the provider's answer; raises `ProviderUnavailable` if it cannot say."""
        self._pace.wait()
        try:
            answer = self._provider.answer(query)
        except ProviderUnavailable as error:
            self._failures += 1
            self._pace.hold(max(self._delay_s * 2**self._failures, error.retry_after_s or 0.0))
            raise
        self._failures = 0
        return answer
