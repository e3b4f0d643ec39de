"""Paints a scene: its distinct pictures in order, and how long each is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from renderer.bases import base_pictures
from renderer.composition import Composer, empty_planes
from renderer.layout import lay_out_scene
from renderer.motion import REST, timeline
from renderer.stage import stage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.h264 import Planes
    from renderer.kit import RenderKit
    from renderer.motion import State
    from renderer.stage import Stage
    from renderer.timing import SceneTiming
    from scenes.bound import Look, Scene

States = tuple["State | None", ...]


@dataclass(slots=True)
class _Step:
    """One distinct picture: the states of all layers, which of the base's pictures, how long."""

    states: States
    base: int
    hold: int = 1


class Painted:
    """A scene's pictures, composed when they are asked for. Not for several threads."""

    def __init__(self, scene: Scene, stage: Stage, timing: SceneTiming) -> None:
        self.size = stage.size
        self._bases = base_pictures(scene.base, stage)
        drawings = lay_out_scene(scene, stage)
        self._composer = Composer(drawings, stage.size, stage.scale)
        steps: list[_Step] = []
        turns = [drawing.staggered for drawing in drawings]
        for number, states in enumerate(timeline(scene, timing, turns)):
            base = number % len(self._bases)
            if steps and (steps[-1].states, steps[-1].base) == (states, base):
                steps[-1].hold += 1
            else:
                steps.append(_Step(states, base))
        self._steps = steps

    @property
    def holds(self) -> tuple[int, ...]:
        """How many 1/25 s each distinct picture is shown."""
        return tuple(step.hold for step in self._steps)

    def pictures(self, canvas: Planes | None = None) -> Iterator[Planes]:
        """Yield the distinct pictures in order; the arrays are written over by the next.

        They are painted into ``canvas`` if it is given.
        """
        shown: int | None = None
        for step in self._steps:
            if step.base != shown:
                self._composer.start(self._bases[step.base], canvas)
                shown = step.base
            self._composer.show(step.states)
            yield self._composer.planes

    def poster(self) -> Image.Image:
        """Return the scene as it is left, RGB.

        Where most layers are gone by then, the fullest of its held pictures.
        """
        step = self._steps[-1]
        fullest = max(enumerate(self._steps), key=lambda each: (*_fullness(each[1]), each[0]))[1]
        if _fullness(step)[1] * 2 < _fullness(fullest)[1]:
            step = fullest
        self._composer.start(self._bases[step.base], empty_planes(self.size))
        self._composer.show(step.states)
        return to_rgb(self._composer.planes)


def _fullness(step: _Step) -> tuple[bool, int]:
    """Return whether nothing moves, and how many layers are at rest."""
    seen = [state for state in step.states if state is not None]
    resting = seen.count(REST)
    return resting == len(seen), resting


def paint(scene: Scene, look: Look, kit: RenderKit, timing: SceneTiming) -> Painted:
    """Lay a scene out and plan its pictures.

    Raises RenderError when something of it cannot be drawn: a missing file, an unknown icon or
    colour, a character that no font has.
    """
    return Painted(scene, stage_of(look, kit), timing)


def to_rgb(planes: Planes) -> Image.Image:
    """Return a picture in YUV planes as an RGB image."""
    height, width = planes[0].shape
    frame = av.VideoFrame.from_ndarray(
        np.concatenate([plane.reshape(-1) for plane in planes]).reshape(height * 3 // 2, width),
        format="yuv420p",
    )
    frame.colorspace = Colorspace.ITU709
    frame.color_range = ColorRange.MPEG
    rgb = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG
    )
    return Image.fromarray(rgb.to_ndarray())
