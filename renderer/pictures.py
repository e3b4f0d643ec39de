"""Paints a scene: its distinct pictures, or only rows of them, and how long each is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from renderer.activities import steps_of, stretches_of
from renderer.band_encoder import ROW
from renderer.bases import base_key, base_pictures
from renderer.composition import Composer, empty_planes
from renderer.h264_encoder import NotAsExpectedError
from renderer.layout import lay_out_scene
from renderer.motion import REST, timeline
from renderer.stage import stage_of
from renderer.transitions import WHOLE, apply, picture_states

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from renderer.activities import Step
    from renderer.bands import Band, Stretch
    from renderer.composition import Drawing
    from renderer.h264 import Planes
    from renderer.kit import RenderKit
    from renderer.motion import State
    from renderer.timing import SceneTiming
    from scenes.bound import Look, Scene


class Painted:
    """A scene's pictures, composed when they are asked for. Not for several threads.

    Args:
        bases: the pictures of what stands behind all layers, of one size, again and again.
        key: a digest of what decides the bases.
        drawings: the layers at their places, the lowest first.
        steps: the distinct pictures in order.
        scale: pixels to a pixel of the reference picture.
    """

    def __init__(
        self,
        bases: Sequence[Planes],
        key: str,
        drawings: Sequence[Drawing],
        steps: Sequence[Step],
        scale: float,
    ) -> None:
        height, width = bases[0][0].shape
        self.size = (width, height)
        self._scale = scale
        self._bases = bases
        self._base_key = key
        self._drawings = drawings
        self._steps = steps
        self._last_seen: tuple[Band, list[int]] | None = None
        self._shown = [step for step in self._steps for _ in range(step.hold)]

    @property
    def holds(self) -> tuple[int, ...]:
        """How many 1/25 s each distinct picture is shown."""
        return tuple(step.hold for step in self._steps)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The clip's groups of pictures and what changes in each."""
        return stretches_of(self._steps, self._drawings, self.size[1], self._scale)

    def key(self, band: Band) -> Hashable:
        """Return what decides a band's pixels: the base, layers, states and places in its rows.

        None where a layer does not say what it shows.
        """
        steps = self._steps_of(band)
        seen = self._seen(band, steps)
        if not all(self._drawings[index].key for index in seen):
            return None
        layers = tuple(
            (self._drawings[index].key, tuple(step.states[index] for step in steps))
            for index in seen
        )
        bases = tuple(step.base for step in steps) if len(self._bases) > 1 else ()
        wholes = tuple(step.whole for step in steps)
        place = band.top, band.bottom, band.body, band.careful, band.film, band.fleeting
        return self._base_key, place, bases, layers, None if set(wholes) == {WHOLE} else wholes

    def bare(self, band: Band) -> bool:
        """Return whether no layer is seen in a band's rows: it shows the base alone."""
        return not self._seen(band, self._steps_of(band))

    def paint(self, band: Band, canvas: Planes) -> Iterator[None]:
        """Paint a band's pictures into planes of its rows, one each time the next is asked.

        After the first, only the rows of its ``body`` are written to: NotAsExpectedError when a
        layer goes beyond them.
        """
        steps = self._steps_of(band)
        seen = self._seen(band, steps)
        rows = (band.top * ROW, min(band.bottom * ROW, self.size[1]))
        drawings = [self._drawings[index] for index in seen]
        composer = Composer(drawings, self.size, self._scale, rows)
        first, last = ((row - band.top) * ROW for row in band.body)
        moved = any(step.whole != WHOLE for step in steps)
        base: int | None = None
        for number, step in enumerate(steps):
            if step.base != base:
                composer.start(self._bases[step.base], None if moved else canvas)
                base = step.base
            written = composer.show([step.states[index] for index in seen])
            if moved:
                apply(composer.planes, step.whole, canvas)
            elif (
                number
                and not band.film
                and any(rect.top < first or rect.bottom > last for rect in written)
            ):
                raise NotAsExpectedError("a layer moves beyond the rows it was planned for")
            yield

    def _steps_of(self, band: Band) -> list[Step]:
        return [self._shown[number] for number in band.shown]

    def _seen(self, band: Band, steps: list[Step]) -> list[int]:
        """Return which layers may be seen in a band's rows, from the lowest on."""
        if self._last_seen is not None and self._last_seen[0] is band:
            return self._last_seen[1]
        found = self._find_seen(band, steps)
        self._last_seen = band, found
        return found

    def _find_seen(self, band: Band, steps: list[Step]) -> list[int]:
        top, bottom = band.top * ROW, band.bottom * ROW
        found: list[int] = []
        for index, drawing in enumerate(self._drawings):
            last: State | None = None
            for step in steps:
                state = step.states[index]
                if state is None or state is last:
                    continue
                last = state
                reach = drawing.reach(state, self._scale)
                if reach is not None and reach[0] < bottom and reach[1] > top:
                    found.append(index)
                    break
        return found

    def pictures(self, canvas: Planes | None = None) -> Iterator[Planes]:
        """Yield the distinct pictures in order; the arrays are written over by the next.

        They are painted into ``canvas`` if it is given.
        """
        moved = any(step.whole != WHOLE for step in self._steps)
        out = canvas or empty_planes(self.size)
        composer = Composer(self._drawings, self.size, self._scale)
        shown: int | None = None
        for step in self._steps:
            if step.base != shown:
                composer.start(self._bases[step.base], None if moved else out)
                shown = step.base
            composer.show(step.states)
            if moved:
                apply(composer.planes, step.whole, out)
            yield out

    def poster(self) -> Image.Image:
        """Return the scene as it is left, RGB, in its full size."""
        planes = empty_planes(self.size)
        self.paint_rest(planes)
        return to_rgb(planes)

    def paint_rest(self, canvas: Planes) -> None:
        """Paint the scene as it is left; without its transitions.

        Where most layers are gone by then, the fullest of its held pictures.
        """
        whole = [step for step in self._steps if step.whole == WHOLE] or self._steps
        step = whole[-1]
        fullest = max(enumerate(whole), key=lambda each: (*_fullness(each[1]), each[0]))[1]
        if _fullness(step)[1] * 2 < _fullness(fullest)[1]:
            step = fullest
        composer = Composer(self._drawings, self.size, self._scale)
        composer.start(self._bases[step.base], canvas)
        composer.show(step.states)


def _fullness(step: Step) -> tuple[bool, int]:
    """Return whether nothing moves, and how many layers are at rest."""
    seen = [state for state in step.states if state is not None]
    resting = seen.count(REST)
    return resting == len(seen), resting


def paint(scene: Scene, look: Look, kit: RenderKit, timing: SceneTiming) -> Painted:
    """Lay a scene out and plan its pictures.

    Raises RenderError when something of it cannot be drawn: a missing file, an unknown icon or
    colour, a character that no font has.
    """
    stage = stage_of(look, kit)
    bases = base_pictures(scene.base, stage)
    drawings = lay_out_scene(scene, stage)
    states = timeline(scene, timing, [drawing.staggered for drawing in drawings])
    steps = steps_of(states, picture_states(scene, timing), len(bases))
    return Painted(bases, base_key(scene.base, stage), drawings, steps, stage.scale)


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
