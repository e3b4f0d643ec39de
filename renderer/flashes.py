"""Flashing of a scene's pictures, which can bring on seizures.

Source: W3C, Web Content Accessibility Guidelines 2.2, success criterion 2.3.1 and the definition of
*general flash and red flash thresholds*
(https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds). A general flash is a
pair of opposing changes in relative luminance of 10 % or more, where the darker picture is below
0.80; a red flash is a pair that involves a saturated red, R / (R + G + B) of 0.8 or more, and
changes (R - G - B) × 320 by more than 20. More than three of either within any second are harmful,
unless they fill less than a quarter of any 341 × 256 pixels of a 1024 × 768 screen.

Simplified to the safe side: pictures are measured in squares of 1/45 of the short side; a square
flashes for itself, and all that flash too often within the same second count together, whether at
once or in turn. A red that is not saturated counts as none at all.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from renderer.clip import FPS
from renderer.colours import rgb_of
from renderer.contrast import LUMINANCE, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.h264 import PictureSource, Planes

MOST = 3
"""Flashes within a second that are still harmless."""

CHANGE = 0.10
LIGHT = 0.80
SATURATED = 0.8
_RED_CHANGES = 320 / 20 * CHANGE
AREA = 0.25
_SCREEN = (1024, 768)
_BLOCK = (341, 256)
_SQUARES = 45


@dataclass(frozen=True, slots=True)
class Flashing:
    """Too many flashes: when their second begins, how many, and which share of a block flashes."""

    at_ms: int
    flashes: int
    area: float


def flashing(source: PictureSource) -> Flashing | None:
    """Return the worst second of a scene's pictures; None where none is harmful."""
    width, height = source.size
    side = min(width, height) // _SQUARES
    block = _block(width, height, side)
    general, red = _Counter(block, LIGHT), _Counter(block, float("inf"))
    number = 0
    for hold, planes in zip(source.holds, source.pictures(), strict=True):
        light = _light(planes, side)
        general.see(number, light @ LUMINANCE)
        red.see(number, _reds(light))
        number += hold
    found = [counter.worst for counter in (general, red) if counter.worst is not None]
    return max(found, key=lambda worst: worst.flashes, default=None)


def _block(width: int, height: int, side: int) -> tuple[int, int]:
    """Return the rows and columns of squares that 341 × 256 pixels of a whole screen hold."""
    shown = min(_SCREEN[0] / width, _SCREEN[1] / height)
    columns, rows = (round(pixels / shown / side) for pixels in _BLOCK)
    return min(rows, height // side), min(columns, width // side)


def _light(planes: Planes, side: int) -> NDArray[np.float64]:
    """Return the red, green and blue light (0–1) of each square; rows, columns, 3."""
    luma, u, v = planes
    half = side // 2
    return linear(rgb_of(_means(luma, side), _means(u, half), _means(v, half)))


def _reds(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how red each square is, so that a change of ``CHANGE`` counts; 0 unless saturated."""
    red, green, blue = np.moveaxis(light, -1, 0)
    saturated = red >= SATURATED * np.maximum(red + green + blue, 1e-9)
    result: NDArray[np.float64] = np.where(saturated, (red - green - blue) * _RED_CHANGES, 0)
    return np.maximum(result, 0)


def _means(plane: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the mean of each square, rounded; Pillow adds pixels up five times faster."""
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    cut = np.ascontiguousarray(plane[: rows * side, : columns * side])
    return np.asarray(Image.fromarray(cut).reduce(side))


class _Counter:
    """Follows a value of each square from one turning point to the next.

    Changes count where the lower value is below ``light``.
    """

    def __init__(self, block: tuple[int, int], light: float) -> None:
        self._block = block
        self._light = light
        self._low: NDArray[np.float64] | None = None
        self._changes: deque[tuple[int, NDArray[np.bool_]]] = deque()
        self.worst: Flashing | None = None

    def see(self, number: int, values: NDArray[np.float64]) -> None:
        """Take the values of the picture that is shown from a number on."""
        if self._low is None:
            self._low, self._high = values.copy(), values.copy()
            self._way = np.zeros(values.shape, np.int8)
            return
        # Since the last change: how far it went on, or, against it, whether that is a change.
        self._low = np.minimum(self._low, values)
        self._high = np.maximum(self._high, values)
        rises = (values - self._low >= CHANGE) & (self._low < self._light) & (self._way <= 0)
        falls = (self._high - values >= CHANGE) & (values < self._light) & (self._way >= 0)
        falls &= ~rises
        changed = rises | falls
        if not changed.any():
            return
        self._way[rises], self._way[falls] = 1, -1
        self._low[changed] = self._high[changed] = values[changed]
        self._changes.append((number, changed))
        while self._changes[0][0] <= number - FPS:
            self._changes.popleft()
        self._judge()

    def _judge(self) -> None:
        counts = np.sum([changed for _, changed in self._changes], axis=0, dtype=np.int32) // 2
        if counts.max(initial=0) <= MOST:
            return
        often: NDArray[np.bool_] = np.asarray(counts > MOST)
        area = _densest(often, self._block)
        if area >= AREA and (self.worst is None or counts.max() > self.worst.flashes):
            at_ms = self._changes[0][0] * 1_000 // FPS
            self.worst = Flashing(at_ms, int(counts.max()), area)


def _densest(squares: NDArray[np.bool_], block: tuple[int, int]) -> float:
    """Return the largest share of any block that the squares fill."""
    sums = np.pad(squares.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    rows, columns = block
    inside = (
        sums[rows:, columns:]
        - sums[:-rows, columns:]
        - sums[rows:, :-columns]
        + sums[:-rows, :-columns]
    )
    return float(inside.max() / (rows * columns))
