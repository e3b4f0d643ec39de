"""Real H.264 clips with an AAC tone, small and quick, one colour a scene."""

from __future__ import annotations

import colorsys
import tempfile
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT, FPS, RATE = 360, 640, 25, 48_000


@lru_cache(maxsize=64)
def clip(number: int, ms: int) -> bytes:
    """Return an MP4 of ``ms`` milliseconds: a plain colour with a moving bar, a quiet tone."""
    red, green, blue = colorsys.hls_to_rgb((number * 0.17) % 1, 0.55, 0.45)
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w", options={"movflags": "+faststart"}) as file:
            video = file.add_stream("libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            video.options = {"preset": "ultrafast", "crf": "35", "profile": "high"}
            sound = file.add_stream("aac", rate=RATE, layout="mono")
            for at in range(ms * FPS // 1000):
                picture[:] = [int(part * 255) for part in (red, green, blue)]
                picture[: (at * 4) % HEIGHT + 4, :24] = 255
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                file.mux(video.encode(frame))
            file.mux(video.encode(None))
            times = np.arange(ms * RATE // 1000) / RATE
            tone = (0.05 * np.sin(2 * np.pi * (200 + 40 * number) * times)).astype(np.float32)
            for start in range(0, len(tone), 1024):
                part = av.AudioFrame.from_ndarray(
                    tone[start : start + 1024][None, :], format="fltp", layout="mono"
                )
                part.sample_rate, part.pts = RATE, start
                file.mux(sound.encode(part))
            file.mux(sound.encode(None))
        return path.read_bytes()
