"""Requests to addresses that somebody else named: never to this network, never led elsewhere.

A name is resolved once, every address that it has is checked, and the connection goes to a checked
address: what the name means a moment later plays no part (DNS rebinding). Redirects are answers.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from foundation.errors import SollecitoError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONNECT_S = 5.0
READ_S = 15.0
WHOLE_S = 20.0
"""Seconds for an attempt from its first byte to its last, however slowly they drip."""

MOST_READ = 1024
"""Bytes of an answer's body that are read; nothing is done with them."""


TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that hold one of IPv4 in their last four bytes (RFC 6052)."""

LOCAL = tuple(
    map(ipaddress.ip_network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10"))
)
"""Of no public use, though they may lead to an inner network: IPv4 in old or local forms (RFC 4291,
2765, 8215), site-local (RFC 3879)."""


class RefusedAddressError(SollecitoError):
    """Raised when an address may not be asked, or does not answer; says why, without a secret."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: a checked network address, and the name that it was found by."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def check_url(url: str, *, private: bool) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of a web address; RefusedAddressError says what is wrong.

    ``private`` allows ``http://`` as well.
    """
    if not url.isprintable() or "\\" in url or " " in url or "#" in url:
        raise RefusedAddressError("Expected a plain web address without blanks and '#'.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedAddressError("Expected a web address that begins with https://.") from None
    if parts.scheme not in ({"https", "http"} if private else {"https"}) or not parts.hostname:
        raise RefusedAddressError("Expected a web address that begins with https://.")
    if parts.username is not None:
        raise RefusedAddressError("An address with a user name or a password is not asked.")
    try:
        host = parts.hostname.encode("idna").decode("ascii")  # RFC 3490
    except UnicodeError:
        raise RefusedAddressError("The name of its host is none.") from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    path = quote(path, safe="!#$%&'()*+,/:;=?@[]~")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def resolve(url: str, *, private: bool) -> Target:
    """Return where a web address leads, resolved now.

    Raises RefusedAddressError when it is none, when its name is not known, or when one of its
    addresses is not of the public internet and ``private`` is false.
    """
    scheme, host, port, path = check_url(url, private=private)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedAddressError(f"The host {host} is not known.") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses:
        raise RefusedAddressError(f"The host {host} has no address.")
    if not private and not all(map(is_public, addresses)):
        raise RefusedAddressError(f"The host {host} is not in the public internet.")
    return Target(scheme, host, port, addresses[0], path)


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet, also one inside an IPv6 address."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if found in TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if any(found in network for network in LOCAL):
            return False
    return found.is_global and not found.is_multicast


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, private: bool, whole_s: float = WHOLE_S
) -> int:
    """Send a body and return the HTTP status of the answer, a redirect's too.

    Raises RefusedAddressError when the address may not be asked or does not answer within
    ``whole_s`` seconds.
    """
    target = resolve(url, private=private)
    default = 443 if target.scheme == "https" else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = host if target.port == default else f"{host}:{target.port}"
    connection = http.client.HTTPConnection(target.host, target.port, timeout=READ_S)
    try:
        with _connected(target, whole_s) as found:
            connection.sock = found
            connection.request("POST", target.path, body, {**headers, "Host": named})
            answer = connection.getresponse()
            answer.read(MOST_READ)
    except (http.client.HTTPException, OSError, ValueError) as error:
        reason = type(error).__name__.removesuffix("Error")
        raise RefusedAddressError(f"No answer came from {target.host} ({reason}).") from None
    finally:
        connection.close()
    return answer.status


@contextmanager
def _connected(target: Target, whole_s: float) -> Iterator[socket.socket]:
    """Yield a socket to a target, spoken to by TLS for https; it is shut after ``whole_s``."""
    found = socket.create_connection((target.address, target.port), CONNECT_S)
    over = threading.Event()

    def end() -> None:
        over.set()
        with suppress(OSError):  # it has ended by itself
            # The socket's own: that of TLS would be changed while another thread reads from it.
            socket.socket.shutdown(found, socket.SHUT_RDWR)

    late = threading.Timer(whole_s, end)
    late.daemon = True
    late.start()
    try:
        found.settimeout(READ_S)
        if target.scheme == "https":
            found = _trusting().wrap_socket(
                found, server_hostname=target.host, do_handshake_on_connect=False
            )
            found.do_handshake()
        yield found
        if over.is_set():  # what was read may look like a short answer
            raise TimeoutError
    finally:
        late.cancel()
        found.close()


@cache
def _trusting() -> ssl.SSLContext:
    """Return what checks certificates by the system's authorities."""
    return ssl.create_default_context()
