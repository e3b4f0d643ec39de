"""From an author's motions to those of the picture; a theme says what the author left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scenes.bound import Emphasis, Motion, Transition
from scenes.motion_file import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.bound import Direction, Easing, Effect
    from scenes.motion_file import EmphasisFile, MotionFile, TransitionFile

_OVERSHOOTING = ("ease-out-back", "ease-in-back", "ease-in-out-back", "ease-out-elastic")
_PLAIN = ("count_up", "typewriter", "draw")
"""Effects that would show a false amount, or stumble, with a theme's easing that overshoots."""

PAPER = "#ffffff"
"""What a transition goes through where the theme has no colour ``paper``."""


@dataclass(frozen=True, slots=True)
class ThemeMotion:
    """How layers and scenes move where the author does not say; None: as usual."""

    enter: MotionFile | None = None
    easing: Easing | None = None
    duration: int | None = None
    transition: TransitionFile | None = None


def motion_of(motion: MotionFile | None, theme: ThemeMotion) -> Motion:
    """Return an entrance or exit; none where neither the author nor the theme wrote one."""
    if motion is None or motion.effect == "none":
        return Motion()
    usual = Motion()
    effect = cast("Effect", motion.effect)
    duration = motion.duration_of(effect)
    from_ = motion.from_
    return Motion(
        effect,
        theme.duration or usual.duration_ms if duration is None else duration,
        motion.delay,
        motion.easing or _usual_easing(effect, theme),
        cast("Direction", from_) if from_ in DIRECTIONS else usual.direction,
        motion.stagger,
    )


def _usual_easing(effect: Effect, theme: ThemeMotion) -> Easing:
    if effect == "typewriter":
        return "linear"
    easing = theme.easing or Motion().easing
    return "ease-out" if effect in _PLAIN and easing in _OVERSHOOTING else easing


def emphasis_of(emphasis: EmphasisFile | None) -> Emphasis | None:
    """Return an emphasis, None where the author wrote none."""
    if emphasis is None:
        return None
    effect: Any = emphasis.effect
    duration = emphasis.duration_of(effect)
    usual = Emphasis()
    return Emphasis(
        effect,
        usual.duration_ms if duration is None else duration,
        emphasis.times,
        emphasis.start,
        emphasis.with_,
    )


def transition_of(
    written: TransitionFile | None, theme: ThemeMotion, colors: Mapping[str, str]
) -> Transition:
    """Return a transition: the author's, else the theme's, else a cut.

    What the author's leaves out is as in the theme's, where both have the same effect.
    """
    pattern = theme.transition
    file = written or pattern
    if file is None or file.effect == "cut":
        return Transition()
    if pattern is None or pattern.effect != file.effect:
        pattern = file
    usual = Transition()
    effect: Any = file.effect
    durations = (file.duration_of(effect), pattern.duration_of(effect), usual.duration_ms)
    color = file.color or pattern.color or "paper"
    return Transition(
        effect,
        next(duration for duration in durations if duration is not None),
        colors.get(color, color.lower() if color.startswith("#") else PAPER),
        file.from_ or pattern.from_ or usual.direction,
        file.easing or pattern.easing or usual.easing,
    )
