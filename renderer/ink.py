"""Ink: something to be laid over the picture, ready in the picture's own planes.

A ``Sprite`` is an alpha mask with one colour, or with a colour for each pixel. An ``Ink`` is a
sprite at a place, premultiplied for luma and for the averaged chroma of 4:2:0, so that laying it
on is one multiplication and one addition for each value. Alpha counts to 256, so that the sum of
two products stays within 16 bits: 255 * 256 + 128 < 65,536.
"""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.colours import Yuv
    from renderer.figures import Figure
    from renderer.h264 import Planes

_Number = TypeVar("_Number", bound=np.generic)

FULL = 256
"""Full alpha and full opacity."""

_MARGIN = 4
_FULL, _ROUNDING = np.uint16(FULL), np.uint16(128)
_TWO, _EIGHT = np.uint16(2), np.uint16(8)


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A mask (rows, columns; 0–255) whose left top pixel stands at ``x``, ``y`` of the picture.

    All pixels have one ``colour``, unless ``planes`` (rows, columns of Y, U and V) are given.
    ``figure`` says in numbers what the mask shows, before it was ``fade``d (0–1).
    """

    mask: NDArray[np.uint8]
    x: int
    y: int
    colour: Yuv = (128, 128, 128)
    planes: Planes | None = None
    figure: Figure | None = None
    fade: float = 1.0

    @property
    def bounds(self) -> Rect:
        """The rectangle it covers."""
        rows, columns = self.mask.shape
        return Rect(self.x, self.y, self.x + columns, self.y + rows)

    def faded(self, share: float) -> Sprite:
        """Return the sprite with its alpha multiplied by ``share`` (0–1)."""
        if share >= 1:
            return self
        mask = ((self.mask.astype(np.uint16) * round(share * FULL)) >> 8).astype(np.uint8)
        return dataclasses.replace(self, mask=mask, fade=self.fade * share)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of pixels: ``left`` and ``top`` are inside, ``right`` and ``bottom`` outside."""

    left: int
    top: int
    right: int
    bottom: int

    def __bool__(self) -> bool:
        return self.right > self.left and self.bottom > self.top

    def __and__(self, other: Rect) -> Rect:
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def __or__(self, other: Rect) -> Rect:
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def even(self) -> Rect:
        """Return the smallest rectangle around it on the grid of the chroma planes."""
        return Rect(self.left & ~1, self.top & ~1, (self.right + 1) & ~1, (self.bottom + 1) & ~1)

    def moved(self, dx: int, dy: int) -> Rect:
        """Return the rectangle elsewhere."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Premultiplied ink over ``rect`` (even): what stays of the picture, what is added."""

    rect: Rect
    keep: NDArray[np.uint16]
    y: NDArray[np.uint16]
    keep_half: NDArray[np.uint16]
    u: NDArray[np.uint16]
    v: NDArray[np.uint16]

    def lay(self, planes: Planes, within: Rect, opacity: int = FULL) -> None:
        """Lay the ink on a picture, inside ``within`` (even) only, with ``opacity`` to 256."""
        area = self.rect & within
        if not area:
            return
        here = area.moved(-self.rect.left, -self.rect.top)
        for plane, keep, add, step in (
            (planes[0], self.keep, self.y, 1),
            (planes[1], self.keep_half, self.u, 2),
            (planes[2], self.keep_half, self.v, 2),
        ):
            target = window(plane, area, step)
            mixed, before = _scratch(target.shape)
            np.copyto(mixed, target)
            mixed *= window(keep, here, step)
            mixed += window(add, here, step)
            mixed >>= 8
            if opacity < FULL:
                np.copyto(before, target)
                before *= np.uint16(FULL - opacity)
                mixed *= np.uint16(opacity)
                mixed += before
                mixed += _ROUNDING
                mixed >>= 8
            np.copyto(target, mixed, casting="unsafe")


def mix(planes: Planes, old: Planes, area: Rect, opacity: int) -> None:
    """Put what was there before (``old``, only of the area) back over an area of a picture.

    The picture keeps ``opacity`` (to 256) of what was laid on it in the meantime.
    """
    for plane, was, step in zip(planes, old, (1, 2, 2), strict=True):
        target = window(plane, area, step)
        mixed, before = _scratch(target.shape)
        np.copyto(mixed, target)
        mixed *= np.uint16(opacity)
        np.copyto(before, was)
        before *= np.uint16(FULL - opacity)
        mixed += before
        mixed += _ROUNDING
        mixed >>= 8
        np.copyto(target, mixed, casting="unsafe")


_memory = threading.local()


def _scratch(shape: tuple[int, ...]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Return room for two planes of a shape, used again: fresh memory costs more than the sums."""
    rows, columns = shape
    size = rows * columns
    kept: NDArray[np.uint16] | None = getattr(_memory, "kept", None)
    if kept is None or kept.shape[1] < size:
        kept = _memory.kept = np.empty((2, size), np.uint16)
    return kept[0, :size].reshape(shape), kept[1, :size].reshape(shape)


def window(plane: NDArray[_Number], rect: Rect, step: int) -> NDArray[_Number]:
    """Return a rectangle of a plane; ``step`` is 2 for planes of half size."""
    return plane[rect.top // step : rect.bottom // step, rect.left // step : rect.right // step]


def make_ink(
    sprite: Sprite,
    picture: Rect,
    *,
    dx: float = 0.0,
    dy: float = 0.0,
    opacity: int = FULL,
    reveal: NDArray[np.uint16] | None = None,
) -> Ink | None:
    """Return a sprite as ink, cut to the picture; None when nothing of it is seen.

    ``dx`` and ``dy`` move it by pixels and parts of pixels. ``opacity`` counts to 256. ``reveal``
    weights the picture's columns (one row) or rows (one column), to 256, for wiping.
    """
    whole_x, whole_y = int(np.floor(dx)), int(np.floor(dy))
    # Weights up to 256 fit into 16 bits only while the mask still counts to 255.
    alpha = sprite.mask.astype(np.uint16)
    parts = (round((dy - whole_y) * FULL), round((dx - whole_x) * FULL))
    alpha = _shifted(alpha, parts, mode="constant")
    left, top = sprite.x + whole_x, sprite.y + whole_y
    rows, columns = alpha.shape
    rect = Rect(left, top, left + columns, top + rows).even() & picture
    if not rect:
        return None
    if opacity < FULL:
        alpha = alpha * np.uint16(opacity) >> _EIGHT
    alpha = _on_grid(alpha, left, top, rect)
    if reveal is not None:
        across = reveal.shape[0] == 1
        seen = reveal[:, rect.left : rect.right] if across else reveal[rect.top : rect.bottom]
        alpha = alpha * seen >> _EIGHT
    alpha += alpha >> 7
    half = _quarter_sum(alpha)
    mean = (half + _TWO) >> _TWO
    if sprite.planes is None:
        y, u, v = (np.uint16(value) for value in sprite.colour)
        added = (alpha * y, mean * u, mean * v)
    else:
        luma, *chroma = (
            _on_grid(_shifted(plane.astype(np.uint16), parts, mode="edge"), left, top, rect)
            for plane in sprite.planes
        )
        weight = np.maximum(half, 1)
        u_mean, v_mean = (
            (_weighted_sum(plane, alpha) * mean // weight).astype(np.uint16) for plane in chroma
        )
        added = (alpha * luma, u_mean, v_mean)
    luma_added, u_added, v_added = (plane + _ROUNDING for plane in added)
    return Ink(rect, _FULL - alpha, luma_added, _FULL - mean, u_added, v_added)


def _shifted(
    values: NDArray[np.uint16], parts: tuple[int, int], mode: Literal["constant", "edge"]
) -> NDArray[np.uint16]:
    """Return values moved down and right by parts of a pixel (of 256), one row or column larger."""
    down, right = (np.uint16(part) for part in parts)
    if down:
        wide = np.pad(values, ((1, 1), (0, 0)), mode=mode)
        values = (wide[:-1] * down + wide[1:] * (_FULL - down)) >> _EIGHT
    if right:
        wide = np.pad(values, ((0, 0), (1, 1)), mode=mode)
        values = (wide[:, :-1] * right + wide[:, 1:] * (_FULL - right)) >> _EIGHT
    return values


def _on_grid(values: NDArray[np.uint16], left: int, top: int, rect: Rect) -> NDArray[np.uint16]:
    """Return values over an even rectangle: zero where there were none, cut at its edges."""
    rows, columns = values.shape
    own = Rect(left, top, left + columns, top + rows)
    if own == rect:
        return values
    grid = np.zeros((rect.bottom - rect.top, rect.right - rect.left), np.uint16)
    common = own & rect
    window(grid, common.moved(-rect.left, -rect.top), 1)[:] = window(
        values, common.moved(-left, -top), 1
    )
    return grid


def _quarter_sum(values: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the sums of every two by two values."""
    rows = values[0::2] + values[1::2]
    result: NDArray[np.uint16] = rows[:, 0::2] + rows[:, 1::2]
    return result


def _weighted_sum(plane: NDArray[np.uint16], alpha: NDArray[np.uint16]) -> NDArray[np.uint32]:
    weighted = plane.astype(np.uint32) * alpha
    rows = weighted[0::2] + weighted[1::2]
    result: NDArray[np.uint32] = rows[:, 0::2] + rows[:, 1::2]
    return result


def scaled(sprite: Sprite, factor: float, centre: tuple[float, float]) -> Sprite:
    """Return a sprite grown or shrunk around a point of the picture, with smooth edges."""
    left = centre[0] + (sprite.x - centre[0]) * factor
    top = centre[1] + (sprite.y - centre[1]) * factor
    x, y = int(np.floor(left)) - 1, int(np.floor(top)) - 1

    def resampled(plane: NDArray[np.uint8], mode: Literal["constant", "edge"]) -> NDArray[np.uint8]:
        # Colours go on beyond the edge, so that it does not darken.
        wide = np.pad(plane, _MARGIN, mode=mode).astype(np.uint16)
        for axis, offset in ((0, y - top), (1, x - left)):
            size = int(plane.shape[axis] * factor) + 3
            wide = _resampled(wide, axis, size, 1 / factor, offset)
        return wide.astype(np.uint8)

    mask = resampled(sprite.mask, "constant")
    if sprite.planes is None:
        return Sprite(mask, x, y, sprite.colour)
    luma, u, v = (resampled(plane, "edge") for plane in sprite.planes)
    return Sprite(mask, x, y, planes=(luma, u, v))


def _resampled(
    values: NDArray[np.uint16], axis: int, size: int, step: float, offset: float
) -> NDArray[np.uint16]:
    """Return ``size`` values along an axis, ``step`` apart, each between two of the given ones.

    ``offset`` is where the first pixel's edge stands in pixels of the result. Pillow's
    ``transform`` does the same five times slower.
    """
    at = (np.arange(size, dtype=np.float64) + 0.5 + offset) * step - 0.5 + _MARGIN
    first = np.clip(np.floor(at).astype(np.intp), 0, values.shape[axis] - 2)
    weight = (np.clip(at - first, 0, 1) * FULL).astype(np.uint16)
    if axis == 0:
        weight = weight[:, None]
    result: NDArray[np.uint16] = values.take(first, axis) * (_FULL - weight)
    result += values.take(first + 1, axis) * weight
    result >>= _EIGHT
    return result
