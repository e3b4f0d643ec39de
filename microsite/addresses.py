"""Addresses that may stand behind a link of the page, and nothing else."""

from __future__ import annotations

import re

from markupsafe import Markup

from foundation.errors import RenderError

_WEB = re.compile(r"https?://[^\s/]+(?:[/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@:<>\"]+@[^\s@:<>\"]+")


def web_address(address: str, what: str) -> str:
    """Return a web address as it is; RenderError when it is none (``javascript:`` and its like)."""
    if not _WEB.fullmatch(address):
        raise RenderError(f"{what} must be a web address that starts with https:// or http://.")
    return address


def contact_address(contact: str, what: str) -> str:
    """Return the link for a mail address, a ``mailto:`` or ``tel:`` address, or a web address.

    Raises RenderError for anything else.
    """
    if _MAIL.fullmatch(contact):
        return f"mailto:{contact}"
    if contact.lower().startswith("mailto:") and _MAIL.match(contact[7:]):
        return contact.replace(" ", "%20")
    if contact.lower().startswith("tel:"):
        return phone_address(contact[4:])
    return web_address(contact, what)


def phone_address(phone: str) -> str:
    """Return the ``tel:`` link of a telephone number as written on paper (RFC 3966)."""
    digits = re.sub(r"[^0-9*#]", "", phone.split("(0)", maxsplit=1)[0] + phone.partition("(0)")[2])
    return f"tel:{'+' if phone.lstrip().startswith('+') else ''}{digits}"


def shown_address(address: str) -> Markup:
    """Return a web address as people write it, without scheme; a line may break after a slash."""
    shown = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")
    return Markup("/<wbr>").join(shown.split("/"))
