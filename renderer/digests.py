"""Digests of files, read again only when a file has changed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file; read again only when its size or time of change differs."""
    status = path.stat()
    return _digest(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=512)
def _digest(path: Path, size: int, changed: int) -> str:
    del size, changed  # part of the key alone
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
