"""Transitions of whole pictures: how a scene comes in with its first and goes out with its last.

They live inside the scene, so that its clip does not depend on the clips before and after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from renderer.colours import yuv
from renderer.easings import eased
from renderer.effects import OPPOSITE, PICTURE_MS, SIDES
from renderer.ink import FULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.h264 import Planes
    from renderer.timing import SceneTiming
    from scenes.bound import Scene, Transition

# Finer steps cannot be seen, but each would cost a whole picture.
_OPACITY_STEP = FULL // 32
_PLACES = 720


@dataclass(frozen=True, slots=True)
class PictureState:
    """How a whole picture is seen: ``opacity`` (to 256) over ``color``, moved over it.

    ``dx`` and ``dy`` are shares of the picture's width and height, to the right and down.
    """

    opacity: int = FULL
    dx: float = 0.0
    dy: float = 0.0
    color: str = "#ffffff"


WHOLE = PictureState()
"""Nothing happens to the picture."""


def picture_states(scene: Scene, timing: SceneTiming) -> list[PictureState]:
    """Return for each picture of the clip how it is seen, ``WHOLE`` where no transition plays.

    A picture stands for the moment it ends, so the last one of an opening is whole, and that of a
    closing shows the colour alone. Neither transition takes more than half of the clip.
    """
    pictures = timing.duration_ms // PICTURE_MS
    opening = _opening(scene.opening, pictures // 2)
    closing = _closing(scene.closing, pictures // 2)
    return [*opening, *[WHOLE] * (pictures - len(opening) - len(closing)), *closing]


def apply(planes: Planes, state: PictureState, out: Planes) -> None:
    """Draw a composed picture in a state into ``out``, which may be the picture if it only fades.

    Moved by whole pairs of pixels, so that the chroma planes move with the luma.
    """
    if state.dx or state.dy:
        height, width = planes[0].shape
        _move(planes, (round(state.dx * width / 2), round(state.dy * height / 2)), state.color, out)
        planes = out
    if state.opacity >= FULL:
        if planes is not out:
            for plane, target in zip(planes, out, strict=True):
                np.copyto(target, plane)
        return
    opacity = np.uint16(max(0, state.opacity))
    for plane, target, value in zip(planes, out, yuv(state.color), strict=True):
        # 16 bits hold the sum of both products: 255 * 256 + 128 < 65,536.
        mixed = plane * opacity
        mixed += np.uint16(value * (FULL - int(opacity)) + 128)
        mixed >>= 8
        target[:] = mixed


@lru_cache(maxsize=64)
def _opening(transition: Transition, most: int) -> tuple[PictureState, ...]:
    pictures = _pictures(transition, most)
    return tuple(
        _state(transition, 1 - eased(number / pictures, transition.easing), out=False)
        for number in range(1, pictures)
    )


@lru_cache(maxsize=64)
def _closing(transition: Transition, most: int) -> tuple[PictureState, ...]:
    pictures = _pictures(transition, most)
    return tuple(
        _state(transition, eased(number / pictures, transition.easing), out=True)
        for number in range(1, pictures + 1)
    )


def _pictures(transition: Transition, most: int) -> int:
    if transition.effect == "cut":
        return 0
    return min(most, round(transition.duration_ms / PICTURE_MS))


def _state(transition: Transition, away: float, *, out: bool) -> PictureState:
    """Return the state of a picture that is a share ``away`` from being whole."""
    if transition.effect == "cross-fade":
        steps = round(min(1.0, max(0.0, 1 - away)) * FULL / _OPACITY_STEP)
        opacity = steps * _OPACITY_STEP
        return WHOLE if opacity == FULL else PictureState(opacity, color=transition.color)
    side = OPPOSITE[transition.direction] if out else transition.direction
    across, down = SIDES[side]
    share = round(away * _PLACES) / _PLACES
    if not share:
        return WHOLE
    return PictureState(dx=across * share, dy=down * share, color=transition.color)


def _move(planes: Planes, pairs: tuple[int, int], colour: str, out: Planes) -> None:
    """Copy a picture moved by pairs of pixels (right, down); what it leaves free is the colour."""
    for plane, target, value, pixels in zip(planes, out, yuv(colour), (2, 1, 1), strict=True):
        height, width = plane.shape
        right, down = (
            min(max(way * pixels, -n), n) for way, n in zip(pairs, (width, height), strict=True)
        )
        to_rows, from_rows = _spans(down, height)
        to_columns, from_columns = _spans(right, width)
        target[: to_rows.start] = value
        target[to_rows.stop :] = value
        rows: NDArray[np.uint8] = target[to_rows]
        rows[:, : to_columns.start] = value
        rows[:, to_columns.stop :] = value
        rows[:, to_columns] = plane[from_rows, from_columns]


def _spans(way: int, length: int) -> tuple[slice, slice]:
    """Return where to and where from values go that move by ``way`` within ``length``."""
    if way >= 0:
        return slice(way, length), slice(0, length - way)
    return slice(0, length + way), slice(-way, length)
