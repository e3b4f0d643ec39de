"""Whether a browser says that a request comes from the issuer's own page.

What is sent opens by an unguessable token, so another site could not forge it anyway; this refuses
what a browser itself calls foreign. ``Referrer-Policy: no-referrer`` makes plain forms send
``Origin: null`` (Fetch, "append a request Origin header"), which tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Return whether the browser says that another site sent this (names in lower case)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
