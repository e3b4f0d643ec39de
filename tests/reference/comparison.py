"""A scene as our clip shows it, decoded, beside the reference's picture of the same moment."""

from __future__ import annotations

import gc
import io
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from PIL import Image
from similarity import similarity, similarity_map

from renderer.clip import FPS
from renderer.colours import halved, planes_of
from renderer.layout import lay_out_scene
from renderer.motion import REST, timeline
from renderer.pictures import to_rgb
from renderer.reference_scene import scene_clip
from renderer.scene_renderer import SceneRenderer
from renderer.speech import Speaker
from renderer.stage import stage_of
from renderer.timing import plan_timing
from renderer.transitions import WHOLE, picture_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from renderer.composition import Drawing
    from renderer.kit import RenderKit
    from renderer.timing import SceneTiming
    from scenes.bound import Look, Scene

    Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]

PICTURE_MS = 1_000 // FPS

_LEAST_SIDE = 16
"""Pixels; the mean colour of a thinner layer says more about the encoder than about the layer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How alike two pictures must be; 1 is equal.

    ``picture`` is the least similarity of the luma of the whole picture, ``text`` of the box of
    each text, ``layer`` of every other layer's, ``chroma`` of each colour plane. ``shift`` is how
    far the mean of a plane, in any layer's box, may be off, in levels of 255.
    """

    picture: float
    text: float
    layer: float
    chroma: float
    shift: float


@dataclass(frozen=True, slots=True)
class Scores:
    """How alike two pictures are: luma, both colour planes, and each layer's box."""

    luma: float
    chroma: tuple[float, float]
    layers: tuple[tuple[str, float], ...]
    shift: float

    def faults(self, limits: Limits) -> list[str]:
        """Return what is less alike than it must be, in words."""
        found = []
        if self.luma < limits.picture:
            found.append(f"luma {self.luma:.4f} < {limits.picture}")
        found += [
            f"{name} {score:.4f} < {limits.chroma}"
            for name, score in zip("UV", self.chroma, strict=True)
            if score < limits.chroma
        ]
        for number, (kind, score) in enumerate(self.layers):
            least = limits.text if kind == "text" else limits.layer
            if score < least:
                found.append(f"layer {number} ({kind}) {score:.4f} < {least}")
        if self.shift > limits.shift:
            found.append(f"a colour is off by {self.shift:.2f} levels > {limits.shift}")
        return found

    def __str__(self) -> str:
        layers = " ".join(f"{kind} {score:.4f}" for kind, score in self.layers)
        u, v = self.chroma
        return f"Y {self.luma:.4f} U {u:.4f} V {v:.4f} shift {self.shift:.2f} | {layers}"


class Compared:
    """One scene by both means. Moments are milliseconds of the scene; -1 is its last picture.

    ``renderer`` may be one of the same look and kit, shared by several scenes.
    """

    def __init__(
        self, scene: Scene, look: Look, kit: RenderKit, renderer: SceneRenderer | None = None
    ) -> None:
        self.scene, self._look, self._kit = scene, look, kit
        self._renderer = renderer
        # Only pictures that were asked for are kept: a clip's would take hundreds of megabytes.
        self._seen: dict[int, NDArray[np.uint8]] = {}
        self._coming: Iterator[tuple[int, av.VideoFrame]] = iter(())

    def close(self) -> None:
        """Let everything go that was made: MoviePy's clips hold on to each other."""
        if "_reference" in self.__dict__:
            self.__dict__.pop("_reference").close()
        self._seen.clear()
        self._coming = iter(())
        gc.collect()

    @cached_property
    def _mp4(self) -> bytes:
        if self._renderer is not None:
            return self._renderer.render(self.scene).mp4
        with SceneRenderer(self._look, self._kit) as renderer:
            return renderer.render(self.scene).mp4

    @cached_property
    def _timing(self) -> SceneTiming:
        said = [sentence.spoken for sentence in self.scene.say]
        if self._renderer is not None:
            # Its speaker remembers what it has said.
            utterances = [self._renderer._speaker.say(sentence) for sentence in said]
        elif said:
            with Speaker(self._look.voice) as speaker:
                utterances = [speaker.say(sentence) for sentence in said]
        else:
            utterances = []
        lengths = [spoken.length_ms for spoken in utterances]
        return plan_timing(self.scene, lengths, self._look.voice)

    @cached_property
    def _reference(self) -> Any:
        return scene_clip(self.scene, stage_of(self._look, self._kit), self._timing)

    @cached_property
    def _drawings(self) -> list[Drawing]:
        return lay_out_scene(self.scene, stage_of(self._look, self._kit))

    def fullest_rest(self) -> int:
        """Return the first moment at which nothing moves and most layers are seen."""
        states = timeline(self.scene, self._timing)
        whole = picture_states(self.scene, self._timing)
        resting = [
            (sum(state is not None for state in layers), -number)
            for number, layers in enumerate(states)
            if all(state in {None, REST} for state in layers) and whole[number] == WHOLE
        ]
        return -max(resting)[1] * PICTURE_MS

    def number(self, moment: int) -> int:
        """Return which picture is shown at a moment."""
        return (moment if moment >= 0 else self._timing.duration_ms - 1) // PICTURE_MS

    def ours(self, moment: int) -> Planes:
        """Return our decoded picture at a moment; the clip is decoded once if they come in order.

        Raises IndexError when the clip has no such picture.
        """
        number = self.number(moment)
        rows = self._seen.get(number)
        if rows is None:
            rows = self._seen[number] = self._decoded(number)
        width, height = self._look.size
        half = height // 2, width // 2
        return (
            rows[:height],
            rows[height : height + height // 4].reshape(half),
            rows[height + height // 4 :].reshape(half),
        )

    def _decoded(self, wanted: int) -> NDArray[np.uint8]:
        for again in (False, True):
            if again:
                self._coming = self._frames()
            for number, frame in self._coming:
                if number == wanted:
                    return frame.to_ndarray()
                if number > wanted:
                    break
        raise IndexError(f"the clip has no picture {wanted}")

    def _frames(self) -> Iterator[tuple[int, av.VideoFrame]]:
        with av.open(io.BytesIO(self._mp4)) as container:
            yield from enumerate(container.decode(video=0))

    def theirs(self, moment: int) -> NDArray[np.uint8]:
        """Return the reference's picture at a moment, RGB (rows, columns, 3)."""
        return self._reference.get_frame(self.number(moment) / FPS)

    def scores(self, moment: int) -> Scores:
        """Return how alike the two pictures of a moment are."""
        ours = self.ours(moment)
        y, u, v = planes_of(self.theirs(moment))
        theirs = y, halved(u), halved(v)
        luma = similarity_map(ours[0], theirs[0])
        layers, shifts = [], [0.0]
        for layer, drawing in zip(self.scene.layers, self._drawings, strict=True):
            box = drawing.box & stage_of(self._look, self._kit).picture
            if not box:
                continue
            seen = luma[box.top : box.bottom, box.left : box.right]
            layers.append((layer.kind, float(seen.mean())))
            if min(seen.shape) < _LEAST_SIDE:
                continue
            for one, other, step in zip(ours, theirs, (1, 2, 2), strict=True):
                rows = slice(box.top // step, -(-box.bottom // step))
                columns = slice(box.left // step, -(-box.right // step))
                shifts.append(abs(float(one[rows, columns].mean() - other[rows, columns].mean())))
        chroma = similarity(ours[1], theirs[1]), similarity(ours[2], theirs[2])
        return Scores(float(luma.mean()), chroma, tuple(layers), max(shifts))

    def write(self, moment: int, folder: Path) -> None:
        """Write both pictures of a moment and what parts them."""
        write_evidence(np.asarray(to_rgb(self.ours(moment))), self.theirs(moment), folder)


def write_evidence(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], folder: Path) -> None:
    """Write two RGB pictures and what parts them: grey is equal, four times as strong."""
    folder.mkdir(parents=True, exist_ok=True)
    difference = np.clip(128 + 4 * (ours.astype(np.int16) - theirs), 0, 255).astype(np.uint8)
    for name, pixels in (("ours", ours), ("reference", theirs), ("difference", difference)):
        Image.fromarray(pixels).save(folder / f"{name}.png")
