"""Names made from what files hold, so that they may be cached forever."""

from __future__ import annotations

import hashlib


def hashed(name: str, body: bytes) -> str:
    """Return ``page.css`` as ``page-0123456789abcdef.css``, by the file's content."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(body).hexdigest()[:16]}{dot}{ending}"
