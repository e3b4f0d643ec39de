"""How much one address may send, without keeping addresses.

What is counted is a keyed hash of the address. Its key is random, lives in this process's memory
only and is replaced every day together with all counts, so nobody can tell afterwards who it was.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

SALT_SECONDS = 24 * 3600
"""How long a key for the hashes lives."""

_IPV6_NET = 64
"""Bits of an IPv6 address that one household shares."""


class Senders:
    """Counts what addresses send; safe to use from several threads.

    Args:
        an_hour: how much one address may send in an hour; many phones may share one.
    """

    def __init__(self, an_hour: int) -> None:
        self._limit = RateLimitItemPerHour(an_hour)
        self._lock = threading.Lock()
        self._renew()

    def allows(self, address: str | None) -> bool:
        """Count one more from an address; False when that is too much."""
        with self._lock:
            if time.monotonic() - self._since >= SALT_SECONDS:
                self._renew()
            key = hmac.digest(self._salt, _network(address).encode(), hashlib.sha256).hex()
            return self._limiter.hit(self._limit, key)

    def _renew(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._since = time.monotonic()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())


def _network(address: str | None) -> str:
    """Return an address, of IPv6 the network; what is none counts as one sender."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, _IPV6_NET), strict=False))
    return str(found)
