"""Flashing of a scene's pictures, which can bring on seizures.

Source: W3C, Web Content Accessibility Guidelines 2.2, success criterion 2.3.1 and the definition of
*general flash and red flash thresholds*
(https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds). A general flash is a
pair of opposing changes in relative luminance of 10 % or more, where the darker picture is below
0.80. More than three of them within any second are harmful, unless they fill less than a quarter of
any 341 × 256 pixels of a 1024 × 768 screen.

Simplified to the safe side: pictures are measured in squares of 1/45 of the short side; a square
flashes for itself, and all that flash too often within the same second count together, whether at
once or in turn. A saturated red that flashes is found by its luminance alone.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from renderer.clip import FPS
from renderer.colours import rgb_of
from renderer.contrast import relative_luminance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.h264 import PictureSource, Planes

MOST = 3
"""Flashes within a second that are still harmless."""

CHANGE = 0.10
LIGHT = 0.80
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
    counter = _Counter(_block(width, height, side))
    number = 0
    for hold, planes in zip(source.holds, source.pictures(), strict=True):
        counter.see(number, _luminances(planes, side))
        number += hold
    return counter.worst


def _block(width: int, height: int, side: int) -> tuple[int, int]:
    """Return the rows and columns of squares that 341 × 256 pixels of a whole screen hold."""
    shown = min(_SCREEN[0] / width, _SCREEN[1] / height)
    columns, rows = (round(pixels / shown / side) for pixels in _BLOCK)
    return min(rows, height // side), min(columns, width // side)


def _luminances(planes: Planes, side: int) -> NDArray[np.float64]:
    """Return the relative luminance of each square."""
    squares = [
        _means(plane, pixels)
        for plane, pixels in zip(planes, (side, side // 2, side // 2), strict=True)
    ]
    return relative_luminance(rgb_of(*squares))


def _means(plane: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the mean of each square, rounded; Pillow adds pixels up five times faster."""
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    cut = np.ascontiguousarray(plane[: rows * side, : columns * side])
    return np.asarray(Image.fromarray(cut).reduce(side))


class _Counter:
    """Follows each square's luminance from one turning point to the next."""

    def __init__(self, block: tuple[int, int]) -> None:
        self._block = block
        self._low: NDArray[np.float64] | None = None
        self._changes: deque[tuple[int, NDArray[np.bool_]]] = deque()
        self.worst: Flashing | None = None

    def see(self, number: int, luminance: NDArray[np.float64]) -> None:
        """Take the luminances of the picture that is shown from a number on."""
        if self._low is None:
            self._low, self._high = luminance.copy(), luminance.copy()
            self._way = np.zeros(luminance.shape, np.int8)
            return
        # Since the last change: how far it went on, or, against it, whether that is a change.
        self._low = np.minimum(self._low, luminance)
        self._high = np.maximum(self._high, luminance)
        rises = (luminance - self._low >= CHANGE) & (self._low < LIGHT) & (self._way <= 0)
        falls = (self._high - luminance >= CHANGE) & (luminance < LIGHT) & (self._way >= 0)
        falls &= ~rises
        changed = rises | falls
        if not changed.any():
            return
        self._way[rises], self._way[falls] = 1, -1
        self._low[changed] = self._high[changed] = luminance[changed]
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
