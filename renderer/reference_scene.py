"""A scene's pictures for the reference: base, layers and transitions, composed by MoviePy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from renderer.clip import FPS
from renderer.colours import rgb, theme_colour
from renderer.easings import eased
from renderer.layout import lay_out_scene
from renderer.motion import staggered_parts
from renderer.reference_bases import base_clip
from renderer.reference_layers import layer_clip
from renderer.reference_motion import AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from renderer.stage import Stage
    from renderer.timing import SceneTiming
    from scenes.bound import Scene, Transition


def scene_clip(scene: Scene, stage: Stage, timing: SceneTiming) -> Any:
    """Return a scene as a clip of MoviePy, silent.

    Raises RenderError when something of it cannot be drawn.
    """
    from moviepy import CompositeVideoClip

    seconds = timing.duration_ms / 1_000
    clips = [base_clip(scene.base, stage, seconds)]
    for layer, drawing, window in zip(
        scene.layers, lay_out_scene(scene, stage), timing.layer_windows, strict=True
    ):
        parts = min(staggered_parts(layer), drawing.staggered or staggered_parts(layer))
        clips.append(layer_clip(layer, drawing, window, timing, parts, stage))
    composed: Any = CompositeVideoClip(clips, size=stage.size).with_duration(seconds)
    for transition, out in ((scene.opening, False), (scene.closing, True)):
        if transition.effect != "cut":
            composed = composed.transform(_passing(transition, seconds, stage, out=out))
    return composed


def _passing(
    transition: Transition, seconds: float, stage: Stage, *, out: bool
) -> Callable[[Callable[[float], NDArray[np.uint8]], float], NDArray[np.uint8]]:
    """Return what brings a scene in over a colour, or takes it out, at most half of it long."""
    length = min(transition.duration_ms / 1_000, seconds / 2)
    colour = np.array(rgb(theme_colour(stage.look.theme, transition.color)), float)
    width, height = stage.size

    def passing(picture_at: Callable[[float], NDArray[np.uint8]], now: float) -> NDArray[np.uint8]:
        picture = picture_at(now)
        moment = now + 1 / FPS
        share = (moment - (seconds - length)) / length if out else moment / length
        if (share <= 1e-6) if out else (share >= 1 - 1e-6):
            return picture
        away = eased(share, transition.easing)
        away = away if out else 1 - away
        if transition.effect == "cross-fade":
            seen = min(max(1 - away, 0.0), 1.0)
            return np.rint(picture * seen + colour * (1 - seen)).astype(np.uint8)
        across, down = AWAY[transition.direction]
        if out:
            across, down = -across, -down
        # By pairs of pixels: the film's colours are half as fine.
        right = 2 * round(across * away * width / 2)
        below = 2 * round(down * away * height / 2)
        moved = np.empty_like(picture)
        moved[:] = colour
        rows, columns = np.arange(height) - below, np.arange(width) - right
        there = np.ix_((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
        moved[there] = picture[
            np.ix_(rows[(rows >= 0) & (rows < height)], columns[(columns >= 0) & (columns < width)])
        ]
        return moved

    return passing
