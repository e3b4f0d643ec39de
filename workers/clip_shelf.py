"""Clips as local files, for joining into films, whatever the store is."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from storage.local_folder import LocalFolder
from workers.clip_description import key_of

if TYPE_CHECKING:
    from storage.objects import ObjectStore

LIMIT_BYTES = 1 << 30
"""How much is kept on disk of clips that stand in a store elsewhere (1 GiB)."""


class ClipShelf:
    """Gives clips as files; those of a remote store are fetched once and kept for a while.

    Args:
        store: where the clips are.
        folder: where fetched clips are kept; the ones used longest ago go first.
        limit: bytes to keep at most.
    """

    def __init__(self, store: ObjectStore, folder: Path, *, limit: int = LIMIT_BYTES) -> None:
        self._store = store
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()

    def mp4(self, name: str, scratch: Path) -> Path:
        """Return a clip's MP4 as a file that stays at least as long as ``scratch``.

        Raises StorageError when the store does not hand it out.
        """
        key = key_of(name, "mp4")
        if isinstance(self._store, LocalFolder):
            return self._store.path(key)
        kept = self._folder / f"{name}.mp4"
        mine = scratch / f"shelf-{name}.mp4"
        with self._lock:
            if not kept.exists():
                self._fetch(key, kept)
            os.utime(kept)
            if not mine.exists():
                mine.hardlink_to(kept)
            self._tidy()
        return mine

    def _fetch(self, key: str, kept: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        body = self._store.get(key)
        handle, part = tempfile.mkstemp(dir=self._folder, prefix=".part-")
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(part).replace(kept)

    def _tidy(self) -> None:
        files = [(f.stat().st_mtime, f.stat().st_size, f) for f in self._folder.glob("*.mp4")]
        total = sum(size for _, size, _ in files)
        for _, size, file in sorted(files):
            if total <= self._limit:
                return
            file.unlink()
            total -= size
