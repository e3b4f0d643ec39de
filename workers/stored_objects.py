"""What kind each object is, and puts that are looked at afterwards."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from foundation.errors import StorageError
from storage.objects import FOREVER, FOREVER_PRIVATE, FRESH

if TYPE_CHECKING:
    from storage.objects import ObjectStore

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Ending to media type of everything that a publication is made of."""


def content_type(key: str) -> str:
    """Return an object's media type by its ending, ``application/octet-stream`` for others."""
    return CONTENT_TYPES.get(PurePosixPath(key).suffix, "application/octet-stream")


def cache_control(key: str) -> str:
    """Return an object's cache header: pages are replaced in place, the rest never changes."""
    if key.startswith("p/"):
        return FRESH
    return FOREVER_PRIVATE if key.startswith(("clips/", "films/")) else FOREVER


def put_checked(store: ObjectStore, key: str, body: bytes | Path) -> int:
    """Store an object and look whether all of it arrived; return its size in bytes.

    Raises StorageError when the store refuses or holds another length afterwards.
    """
    size = body.stat().st_size if isinstance(body, Path) else len(body)
    store.put(key, body, content_type=content_type(key), cache_control=cache_control(key))
    arrived = store.size(key)
    if arrived != size:
        raise StorageError(f"An object of {size} bytes was stored as {arrived} bytes.")
    return size
