"""Links: the address of one recipient, as it is printed and as it is opened."""

from __future__ import annotations

from foundation.errors import SettingsError
from scenes.addresses import AddressError, public_parts


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
    try:
        return public_parts(public_base)
    except AddressError as error:
        raise SettingsError(
            "The public base address must look like https://example.org or"
            f" https://example.org/path. {error}"
        ) from None
