"""Digests of files, read again only when a file has changed."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.errors import RenderError

if TYPE_CHECKING:
    from pathlib import Path

_TRIES = 3

FileState = tuple[int, int, int, int]
"""What tells a file from the one it was before, without reading it."""


def file_state(path: Path) -> FileState:
    """Return a file's inode, size, and times of change (of its content; of anything), in ns.

    The second time cannot be set by hand: a file unpacked or copied with its old time is seen, too.
    """
    return _state(path.stat())


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file; read again only when its state differs.

    Raises RenderError, which does not name the file, when it changes again and again meanwhile.
    """
    for _ in range(_TRIES):
        try:
            return _digest(path, file_state(path))
        except _ChangedError:
            continue
    raise changed()


def changed() -> RenderError:
    """Return the error for a file that was replaced while it was in use; it is not named."""
    return RenderError("A file of the scene changed while it was read; render it again.")


class _ChangedError(Exception):
    """The file is not the one that was asked for any more."""


def _state(status: os.stat_result) -> FileState:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


@lru_cache(maxsize=512)
def _digest(path: Path, state: FileState) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not _state(os.fstat(file.fileno())) == state == file_state(path):
            raise _ChangedError
    return digest
