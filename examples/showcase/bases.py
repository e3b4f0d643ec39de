"""A background that is computed: rain on still water. ``function: "bases.py:rain"`` names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from moviepy import VideoClip

if TYPE_CHECKING:
    from numpy.typing import NDArray

SECONDS = 2.56
TOP, BOTTOM = np.array((243.0, 248.0, 252.0)), np.array((196.0, 226.0, 242.0))
DROPS = (
    (0.16, 0.60, 0.0),
    (0.80, 0.68, 0.35),
    (0.46, 0.88, 0.6),
    (0.90, 0.95, 0.15),
    (0.08, 0.93, 0.8),
    (0.62, 0.74, 0.85),
)
"""Where a drop falls, as shares of the picture, and when, as a share of the loop."""


def rain(size: tuple[int, int], fps: int) -> VideoClip:
    """Return rings that spread on pale water and vanish; the loop has no seam."""
    width, height = size
    side = min(size)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = TOP + (BOTTOM - TOP) * (np.linspace(0, 1, height) ** 1.5)[:, None, None]
    ground = np.broadcast_to(ground, (height, width, 3))
    # Rings lie on the water, so they are seen flattened.
    fields = [np.hypot(across - x * width, (down - y * height) * 2.6) / side for x, y, _ in DROPS]

    def picture(time: float) -> NDArray[np.uint8]:
        lift = np.zeros((height, width), np.float32)
        for far, (_, _, begins) in zip(fields, DROPS, strict=True):
            age = (time / SECONDS - begins) % 1
            for behind in (0.0, 0.05):
                ring = (far - age * 0.34 + behind) / 0.014
                lift += np.exp(-(ring**2)) * (1 - age) ** 2 * min(1.0, age * 12)
        shaded = ground - lift[..., None] * np.array((70.0, 42.0, 20.0))
        return np.rint(shaded).clip(0, 255).astype(np.uint8)

    return VideoClip(picture, duration=SECONDS).with_fps(fps)
