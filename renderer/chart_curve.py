"""A smooth curve through points that are read from left to right, and its antialiased stroke.

The curve is a monotone cubic: between two points it never leaves their range, so it shows no value
that was not there. Source: F. N. Fritsch, R. E. Carlson, Monotone Piecewise Cubic Interpolation,
SIAM J. Numer. Anal. 17 (1980), with the three-point slopes of F. N. Fritsch and J. Butland (1984).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


def curve(x: Numbers, y: Numbers, at: Numbers) -> tuple[Numbers, Numbers]:
    """Return the curve's heights and slopes at places; ``x`` must grow.

    Before the first point and after the last it goes on level.
    """
    steps = np.diff(x)
    rises = np.diff(y) / steps
    slopes = np.zeros_like(y)
    if len(y) > 2:
        before, after = rises[:-1], rises[1:]
        first, second = 2 * steps[1:] + steps[:-1], steps[1:] + 2 * steps[:-1]
        turning = before * after <= 0
        safe = np.where(turning, 1.0, before), np.where(turning, 1.0, after)
        mean = (first + second) / (first / safe[0] + second / safe[1])
        slopes[1:-1] = np.where(turning, 0.0, mean)
    slopes[0], slopes[-1] = rises[0], rises[-1]
    if len(y) > 2:
        slopes[0] = _end_slope(rises[0], slopes[1])
        slopes[-1] = _end_slope(rises[-1], slopes[-2])
    part = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    step = steps[part]
    t = np.clip((at - x[part]) / step, 0, 1)
    low, high = y[part], y[part + 1]
    down, up = slopes[part] * step, slopes[part + 1] * step
    height = (
        low * (1 + 2 * t) * (1 - t) ** 2
        + down * t * (1 - t) ** 2
        + high * t**2 * (3 - 2 * t)
        + up * t**2 * (t - 1)
    )
    slope = (
        (high - low) * 6 * t * (1 - t) + down * (1 - t) * (1 - 3 * t) + up * t * (3 * t - 2)
    ) / step
    return height, slope


def _end_slope(rise: float, inner: float) -> float:
    """Return an end's slope: a parabola's, but never against the way, nor too steep."""
    slope = (3 * rise - inner) / 2
    if slope * rise <= 0:
        return 0.0
    return float(np.sign(rise) * min(abs(slope), 3 * abs(rise)))


def stroke(heights: Numbers, slopes: Numbers, rows: int, width: float) -> NDArray[np.uint8]:
    """Return the mask of a curve ``width`` pixels thick: one column for each of its heights.

    ``heights`` are pixels from the top of the mask to the middle of the stroke.
    """
    lean = np.sqrt(1 + slopes**2).astype(np.float32)
    middle = np.arange(rows, dtype=np.float32)[:, None] + np.float32(0.5)
    # The distance to the curve, measured across it.
    inside = middle - heights.astype(np.float32)[None, :]
    np.abs(inside, out=inside)
    inside /= lean[None, :]
    # How much of a pixel is covered whose centre lies so far inside the edge: 255 is all of it.
    np.subtract(np.float32(width / 2 + 0.5), inside, out=inside)
    np.clip(inside, 0, 1, out=inside)
    inside *= np.float32(255)
    inside += np.float32(0.5)
    return inside.astype(np.uint8)


def below(heights: Numbers, rows: int) -> NDArray[np.uint8]:
    """Return the mask of all that lies under a curve: one column for each of its heights."""
    edges = np.clip(heights, 0, rows)
    first = np.floor(edges).astype(np.intp)
    # All rows under the one that the edge crosses, and of that one the part that is under it.
    mask = (np.arange(rows)[:, None] > first[None, :]).view(np.uint8) * np.uint8(255)
    crossed = np.flatnonzero(first < rows)
    share = 1 - (edges[crossed] - first[crossed])
    mask[first[crossed], crossed] = (share * 255 + 0.5).astype(np.uint8)
    return mask
