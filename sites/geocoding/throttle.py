"""How often a provider is asked, and when it is left alone.

Every call waits for its turn and reports how it went. Turns are at least a delay apart; each
failure in a row doubles the pause behind it, and a provider that asks for a longer pause gets it.
"""

from time import monotonic, sleep, time
from typing import Final, Protocol

from django.db import transaction

from sites.geocoding.provider_answers import ProviderUnavailable
from sites.models import ProviderPace

# Longer than this nobody waits for a turn: the provider counts as unavailable.
LONGEST_WAIT_S: Final = 60.0
FAILURES_BEFORE_STOP: Final = 3
"""So many failures in a row are no accident: asking on would only prolong the wait."""
LEFT_ALONE_S: Final = 30.0
"""So long nobody asks a provider that has failed that often."""
# A moment further ahead than any pause is that of a clock that was put right since.
_FARTHEST_AHEAD_S: Final = 3_600.0
_MOST_DOUBLINGS: Final = 10


class Throttle(Protocol):
    """When one provider may be asked."""

    def wait(self) -> None:
        """Take the next turn and wait for it.

        Raises ``ProviderUnavailable``, and takes no turn, if that would take too long.
        """

    def succeeded(self) -> None:
        """Say that the call of the last turn was answered."""

    def failed(self, asked_s: float | None) -> None:
        """Say that it was not; `asked_s` is the pause that the provider asks for, if any."""


class LocalThrottle:
    """The throttle of one caller alone, who asks nobody else to wait."""

    def __init__(self, delay_s: float, *, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._delay_s = delay_s
        self._longest_wait_s = longest_wait_s
        self._failures = 0
        self._free_at = 0.0

    def wait(self) -> None:
        """Take the next turn and wait for it; raises ``ProviderUnavailable`` instead of long."""
        _require_soon(self._free_at - monotonic(), self._longest_wait_s)
        sleep(max(0.0, self._free_at - monotonic()))
        self._free_at = monotonic() + self._delay_s

    def succeeded(self) -> None:
        """Forget earlier failures."""
        self._failures = 0

    def failed(self, asked_s: float | None) -> None:
        """Let the next turn come later, and later still after each failure in a row."""
        self._failures += 1
        self._free_at = monotonic() + _pause_s(self._delay_s, self._failures, asked_s)


class SharedThrottle:
    """The throttle of all processes that share a database, with the failures that they have met.

    Processes on several machines share it, too; their clocks should agree. Not to be used inside
    a transaction, which would make the others wait until it ends.

    After `FAILURES_BEFORE_STOP` failures in a row, whoever met them, everybody leaves the provider
    alone for at least `LEFT_ALONE_S`; then one call after the other finds out whether it is back.
    A caller with `is_hasty` does not add to them: that it gave up early says little.
    """

    def __init__(
        self,
        provider: str,
        delay_s: float,
        *,
        longest_wait_s: float = LONGEST_WAIT_S,
        is_hasty: bool = False,
    ) -> None:
        self._provider = provider
        self._delay_s = delay_s
        self._longest_wait_s = longest_wait_s
        self._is_hasty = is_hasty

    def wait(self) -> None:
        """Take the next turn and wait for it.

        Raises ``ProviderUnavailable``, and takes no turn, if that would take too long or the
        provider is to be left alone.
        """
        with transaction.atomic():
            row, now = self._row(), time()
            turn = max(now, row.free_at)
            if row.failures >= FAILURES_BEFORE_STOP and turn > now:
                raise ProviderUnavailable(
                    f"left alone for another {turn - now:.0f} s after {row.failures} failures",
                    retry_after_s=turn - now,
                )
            _require_soon(turn - now, self._longest_wait_s)
            row.free_at = turn + self._delay_s
            row.save()
        sleep(max(0.0, turn - time()))

    def succeeded(self) -> None:
        """Let nobody remember earlier failures."""
        ProviderPace.objects.filter(provider=self._provider, failures__gt=0).update(failures=0)

    def failed(self, asked_s: float | None) -> None:
        """Let nobody have a turn for some time, an hour at most."""
        with transaction.atomic():
            row = self._row()
            pause_s = asked_s or 0.0
            if not self._is_hasty:
                row.failures += 1
                pause_s = _pause_s(self._delay_s, row.failures, asked_s)
                if row.failures >= FAILURES_BEFORE_STOP:
                    pause_s = max(pause_s, LEFT_ALONE_S)
            row.free_at = max(row.free_at, time() + min(pause_s, _FARTHEST_AHEAD_S))
            row.save()

    def _row(self) -> ProviderPace:
        """Return the provider's row, held until the transaction ends."""
        ProviderPace.objects.get_or_create(provider=self._provider)
        row = ProviderPace.objects.select_for_update().get(provider=self._provider)
        if row.free_at > time() + _FARTHEST_AHEAD_S:
            row.free_at = 0.0
        return row


def _require_soon(wait_s: float, longest_wait_s: float) -> None:
    if wait_s > longest_wait_s:
        raise ProviderUnavailable(
            f"not to be called for another {wait_s:.0f} s", retry_after_s=wait_s
        )


def _pause_s(delay_s: float, failures: int, asked_s: float | None) -> float:
    """Return how long a provider is left alone after so many failures in a row."""
    return max(asked_s or 0.0, delay_s * 2.0 ** min(failures, _MOST_DOUBLINGS))
