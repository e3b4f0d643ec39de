"""What kind each object is, and how it is put into the store."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from campaigns.links import page_key
from storage.objects import FOREVER, FOREVER_PRIVATE, FRESH, NewObject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.objects import ObjectStore

CONTENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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


def put_objects(store: ObjectStore, bodies: Mapping[str, bytes]) -> None:
    """Store objects by key, in any order, each with its media type and cache header.

    Raises StorageError when the store refuses, or holds something else afterwards.
    """
    if not bodies:
        return
    store.put_all(
        [
            NewObject(key, body, content_type(key), cache_control(key))
            for key, body in bodies.items()
        ]
    )


def delete_page(store: ObjectStore, token: str) -> None:
    """Remove everything of a recipient's page."""
    for key in list(store.keys(page_key(token))):
        store.delete(key)


def delete_film(store: ObjectStore, film: str) -> None:
    """Remove the objects of a film."""
    for ending in ("mp4", "vtt"):
        store.delete(f"films/{film}.{ending}")
