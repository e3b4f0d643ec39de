"""How alike two pictures are: structural similarity (SSIM), in numpy.

Source: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to
Structural Similarity", IEEE Transactions on Image Processing 13(4), 2004: a Gaussian window of
11 × 11 with a standard deviation of 1.5, K1 0.01, K2 0.03, values up to 255.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WINDOW = 11
_SIGMA = 1.5
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def similarity_map(one: NDArray[np.generic], other: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return the similarity of two planes (rows, columns; 0–255) at each of their pixels.

    Beyond the edges the outermost pixels are repeated. Raises ValueError for planes of different
    shapes.
    """
    if one.shape != other.shape:
        raise ValueError(f"planes of {one.shape} and {other.shape} cannot be compared")
    x, y = one.astype(np.float32), other.astype(np.float32)
    ux, uy = _blurred(x), _blurred(y)
    vx, vy = _blurred(x * x) - ux * ux, _blurred(y * y) - uy * uy
    common = _blurred(x * y) - ux * uy
    alike = (2 * ux * uy + _C1) * (2 * common + _C2)
    return (alike / ((ux**2 + uy**2 + _C1) * (vx + vy + _C2))).astype(np.float32)


def similarity(one: NDArray[np.generic], other: NDArray[np.generic]) -> float:
    """Return the mean similarity of two planes: 1 when they are equal."""
    return float(similarity_map(one, other).mean())


def _blurred(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    half = _WINDOW // 2
    weights = np.exp(-((np.arange(_WINDOW) - half) ** 2) / (2 * _SIGMA**2))
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (0, 1):
        wide = np.pad(plane, [(half, half) if axis == a else (0, 0) for a in (0, 1)], mode="edge")
        length = plane.shape[axis]
        plane = np.zeros_like(plane)
        for start, weight in enumerate(weights):
            plane += weight * (
                wide[start : start + length] if axis == 0 else wide[:, start : start + length]
            )
    return plane
