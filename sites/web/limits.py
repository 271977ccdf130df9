"""How often one address of the network may do something: counted for minutes, then forgotten.

The count is in the cache under a keyed hash of the address that changes with every window, so that
no address is stored or logged, and two windows of one address cannot be told to be the same.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sites.access.network import network_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` times in `window_s` seconds, per address.

    Attributes:
        name: what is counted.
        most: how often it may be done in one window.
        window_s: the length of the window, whose clock is the same for all.
    """

    name: str
    most: int
    window_s: int

    def wait_s(self, request: HttpRequest) -> int:
        """Return for how many seconds it may not be done, 0 if it may be done now."""
        now = time()
        count: int = cache.get(self._key(request, now), 0)
        return self._rest(now) if count >= self.most else 0

    def count(self, request: HttpRequest) -> None:
        """Count that it was done."""
        now = time()
        key = self._key(request, now)
        cache.add(key, 0, self._rest(now))
        try:
            cache.incr(key)
        except ValueError:  # the window ended between the two
            return

    def _rest(self, now: float) -> int:
        return self.window_s - int(now) % self.window_s

    def _key(self, request: HttpRequest, now: float) -> str:
        window = int(now) // self.window_s
        digest = salted_hmac(
            f"limit {self.name} {window}", network_of(request) or "unknown", algorithm="sha256"
        ).hexdigest()
        return f"limit:{self.name}:{digest}"
