"""Links: the address of one recipient, as it is printed and as it is opened."""

from __future__ import annotations

from urllib.parse import urlsplit

from foundation.errors import SettingsError


def printed_link(public_base: str, token: str) -> str:
    """Return the link for the QR code, such as ``HTTPS://EXAMPLE.ORG/ABC…``.

    Scheme and host are upper-cased, which changes nothing about where they lead and lets the code
    use its alphanumeric mode. A path of the base keeps its case, because servers tell it apart.
    Raises SettingsError when the base is not an address.
    """
    scheme, host, path = _parts(public_base)
    return f"{scheme.upper()}://{host.upper()}{path}/{token}"


def page_key(token: str) -> str:
    """Return where the recipient's objects begin in the store: ``p/TOKEN/``."""
    return f"p/{token}/"


def _parts(public_base: str) -> tuple[str, str, str]:
    expected = (
        "The public base address must look like https://example.org or https://example.org/path"
    )
    try:
        address = urlsplit(public_base.strip())
        port = address.port
    except ValueError:
        raise SettingsError(f"{expected}.") from None
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingsError(f"{expected}.")
    if address.query or address.fragment or address.username is not None:
        raise SettingsError(f"{expected}, without user name, question mark or hash sign.")
    host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
    if port is not None:
        host = f"{host}:{port}"
    return address.scheme, host, address.path.rstrip("/")
