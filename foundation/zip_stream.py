"""Zip archives written as they are sent, in memory that does not grow with their entries.

Libraries keep an object for each entry until the directory at the archive's end is written: with a
code for each of a million people hundreds of megabytes. Here it waits in a file on the disk.
The format is that of PKWARE's APPNOTE 6.3.10 with its 64-bit records where numbers need them.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

PIECE = 1 << 16
"""Bytes that are read from a file at once."""

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR64 = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")

_UTF8_NAMES = 0x0800
_STORED = 0
_FULL = 0xFFFFFFFF
_MANY = 0xFFFF
_VERSION = 45
_UNIX = 3 << 8
_PRIVATE_FILE = 0o100600 << 16


class ZipStream:
    """An archive in the making: what each method returns is to be sent in this order.

    Args:
        scratch: a folder for the directory while it grows.
        moment: when its entries were changed, as their reader's clock would show it.
    """

    def __init__(self, scratch: Path, moment: datetime) -> None:
        self._directory: IO[bytes] = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - see close
        self._size = self._count = 0
        self._time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
        self._date = (moment.year - 1980) << 9 | moment.month << 5 | moment.day

    def close(self) -> None:
        """Give up what is kept on the disk; needed also where the archive is not finished."""
        self._directory.close()

    def entry(self, name: str, body: bytes) -> bytes:
        """Return an entry as it stands in the archive, with a body of less than 4 GiB."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = packer.compress(body) + packer.flush()
        head = self._begin(name, zlib.crc32(body), len(body), len(packed))
        return head + self._counted(packed)

    def entry_of_file(self, name: str, file: IO[bytes]) -> Iterator[bytes]:
        """Yield an entry with a file's content, less than 4 GiB, in pieces."""
        file.seek(0)
        digest = size = 0
        while piece := file.read(PIECE):
            digest = zlib.crc32(piece, digest)
            size += len(piece)
        yield self._begin(name, digest, size)
        file.seek(0)
        while piece := file.read(PIECE):
            yield self._counted(piece)

    def end(self) -> Iterator[bytes]:
        """Yield the directory of all entries, with which the archive ends."""
        start, count = self._size, self._count
        size = self._directory.tell()
        self._directory.seek(0)
        while piece := self._directory.read(PIECE):
            yield piece
        if count >= _MANY or start >= _FULL or size >= _FULL:
            yield _END64.pack(
                b"PK\x06\x06", 44, _VERSION, _VERSION, 0, 0, count, count, size, start
            )
            yield _LOCATOR64.pack(b"PK\x06\x07", 0, start + size, 1)
        many, short = min(count, _MANY), min(start, _FULL)
        yield _END.pack(b"PK\x05\x06", 0, 0, many, many, min(size, _FULL), short, 0)

    def _begin(self, name: str, digest: int, size: int, packed: int | None = None) -> bytes:
        """Return the header of an entry and note it in the directory.

        ``packed`` are the bytes that its body has when it is packed, None where it is not.
        """
        if size >= _FULL:
            raise ValueError("An entry has less than 4 GiB.")
        named = name.encode()
        method, stands = (_STORED, size) if packed is None else (zlib.DEFLATED, packed)
        fields = (
            _VERSION,
            _UTF8_NAMES,
            method,
            self._time,
            self._date,
            digest,
            stands,
            size,
            len(named),
        )
        place = self._size
        more = struct.pack("<2HQ", 1, 8, place) if place >= _FULL else b""
        self._directory.write(
            _ENTRY.pack(
                b"PK\x01\x02",
                _UNIX | _VERSION,
                *fields,
                len(more),
                0,
                0,
                0,
                _PRIVATE_FILE,
                min(place, _FULL),
            )
            + named
            + more
        )
        self._count += 1
        return self._counted(_LOCAL.pack(b"PK\x03\x04", *fields, 0) + named)

    def _counted(self, piece: bytes) -> bytes:
        self._size += len(piece)
        return piece
