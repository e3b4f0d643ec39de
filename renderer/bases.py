"""Bases: what stands behind all layers, prepared once and kept as raw planes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from foundation.errors import RenderError
from renderer.colours import halved, planes_of, rgb, theme_colour, yuv
from renderer.composition import empty_planes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.h264 import Planes
    from renderer.stage import Stage
    from scenes.bound import Base


def still_base(base: Base, stage: Stage) -> Planes:
    """Return a base that does not move. Raises RenderError when its picture cannot be used."""
    theme = stage.look.theme
    light = 1 - base.shade
    if base.color is not None:
        return _colour(theme_colour(theme, base.color), stage.size, light)
    if base.gradient is not None:
        top, bottom = (theme_colour(theme, name) for name in base.gradient)
        return _gradient(top, bottom, stage.size, light)
    raise RenderError("A scene needs a base: a colour, a gradient, a picture or a video.")


@lru_cache(maxsize=8)
def _colour(colour: str, size: tuple[int, int], light: float) -> Planes:
    planes = empty_planes(size)
    shaded = "#" + "".join(f"{round(part * light):02x}" for part in rgb(colour))
    for plane, value in zip(planes, yuv(shaded), strict=True):
        plane[:] = value
    return planes


@lru_cache(maxsize=8)
def _gradient(top: str, bottom: str, size: tuple[int, int], light: float) -> Planes:
    width, height = size
    share = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / height
    first, last = (np.array(rgb(colour), np.float32) * light for colour in (top, bottom))
    column = (first * (1 - share) + last * share)[:, None, :]
    y, u, v = (np.repeat(plane, width, axis=1) for plane in planes_of(column))
    return dithered(y), dithered(halved(u)), dithered(halved(v))


def dithered(plane: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a plane in whole values, rounded up and down in turn so that slow changes do not band.

    The noise is always the same, so that the same base has the same bytes.
    """
    noise = np.random.default_rng(plane.shape[0]).random(plane.shape, np.float32)
    result: NDArray[np.uint8] = np.clip(plane + noise, 0, 255).astype(np.uint8)
    return result


@dataclass(frozen=True, slots=True)
class MovingBase:
    """A base of several pictures, shown one after the other and again from the first."""

    frames: NDArray[np.uint8]
