"""Colours in the film's space: BT.709, limited range (luma 16–235, chroma 16–240).

Source: ITU-R BT.709-6, clause 3 (matrix and quantisation).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from foundation.errors import RenderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenes.bound import Theme

Yuv = tuple[int, int, int]
"""One colour as Y, U and V, 8 bits each."""

_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
_MATRIX: NDArray[np.float32] = np.array(
    [
        [_KR * 219, _KG * 219, _KB * 219],
        [-_KR / (1 - _KB) * 112, -_KG / (1 - _KB) * 112, 112],
        [112, -_KG / (1 - _KR) * 112, -_KB / (1 - _KR) * 112],
    ],
).astype(np.float32) / np.float32(255)
_OFFSET: NDArray[np.float32] = np.array([16, 128, 128], np.float32)
_BACK: NDArray[np.float64] = np.linalg.inv(_MATRIX.astype(np.float64)).T
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of ``#rrggbb``; RenderError when it is none."""
    if not _HEX.fullmatch(colour):
        raise RenderError(f"{colour!r} is no colour; write it as '#rrggbb'.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=256)
def yuv(colour: str) -> Yuv:
    """Return ``#rrggbb`` as Y, U and V, rounded."""
    y, u, v = np.rint(_MATRIX @ np.array(rgb(colour), np.float32) + _OFFSET)
    return int(y), int(u), int(v)


def theme_colour(theme: Theme, name: str) -> str:
    """Return ``#rrggbb`` for a colour of the theme, or for one already resolved.

    Raises RenderError when the theme has no such colour.
    """
    if name.startswith("#"):
        return name
    try:
        return theme.color(name)
    except KeyError:
        raise RenderError(f"The theme {theme.name!r} has no colour {name!r}.") from None


def rgb_of(
    y: NDArray[np.generic], u: NDArray[np.generic], v: NDArray[np.generic]
) -> NDArray[np.float64]:
    """Return values of Y, U and V (alike in shape) as RGB, 0–255, unrounded; RGB is the last axis.

    Source: ITU-R BT.709-6, clause 3, turned round.
    """
    values = np.stack([y, u, v], axis=-1).astype(np.float64) - _OFFSET
    return np.clip(values @ _BACK, 0, 255)


def planes_of(picture: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return an RGB picture (rows, columns, 3; 0–255) as Y, U, V (3, rows, columns), unrounded."""
    red, green, blue = (np.ascontiguousarray(picture[..., k]).astype(np.float32) for k in range(3))
    planes = np.empty((3, *picture.shape[:2]), np.float32)
    # Twice as fast as a product of matrices, which are too thin for that.
    for number, (kr, kg, kb) in enumerate(_MATRIX):
        np.multiply(red, kr, out=planes[number])
        planes[number] += green * kg
        planes[number] += blue * kb
        planes[number] += _OFFSET[number]
    return planes


def halved(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a plane at half its width and height, each value the mean of four."""
    rows = plane[0::2] + plane[1::2]
    result: NDArray[np.float32] = (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)
    return result
