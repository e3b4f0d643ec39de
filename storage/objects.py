"""The one interface of all object stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FOREVER = "public, max-age=31536000, immutable"
"""Cache header of objects named by their content."""

FOREVER_PRIVATE = "private, max-age=31536000, immutable"
"""The same for what belongs to one person: no cache on the way keeps it."""

FRESH = "no-cache"
"""Cache header of pages, which are replaced in place."""


@dataclass(frozen=True, slots=True)
class NewObject:
    """An object that is to be stored: its key, its bytes, its media type and cache header."""

    key: str
    body: bytes
    content_type: str
    cache_control: str


class ObjectStore(Protocol):
    """Objects by key (``clips/ab12.mp4``); a put is atomic: whole or not there.

    All methods raise ``StorageError`` when the store refuses or cannot be reached, puts also when
    something else arrived than was sent.
    """

    def put(self, key: str, body: bytes | Path, *, content_type: str, cache_control: str) -> None:
        """Store an object, replacing one of the same key."""

    def put_all(self, objects: Sequence[NewObject]) -> None:
        """Store objects of different keys, in any order; all are there when this returns.

        Cheaper than one by one. When it raises, some may be there and others not.
        """

    def get(self, key: str) -> bytes:
        """Return an object's bytes; StorageError when there is none."""

    def stream(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Yield an object's bytes from ``first`` to ``last`` inclusive (None: the end), in pieces.

        The object is opened by the call itself, which raises StorageError when there is none.
        """

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""

    def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""

    def delete(self, key: str) -> None:
        """Remove an object; no error when there is none."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the keys that start with ``prefix``, in order."""
