"""Requests to addresses that somebody else named: never to this network, never led elsewhere.

A name is resolved once, every address that it has is checked, and the connection goes to a checked
address: what the name means a moment later plays no part (DNS rebinding). Redirects are answers.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

from foundation.errors import SollecitoError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT_S = 5.0
READ_S = 15.0
MOST_READ = 1024
"""Bytes of an answer's body that are read; nothing is done with them."""


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
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def resolve(url: str, *, private: bool) -> Target:
    """Return where a web address leads, resolved now.

    Raises RefusedAddressError when it is none, when its name is not known, or when one of its
    addresses is not of the public internet and ``private`` is false.
    """
    scheme, host, port, path = check_url(url, private=private)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
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
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> int:
    """Send a body and return the HTTP status of the answer, a redirect's too.

    Raises RefusedAddressError when the address may not be asked or does not answer in time.
    """
    target = resolve(url, private=private)
    default = 443 if target.scheme == "https" else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = host if target.port == default else f"{host}:{target.port}"
    timeout = urllib3.Timeout(connect=CONNECT_S, read=READ_S)
    pool: urllib3.HTTPConnectionPool
    if target.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            target.address,
            target.port,
            timeout=timeout,
            server_hostname=target.host,
            assert_hostname=target.host,
        )
    else:
        pool = urllib3.HTTPConnectionPool(target.address, target.port, timeout=timeout)
    with pool:
        try:
            answer = pool.urlopen(
                "POST",
                target.path,
                body=body,
                headers={**headers, "Host": named},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            answer.read(MOST_READ)
            answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            reason = type(error).__name__.removesuffix("Error")
            raise RefusedAddressError(f"No answer came from {target.host} ({reason}).") from None
    return int(answer.status)
