"""Objects as files below a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from foundation.errors import StorageError
from storage.keys import check_key, check_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = ".part-"
"""Beginning of the names of files that are not whole yet; never listed, never read."""

PIECE = 1 << 16
"""Bytes that are read at once when an object is streamed."""


class LocalFolder:
    """An object store in a folder; the objects' files are named by their keys.

    A put writes beside its place, flushes to the disk and renames, so that a reader sees the old
    object or the new one, also after a crash. ``content_type`` and ``cache_control`` are not kept:
    whoever serves the folder knows them by the file's ending.

    Args:
        folder: made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        with _telling("make the folder"):
            self.folder.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, body: bytes | Path, *, content_type: str, cache_control: str) -> None:
        """Store an object, replacing one of the same key."""
        del content_type, cache_control
        place = self.path(key)
        with _telling("store an object"):
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=PART, dir=place.parent)
            part = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    if isinstance(body, bytes):
                        file.write(body)
                    else:
                        with body.open("rb") as source:
                            shutil.copyfileobj(source, file, 1 << 20)
                    file.flush()
                    os.fchmod(file.fileno(), 0o644)
                    os.fsync(file.fileno())
                part.replace(place)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            _sync_folder(place.parent)

    def get(self, key: str) -> bytes:
        """Return an object's bytes; StorageError when there is none."""
        with _telling("read an object"):
            return self.path(key).read_bytes()

    def stream(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from ``first`` to ``last`` inclusive; StorageError when there is none."""
        with _telling("read an object"):
            file = self.path(key).open("rb")
            file.seek(first)
        return _pieces(file, None if last is None else last + 1 - first)

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""
        return self.size(key) is not None

    def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        place = self.path(key)
        with _telling("look for an object"):
            try:
                status = place.stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return status.st_size if place.is_file() else None

    def delete(self, key: str) -> None:
        """Remove an object; no error when there is none."""
        place = self.path(key)
        with _telling("remove an object"), suppress(FileNotFoundError, NotADirectoryError):
            place.unlink()

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the keys that start with ``prefix``, in order."""
        check_prefix(prefix)
        start = prefix.rpartition("/")[0]
        with _telling("list the objects"):
            found = []
            for folder, folders, files in os.walk(self.folder / start):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = Path(folder).relative_to(self.folder)
                found += [(below / n).as_posix() for n in files if not n.startswith(".")]
        yield from sorted(key for key in found if key.startswith(prefix))

    def path(self, key: str) -> Path:
        """Return where the object of a key is or would be."""
        return self.folder / check_key(key)


def _pieces(file: BinaryIO, length: int | None) -> Iterator[bytes]:
    with file, _telling("read an object"):
        while length is None or length > 0:
            piece = file.read(PIECE if length is None else min(PIECE, length))
            if not piece:
                return
            if length is not None:
                length -= len(piece)
            yield piece


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """Turn an OSError inside into a StorageError that says what was tried, without the key."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"The object store could not {what}: {reason}.") from error


def _sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk, without which a rename may be lost."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
