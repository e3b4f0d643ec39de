"""How alike two pictures are: structural similarity (SSIM).

Source: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to
Structural Similarity", IEEE Transactions on Image Processing 13(4), 2004: a Gaussian window of
11 × 11 with a standard deviation of 1.5, K1 0.01, K2 0.03, values up to 255.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def similarity_map(one: NDArray[np.generic], other: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return the similarity of two planes (rows, columns; 0–255) at each of their pixels.

    Raises ValueError for planes of different shapes.
    """
    if one.shape != other.shape:
        raise ValueError(f"planes of {one.shape} and {other.shape} cannot be compared")
    x, y = one.astype(np.float32), other.astype(np.float32)
    ux, uy = _mean(x), _mean(y)
    vx, vy = _mean(x * x) - ux * ux, _mean(y * y) - uy * uy
    common = _mean(x * y) - ux * uy
    alike = (2 * ux * uy + _C1) * (2 * common + _C2)
    return (alike / ((ux**2 + uy**2 + _C1) * (vx + vy + _C2))).astype(np.float32)


def similarity(one: NDArray[np.generic], other: NDArray[np.generic]) -> float:
    """Return the mean similarity of two planes: 1 when they are equal."""
    return float(similarity_map(one, other).mean())


def _mean(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return cv2.GaussianBlur(plane, (11, 11), 1.5)
