"""Bands that were encoded before, found again by what they show.

Kept in memory, the longest unused dropped first. Whole groups of pictures on a base that moves are
large and dear, so those that show the base alone are also kept as files once they were asked for
twice, for all processes and later runs. What shows any layer never reaches the disk: nobody here
knows which layers are one person's.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from renderer.band_encoder import CodedBand
from renderer.h264_slices import CodedSlice

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

_log = structlog.get_logger(__name__)

MEMORY_BYTES = 48 << 20
FOLDER_BYTES = 512 << 20
"""Files take at most so much; more are not written."""

_SLICE = struct.Struct(">HBbBbbI")
_MAGIC = b"SOLB\x01"


class BandKey:
    """What decides a band's pixels, with its hash: hundreds of states are gone through only once.

    Two are equal when what they were made of is; each is looked up and kept several times.
    """

    __slots__ = ("_hash", "_shows")

    def __init__(self, shows: Hashable) -> None:
        self._shows = shows
        self._hash = hash(shows)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BandKey):
            return NotImplemented
        return self._hash == other._hash and self._shows == other._shows

    def __repr__(self) -> str:
        return repr(self._shows)


class BandStore:
    """Coded bands by key. ``coded_pictures`` counts the pictures that had to be encoded.

    ``folder`` is where files are kept (None: nowhere); ``secret`` is the campaign's: without it
    nobody can tell from the files' names what they show. ``versions`` are those of all that made
    them: files of others are not read.
    """

    def __init__(
        self,
        folder: Path | None = None,
        secret: bytes = b"",
        versions: str = "",
        memory: int = MEMORY_BYTES,
    ) -> None:
        self.coded_pictures = 0
        self._folder = folder
        self._secret = secret
        self._versions = versions
        self._memory = memory
        self._kept: OrderedDict[Hashable, CodedBand] = OrderedDict()
        self._bytes = 0
        self._written: set[Hashable] = set()

    def find(self, key: Hashable, *, on_disk: bool = False) -> CodedBand | None:
        """Return what was kept under a key, or None.

        ``on_disk`` is for what is worth a file and shows nothing that could be one person's.
        """
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            if on_disk and key not in self._written:
                self._write(key, found)
            return found
        if on_disk:
            found = self._read(key)
            if found is not None:
                self._written.add(key)
                self._keep(key, found)
        return found

    def keep(self, key: Hashable, coded: CodedBand) -> None:
        """Keep what was encoded."""
        self.coded_pictures += len(coded.pictures)
        self._keep(key, coded)

    def _keep(self, key: Hashable, coded: CodedBand) -> None:
        if key is None or coded.size > self._memory // 4:
            return
        self._kept[key] = coded
        self._bytes += coded.size
        while self._bytes > self._memory:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.size

    def _file(self, key: Hashable) -> Path | None:
        if self._folder is None:
            return None
        digest = hmac.new(
            self._secret, repr((self._versions, key)).encode(), hashlib.sha256
        ).hexdigest()
        return self._folder / f"pictures-{digest[:32]}.band"

    def _read(self, key: Hashable) -> CodedBand | None:
        file = self._file(key)
        if file is None:
            return None
        try:
            return _unpacked(file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, struct.error) as error:
            _log.warning("a kept group of pictures cannot be read", reason=type(error).__name__)
            return None

    def _write(self, key: Hashable, coded: CodedBand) -> None:
        """Write a file that appears when it is whole; a full disk only costs time later."""
        self._written.add(key)
        file = self._file(key)
        if file is None or file.exists():
            return
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            taken = sum(each.stat().st_size for each in file.parent.glob("pictures-*.band"))
            if taken + coded.size > FOLDER_BYTES:
                return
            part.write_bytes(_packed(coded))
            part.replace(file)
        except OSError as error:
            _log.warning("a group of pictures cannot be kept", reason=type(error).__name__)
        finally:
            with suppress(OSError):
                part.unlink()


def _packed(coded: CodedBand) -> bytes:
    parts = [_MAGIC, struct.pack(">H", len(coded.pictures))]
    for slices in coded.pictures:
        parts.append(struct.pack(">B", len(slices)))
        for rows, each in slices:
            head = (rows, each.kind, each.qp_delta, *each.deblocking, len(each.data))
            parts.extend((_SLICE.pack(*head), each.data))
    body = b"".join(parts)
    return body + hashlib.sha256(body).digest()


def _unpacked(content: bytes) -> CodedBand:
    """Read what ``_packed`` wrote; ValueError or struct.error when it is damaged."""
    body, digest = content[:-32], content[-32:]
    if not body.startswith(_MAGIC) or hashlib.sha256(body).digest() != digest:
        raise ValueError("damaged")
    at = len(_MAGIC) + 2
    pictures: list[tuple[tuple[int, CodedSlice], ...]] = []
    for _ in range(struct.unpack_from(">H", body, len(_MAGIC))[0]):
        slices: list[tuple[int, CodedSlice]] = []
        (count,) = struct.unpack_from(">B", body, at)
        at += 1
        for _ in range(count):
            rows, kind, qp_delta, disabled, alpha, beta, length = _SLICE.unpack_from(body, at)
            at += _SLICE.size
            data = body[at : at + length]
            slices.append((rows, CodedSlice(kind, qp_delta, (disabled, alpha, beta), data)))
            at += length
        pictures.append(tuple(slices))
    return CodedBand(tuple(pictures))
