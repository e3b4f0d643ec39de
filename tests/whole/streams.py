"""Looking into films with FFmpeg's libraries: pictures, sound, and the boxes of the file."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

STRICT = {"err_detect": "crccheck+bitstream+buffer+explode", "strict": "strict"}
"""Every error that the decoders can see ends the decoding, as ``ffmpeg -xerror`` does."""


@dataclass(frozen=True)
class Film:
    """A film decoded whole: ``pictures`` is the count, ``sound`` mono float samples."""

    codec: str
    profile: str
    pixel_format: str
    size: tuple[int, int]
    audio: tuple[str, int]
    times: list[int]
    time_base: float
    sound: np.ndarray[Any, np.dtype[np.float32]]
    video_s: float
    audio_s: float


def top_boxes(path: Path) -> list[str]:
    """Return the names of the file's outer boxes in order (ISO/IEC 14496-12, 4.2)."""
    body = path.read_bytes()
    names, at = [], 0
    while at + 8 <= len(body):
        size, name = struct.unpack(">I4s", body[at : at + 8])
        if size == 1:
            size = struct.unpack(">Q", body[at + 8 : at + 16])[0]
        names.append(name.decode("latin-1"))
        at += size or len(body)
    return names


def decode(path: Path) -> Film:
    """Decode every picture and every sample, raising at the first error of any decoder."""
    times: list[int] = []
    pieces: list[np.ndarray[Any, np.dtype[np.float32]]] = []
    with av.open(str(path), options=STRICT) as container:
        video = container.streams.video[0]
        audio = container.streams.audio[0]
        for stream in (video, audio):
            stream.codec_context.options = STRICT
        video.thread_type = "AUTO"
        for frame in container.decode(video, audio):
            if isinstance(frame, av.VideoFrame):
                assert not frame.is_corrupt
                times.append(int(frame.pts))
                size = (frame.width, frame.height)
            else:
                block = frame.to_ndarray()
                if frame.format.name != "fltp":
                    raise AssertionError(f"unexpected sample format {frame.format.name}")
                pieces.append(block.mean(axis=0))
        assert video.time_base is not None
        assert audio.time_base is not None
        base = float(video.time_base)
        return Film(
            codec=video.codec_context.name,
            profile=str(video.codec_context.profile),
            pixel_format=str(video.codec_context.pix_fmt),
            size=size,
            audio=(audio.codec_context.name, audio.codec_context.sample_rate),
            times=times,
            time_base=base,
            sound=np.concatenate(pieces),
            video_s=float((video.duration or 0) * video.time_base),
            audio_s=float((audio.duration or 0) * audio.time_base),
        )


def picture_at(path: Path, second: float) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the picture shown at ``second`` as RGB, height × width × 3."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        container.seek(int(second / stream.time_base), stream=stream)
        last = None
        for frame in container.decode(stream):
            if frame.time is not None and frame.time > second + 1e-6:
                break
            last = frame
        assert last is not None
        array: np.ndarray[Any, np.dtype[np.uint8]] = last.to_ndarray(format="rgb24")
        return array


def longest_silence(sound: np.ndarray[Any, Any], rate: int, level_db: float) -> float:
    """Return the longest time in seconds in which 20 ms blocks stay under ``level_db`` (dBFS)."""
    block = rate // 50
    whole = sound[: len(sound) // block * block].reshape(-1, block)
    loud = 20 * np.log10(np.sqrt((whole**2).mean(axis=1)) + 1e-9) > level_db
    longest = run = 0
    for heard in loud:
        run = 0 if heard else run + 1
        longest = max(longest, run)
    return longest * block / rate
