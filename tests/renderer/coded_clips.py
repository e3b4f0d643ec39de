"""Small real clips, coded without the scene renderer: plain pictures and given sound."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np

from renderer import aac, h264
from renderer.clip import FPS, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.tracks import AudioTrack, VideoTrack

SIZE = (64, 96)


class Greys:
    """Pictures that get lighter, the last one held."""

    size = SIZE

    def __init__(self, pictures: int, first: int = 40) -> None:
        moving = min(5, pictures - 1)
        self.holds = (1,) * moving + (pictures - moving,)
        self._first = first

    def pictures(self, canvas: h264.Planes | None = None) -> Iterator[h264.Planes]:
        del canvas  # it may be painted into, but need not
        width, height = self.size
        for number in range(len(self.holds)):
            grey = np.full((height, width), self._first + 20 * number, np.uint8)
            half = np.full((height // 2, width // 2), 128, np.uint8)
            yield grey, half, half


def video(duration_ms: int, first: int = 40) -> VideoTrack:
    return h264.encode(Greys(duration_ms * FPS // 1_000, first))


def tone(duration_ms: int, frequency: float = 440.0) -> np.ndarray:
    """Return a tone that fades in and out as the beds of clips do."""
    per_ms = SAMPLE_RATE // 1_000
    time = np.arange(duration_ms * per_ms) / SAMPLE_RATE
    sound = 0.3 * np.sin(2 * np.pi * frequency * time)
    head, tail = 300 * per_ms, 700 * per_ms
    sound[:head] *= np.linspace(0, 1, head) ** 2
    sound[-tail:] *= np.linspace(1, 0, tail) ** 2
    return sound.astype(np.float32)


def audio(duration_ms: int, frequency: float = 440.0) -> AudioTrack:
    return aac.encode(tone(duration_ms, frequency))


def decoded(mp4: bytes) -> tuple[list[np.ndarray], np.ndarray]:
    """Return all pictures (rows of YUV) and the sound as a player hears it; any fault raises."""
    options = {"err_detect": "crccheck+bitstream+buffer+explode"}
    with av.open(io.BytesIO(mp4), options=options) as container:
        pictures = [frame.to_ndarray() for frame in container.decode(video=0)]
    with av.open(io.BytesIO(mp4), options=options) as container:
        sound = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return pictures, np.concatenate(sound)
