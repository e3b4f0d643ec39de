"""The boxes of an MP4 file (ISO/IEC 14496-12; 14496-14 for AAC, 14496-15 for H.264).

No box holds a date, a program's name or any other metadata: the bytes depend on the tracks alone.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from renderer.clip import SAMPLE_RATE
from renderer.tracks import AAC_FRAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renderer.tracks import AudioTrack, VideoTrack

MOVIE_SCALE = 48_000
"""Units a second of the movie header: pictures and AAC frames both last a whole number of them."""

VIDEO_SCALE = 12_800
PICTURE_UNITS = 512
"""A picture in units of the video track."""

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED = 0x55C4
"""The language ``und``, three letters of five bits."""


def box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box of a four-letter kind around its parts."""
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a box that begins with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def file_type(brand: bytes = b"isom") -> bytes:
    """Return ``ftyp``: a plain MP4 with H.264; brand ``M4A `` says that it holds sound alone."""
    others = b"isomiso2mp41" if brand != b"isom" else b"isomiso2avc1mp41"
    return box(b"ftyp", brand, struct.pack(">I", 0x200), others)


def movie_header(duration: int) -> bytes:
    """Return ``mvhd``; the duration is in units of the movie."""
    return full_box(
        b"mvhd",
        struct.pack(">4I", 0, 0, MOVIE_SCALE, duration),
        struct.pack(">IH10x", 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        struct.pack(">I", 3),
    )


def video_track(track: VideoTrack, chunks: Sequence[int], offsets: Sequence[int]) -> bytes:
    """Return ``trak`` of the pictures: how many stand in each chunk, and where chunks begin."""
    count = len(track.access_units)
    entry = box(
        b"avc1",
        struct.pack(">6xH16x2H", 1, track.width, track.height),
        struct.pack(">2I4xH32xHh", 0x480000, 0x480000, 1, 0x18, -1),
        box(b"avcC", track.extradata),
        box(b"pasp", struct.pack(">2I", 1, 1)),
        # BT.709, limited (code points of H.273), for players that do not look into the SPS.
        box(b"colr", struct.pack(">4s3HB", b"nclx", 1, 1, 1, 0)),
    )
    tables = _sample_tables(entry, track.access_units, PICTURE_UNITS, chunks, offsets)
    tables.append(
        full_box(
            b"stss",
            struct.pack(">I", len(track.keyframes)),
            _numbers(index + 1 for index in track.keyframes),
        )
    )
    return _track(
        number=1,
        handler=b"vide",
        header=full_box(b"vmhd", bytes(8), flags=1),
        tables=tables,
        size=(track.width, track.height),
        scale=VIDEO_SCALE,
        length=count * PICTURE_UNITS,
        skipped=0,
    )


def audio_track(track: AudioTrack, chunks: Sequence[int], offsets: Sequence[int]) -> bytes:
    """Return ``trak`` of the sound; its edit list leaves out the priming packet."""
    entry = box(
        b"mp4a",
        struct.pack(">6xH8x2H4xI", 1, 1, 16, SAMPLE_RATE << 16),
        _stream_descriptor(track),
    )
    count = len(track.packets)
    tables = _sample_tables(entry, track.packets, AAC_FRAME, chunks, offsets)
    # Every packet needs the one before it (``roll`` -1) to be decoded right.
    tables.append(full_box(b"sgpd", b"roll", struct.pack(">2Ih", 2, 1, -1), version=1))
    tables.append(full_box(b"sbgp", b"roll", struct.pack(">3I", 1, count, 1)))
    return _track(
        number=2,
        handler=b"soun",
        header=full_box(b"smhd", bytes(4)),
        tables=tables,
        size=(0, 0),
        scale=SAMPLE_RATE,
        length=count * AAC_FRAME,
        skipped=AAC_FRAME,
    )


def _track(
    *,
    number: int,
    handler: bytes,
    header: bytes,
    tables: Iterable[bytes],
    size: tuple[int, int],
    scale: int,
    length: int,
    skipped: int,
) -> bytes:
    """Return ``trak``: ``length`` and the ``skipped`` start are in units of ``scale``."""
    shown = (length - skipped) * MOVIE_SCALE // scale
    is_sound = handler == b"soun"
    return box(
        b"trak",
        full_box(
            b"tkhd",
            struct.pack(">5I8x", 0, 0, number, 0, shown),
            struct.pack(">4H", 0, 0, 0x100 if is_sound else 0, 0),
            _MATRIX,
            struct.pack(">2I", size[0] << 16, size[1] << 16),
            flags=3,
        ),
        box(b"edts", full_box(b"elst", struct.pack(">2Ii2h", 1, shown, skipped, 1, 0))),
        box(
            b"mdia",
            full_box(b"mdhd", struct.pack(">4I2H", 0, 0, scale, length, _UNDETERMINED, 0)),
            full_box(b"hdlr", struct.pack(">I4s12x", 0, handler), b"\0"),
            box(
                b"minf",
                header,
                box(b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1))),
                box(b"stbl", *tables),
            ),
        ),
    )


def _sample_tables(
    entry: bytes,
    samples: Sequence[bytes],
    units: int,
    chunks: Sequence[int],
    offsets: Sequence[int],
) -> list[bytes]:
    """Return the tables that say what, how long, how big and where the samples are."""
    runs: list[tuple[int, int, int]] = []
    for number, count in enumerate(chunks, start=1):
        if not runs or runs[-1][1] != count:
            runs.append((number, count, 1))
    return [
        full_box(b"stsd", struct.pack(">I", 1), entry),
        full_box(b"stts", struct.pack(">3I", 1, len(samples), units)),
        full_box(
            b"stsc", struct.pack(">I", len(runs)), _numbers(value for run in runs for value in run)
        ),
        full_box(b"stsz", struct.pack(">2I", 0, len(samples)), _numbers(map(len, samples))),
        full_box(b"stco", struct.pack(">I", len(offsets)), _numbers(offsets)),
    ]


def _stream_descriptor(track: AudioTrack) -> bytes:
    """Return ``esds``: AAC-LC (object type 0x40, ISO/IEC 14496-1, 7.2.6)."""
    total = sum(map(len, track.packets))
    rate = total * 8 * SAMPLE_RATE // (len(track.packets) * AAC_FRAME)
    largest = max(map(len, track.packets)) * 8 * SAMPLE_RATE // AAC_FRAME
    decoder = struct.pack(">2B3s2I", 0x40, 0x15, bytes(3), largest, rate)
    config = _descriptor(4, decoder + _descriptor(5, track.extradata))
    stream = struct.pack(">HB", 2, 0) + config + _descriptor(6, b"\x02")
    return full_box(b"esds", _descriptor(3, stream))


def _descriptor(tag: int, body: bytes) -> bytes:
    """Return a descriptor of MPEG-4 systems; ours are all shorter than 128 bytes."""
    return bytes((tag, len(body))) + body


def _numbers(values: Iterable[int]) -> bytes:
    """Return 32-bit numbers, big end first."""
    listed = list(values)
    return struct.pack(f">{len(listed)}I", *listed)
