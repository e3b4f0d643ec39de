"""Text objects compressed for browsers that take it: a page is a third as long on a slow line.

Only text that the project makes is compressed, never an answer that repeats what a request
brought: its length tells a listener nothing (the attack known as BREACH needs both).
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Literal

import brotli

from workers.stored_objects import content_type

Coding = Literal["br", "gzip"]

TEXT = ("text/", "image/svg+xml", "application/json")
"""How the media types of texts begin."""

GZIP_LEVEL = 6
"""zlib's usual level: the next ones save under a hundredth."""

PAGE_QUALITY = 5
"""Brotli for a page, which one person asks for once: as quick as gzip, a tenth smaller."""

SHARED_QUALITY = 11
"""Brotli for what many ask for and is compressed once."""


def is_text(key: str) -> bool:
    """Return whether an object is a text, by its ending."""
    return content_type(key).startswith(TEXT)


def coding_for(accept_encoding: str) -> Coding | None:
    """Return how a text may be sent by a request's ``Accept-Encoding`` (RFC 9110, 12.5.3).

    Brotli (RFC 7932) is taken where it is allowed; browsers ask for it over HTTPS only.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip().lower()] = _weight(parameters)
    others = weights.get("*", 0.0)
    if weights.get("br", others) > 0:
        return "br"
    if weights.get("gzip", weights.get("x-gzip", others)) > 0:
        return "gzip"
    return None


def compressed(body: bytes, coding: Coding, *, quality: int = PAGE_QUALITY) -> bytes:
    """Return the bytes compressed; the same bytes always give the same answer.

    ``quality`` is Brotli's, 0 to 11.
    """
    if coding == "br":
        packed: bytes = brotli.compress(body, quality=quality)
        return packed
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


@lru_cache(maxsize=256)
def compressed_once(key: str, body: bytes, coding: Coding) -> bytes:
    """Do the same for an object named by its content, which many ask for."""
    del key
    return compressed(body, coding, quality=SHARED_QUALITY)


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
