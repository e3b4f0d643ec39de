"""Text objects as gzip for browsers that take it: a page is a third as long on a slow line.

Only text that the project makes is compressed, never an answer that repeats what a request
brought: its length tells a listener nothing (the attack known as BREACH needs both).
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from workers.stored_objects import content_type

TEXT = ("text/", "image/svg+xml", "application/json")
"""How the media types of texts begin."""

LEVEL = 6
"""zlib's usual level: the next ones save under a hundredth."""


def is_text(key: str) -> bool:
    """Return whether an object is a text, by its ending."""
    return content_type(key).startswith(TEXT)


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a request's ``Accept-Encoding`` allows gzip (RFC 9110, 12.5.3)."""
    for part in accept_encoding.split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip().lower() in {"gzip", "x-gzip", "*"}:
            return _weight(parameters) > 0
    return False


def compressed(body: bytes) -> bytes:
    """Return the bytes as gzip; the same bytes always give the same answer."""
    return gzip.compress(body, LEVEL, mtime=0)


@lru_cache(maxsize=256)
def compressed_once(key: str, body: bytes) -> bytes:
    """Do the same for an object named by its content, which many ask for."""
    del key
    return compressed(body)


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
