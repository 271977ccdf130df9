"""How often somebody may do something: counted for minutes, then forgotten.

The count is in the cache under a keyed hash of who it is that changes with every window, so that
no address is stored or logged, and two windows of one address cannot be told to be the same.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sites.access.network import network_of
from sites.models import ApiClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` times in `window_s` seconds, for each visitor or program.

    A visitor is the address of the network that the request comes from, a program its token.

    Attributes:
        name: what is counted.
        most: how often it may be done in one window.
        window_s: the length of the window, whose clock is the same for all.
    """

    name: str
    most: int
    window_s: int

    def wait_s(self, who: HttpRequest | ApiClient) -> int:
        """Return for how many seconds it may not be done, 0 if it may be done now."""
        now = time()
        count: int = cache.get(self._key(who, now), 0)
        return self._rest(now) if count >= self.most else 0

    def count(self, who: HttpRequest | ApiClient) -> int:
        """Count that it is done; return for how many seconds it may not be, 0 if it may."""
        now = time()
        key = self._key(who, now)
        cache.add(key, 0, self._rest(now))
        try:
            # None without the server of the cache: then nobody is refused.
            count: int | None = cache.incr(key)
        except ValueError:  # the window ended between the two
            return 0
        return self._rest(now) if (count or 0) > self.most else 0

    def _rest(self, now: float) -> int:
        return self.window_s - int(now) % self.window_s

    def _key(self, who: HttpRequest | ApiClient, now: float) -> str:
        window = int(now) // self.window_s
        text = str(who.pk) if isinstance(who, ApiClient) else network_of(who) or "unknown"
        digest = salted_hmac(f"limit {self.name} {window}", text, algorithm="sha256").hexdigest()
        return f"limit:{self.name}:{digest}"
