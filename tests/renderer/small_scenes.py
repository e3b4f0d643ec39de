"""Small scenes of moving pieces, painted and encoded in a moment; all of them made by a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from renderer.activities import steps_of
from renderer.composition import Drawing, Still
from renderer.ink import Rect, Sprite
from renderer.motion import REST, State
from renderer.pictures import Painted
from renderer.transitions import WHOLE

if TYPE_CHECKING:
    from renderer.h264 import Planes


def ground(size: tuple[int, int], seed: int = 0) -> Planes:
    """Return a base with soft hills and fine grain, as a photograph has."""
    width, height = size
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    hills = 120 + 40 * np.sin(x / 17 + seed) * np.cos(y / 23) + random.normal(0, 2, (height, width))
    luma = hills.clip(16, 235).astype(np.uint8)
    half = (height // 2, width // 2)
    u, v = (np.full(half, 118 + 9 * n, np.uint8) for n in range(2))
    u[: half[0] // 2] += 12
    return luma, u, v


def piece(left: int, top: int, width: int, height: int, seed: int, key: str = "") -> Drawing:
    """Return a drawing like a line of text: upright strokes in one colour."""
    random = np.random.default_rng(seed)
    mask = np.repeat((random.random((1, width)) > 0.5).astype(np.uint8) * 255, height, axis=0)
    mask[:2] = mask[-2:] = 128
    luma = 30 if seed % 2 else 225
    sprite = Sprite(mask, left, top, (luma, 100 + seed % 50, 140))
    rect = Rect(left, top, left + width, top + height)
    return Drawing([Still(sprite)], rect, key=key or f"{left} {top} {width} {height} {seed}")


def coming(pictures: int, at: int, length: int, start: State, gone: int | None = None):
    """Return the states of a layer that comes in from ``start`` and may leave the same way."""
    column: list[State | None] = [None] * pictures

    def between(share: float) -> State:
        return State(
            opacity=round((start.opacity + (256 - start.opacity) * share) / 16) * 16,
            dx=start.dx * (1 - share),
            dy=start.dy * (1 - share),
            scale=start.scale + (1 - start.scale) * share,
        )

    for number in range(at, pictures):
        share = (number - at + 1) / length
        column[number] = REST if share >= 1 else between(share)
    if gone is not None:
        for number in range(gone, pictures):
            share = 1 - (number - gone + 1) / length
            column[number] = between(share) if share > 0 else None
    return column


def painted(bases, drawings, columns, *, wholes=None, key="ground"):
    """Return a painted scene: for each drawing the column of its states."""
    timeline = list(zip(*columns, strict=True))
    wholes = wholes or [WHOLE] * len(timeline)
    return Painted(bases, key, drawings, steps_of(timeline, wholes, len(bases)), 1.0)


def shown(scene: Painted) -> list[np.ndarray]:
    """Return what each picture of the clip should look like, as rows of YUV."""
    width, height = scene.size
    found = []
    for hold, planes in zip(scene.holds, scene.pictures(), strict=True):
        rows = np.concatenate([plane.reshape(-1) for plane in planes])
        found += [rows.reshape(height * 3 // 2, width)] * hold
    return found
