"""Real H.264 clips with an AAC tone, small and quick, one colour a scene."""

from __future__ import annotations

import colorsys
import io
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from av.container import OutputContainer

WIDTH, HEIGHT, FPS, RATE = 360, 640, 25, 48_000


@lru_cache(maxsize=64)
def clip(number: int, ms: int) -> bytes:
    """Return an MP4 of ``ms`` milliseconds: a plain colour with a moving bar, a quiet tone."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w", options={"movflags": "+faststart"}) as file:
            video = file.add_stream("libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            video.options = {"preset": "ultrafast", "crf": "35", "profile": "high"}
            tone = file.add_stream("aac", rate=RATE, layout="mono")
            for at in range(ms * FPS // 1000):
                picture[:] = _color(number)
                picture[: (at * 4) % HEIGHT + 4, :24] = 255
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                file.mux(video.encode(frame))
            file.mux(video.encode(None))
            _add_tone(file, tone, number, ms)
        return path.read_bytes()


@lru_cache(maxsize=64)
def sound(number: int, ms: int) -> bytes:
    """Return an MP4 with the tone of ``clip`` alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.mp4"
        with av.open(str(path), "w", options={"movflags": "+faststart"}) as file:
            _add_tone(file, file.add_stream("aac", rate=RATE, layout="mono"), number, ms)
        return path.read_bytes()


@lru_cache(maxsize=64)
def poster(number: int) -> bytes:
    """Return a JPEG in the clip's colour."""
    out = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), tuple(_color(number))).save(out, "JPEG", quality=85)
    return out.getvalue()


def _color(number: int) -> list[int]:
    return [int(part * 255) for part in colorsys.hls_to_rgb((number * 0.17) % 1, 0.55, 0.45)]


def _add_tone(file: OutputContainer, stream: av.AudioStream, number: int, ms: int) -> None:
    times = np.arange(ms * RATE // 1000) / RATE
    tone = (0.05 * np.sin(2 * np.pi * (200 + 40 * number) * times)).astype(np.float32)
    for start in range(0, len(tone), 1024):
        part = av.AudioFrame.from_ndarray(
            tone[start : start + 1024][None, :], format="fltp", layout="mono"
        )
        part.sample_rate, part.pts = RATE, start
        file.mux(stream.encode(part))
    file.mux(stream.encode(None))
