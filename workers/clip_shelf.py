"""Clips as local files, for joining into films, whatever the store is."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from storage.local_folder import LocalFolder
from workers.clip_description import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.objects import ObjectStore

FETCHED = "fetched"
"""Folder of private state: clips of a store elsewhere, which films are joined from."""

LIMIT_BYTES = 1 << 30
"""How much is kept on disk of clips that stand in a store elsewhere (1 GiB)."""

TIDIED = 0.9
"""Share of the limit that is left when files are removed."""

PART = ".part-"


class ClipShelf:
    """Gives clips as files; those of a remote store are kept when made, or fetched once.

    Args:
        store: where the clips are.
        folder: where clips of a remote store are kept; the ones used longest ago go first.
        scratch: where files in use get a second name, so that they stay as long as they are used.
        limit: bytes to keep at most.
    """

    def __init__(
        self, store: ObjectStore, folder: Path, scratch: Path, *, limit: int = LIMIT_BYTES
    ) -> None:
        self._store = store
        self._folder = folder
        self._scratch = scratch
        self._limit = limit
        self._lock = threading.Lock()
        self._bytes = limit + 1  # unknown: an earlier run may have left files

    @contextmanager
    def lent(self, names: Iterable[str]) -> Iterator[dict[str, Path]]:
        """Yield the MP4 of each of these clips as a file that stays until the block ends.

        Raises StorageError when the store does not hand one out.
        """
        if isinstance(self._store, LocalFolder):
            yield {name: self._store.path(key_of(name, "mp4")) for name in names}
            return
        self._scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            yield {name: self._linked(name, Path(folder)) for name in names}

    def keep(self, name: str, mp4: bytes) -> None:
        """Keep a clip that was just made, so that it need not be fetched for a film."""
        if not isinstance(self._store, LocalFolder):
            with self._lock:
                self._write(mp4, self._kept(name))
                self._tidy()

    def _kept(self, name: str) -> Path:
        return self._folder / f"{name}.mp4"

    def _linked(self, name: str, scratch: Path) -> Path:
        kept = self._kept(name)
        mine = scratch.absolute() / f"{name}.mp4"
        with self._lock:
            if not kept.exists():
                self._write(self._store.get(key_of(name, "mp4")), kept)
            os.utime(kept)
            if not mine.exists():
                mine.hardlink_to(kept)
            self._tidy()
        return mine

    def _write(self, body: bytes, kept: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=self._folder, prefix=PART)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(part).replace(kept)
        self._bytes += len(body)

    def _tidy(self) -> None:
        """Remove what was used longest ago; looks at the files only when there may be too many."""
        if self._bytes <= self._limit:
            return
        files = [(f.stat().st_mtime, f.stat().st_size, f) for f in self._folder.glob("*.mp4")]
        self._bytes = sum(size for _, size, _ in files)
        for _, size, file in sorted(files):
            if self._bytes <= self._limit * TIDIED:
                return
            file.unlink()
            self._bytes -= size
