"""How layers come in and go out: for each picture of a clip, the state of each layer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.clip import FPS
from renderer.ink import FULL

if TYPE_CHECKING:
    from renderer.timing import SceneTiming
    from scenes.bound import Direction, Easing, Layer, Motion, Scene

PICTURE_MS = 1_000 // FPS

RISE = 40
"""Pixels of the reference picture that ``rise`` moves by."""

SLIDE = 120
"""Pixels of the reference picture that ``slide`` moves by."""

SMALL = 0.8
"""Where ``pop`` begins."""

# Steps finer than these cannot be seen, but each would cost a picture: an eased motion would spend
# a third of its pictures on its last half pixel.
_OPACITY_STEP = FULL // 16
_STEPS_PER_PIXEL = 2
_STEPS = 256

_BACK = 1.70158


@dataclass(frozen=True, slots=True)
class State:
    """How a layer is seen in one picture.

    ``opacity`` counts to 256; ``dx`` and ``dy`` are pixels of the reference picture; ``scale`` is a
    factor round the layer's middle; ``reveal`` is the share uncovered from the side ``edge``;
    ``time`` and ``growth`` are the shares of a drawing or counting, without and with its easing;
    ``typed`` is the share of a text's grapheme clusters that is seen.

    Where parts come one after another, ``stagger`` is the share of a part's own time by which each
    further part begins later, and ``clock`` the time since the entrance began in units of one
    part's own time (so it may exceed 1): part ``i`` has come ``clock - i * stagger`` of its way.
    """

    opacity: int = FULL
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    reveal: float = 1.0
    time: float = 1.0
    growth: float = 1.0
    edge: Direction = "left"
    typed: float = 1.0
    stagger: float = 0.0
    clock: float = 1.0


REST = State()
"""A layer that has come in and does not move."""


def eased(share: float, easing: Easing) -> float:
    """Return the share of the way (0 at 0, 1 at 1) after a share of the time."""
    if share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    rest = 1 - share
    if easing == "ease-in":
        return share**3
    if easing == "ease-out":
        return 1 - rest**3
    if easing == "ease-in-out":
        return 4 * share**3 if share < 0.5 else 1 - 4 * rest**3
    if easing == "ease-out-back":
        return 1 - (_BACK + 1) * rest**3 + _BACK * rest**2
    return share


def timeline(scene: Scene, timing: SceneTiming) -> list[tuple[State | None, ...]]:
    """Return for each picture of the clip the state of every layer; None: not seen."""
    pictures = timing.duration_ms // PICTURE_MS
    columns = [
        _layer_states(layer, window, timing.duration_ms, pictures)
        for layer, window in zip(scene.layers, timing.layer_windows, strict=True)
    ]
    return list(zip(*columns, strict=True)) if columns else [()] * pictures


def _layer_states(
    layer: Layer, window: tuple[int, int], duration: int, pictures: int
) -> list[State | None]:
    start = window[0] + layer.enter.delay_ms
    entrance, exit_length = _length(layer.enter), _length(layer.exit)
    stays = window[1] >= duration
    end = duration if stays else window[1]
    leave = end if stays else end - exit_length
    # A picture stands for the moment it ends: the first one already shows something.
    first, settled = _picture(start), _picture(start + entrance - PICTURE_MS)
    leaving, gone = min(_picture(leave), pictures), min(_picture(end), pictures)
    states: list[State | None] = [None] * pictures
    for number in range(first, min(settled, leaving)):
        states[number] = _entering(layer.enter, ((number + 1) * PICTURE_MS - start) / entrance)
    rest = range(max(first, settled), leaving)
    states[rest.start : rest.stop] = [REST] * len(rest)
    for number in range(max(first, leaving), gone):
        states[number] = _leaving(layer.exit, ((number + 1) * PICTURE_MS - leave) / exit_length)
    return states


def _picture(at_ms: int) -> int:
    """Return the first picture that begins at a time or after it."""
    return max(0, -(-at_ms // PICTURE_MS))


def _length(motion: Motion) -> int:
    return 0 if motion.effect == "none" else motion.duration_ms


def _entering(motion: Motion, share: float) -> State:
    way = eased(share, motion.easing)
    seen = _opacity(way)
    match motion.effect:
        case "fade":
            return State(opacity=seen)
        case "rise":
            return State(opacity=seen, dy=_pixels(RISE * (1 - way)))
        case "slide":
            return State(opacity=seen, dx=_pixels(-SLIDE * (1 - way)))
        case "wipe":
            return State(reveal=_share(way))
        case "pop":
            return State(
                opacity=_opacity(min(1.0, way * 1.5)), scale=_share(SMALL + (1 - SMALL) * way)
            )
        case "count_up":
            # Every other picture: figures that change 25 times a second cannot be read.
            share = 2 * math.ceil(share * motion.duration_ms / PICTURE_MS / 2) * PICTURE_MS
            share = min(1.0, share / motion.duration_ms)
            return State(time=share, growth=eased(share, motion.easing))
        case "draw":
            return State(time=share, growth=way)
    return REST


def _leaving(motion: Motion, share: float) -> State | None:
    """Return the state of a layer that goes out: it goes on as it came, and fades."""
    if share >= 1:
        return None
    way = eased(share, motion.easing)
    seen = _opacity(1 - way)
    match motion.effect:
        case "rise":
            return State(opacity=seen, dy=_pixels(-RISE * way))
        case "slide":
            return State(opacity=seen, dx=_pixels(SLIDE * way))
        case "wipe" | "draw":
            return State(reveal=_share(1 - way))
        case "pop":
            return State(opacity=seen, scale=_share(1 - (1 - SMALL) * way))
    return State(opacity=seen)


def _opacity(share: float) -> int:
    return min(FULL, max(0, round(share * FULL / _OPACITY_STEP) * _OPACITY_STEP))


def _pixels(pixels: float) -> float:
    return round(pixels * _STEPS_PER_PIXEL) / _STEPS_PER_PIXEL + 0.0


def _share(share: float) -> float:
    return round(share * _STEPS) / _STEPS
