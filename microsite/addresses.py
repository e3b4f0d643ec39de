"""Addresses that may stand behind a link of the page, and nothing else."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from foundation.errors import RenderError

_WEB = re.compile(r"https?://[^\s/]+(?:[/?#]\S*)?", re.IGNORECASE)
_GEO = re.compile(r"geo:-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:[;?]\S*)?")
_SPAN = re.compile(r"(\d{1,2}(?:[.:h]\d{2})?\s*[-–—]\s*\d{1,2}(?:[.:h]\d{2})?)")
SHORT = 24
"""Characters of an address that fit on one line of a narrow phone."""
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


def map_address(link: str) -> str:
    """Return the link of a map: ``https:``, or ``geo:`` (RFC 5870), which the phone opens itself.

    Raises RenderError for anything else.
    """
    if _GEO.fullmatch(link):
        return link
    return web_address(link, "The issuer's map_link")


def phone_address(phone: str) -> str:
    """Return the ``tel:`` link of a telephone number as written on paper (RFC 3966)."""
    digits = re.sub(r"[^0-9*#]", "", phone.split("(0)", maxsplit=1)[0] + phone.partition("(0)")[2])
    return f"tel:{'+' if phone.lstrip().startswith('+') else ''}{digits}"


def shown_address(address: str) -> Markup:
    """Return a web or mail address as people write it, without scheme.

    A long one may break after ``@``, ``.`` and ``/``; a short one stays whole.
    """
    shown = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")
    if len(shown) <= SHORT:
        return escape(shown)
    return Markup("<wbr>").join(re.split(r"(?<=[@./])(?=[^@./])", shown))


def shown_hours(line: str) -> Markup:
    """Return a line of opening hours whose spans (``8.30 – 17.30``) stay on one line."""
    parts = _SPAN.split(line)
    return Markup("").join(
        Markup('<span class="whole">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )
