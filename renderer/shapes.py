"""Antialiased shapes as alpha masks (rows, columns; 255 = covered)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.uint8]

_Number = TypeVar("_Number", bound=np.generic)

Radii = tuple[int, int, int, int]
"""Corner radii in pixels: left top, right top, right bottom, left bottom."""


def rounded(width: int, height: int, radius: int | Radii) -> Mask:
    """Return a rectangle with rounded corners; radii are cut down to what fits."""
    radii = (radius,) * 4 if isinstance(radius, int) else radius
    most = min(width, height) // 2
    mask = np.full((max(height, 0), max(width, 0)), 255, np.uint8)
    top_left, top_right, bottom_right, bottom_left = (min(max(r, 0), most) for r in radii)
    if top_left:
        mask[:top_left, :top_left] = _corner(top_left)
    if top_right:
        mask[:top_right, width - top_right :] = _corner(top_right)[:, ::-1]
    if bottom_right:
        mask[height - bottom_right :, width - bottom_right :] = _corner(bottom_right)[::-1, ::-1]
    if bottom_left:
        mask[height - bottom_left :, :bottom_left] = _corner(bottom_left)[::-1]
    return mask


@lru_cache(maxsize=128)
def _corner(radius: int) -> Mask:
    """Return the left top quarter of a disc."""
    away = radius - (np.arange(radius, dtype=np.float32) + 0.5)
    distance = np.hypot(away[:, None], away[None, :])
    return _coverage(radius - distance)


@lru_cache(maxsize=64)
def ellipse(width: int, height: int) -> Mask:
    """Return an ellipse that fills its box."""
    x = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    y = (np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1
    radius = np.hypot(x[None, :], y[:, None])
    # The distance to the edge in pixels, along the gradient.
    slope = np.hypot(x[None, :] * 2 / width, y[:, None] * 2 / height) / np.maximum(radius, 1e-6)
    return _kept(_coverage((1 - radius) / np.maximum(slope, 1e-6)))


@lru_cache(maxsize=16)
def ring(size: int, thickness: float) -> Mask:
    """Return a ring that fills a square."""
    radius = _radius(size)
    outer = _coverage(size / 2 - radius).astype(np.int16)
    inner = _coverage(size / 2 - thickness - radius).astype(np.int16)
    return _kept((outer - inner).astype(np.uint8))


@lru_cache(maxsize=16)
def turns(size: int) -> NDArray[np.float32]:
    """Return for each pixel of a square its angle round the centre, 0–1 clockwise from the top."""
    offset = np.arange(size, dtype=np.float32) + 0.5 - size / 2
    angle = np.arctan2(offset[None, :], -offset[:, None]) / (2 * np.pi)
    return _kept(np.where(angle < 0, angle + 1, angle).astype(np.float32))


def sector(size: int, angles: NDArray[np.float32], start: float, end: float) -> Mask:
    """Return the part of a square between two angles (turns), antialiased at its edges."""
    if end - start >= 1:
        return np.full((size, size), 255, np.uint8)
    away = np.abs(angles - np.float32((start + end) / 2))
    np.minimum(away, 1 - away, out=away)
    inside = np.float32((end - start) / 2) - away
    inside *= _arc(size)
    return _coverage(inside)


@lru_cache(maxsize=16)
def _arc(size: int) -> NDArray[np.float32]:
    """Return for each pixel of a square the length of a whole turn through it."""
    return _kept((2 * np.pi * np.maximum(_radius(size), 1)).astype(np.float32))


def _kept(values: NDArray[_Number]) -> NDArray[_Number]:
    """Return an array that is handed out again and again, so that nobody may write into it."""
    values.setflags(write=False)
    return values


@lru_cache(maxsize=16)
def _radius(size: int) -> NDArray[np.float32]:
    offset = np.arange(size, dtype=np.float32) + 0.5 - size / 2
    return _kept(np.hypot(offset[None, :], offset[:, None]))


def _coverage(distance: NDArray[np.floating]) -> Mask:
    """Return how much of a pixel is covered whose centre lies so far inside the edge."""
    result: Mask = (np.clip(distance + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8)
    return result


@lru_cache(maxsize=16)
def soft_shadow(width: int, height: int, radius: int, blur: int) -> Mask:
    """Return the blurred mask of a rounded rectangle, ``2 * blur`` pixels larger on every side."""
    margin = 2 * blur
    canvas = Image.new("L", (width + 2 * margin, height + 2 * margin))
    canvas.paste(Image.fromarray(rounded(width, height, radius)), (margin, margin))
    return np.asarray(canvas.filter(ImageFilter.GaussianBlur(blur)))
