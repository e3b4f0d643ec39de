"""Addresses that an author writes: what may stand behind a link, and what is none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_MAIL = re.compile(r"[^\s@:<>\"]+@[^\s@:<>\"]+")
_MOST_PORT = 65535


class AddressError(ValueError):
    """Raised for what is no address; its text is a sentence for the author."""


def web_parts(address: str) -> tuple[str, str, str]:
    """Return scheme, host with its port, and path of a web address, as they are written.

    The host comes in lower case. Raises AddressError for another scheme, a missing host or a port
    beyond 65535.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise AddressError(f"The port of the address is not between 1 and {_MOST_PORT}.") from None
    if parts.scheme not in {"http", "https"}:
        raise AddressError("Expected an address that begins with https:// or http://.")
    host = parts.hostname or ""
    if not host.strip("."):
        raise AddressError("The address has no host; expected one such as https://example.org.")
    if port == 0:
        raise AddressError(f"The port of the address is not between 1 and {_MOST_PORT}.")
    if ":" in host:
        host = f"[{host}]"
    return parts.scheme, host if port is None else f"{host}:{port}", parts.path


def public_parts(public_base: str) -> tuple[str, str, str]:
    """Return scheme, host with its port, and path without its last slash of ``public_base``.

    The path keeps its case, because servers tell it apart. Raises AddressError when it is not an
    address that a token can follow.
    """
    scheme, host, path = web_parts(public_base)
    base = public_base.strip()
    if "?" in base or "#" in base or "@" in urlsplit(base).netloc:
        raise AddressError("Write it without user name, question mark and hash sign.")
    return scheme, host, path.rstrip("/")


def is_mail(address: str) -> bool:
    """Return whether a text is a plain mail address, ``name@example.org``."""
    return _MAIL.fullmatch(address) is not None


def check_contact(contact: str) -> None:
    """Raise AddressError for what is no mail, ``mailto:``, ``tel:`` or web address."""
    scheme, _, rest = contact.partition(":")
    if is_mail(contact) or (scheme.lower() == "mailto" and _MAIL.match(rest)):
        return
    if scheme.lower() == "tel" and any(part.isdigit() for part in rest):
        return
    if scheme.lower() not in {"http", "https"}:
        raise AddressError("Expected a web address (https://…) or a mail address (mailto:…).")
    web_parts(contact)
