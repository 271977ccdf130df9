"""How often one address of the network may do something: counted for minutes, then forgotten.

The count is in the cache under a keyed hash of the address that changes with every window, so that
no address is stored or logged, and two windows of one address cannot be told to be the same.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


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
            f"limit {self.name} {window}", _network(request), algorithm="sha256"
        ).hexdigest()
        return f"limit:{self.name}:{digest}"


def _network(request: HttpRequest) -> str:
    """Return whom a request is from: an IPv4 address, or the /64 that one IPv6 household has.

    Behind a proxy of ours it is the last address of the chain, the one that the proxy itself saw:
    those before it are whatever the client wrote.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address.packed, 64), strict=False))
