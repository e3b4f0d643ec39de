"""Motion for the reference: how a layer is seen at a moment, from the story alone, unrounded.

It follows what ``scenes.bound_layers`` says of each effect; the film's own way
(``renderer.motion``, ``renderer.effects``) goes in steps, picture by picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.clip import FPS
from renderer.easings import eased
from renderer.effects import FADE_STEP_MS, LIFT, PULSE, RISE, SHAKE, SLIDE, SMALL, only_fades

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.timing import SceneTiming
    from scenes.bound import Direction, Emphasis, Layer, Motion

PICTURE_MS = 1_000 / FPS

AWAY: dict[Direction, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "top": (0, -1),
    "bottom": (0, 1),
}
_COUNTED_MS = 80
"""A counting number changes this often."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a layer, or a part of it, is seen.

    ``opacity`` is 0–1; ``dx`` and ``dy`` are pixels of the reference picture; ``uncovered`` is the
    share seen of a wipe, whose soft edge moves away from the side ``edge``; ``time`` and ``growth``
    are the shares of what is drawn or counted without and with easing; ``typed`` that of letters.
    """

    opacity: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    uncovered: float = 1.0
    edge: Direction = "left"
    time: float = 1.0
    growth: float = 1.0
    typed: float = 1.0


REST = Pose()


@dataclass(frozen=True, slots=True)
class Course:
    """When a layer is seen, in milliseconds from the scene's start, and how it moves.

    ``parts`` are how many of its parts come one after another where its motions are staggered.
    """

    enter: Motion
    exit: Motion
    emphasis: Emphasis | None
    start: float
    end: float | None
    emphasis_from: float
    parts: int

    @property
    def settled(self) -> float:
        """When the entrance is over."""
        return self.start + _length(self.enter, self.parts)

    @property
    def leaves(self) -> float:
        """When the exit begins; infinite for a layer that stays, or goes without a motion."""
        if self.end is None or self.exit.effect == "none":
            return math.inf
        leaves = self.end - _length(self.exit, self.parts)
        return _step_start(leaves) if only_fades(self.exit, out=True) else leaves

    def poses(self, at: float) -> list[Pose | None]:
        """Return the pose of each part at a moment: one for all, unless they are staggered.

        None is a part that is not seen.
        """
        moving = self._moving(at)
        if moving is None:
            return [self._emphasised(at)]
        motion, elapsed, out = moving
        return self._staggered(motion, elapsed, _leaving if out else _entering)

    def clock(self, at: float) -> tuple[Motion, float, bool] | None:
        """Return, while parts move one after another, the motion, its time, whether it goes out."""
        moving = self._moving(at)
        return moving if moving and self.parts > 1 and moving[0].stagger_ms else None

    def _moving(self, at: float) -> tuple[Motion, float, bool] | None:
        """Return a motion that goes on at a moment, its time, and whether it goes out."""
        if at > self.leaves:
            gone = self.end if self.end is not None else math.inf
            began = gone - _length(self.exit, self.parts)
            seen = _step_end(at) if only_fades(self.exit, out=True) else at
            return self.exit, seen - began, True
        seen = _step_end(at) if only_fades(self.enter) else at
        return (self.enter, seen - self.start, False) if seen < self.settled else None

    def _staggered(
        self, motion: Motion, elapsed: float, way: Callable[[Motion, float], Pose | None]
    ) -> list[Pose | None]:
        each = self.parts if motion.stagger_ms else 1
        shares = [(elapsed - n * motion.stagger_ms) / motion.duration_ms for n in range(each)]
        return [way(motion, min(share, 1.0)) for share in shares]

    def _emphasised(self, at: float) -> Pose:
        emphasis = self.emphasis
        if emphasis is None:
            return REST
        # The first picture that is at rest: the one that ends when the entrance does, or later.
        rests = _picture_start(self.settled - PICTURE_MS)
        if only_fades(self.enter):
            rests = _step_end(self.settled) - FADE_STEP_MS
        rests = max(_picture_start(self.start), rests)
        begin = max(self.emphasis_from, rests)
        over = self.leaves if self.end is None else min(self.leaves, _picture_start(self.end))
        times = min(emphasis.times, (over - _picture_start(begin)) // emphasis.duration_ms)
        share = (at - begin) / emphasis.duration_ms
        if not 0 < share < times:
            return REST
        there = (1 - math.cos(2 * math.pi * share)) / 2
        match emphasis.effect:
            case "pulse":
                return Pose(scale=1 + PULSE * there)
            case "shake":
                return Pose(dx=SHAKE * math.sin(2 * math.pi * share))
            case "lift":
                return Pose(dy=-LIFT * there)


def course_of(layer: Layer, window: tuple[int, int], timing: SceneTiming, parts: int) -> Course:
    """Return a layer's course; ``window`` is its own of the timing's."""
    start, end = window
    due = 0.0
    if layer.emphasis is not None:
        spoken = timing.sentence_starts_ms
        due = layer.emphasis.start_ms
        if layer.emphasis.sentence is not None and spoken:
            due += spoken[min(max(layer.emphasis.sentence, 1), len(spoken)) - 1]
    return Course(
        enter=layer.enter,
        exit=layer.exit,
        emphasis=layer.emphasis,
        start=start + layer.enter.delay_ms,
        end=None if end >= timing.duration_ms else end,
        emphasis_from=max(0.0, due),
        parts=max(1, parts),
    )


def _picture_start(at: float) -> float:
    """Return when the first picture begins at a moment or after it."""
    return math.ceil(at / PICTURE_MS) * PICTURE_MS


def _step_start(at: float) -> float:
    """Return when the step of fading begins in which a moment lies."""
    return math.floor(at / FADE_STEP_MS + 1e-9) * FADE_STEP_MS


def _step_end(at: float) -> float:
    """Return the moment that is seen throughout a step of fading: its end."""
    return math.ceil(at / FADE_STEP_MS - 1e-9) * FADE_STEP_MS


def _length(motion: Motion, parts: int) -> float:
    if motion.effect == "none":
        return 0.0
    return motion.duration_ms + (parts - 1) * motion.stagger_ms


def _entering(motion: Motion, share: float) -> Pose | None:
    if share <= 0:
        return None
    if share >= 1:
        return REST
    way = eased(share, motion.easing)
    whole = min(max(way, 0.0), 1.0)
    seen = _faded(share, motion)
    across, down = AWAY[motion.direction]
    match motion.effect:
        case "none":
            return REST
        case "fade":
            return Pose(opacity=seen)
        case "rise":
            return Pose(opacity=seen, dy=RISE * (1 - way))
        case "slide":
            left = SLIDE * (1 - way)
            return Pose(opacity=seen, dx=across * left, dy=down * left)
        case "wipe":
            return Pose(uncovered=way, edge=motion.direction)
        case "pop":
            return Pose(opacity=min(1.5 * seen, 1.0), scale=SMALL + (1 - SMALL) * way)
        case "count_up":
            steps = math.ceil(share * motion.duration_ms / _COUNTED_MS - 1e-9)
            time = min(1.0, steps * _COUNTED_MS / motion.duration_ms)
            grown = min(max(eased(time, motion.easing), 0.0), 1.0)
            return Pose(time=time, growth=grown)
        case "typewriter":
            return Pose(typed=whole)
        case "draw":
            return Pose(time=share, growth=whole)


def _leaving(motion: Motion, share: float) -> Pose | None:
    """Return how a layer goes: on, the way it would have come, while it fades."""
    if share >= 1:
        return None
    way = eased(max(share, 0.0), motion.easing)
    left = min(max(1 - way, 0.0), 1.0)
    seen = 1 - _faded(max(share, 0.0), motion)
    across, down = AWAY[motion.direction]
    match motion.effect:
        case "rise":
            return Pose(opacity=seen, dy=-RISE * way)
        case "slide":
            return Pose(opacity=seen, dx=-across * SLIDE * way, dy=-down * SLIDE * way)
        case "wipe":
            opposite: dict[Direction, Direction]
            opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
            return Pose(uncovered=1 - way, edge=opposite[motion.direction])
        case "pop":
            return Pose(opacity=seen, scale=1 - (1 - SMALL) * way)
        case "typewriter":
            return Pose(typed=left)
        case "draw":
            return Pose(time=1 - share, growth=left)
        case "none":
            return None
        case "fade" | "count_up":
            return Pose(opacity=seen)


def _faded(share: float, motion: Motion) -> float:
    """Return how far a fade has come: one with an easing that swings would flicker."""
    steady = motion.easing.rpartition("-")[2] not in {"back", "bounce", "elastic"}
    return eased(share, motion.easing if steady else "ease-out")
