"""Effects: how a layer is seen after a share of its entrance, exit or emphasis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.clip import FPS
from renderer.easings import eased
from renderer.ink import FULL

if TYPE_CHECKING:
    from scenes.bound import Direction, Emphasis, Motion

PICTURE_MS = 1_000 // FPS
"""Length of a picture in milliseconds."""

FADE_STEP_MS = 2 * PICTURE_MS
"""How often what only fades changes: at multiples of this from the scene's start.

Nobody sees the steps of an opacity at 12.5 a second, and layers that fade at a time change in the
same pictures.
"""

RISE = 40
"""Pixels of the reference picture that ``rise`` moves by."""

SLIDE = 120
"""Pixels of the reference picture that ``slide`` moves by."""

SMALL = 0.8
"""Where ``pop`` begins."""

PULSE = 0.06
"""How much ``pulse`` grows by."""

SHAKE = 10
"""Pixels of the reference picture that ``shake`` goes to either side."""

LIFT = 14
"""Pixels of the reference picture that ``lift`` goes up."""

SIDES: dict[Direction, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "top": (0, -1),
    "bottom": (0, 1),
}
"""Where a side lies from the middle: across, down."""

OPPOSITE: dict[Direction, Direction] = {
    "left": "right",
    "right": "left",
    "top": "bottom",
    "bottom": "top",
}

# Steps finer than these cannot be seen, but each would cost a picture: an eased motion would spend
# a third of its pictures on its last half pixel.
_OPACITY_STEP = FULL // 16
_STEPS_PER_PIXEL = 2
_STEPS = 256


class _KnownHash:
    """Has room for the hash of what never changes: states are looked up in keys of hundreds."""

    __slots__ = ("_known_hash",)
    _known_hash: int


@dataclass(frozen=True, slots=True)
class State(_KnownHash):
    """How a layer is seen in one picture.

    ``opacity`` counts to 256; ``dx`` and ``dy`` are pixels of the reference picture; ``scale`` is a
    factor round the layer's middle; ``reveal`` is the share uncovered from the side ``edge``;
    ``time`` and ``growth`` are the shares of a drawing or counting, without and with its easing;
    ``typed`` is the share of a text's grapheme clusters that is seen.

    Where parts come one after another, ``stagger`` is the share of a part's own time by which each
    further part begins later, and ``clock`` the time since the motion began in units of one part's
    own time (so it may exceed 1): part ``i`` has come ``clock - i * stagger`` of its way.
    ``parts_by`` is the motion that each of them makes (``leaving``: going out), see ``part_state``.
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
    parts_by: Motion | None = None
    leaving: bool = False

    def __hash__(self) -> int:
        try:
            return self._known_hash
        except AttributeError:
            known = hash(tuple(getattr(self, name) for name in self.__slots__))
            # Not a field: hashes of texts are others in each process.
            object.__setattr__(self, "_known_hash", known)
            return known


REST = State()
"""A layer that has come in and does not move."""


def only_fades(motion: Motion, *, out: bool = False) -> bool:
    """Return whether nothing but the opacity changes in an entrance or (``out``) an exit."""
    return motion.effect == "fade" or (out and motion.effect == "count_up")


def entering(motion: Motion, share: float, letters: int = 0) -> State:
    """Return a layer's state after a share (0–1) of the time of its entrance.

    ``letters`` are the steps of a typewriter: a state between two of them would show nothing new.
    """
    if share >= 1:
        return REST
    way = eased(share, motion.easing)
    seen = _opacity(_fading(share, motion))
    match motion.effect:
        case "fade":
            return State(opacity=seen)
        case "rise":
            return State(opacity=seen, dy=_pixels(RISE * (1 - way)))
        case "slide":
            across, down = SIDES[motion.direction]
            left = SLIDE * (1 - way)
            return State(opacity=seen, dx=_pixels(across * left), dy=_pixels(down * left))
        case "wipe":
            return State(reveal=_share(way), edge=motion.direction)
        case "pop":
            grown = _share(SMALL + (1 - SMALL) * way)
            return State(opacity=_opacity(1.5 * _fading(share, motion)), scale=grown)
        case "count_up":
            # Every other picture: figures that change 25 times a second cannot be read.
            share = 2 * math.ceil(share * motion.duration_ms / PICTURE_MS / 2) * PICTURE_MS
            share = min(1.0, share / motion.duration_ms)
            return State(time=share, growth=_within(eased(share, motion.easing)))
        case "typewriter":
            return State(typed=_typed(way, letters))
        case "draw":
            return State(time=share, growth=_within(way))
    return REST


def leaving(motion: Motion, share: float, letters: int = 0) -> State | None:
    """Return the state of a layer after a share of its exit: it goes on as it came, and fades.

    A slide goes on to the side opposite to ``direction``, a wipe covers from ``direction`` on;
    what was typed or drawn is taken back.
    """
    if share >= 1:
        return None
    way = eased(share, motion.easing)
    seen = _opacity(1 - _fading(share, motion))
    match motion.effect:
        case "rise":
            return State(opacity=seen, dy=_pixels(-RISE * way))
        case "slide":
            across, down = SIDES[motion.direction]
            return State(
                opacity=seen, dx=_pixels(-across * SLIDE * way), dy=_pixels(-down * SLIDE * way)
            )
        case "wipe":
            return State(reveal=_share(1 - way), edge=OPPOSITE[motion.direction])
        case "draw":
            return State(time=1 - share, growth=_within(1 - way))
        case "typewriter":
            return State(typed=_typed(1 - way, letters))
        case "pop":
            return State(opacity=seen, scale=_share(1 - (1 - SMALL) * way))
    return State(opacity=seen)


def emphasised(emphasis: Emphasis, share: float) -> State:
    """Return a layer's state after a share of one emphasis; at rest at both ends."""
    there = (1 - math.cos(2 * math.pi * share)) / 2
    match emphasis.effect:
        case "pulse":
            return State(scale=_share(1 + PULSE * there))
        case "shake":
            return State(dx=_pixels(SHAKE * math.sin(2 * math.pi * share)))
        case "lift":
            return State(dy=_pixels(-LIFT * there))


def staggered(motion: Motion, elapsed: float, parts: int, *, out: bool = False) -> State | None:
    """Return the state, ``elapsed`` ms on, of a layer whose parts move one after another.

    At rest (None when going out) as soon as the last of the ``parts`` is.
    """
    clock, stagger = elapsed / motion.duration_ms, motion.stagger_ms / motion.duration_ms
    whole = 1 + (parts - 1) * stagger
    if clock >= whole:
        return None if out else REST
    share = clock / whole
    time = 1 - share if out else share
    return State(
        time=time,
        growth=_within(eased(time, motion.easing)),
        stagger=stagger,
        clock=clock,
        parts_by=motion,
        leaving=out,
    )


def part_state(state: State, index: int) -> State | None:
    """Return the state of one part (counted from 0) of a layer; None: not seen.

    Where the parts do not come one after another, it is the layer's.
    """
    motion = state.parts_by
    if motion is None:
        return state
    share = state.clock - index * state.stagger
    if state.leaving:
        return leaving(motion, max(0.0, share))
    return entering(motion, share) if share > 0 else None


def _fading(share: float, motion: Motion) -> float:
    """Return how far a fade has come: one that swings back and forth would flicker."""
    swings = motion.easing.endswith(("back", "bounce", "elastic"))
    return eased(share, "ease-out" if swings else motion.easing)


def _opacity(share: float) -> int:
    return min(FULL, max(0, round(share * FULL / _OPACITY_STEP) * _OPACITY_STEP))


def _pixels(pixels: float) -> float:
    return round(pixels * _STEPS_PER_PIXEL) / _STEPS_PER_PIXEL + 0.0


def _share(share: float) -> float:
    return round(share * _STEPS) / _STEPS


def _within(share: float) -> float:
    """Return a share cut to 0–1: no easing may show an amount or a bar beyond the real one."""
    return min(1.0, max(0.0, share))


def _typed(share: float, letters: int) -> float:
    if not letters:
        return _within(share)
    return _within(math.ceil(share * letters) / letters)
