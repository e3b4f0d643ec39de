"""Pictures and sound into one fast-start MP4, in memory, and back out of it.

PyAV's muxer cannot be given packets with their codec's parameters unless a codec is opened for
them, and it needs a real file to put the index first. The files here are small and all alike, so
their boxes are written and read directly.
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer import mp4_boxes
from renderer.clip import GRID_MS, SAMPLE_RATE
from renderer.tracks import AAC_FRAME, AudioTrack, VideoTrack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHUNK_PICTURES = GRID_MS * mp4_boxes.VIDEO_SCALE // 1_000 // mp4_boxes.PICTURE_UNITS
_CHUNK_PACKETS = GRID_MS * SAMPLE_RATE // 1_000 // AAC_FRAME


def write_mp4(video: VideoTrack, audio: AudioTrack) -> bytes:
    """Return an MP4: the index first, then pictures and sound in turn, 320 ms of each.

    Both tracks start together (an edit list skips the priming packet). The same tracks always give
    the same bytes. Raises RenderError when the tracks differ in length by a picture or more.
    """
    difference = abs(video.duration_ms - audio.duration_ms)
    if difference >= 40:
        raise RenderError(f"Pictures and sound differ in length by {difference:.0f} ms.")
    pictures = _chunks(video.access_units, _CHUNK_PICTURES, _CHUNK_PICTURES)
    # The first chunk of sound also holds the priming packet.
    sounds = _chunks(audio.packets, _CHUNK_PACKETS + 1, _CHUNK_PACKETS)
    parts: list[bytes] = []
    owners: list[int] = []
    for index in range(max(len(pictures), len(sounds))):
        for owner, chunks in enumerate((pictures, sounds)):
            if index < len(chunks):
                parts.append(b"".join(chunks[index]))
                owners.append(owner)
    start = len(mp4_boxes.file_type()) + len(_movie(video, audio, pictures, sounds, [], [])) + 8
    start += 4 * len(parts)  # the offsets themselves, not yet in the index measured
    offsets: tuple[list[int], list[int]] = ([], [])
    places = accumulate(map(len, parts), initial=start)
    for owner, place in zip(owners, places, strict=False):
        offsets[owner].append(place)
    return b"".join(
        (
            mp4_boxes.file_type(),
            _movie(video, audio, pictures, sounds, *offsets),
            mp4_boxes.box(b"mdat", *parts),
        )
    )


def write_m4a(audio: AudioTrack) -> bytes:
    """Return the sound alone as an MP4 (the packets of a clip, copied), the index first."""
    sounds = _chunks(audio.packets, _CHUNK_PACKETS + 1, _CHUNK_PACKETS)
    parts = [b"".join(packets) for packets in sounds]
    sizes = [len(packets) for packets in sounds]
    duration = audio.samples * mp4_boxes.MOVIE_SCALE // SAMPLE_RATE

    def index(offsets: Sequence[int]) -> bytes:
        header = mp4_boxes.movie_header(duration)
        return mp4_boxes.box(b"moov", header, mp4_boxes.audio_track(audio, sizes, offsets))

    kind = mp4_boxes.file_type(b"M4A ")
    start = len(kind) + len(index([0] * len(parts))) + 8
    offsets = list(accumulate(map(len, parts), initial=start))[:-1]
    return b"".join((kind, index(offsets), mp4_boxes.box(b"mdat", *parts)))


def _movie(
    video: VideoTrack,
    audio: AudioTrack,
    pictures: Sequence[Sequence[bytes]],
    sounds: Sequence[Sequence[bytes]],
    picture_offsets: Sequence[int],
    sound_offsets: Sequence[int],
) -> bytes:
    duration = max(
        len(video.access_units)
        * mp4_boxes.MOVIE_SCALE
        * mp4_boxes.PICTURE_UNITS
        // mp4_boxes.VIDEO_SCALE,
        audio.samples * mp4_boxes.MOVIE_SCALE // SAMPLE_RATE,
    )
    return mp4_boxes.box(
        b"moov",
        mp4_boxes.movie_header(duration),
        mp4_boxes.video_track(video, [len(chunk) for chunk in pictures], picture_offsets),
        mp4_boxes.audio_track(audio, [len(chunk) for chunk in sounds], sound_offsets),
    )


def _chunks(samples: Sequence[bytes], first: int, each: int) -> list[Sequence[bytes]]:
    """Return samples in chunks: ``first`` of them, then ``each``."""
    starts = range(first, len(samples), each)
    return [samples[:first], *(samples[start : start + each] for start in starts)]


def read_mp4(content: bytes) -> tuple[VideoTrack, AudioTrack]:
    """Return the tracks of an MP4 that ``write_mp4`` made.

    Raises RenderError when the file is damaged or was not made by it.
    """
    try:
        boxes = _Boxes(content)
        tracks = boxes.inside(boxes.find(0, len(content), b"moov"), b"trak")
        return _read_video(boxes, tracks[0]), _read_audio(boxes, tracks[1])
    except (IndexError, struct.error, LookupError, ValueError) as error:
        raise RenderError("A clip is damaged or not one of ours; render it again.") from error


class _Boxes:
    """Finds boxes in a file; a box is (start of its content, end)."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def walk(self, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        while start < end:
            size, kind = struct.unpack_from(">I4s", self.content, start)
            if size < 8 or start + size > end:
                raise ValueError("a box that ends outside of its parent")
            yield kind, start + 8, start + size
            start += size

    def find(self, start: int, end: int, *path: bytes) -> tuple[int, int]:
        for step in path:
            start, end = next(
                ((begin, stop) for kind, begin, stop in self.walk(start, end) if kind == step),
                (-1, -1),
            )
            if start < 0:
                raise LookupError(step)
        return start, end

    def inside(self, parent: tuple[int, int], kind: bytes) -> list[tuple[int, int]]:
        return [(begin, stop) for found, begin, stop in self.walk(*parent) if found == kind]

    def numbers(self, start: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}I", self.content, start)

    def table(self, table: tuple[int, int], kind: bytes, columns: int = 1) -> tuple[int, ...]:
        """Return the entries of a table box that begins with their number."""
        start, _ = self.find(*table, kind)
        (count,) = self.numbers(start + 4, 1)
        return self.numbers(start + 8, count * columns)

    def samples(self, table: tuple[int, int]) -> tuple[bytes, ...]:
        start, _ = self.find(*table, b"stsz")
        sizes = self.numbers(start + 12, self.numbers(start + 8, 1)[0])
        offsets = self.table(table, b"stco")
        runs = self.table(table, b"stsc", 3)
        ends = [*runs[3::3], len(offsets) + 1]
        found: list[bytes] = []
        for first, count, end in zip(runs[::3], runs[1::3], ends, strict=True):
            for chunk in range(first, end):
                place = offsets[chunk - 1]
                for size in sizes[len(found) : len(found) + count]:
                    found.append(self.content[place : place + size])
                    place += size
                if place > len(self.content):
                    raise ValueError("a sample beyond the end of the file")
        if len(found) != len(sizes):
            raise ValueError("samples that are in no chunk")
        return tuple(found)


_TABLE = (b"mdia", b"minf", b"stbl")


def _read_video(boxes: _Boxes, track: tuple[int, int]) -> VideoTrack:
    table = boxes.find(*track, *_TABLE)
    entry, end = boxes.find(*table, b"stsd")
    entry, end = boxes.find(entry + 8, end, b"avc1")
    width, height = struct.unpack_from(">2H", boxes.content, entry + 24)
    record = boxes.find(entry + 78, end, b"avcC")
    return VideoTrack(
        width=width,
        height=height,
        extradata=boxes.content[slice(*record)],
        access_units=boxes.samples(table),
        keyframes=tuple(number - 1 for number in boxes.table(table, b"stss")),
    )


def _read_audio(boxes: _Boxes, track: tuple[int, int]) -> AudioTrack:
    table = boxes.find(*track, *_TABLE)
    entry, end = boxes.find(*table, b"stsd")
    entry, end = boxes.find(entry + 8, end, b"mp4a")
    start, end = boxes.find(entry + 28, end, b"esds")
    # ES descriptor (2 + 3), decoder configuration (2 + 13), then tag and length of ours.
    config = start + 4 + 5 + 15
    if boxes.content[config] != 5:
        raise ValueError("an unknown stream descriptor")
    length = boxes.content[config + 1]
    return AudioTrack(
        extradata=boxes.content[config + 2 : config + 2 + length], packets=boxes.samples(table)
    )
