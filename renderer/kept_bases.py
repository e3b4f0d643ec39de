"""The files in which the pictures of bases are kept, and how they are read again.

A file is a head (magic, width, height, number of pictures), the pictures as raw planes Y, U, V, a
CRC-32 of each, and a CRC-32 of the head and these (numbers big-endian). It appears whole and is
never written to again. Whatever of it is not as it was written is found when it is read: a file cut
short, damaged or of another size is made anew. Files are read, not mapped: a mapped file that is
cut short ends the process.
"""

from __future__ import annotations

import operator
import os
import struct
import tempfile
import threading
import time
import weakref
import zlib
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import IO, TYPE_CHECKING, overload

import numpy as np

from foundation.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from renderer.h264 import Planes

_MAGIC = b"SOLYUV\0\1"
_HEAD = struct.Struct(">8sIII")
_SUM = struct.Struct(">I")
_ABANDONED_S = 3600
_MEMORY = 64 << 20
"""Bytes of pictures that are held in memory where no cache can be written."""


class NotKeptError(Exception):
    """The cache cannot be written: full, or not ours; ``str()`` is the system's reason."""


class DamagedError(Exception):
    """A file is not as it was written."""


class KeptPictures(Sequence["Planes"]):
    """The pictures of a file, each read and checked when it is asked for.

    ``renewed`` opens the file anew, made again, where one turns out to be damaged.
    """

    def __init__(
        self, file: IO[bytes], size: tuple[int, int], renewed: Callable[[], IO[bytes]] | None = None
    ) -> None:
        self._size = size
        self._renewed = renewed
        self._lock = threading.Lock()
        self._take(file)

    def _take(self, file: IO[bytes]) -> None:
        weakref.finalize(self, file.close)
        self._file = file
        self._sums = _sums(file, self._size)

    def __len__(self) -> int:
        return len(self._sums)

    @overload
    def __getitem__(self, index: int) -> Planes: ...
    @overload
    def __getitem__(self, index: slice) -> list[Planes]: ...
    def __getitem__(self, index: int | slice) -> Planes | list[Planes]:
        """Return a picture. Raises RenderError when it is damaged and cannot be made again."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[operator.index(index)]
        with self._lock:
            try:
                return self._read(number)
            except (DamagedError, OSError):
                if self._renewed is None:
                    raise RenderError(_UNREADABLE) from None
            try:
                self._take(self._renewed())
                return self._read(number)
            except (NotKeptError, DamagedError, OSError, IndexError) as error:
                raise RenderError(_UNREADABLE) from error

    def _read(self, number: int) -> Planes:
        length = _length(self._size)
        self._file.seek(_HEAD.size + number * length)
        raw = self._file.read(length)
        if len(raw) != length or zlib.crc32(raw) != self._sums[number]:
            raise DamagedError
        return planes_in(raw, self._size)


_UNREADABLE = (
    "The pictures of a base cannot be read from the cache, or cannot be kept there; "
    "see that its disk is sound and has room, then render again."
)


def planes_in(raw: bytes, size: tuple[int, int]) -> Planes:
    """Return the planes of a raw picture; not to be written to."""
    width, height = size
    quarter = height // 2, width // 2
    values = np.frombuffer(raw, np.uint8)
    y, u, v = np.split(values, [width * height, width * height * 5 // 4])
    return y.reshape(height, width), u.reshape(quarter), v.reshape(quarter)


def opened(file: Path, size: tuple[int, int]) -> IO[bytes]:
    """Open a kept file. Raises OSError when it is missing, DamagedError when it is not whole."""
    found = file.open("rb", buffering=0)
    try:
        _sums(found, size)
    except BaseException:
        found.close()
        raise
    return found


def pictures_of(
    file: IO[bytes], size: tuple[int, int], renewed: Callable[[], IO[bytes]] | None = None
) -> Sequence[Planes]:
    """Return the pictures of a file: a single one from memory. Raises DamagedError, OSError."""
    found = KeptPictures(file, size, renewed)
    return found if len(found) > 1 else [found[0]]


def keep(file: Path, pictures: Iterable[bytes], size: tuple[int, int]) -> None:
    """Write raw pictures; the file appears when it is whole.

    Where all pictures are alike, only one is written: that base does not move. Raises NotKeptError
    when the folder cannot be written to, and whatever ``pictures`` raise.
    """
    part = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        with _writing():
            file.parent.mkdir(parents=True, exist_ok=True)
            out = part.open("wb", buffering=0)
        with out:
            _put(out, pictures, size)
        with _writing():
            part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink()


def held(pictures: Iterable[bytes], size: tuple[int, int]) -> Sequence[Planes]:
    """Return raw pictures where no cache can be written: from memory, or a nameless file if many.

    Raises RenderError when there is no room for these, and whatever ``pictures`` raise.
    """
    # Closed when its pictures are no longer needed.
    file = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115
    try:
        _put(file, pictures, size)
        return pictures_of(file, size)
    except (NotKeptError, DamagedError, OSError) as error:
        file.close()
        raise RenderError(_UNREADABLE) from error


@lru_cache(maxsize=16)
def tidy(folder: Path) -> None:
    """Remove what processes that were killed left half written; once a folder and process."""
    before = time.time() - _ABANDONED_S
    for part in folder.glob("*.part"):
        # Another process may tidy as well.
        with suppress(OSError):
            if part.stat().st_mtime < before:
                part.unlink()


def _put(out: IO[bytes], pictures: Iterable[bytes], size: tuple[int, int]) -> None:
    sums: list[int] = []
    first, alike = b"", True
    with _writing():
        _write(out, bytes(_HEAD.size))
    for raw in pictures:
        first = first or raw
        alike = alike and raw == first
        sums.append(zlib.crc32(raw))
        with _writing():
            _write(out, raw)
    if alike:
        sums = sums[:1]
    head = _HEAD.pack(_MAGIC, *size, len(sums))
    table = b"".join(map(_SUM.pack, sums))
    with _writing():
        out.seek(_HEAD.size + len(sums) * _length(size))
        out.truncate()
        _write(out, table + _SUM.pack(zlib.crc32(head + table)))
        out.seek(0)
        _write(out, head)


def _write(out: IO[bytes], content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[out.write(rest) :]


def _sums(file: IO[bytes], size: tuple[int, int]) -> tuple[int, ...]:
    """Return the CRC-32 of each picture of a file; DamagedError when it is not whole."""
    file.seek(0)
    head = file.read(_HEAD.size)
    if len(head) != _HEAD.size:
        raise DamagedError
    magic, *told, count = _HEAD.unpack(head)
    end = _HEAD.size + count * _length(size)
    if magic != _MAGIC or tuple(told) != size or not count:
        raise DamagedError
    length = file.seek(0, os.SEEK_END)
    if length != end + (count + 1) * _SUM.size:
        raise DamagedError
    file.seek(end)
    content = file.read(length - end)
    table = content[: -_SUM.size]
    if content[-_SUM.size :] != _SUM.pack(zlib.crc32(head + table)):
        raise DamagedError
    return tuple(each for (each,) in _SUM.iter_unpack(table))


def _length(size: tuple[int, int]) -> int:
    return size[0] * size[1] * 3 // 2


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Its text would name the file.
        raise NotKeptError(error.strerror or type(error).__name__) from error
