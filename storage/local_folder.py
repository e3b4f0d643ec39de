"""Objects as files below a folder."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from foundation.errors import StorageError
from storage.keys import check_key, check_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.objects import NewObject

PART = ".part-"
"""Beginning of the names of files that are not whole yet; never listed, never read."""

TOGETHER = 64
"""Objects that are flushed together at most: each is an open file until then."""

NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC

PIECE = 1 << 16
"""Bytes that are read at once when an object is streamed."""


class LocalFolder:
    """An object store in a folder; the objects' files are named by their keys.

    A put writes beside its place, flushes to the disk and renames, so that a reader sees the old
    object or the new one, also after a crash; several objects are flushed together.
    ``content_type`` and ``cache_control`` are not kept: whoever serves the folder knows them by the
    file's ending.

    Args:
        folder: made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._root = str(self.folder).rstrip("/")
        with _telling("make the folder"):
            self.folder.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, body: bytes | Path, *, content_type: str, cache_control: str) -> None:
        """Store an object, replacing one of the same key."""
        del content_type, cache_control
        self._put_together([(self._place(key), body)])

    def put_all(self, objects: Sequence[NewObject]) -> None:
        """Store objects of different keys; all are on the disk when this returns."""
        places = [(self._place(new.key), new.body) for new in objects]
        for start in range(0, len(places), TOGETHER):
            self._put_together(places[start : start + TOGETHER])

    def _put_together(self, bodies: Sequence[tuple[str, bytes | Path]]) -> None:
        """Write all, then flush all, then name all: a disk flushes many at once more quickly."""
        with _telling("store an object"):
            folders = {place.rpartition("/")[0] for place, _ in bodies}
            changed = {path for folder in folders for path in _make_folder(folder)}
            parts: list[tuple[str, str]] = []
            try:
                with ExitStack() as closing:
                    handles = []
                    for place, body in bodies:
                        part = f"{place.rpartition('/')[0]}/{PART}{secrets.token_hex(8)}"
                        handle = os.open(part, NEW_FILE, 0o600)
                        closing.callback(os.close, handle)
                        handles.append(handle)
                        parts.append((part, place))
                        _fill(handle, body)
                    for handle in handles:
                        os.fsync(handle)
                for part, place in parts:
                    os.replace(part, place)  # noqa: PTH105 - strings: this is done for each object
            except BaseException:
                for part, _ in parts:
                    Path(part).unlink(missing_ok=True)
                raise
            for folder in changed:
                _sync_folder(folder)

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
        place = self._place(key)
        with _telling("look for an object"):
            try:
                status = os.stat(place)  # noqa: PTH116 - strings: this is done for each object
            except (FileNotFoundError, NotADirectoryError):
                return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

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
        return Path(self._place(key))

    def _place(self, key: str) -> str:
        return f"{self._root}/{check_key(key)}"


def _make_folder(folder: str) -> list[str]:
    """Make a folder if it is missing; return it and the folders above in which it is new."""
    changed = [folder]
    while not os.path.isdir(changed[-1]):  # noqa: PTH112 - strings: this is done for each object
        changed.append(changed[-1].rpartition("/")[0])
    if len(changed) > 1:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return changed


def _fill(handle: int, body: bytes | Path) -> None:
    """Write an object's bytes, readable for whoever serves the folder."""
    if isinstance(body, Path):
        with body.open("rb") as source, os.fdopen(handle, "wb", closefd=False) as file:
            shutil.copyfileobj(source, file, 1 << 20)
    else:
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(handle, rest) :]
    os.fchmod(handle, 0o644)


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


def _sync_folder(folder: str) -> None:
    """Flush a folder's list of names to the disk, without which a rename may be lost."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
